import json
import math

import numpy as np
import pytest

from sim.core.presets import preset
from sim.core.request import FILE_LIMITS
from sim.core.run import Limits, RunProblems, parse_request

GOOD = {
    "preset": "animal_cell",
    "parameters": {"bath_k_mM": 5.0},
    "initial": {},
    "events": [{"t_s": 60, "set": {"ouabain": 1.0}}, {"t_s": 3600, "set": {"ouabain": 0.0}}],
    "until_s": 7200,
    "sample_t_s": [0, 30, 60, 60.5, 7200],
}


def problems_of(raw, **limits):
    with pytest.raises(RunProblems) as caught:
        parse_request(raw, limits=Limits(**limits) if limits else FILE_LIMITS)
    return [(problem.where, problem.reason) for problem in caught.value.problems]


def event(t_s=0.0, **values):
    return {"t_s": t_s, "set": values}


WRONG = [
    # change to a good run, where, a word of the reason
    ({"events": [event(1), event(2, ouabain=2)]}, "events[1].set.ouabain", "between 0 and 1"),
    ({"events": [event(2), event(1)]}, "events[1].t_s", "before"),
    ({"events": [event(-1)]}, "events[0].t_s", "between"),
    ({"events": [event("1")]}, "events[0].t_s", "number"),
    ({"events": [{"set": {}}]}, "events[0].t_s", "missing"),
    ({"events": [{"t_s": 1}]}, "events[0].set", "missing"),
    ({"events": [{"t_s": 1, "set": {}, "why": 1}]}, "events[0].why", "unknown"),
    ({"events": [[1, {}]]}, "events[0]", "object"),
    ({"events": {}}, "events", "list"),
    ({"events": [event(1, ouabian=1)]}, "events[0].set.ouabian", "did you mean ouabain"),
    ({"events": [event(1, ohmic=1)]}, "events[0].set.ohmic", "start"),
    ({"events": [event(1, radius_um=1)]}, "events[0].set.radius_um", "unknown"),
    ({"events": [event(1, ouabain=True)]}, "events[0].set.ouabain", "number"),
    ({"events": [event(1, ouabain=None)]}, "events[0].set.ouabain", "number"),
    ({"events": [event(1, ouabain=math.nan)]}, "events[0].set.ouabain", "between"),
    ({"events": [event(1, temperature_C=math.inf)]}, "events[0].set.temperature_C", "between"),
    ({"events": [event(1, temperature_C=10**400)]}, "events[0].set.temperature_C", "between"),
    ({"parameters": []}, "parameters", "object"),
    ({"parameters": {"bath_k_mM": -1}}, "parameters.bath_k_mM", "between"),
    ({"parameters": {"bath_k": 1}}, "parameters.bath_k", "did you mean bath_k_mM"),
    ({"parameters": {"radius_um": 1}}, "parameters.radius_um", "unknown"),
    ({"parameters": {"capacitance_pF": 0}}, "parameters.capacitance_pF", "between"),
    ({"initial": {"m": 1.5}}, "initial.m", "between 0 and 1"),
    ({"initial": {"volume_fL": 0}}, "initial.volume_fL", "between"),
    ({"initial": {"x": 0}}, "initial.x", "unknown"),
    ({"preset": "plant_cell"}, "preset", "animal_cell, neuron, squid_axon"),
    ({"preset": ["neuron"]}, "preset", "one of"),
    ({"until_s": None}, "until_s", "missing"),
    ({"until_s": 1e12}, "until_s", "between"),
    ({"until_s": [1]}, "until_s", "number"),
    ({"sample_t_s": [0, 7201]}, "sample_t_s[1]", "between 0 and 7200"),
    ({"sample_t_s": [5, 4]}, "sample_t_s[1]", "before"),
    ({"sample_t_s": [0, "1"]}, "sample_t_s[1]", "number"),
    ({"sample_t_s": 5}, "sample_t_s", "list"),
    ({"sample_t_s": None}, "sample_t_s", "missing"),
    ({"every_s": 1}, "sample_t_s", "only one"),
    ({"sample_t_s": None, "every_s": 0}, "every_s", "above 0"),
    ({"sample_t_s": None, "every_s": 1e-9}, "every_s", "at least"),
    ({"sample_t_s": None, "points": 1.5}, "points", "whole number"),
    ({"sample_t_s": None, "points": 10**9}, "points", "between 2"),
    ({"from_s": 7201}, "from_s", "between"),
    ({"envelope": 1}, "envelope", "true or false"),
    ({"untill_s": 1}, "untill_s", "did you mean until_s"),
]


@pytest.mark.parametrize(("change", "where", "word"), WRONG, ids=lambda case: str(case)[:50])
def test_what_is_wrong_is_named_with_its_place(change, where, word):
    found = problems_of(GOOD | change)
    assert where in [place for place, _ in found]
    assert word in dict(found)[where]


@pytest.mark.parametrize("raw", [None, [], "run", 3])
def test_a_run_must_be_an_object(raw):
    assert problems_of(raw) == [("run", "must be an object")]


def test_everything_wrong_is_reported_at_once():
    raw = GOOD | {"preset": "x", "until_s": -1, "parameters": {"bath_k_mM": "5"}}
    places = [where for where, _ in problems_of(raw)]
    assert places == ["preset", "parameters.bath_k_mM", "until_s"]


def test_without_a_preset_everything_must_be_given():
    places = [where for where, _ in problems_of({"until_s": 1, "points": 2})]
    assert "parameters.bath_k_mM" in places
    assert "initial.v_mV" in places
    assert not any("g_na_gated" in where for where in places), "the ohmic law has defaults"


def test_a_complete_run_needs_no_preset():
    cell = preset("neuron")
    given = {name: cell.parameters[name] for name in cell.parameters if not name.startswith("g_")}
    raw = {"parameters": given, "initial": dict(cell.initial), "until_s": 1, "points": 2}
    request = parse_request(json.loads(json.dumps(raw)))
    assert request.preset is None
    assert dict(request.parameters) == dict(cell.parameters)


def test_limits_are_the_callers():
    events = [event(float(i)) for i in range(3)]
    assert problems_of(GOOD | {"events": events}, max_events=2) == [("events", "must be 2 at most")]
    assert problems_of(GOOD, max_horizon_s=100.0)[0][0] == "events[1].t_s"
    assert problems_of(GOOD, max_samples=2)[0] == ("sample_t_s", "must be 2 at most")


def test_samples_may_be_listed_regular_or_counted():
    rest = {"preset": "neuron", "until_s": 1.0}
    assert list(parse_request(rest | {"sample_t_s": [0, 1]}).sample_t_s) == [0.0, 1.0]
    every = parse_request(rest | {"every_s": 0.1}).sample_t_s
    assert len(every) == 11
    assert every[-1] <= 1.0
    counted = parse_request(rest | {"points": 5, "from_s": 0.5}).sample_t_s
    np.testing.assert_allclose(counted, [0.5, 0.625, 0.75, 0.875, 1.0])


def test_hostile_logs_are_refused_without_being_run():
    many = [event(1.0, ouabain=2.0)] * 2_000
    assert len(problems_of(GOOD | {"events": many})) == 50
    assert problems_of(GOOD | {"sample_t_s": [1e308] * 100_000})[0][0] == "sample_t_s[0]"
