"""The model against papers, closed forms and itself: computed once for each state of the physics.

The comparison takes some seconds. Its outcome is kept in a file named by the source of the
physics and of the published models, so that it is made anew exactly when one of them changes.
"""

import hashlib
import json
import os
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go
from django.conf import settings
from numpy.typing import NDArray

from sim import published
from sim.core import proofs, references
from sim.core.compiled import source_fingerprint
from sim.core.proofs import Proof
from sim.core.references import Axon, Samples, Steps
from sim.core.request import RunRequest
from sim.core.run import Trajectory, simulate
from sim.published import PublishedCheck, PublishedFigure, PublishedModel

Array = NDArray[np.float64]
PA_PER_UA_CM2 = 15.0  # the axon of the file has 1500 µm² of membrane
MOST_POINTS = 400
RINGS = 24
TIMES = {"ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0}


@dataclass(frozen=True)
class Comparison:
    """A run of the engine, and the same by its reference."""

    request: RunRequest
    ours: Trajectory
    reference: Samples
    closed_form: dict[str, float]
    reference_spikes: int


def report() -> dict[str, Any]:
    """The whole comparison as plain values, from the file where it is kept."""
    path = Path(settings.DATA_DIR) / f"validation-{_fingerprint()}.json"
    try:
        kept: dict[str, Any] = json.loads(path.read_text())
    except (OSError, ValueError):
        kept = made()
        new = path.with_name(f"{path.stem}-{uuid.uuid4().hex}.part")
        new.write_text(json.dumps(kept))
        os.replace(new, path)
    return kept


def made() -> dict[str, Any]:
    """The whole comparison, computed now."""
    groups = {
        "Closed forms": proofs.closed_forms(),
        "Conservation": proofs.conservation(),
        "Two ways to compute": proofs.agreement(),
    }
    return {
        "groups": [{"title": t, "rows": [_row(p) for p in found]} for t, found in groups.items()],
        "models": [_model(model) for model in published.models()],
    }


def _fingerprint() -> str:
    digest = hashlib.sha256(source_fingerprint().encode())
    for path in (Path(__file__), *sorted(published.FOLDER.glob("*.yaml"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _row(proof: Proof) -> dict[str, Any]:
    return asdict(proof) | {"difference": proof.difference, "holds": proof.holds}


def _model(model: PublishedModel) -> dict[str, Any]:
    compared = {run.id: REFERENCES[model.id](model, run.id) for run in model.runs}
    return {
        "id": model.id,
        "title": model.title,
        "citation": model.citation,
        "doi": model.doi,
        "reproduces": model.reproduces,
        "about": model.about,
        "notes": model.notes,
        "given": [number.plain() for number in model.given.values()],
        "figures": [_figure(figure, compared) for figure in model.figures],
        "rows": [_row(_proof(check, compared[check.run])) for check in model.checks],
    }


def compare_pump_leak(
    cell_of: Callable[[references.Given], references.PumpLeak], model: PublishedModel, run: str
) -> Comparison:
    """A run of a pump-leak model; events may slow or stop its pump."""
    request = model.request(run)
    cell = cell_of(model.numbers)
    full = request.parameters["pump_max_fmol_s"]
    changes = [
        (
            event.t_s,
            event.values.get("pump_max_fmol_s", full)
            / full
            * (1.0 - event.values.get("ouabain", 0.0)),
        )
        for event in request.events
    ]
    start = np.array([request.initial[n] for n in ("na_fmol", "k_fmol", "cl_fmol", "volume_fL")])
    impermeant = request.parameters["impermeant_fmol"]
    reference = cell.integrate(start, impermeant, request.sample_t_s, Steps(1.0, changes))
    return Comparison(request, simulate(request), reference, cell.steady(impermeant), 0)


def compare_axon(model: PublishedModel, run: str) -> Comparison:
    """A run of Hodgkin and Huxley's axon; events may inject a current."""
    request = model.request(run)
    axon = Axon(model.numbers, request.parameters["temperature_C"])
    changes = [(e.t_s, e.values["stimulus_pA"] / PA_PER_UA_CM2) for e in request.events]
    start_mV = request.initial["v_mV"]
    reference = axon.integrate(start_mV, request.sample_t_s, Steps(0.0, changes))
    rest = {"v_mV": axon.rest_mV()}
    spikes = _spikes(reference["v_mV"])
    return Comparison(request, simulate(request), reference, rest, spikes)


REFERENCES: dict[str, Callable[[PublishedModel, str], Comparison]] = {
    "kay-2017": lambda model, run: compare_pump_leak(references.kay, model, run),
    "duesterwald-2018": lambda model, run: compare_pump_leak(references.duesterwald, model, run),
    "hodgkin-huxley-1952": compare_axon,
}


def _spikes(v_mV: Array, level_mV: float = -20.0) -> int:
    """How often V rises through a level; what starts above it is one as well."""
    above = v_mV > level_mV
    return int(above[0]) + int(np.sum(above[1:] & ~above[:-1]))


def _proof(check: PublishedCheck, found: Comparison) -> Proof:
    ours, expected = _measured(check, found)
    return Proof(check.says, ours, expected, check.tolerance, check.unit)


def _measured(check: PublishedCheck, found: Comparison) -> tuple[float, float]:
    values = found.ours.values[check.column]
    if check.measure == "spikes":
        counted = _spikes(values)
        known = found.reference_spikes if check.value is None else check.value
        return float(counted), float(known)
    reference = found.reference.get(check.column, values)
    if check.measure == "rest":
        start = _resting_mV(found.request)
        return start, found.closed_form[check.column]
    if check.measure == "final":
        return float(values[-1]), found.closed_form[check.column]
    if check.measure == "peak":
        return float(values.max()), float(reference.max())
    worst = int(np.argmax(np.abs(values - reference)))
    return float(values[worst]), float(reference[worst])


def _resting_mV(request: RunRequest) -> float:
    """V of an axon left alone until it no longer moves, in mV."""
    calm = RunRequest(
        preset=None, parameters=request.parameters, initial=request.initial, events=(),
        until_s=1.0, sample_t_s=np.array([1.0]),
    )  # fmt: skip
    return float(simulate(calm).values["v_mV"][-1])


def _figure(figure: PublishedFigure, compared: dict[str, Comparison]) -> dict[str, Any]:
    lines = []
    for line in figure.lines:
        found = compared[line.run]
        every = max(1, found.request.sample_t_s.size // MOST_POINTS)
        t = found.ours.values["t_s"][::every] / TIMES[figure.time_unit]
        reference = found.reference.get(line.column)
        lines.append(
            {
                "name": line.name,
                "colour": line.colour,
                "t": np.round(t, 6).tolist(),
                "ours": np.round(found.ours.values[line.column][::every], 4).tolist(),
                "reference": [] if reference is None else np.round(reference[::every], 4).tolist(),
            }
        )
    return figure.plain() | {"lines": lines}


def charts_of(model: dict[str, Any]) -> list[dict[str, Any]]:
    """The figures of a model of the report for Plotly: our curves, and the reference as rings."""
    return [{**figure, "plot": _plot(figure)} for figure in model["figures"]]


def _plot(figure: dict[str, Any]) -> dict[str, Any]:
    traces = []
    for line in figure["lines"]:
        meta = {"colour": line["colour"]}
        t, ours, reference = line["t"], line["ours"], line["reference"]
        traces.append(go.Scatter(name=line["name"], x=t, y=ours, mode="lines", meta=meta))
        every = max(1, len(t) // RINGS)
        rings = {"symbol": "circle-open", "size": 7}
        traces.append(
            go.Scatter(
                name=f"{line['name']}, reference", x=t[::every], y=reference[::every],
                mode="markers", marker=rings, meta=meta, showlegend=False,
            )
        )  # fmt: skip
    layout = go.Layout(
        xaxis={"title": {"text": f"time ({figure['time_unit']})"}},
        yaxis={"title": {"text": figure["unit"]}},
        template="none",
        showlegend=len(figure["lines"]) > 1,
    )
    plain: dict[str, Any] = json.loads(go.Figure(traces, layout).to_json())
    return plain
