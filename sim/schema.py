"""`/sim/run/` as an OpenAPI 3.1 document, made from the tables that the code itself goes by."""

from typing import Any

from sim.core.columns import COLUMNS, ENVELOPE_COLUMNS
from sim.core.parameters import FIXED_DURING_A_RUN, PARAMETERS, RADIUS, Quantity
from sim.core.presets import PRESET_NAMES
from sim.core.seeded import SEEDS
from sim.resume import LONGEST
from sim.runs import LIMITS, MAX_BODY_BYTES, POINTS

UNITS = {
    "mV": "mV", "mM": "mM", "fmol": "fmol", "fmol_s": "fmol/s", "fL": "fL", "fL_s": "fL/s",
    "mM_s": "mM/s", "s": "s", "kJ_mol": "kJ/mol",
}  # fmt: skip
Schema = dict[str, Any]


def unit_of(column: str) -> str:
    """The unit that a column's name ends in; empty for a number without one."""
    fitting = [ending for ending in UNITS if column.endswith(f"_{ending}")]
    return UNITS[max(fitting, key=len)] if fitting else ""


def document(address: str, run_path: str) -> Schema:
    """The OpenAPI document of a site at `address`, its runs at `run_path`."""
    problems = {"description": "What is wrong, each with its place.", "content": _json("Problems")}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "The membrane laboratory",
            "version": "1",
            "description": "A run is its event log: a cell, its parameters, events. The same log"
            " always gives the same numbers. Nothing is stored, and no session is needed.",
        },
        "servers": [{"url": address}],
        "paths": {
            run_path: {
                "post": {
                    "operationId": "run",
                    "summary": "A window of a run",
                    "requestBody": {
                        "required": True,
                        "description": f"At most {MAX_BODY_BYTES} bytes.",
                        "content": _json("Request"),
                    },
                    "responses": {
                        "200": {"description": "The samples.", "content": _json("Answer")},
                        "400": problems,
                    },
                }
            }
        },
        "components": {"schemas": schemas()},
    }


def _json(name: str) -> Schema:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def schemas() -> dict[str, Schema]:
    """The shapes of a request, of its answer and of a refusal, by name."""
    return {
        "Request": _request(),
        "Settings": _settings([q for q in PARAMETERS if q.name not in FIXED_DURING_A_RUN]),
        "Parameters": _settings([*PARAMETERS, RADIUS]),
        "Event": _object(
            {"t_s": _time("When, in s."), "set": {"$ref": "#/components/schemas/Settings"}},
            ["t_s", "set"],
        ),
        "Answer": _answer(),
        "TypedArray": _object(
            {
                "dtype": {"enum": ["f4", "f8"], "description": "Little-endian float."},
                "bdata": {"type": "string", "contentEncoding": "base64"},
            },
            ["dtype", "bdata"],
        ),
        "Problems": _object(
            {
                "problems": {
                    "type": "array",
                    "minItems": 1,
                    "items": _object(
                        {"where": {"type": "string"}, "reason": {"type": "string"}},
                        ["where", "reason"],
                    ),
                }
            },
            ["problems"],
        ),
    }


def _object(properties: Schema, required: list[str] | None = None) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": required or [],
        "additionalProperties": False,
    }


def _time(description: str) -> Schema:
    return {
        "type": "number",
        "minimum": 0,
        "maximum": LIMITS.max_horizon_s,
        "description": description,
    }


def _settings(quantities: list[Quantity]) -> Schema:
    return _object({quantity.name: _quantity(quantity) for quantity in quantities})


def _quantity(quantity: Quantity) -> Schema:
    unit = f" ({quantity.unit})" if quantity.unit else ""
    if quantity.codes:
        places = list(range(len(quantity.codes)))
        return {"enum": [*quantity.codes, *places], "description": quantity.meaning}
    return {
        "type": "number",
        "minimum": quantity.low,
        "maximum": quantity.high,
        "description": f"{quantity.meaning}{unit}",
    }


def _request() -> Schema:
    columns = {"enum": [*COLUMNS, *ENVELOPE_COLUMNS]}
    return _object(
        {
            "preset": {"enum": list(PRESET_NAMES), "default": "animal_cell"},
            "scenario": {"type": "string", "description": "Instead of a preset: its run."},
            "seed": {
                "type": "integer", "minimum": SEEDS[0], "maximum": SEEDS[-1],
                "description": "A relative of the animal cell or the neuron.",
            },
            "parameters": {"$ref": "#/components/schemas/Parameters"},
            "events": {
                "type": "array", "maxItems": LIMITS.max_events,
                "items": {"$ref": "#/components/schemas/Event"},
                "description": "In order of time.",
            },
            "from_s": _time("Where the window begins, in s; at most until_s."),
            "until_s": _time("Where it ends."),
            "points": {
                "type": "integer", "minimum": 2, "maximum": LIMITS.max_samples, "default": POINTS,
            },
            "columns": {"type": "array", "items": columns, "uniqueItems": True, "minItems": 1},
            "resume": {
                "type": "string", "maxLength": LONGEST,
                "description": "What the answer before gave under this name, empty at first:"
                " saves time, and changes nothing. Without it the answer has none.",
            },
        },
        ["until_s"],
    )  # fmt: skip


def _answer() -> Schema:
    array = {"$ref": "#/components/schemas/TypedArray"}
    data = {
        name: {**array, "description": f"in {unit_of(name)}" if unit_of(name) else "a number"}
        for name in (*COLUMNS, *ENVELOPE_COLUMNS)
    }
    return _object(
        {
            "run": {"type": "string", "description": "The name of the run: a digest of its log."},
            "columns": {"type": "array", "items": {"enum": list(data)}},
            "data": _object(data),
            "events": {"type": "array", "items": {"$ref": "#/components/schemas/Event"}},
            "stopped": {"type": ["string", "null"], "description": "Why the run ended early."},
            "resume": {"type": "string", "description": "To be sent along with the next window."},
        },
        ["run", "columns", "data", "events", "stopped"],
    )
