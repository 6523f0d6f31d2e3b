"""The document of `/sim/run/`: true to what is answered, and nothing made from it or against it
makes the server fail."""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from sim.core.parameters import PARAMETERS
from sim.core.seeded import SEEDED_PRESETS
from sim.schema import document, schemas, unit_of
from sim.tests.posting import post

DOCUMENT = document("https://example.org/", "/sim/run/")
SHAPES = schemas()


def validator(name: str) -> Draft202012Validator:
    resource = Resource.from_contents(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", **DOCUMENT}
    )
    registry = Registry().with_resource("urn:document", resource)
    reference = {"$ref": f"urn:document#/components/schemas/{name}"}
    return Draft202012Validator(reference, registry=registry)


def faults(name: str, value: Any) -> list[str]:
    return [error.message for error in validator(name).iter_errors(value)]


def number(shape: dict[str, Any]) -> st.SearchStrategy[Any]:
    if "enum" in shape:
        return st.sampled_from(shape["enum"])
    return st.floats(shape["minimum"], shape["maximum"]) | st.sampled_from(
        [shape["minimum"], shape["maximum"]]
    )


def settings_of(name: str, most: int) -> st.SearchStrategy[dict[str, float]]:
    shapes = {key: shape for key, shape in SHAPES[name]["properties"].items() if key != "radius_um"}
    some = st.lists(st.sampled_from(sorted(shapes)), max_size=most, unique=True)
    return some.flatmap(lambda keys: st.fixed_dictionaries({k: number(shapes[k]) for k in keys}))


@st.composite
def requests(draw: Any) -> dict[str, Any]:
    """Whatever the document allows, over times that are computed quickly or given up."""
    until_s = draw(st.sampled_from([0.001, 0.05, 2.0, 600.0, 7200.0]))
    times = sorted(draw(st.lists(st.floats(0, until_s), max_size=3)))
    preset = draw(st.sampled_from(SHAPES["Request"]["properties"]["preset"]["enum"]))
    body = {
        "preset": preset,
        "until_s": until_s,
        "from_s": draw(st.floats(0, until_s)),
        "points": draw(st.integers(2, 40)),
        "parameters": draw(settings_of("Parameters", 4)),
        "events": [{"t_s": t_s, "set": draw(settings_of("Settings", 3))} for t_s in times],
    }
    if preset in SEEDED_PRESETS and draw(st.booleans()):
        body["seed"] = draw(st.integers(0, 2**31 - 1))
    if draw(st.booleans()):
        names = SHAPES["Request"]["properties"]["columns"]["items"]["enum"]
        body["columns"] = draw(
            st.lists(st.sampled_from(names), min_size=1, max_size=5, unique=True)
        )
    return body


FUZZ = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


@FUZZ
@given(requests())
def test_what_the_document_allows_is_answered_as_it_says(body: dict[str, Any]) -> None:
    assert faults("Request", body) == []
    response = post(body)
    assert response.status_code == 200, response.content[:300]
    assert faults("Answer", response.json()) == []


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
JSON = st.recursive(SCALARS, lambda v: st.lists(v) | st.dictionaries(st.text(max_size=8), v))


@st.composite
def spoiled(draw: Any) -> dict[str, Any]:
    """A request with something in it put wrong."""
    body = draw(requests())
    keys = [*SHAPES["Request"]["properties"], "initial", "sample_t_s", "envelope", "x"]
    for key in draw(st.lists(st.sampled_from(keys), min_size=1, max_size=3)):
        body[key] = draw(JSON)
    return body


@FUZZ
@given(spoiled())
def test_whatever_is_put_wrong_is_refused_by_name_or_is_right_after_all(body: Any) -> None:
    if isinstance(body.get("scenario"), str):
        del body["scenario"]  # looked up in the database
    response = post(json.dumps(body))
    assert response.status_code in {200, 400}
    shape = "Answer" if response.status_code == 200 else "Problems"
    assert faults(shape, response.json()) == []
    if response.status_code == 200:
        assert faults("Request", body) == []


def test_every_parameter_has_its_range_and_unit() -> None:
    shapes = SHAPES["Parameters"]["properties"]
    for quantity in PARAMETERS:
        shape = shapes[quantity.name]
        if quantity.codes:
            assert shape["enum"] == [*quantity.codes, *range(len(quantity.codes))]
            continue
        assert (shape["minimum"], shape["maximum"]) == (quantity.low, quantity.high)
        assert quantity.unit in shape["description"]


@pytest.mark.parametrize(
    ("column", "unit"),
    [
        ("v_mV", "mV"), ("na_in_mM", "mM"), ("pump_fmol_s", "fmol/s"), ("volume_fL", "fL"),
        ("atp_made_mM_s", "mM/s"), ("work_kJ_mol", "kJ/mol"), ("t_s", "s"), ("m", ""),
        ("symport_ratio", ""), ("water_fL_s", "fL/s"), ("na_fmol", "fmol"),
    ],
)  # fmt: skip
def test_a_columns_unit_is_in_its_name(column: str, unit: str) -> None:
    assert unit_of(column) == unit


@pytest.mark.django_db
def test_the_document_is_served() -> None:
    response = Client().get("/sim/schema.json")
    assert response["Content-Type"] == "application/json"
    assert list(response.json()["paths"]) == ["/sim/run/"]
    for shape in response.json()["components"]["schemas"].values():
        Draft202012Validator.check_schema(shape)
