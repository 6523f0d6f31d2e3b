"""`/sim/run/`: its shape, its refusals, and that nothing a stranger sends makes it fail."""

import json

import numpy as np
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim import runs
from sim.tests.posting import URL, post, values
from sim.tests.scenarios import load_scenarios

OUABAIN = {"preset": "animal_cell", "events": [{"t_s": 60, "set": {"ouabain": 1.0}}]}
WINDOW = {"from_s": 0, "until_s": 600, "points": 100}


def test_an_answer_has_the_shape_of_the_contract():
    response = post(OUABAIN | WINDOW)
    assert response.status_code == 200
    answer = response.json()
    assert set(answer) == {"run", "columns", "data", "events", "stopped"}
    assert set(answer["columns"]) == set(answer["data"])
    assert {"t_s", "v_mV", "na_in_mM", "k_in_mM", "volume_fL", "atp_mM"} <= set(answer["columns"])
    assert answer["events"] == OUABAIN["events"]
    assert answer["stopped"] is None
    assert not response.cookies


def test_every_column_is_a_typed_array_of_one_length():
    answer = post(OUABAIN | WINDOW).json()
    lengths = {values(answer, name).size for name in answer["columns"]}
    assert len(lengths) == 1
    assert lengths.pop() >= WINDOW["points"]
    assert answer["data"]["t_s"]["dtype"] == "f8"


def test_times_increase_and_stay_in_the_window():
    t_s = values(post(OUABAIN | {"from_s": 60, "until_s": 600}).json(), "t_s")
    assert t_s[0] == 60
    assert t_s[-1] == 600
    assert (np.diff(t_s) >= 0).all()


def test_the_pump_stops_at_the_event():
    answer = post(OUABAIN | WINDOW).json()
    t_s, pump = values(answer, "t_s"), values(answer, "pump_fmol_s")
    assert (pump[t_s < 60] > 0.02).all()
    assert (pump[t_s > 60] == 0).all()


def test_the_same_log_gives_the_same_bytes_from_a_checkpoint_too(monkeypatch):
    body = OUABAIN | {"from_s": 300, "until_s": 600, "points": 50}
    first = runs.answer(runs.read_run(body))
    assert runs.answer(runs.read_run(body)) == first
    monkeypatch.setattr(runs, "caches", {"runs": NoCache()})
    assert runs.answer(runs.read_run(body)) == first


def test_answers_and_checkpoints_leave_the_shared_cache_alone(monkeypatch):
    used = {"runs": KeepingCache(), "default": KeepingCache()}
    monkeypatch.setattr(runs, "caches", used)
    runs.answer(runs.read_run(OUABAIN | WINDOW))
    kinds = {key.split(":")[1] for key in used["runs"].kept}
    assert kinds == {"answer", "checkpoint", "stretch"}
    assert not used["default"].kept


class NoCache:
    def get(self, key: str) -> None:
        return None

    def get_many(self, keys: list[str]) -> dict[str, object]:
        return {}

    def set(self, key: str, value: object, timeout: int) -> None:
        pass

    def set_many(self, values: dict[str, object], timeout: int) -> None:
        pass


class KeepingCache:
    def __init__(self) -> None:
        self.kept: dict[str, object] = {}

    def get(self, key: str) -> object:
        return self.kept.get(key)

    def get_many(self, keys: list[str]) -> dict[str, object]:
        return {key: self.kept[key] for key in keys if key in self.kept}

    def set(self, key: str, value: object, timeout: int) -> None:
        self.kept[key] = value

    def set_many(self, values: dict[str, object], timeout: int) -> None:
        self.kept |= values


def test_a_run_is_named_by_its_log_alone():
    one = post(OUABAIN | WINDOW).json()["run"]
    assert post(OUABAIN | WINDOW | {"until_s": 300}).json()["run"] == one
    assert post(WINDOW | {"preset": "animal_cell"}).json()["run"] != one


@pytest.mark.django_db
def test_a_scenario_brings_its_cell_and_events():
    load_scenarios()
    answer = post({"scenario": "ouabain", "from_s": 0, "until_s": 600}).json()
    assert answer["run"] == post(OUABAIN | WINDOW).json()["run"]


@pytest.mark.django_db
def test_events_of_ones_own_are_sorted_into_those_of_a_scenario():
    load_scenarios()
    own = [{"t_s": 30, "set": {"oxygen": 0.0}}]
    answer = post({"scenario": "ouabain", "events": own, "until_s": 90}).json()
    assert [event["t_s"] for event in answer["events"]] == [30, 60]


REFUSED = [
    ("{", "body", "not JSON"),
    ("[]", "body", "not an object"),
    ('"x"', "body", "not an object"),
    ("[" * 5000, "body", "nested too deep for the reader"),
    (b"\xff\xfe", "body", "not text"),
    (WINDOW | {"preset": "elephant"}, "preset", "no such cell"),
    (WINDOW | {"preset": ["animal_cell"]}, "preset", "not a name"),
    (WINDOW | {"initial": {"v_mV": 0}}, "initial", "a run starts from its cell's rest"),
    (WINDOW | {"parameters": {"ouabain": 2}}, "parameters.ouabain", "a fraction above 1"),
    (WINDOW | {"parameters": {"ouabian": 1}}, "parameters.ouabian", "unknown name"),
    (WINDOW | {"events": {}}, "events", "not a list"),
    (WINDOW | {"events": [{"t_s": -1, "set": {}}]}, "events[0].t_s", "before the start"),
    (WINDOW | {"events": [{"t_s": 0, "set": {}}] * 300}, "events", "too many"),
    (WINDOW | {"until_s": 1e9}, "until_s", "beyond the horizon"),
    (WINDOW | {"until_s": None}, "until_s", "no end"),
    (WINDOW | {"points": 10**9}, "points", "too many points"),
    (WINDOW | {"points": 2.5}, "points", "not a whole number"),
    (WINDOW | {"from_s": 900}, "from_s", "ends before it starts"),
    (WINDOW | {"preset": "animal_cell", "scenario": 7}, "scenario", "not a name"),
    (WINDOW | {"scenario": "oua\x00bain"}, "scenario", "a NUL"),
    (WINDOW | {"scenario": "\ud800"}, "scenario", "half a character"),
    (WINDOW | {"scenario": ""}, "scenario", "empty"),
    (WINDOW | {"scenario": "x" * 5000}, "scenario", "too long a name"),
    (WINDOW | {"preset": "\udfff\x00"}, "preset", "no text at all"),
    (WINDOW | {"\ud800": 1}, "\ud800", "an unknown name that is no text"),
]


@pytest.mark.parametrize(("body", "where", "why"), REFUSED, ids=[r[2] for r in REFUSED])
@pytest.mark.django_db
def test_what_cannot_be_run_is_refused_by_name(body, where, why):
    response = post(body)
    assert response.status_code == 400
    assert where in [problem["where"] for problem in response.json()["problems"]]
    assert all(problem["reason"] for problem in response.json()["problems"])


def test_a_body_that_is_too_large_is_refused():
    response = post(OUABAIN | {"parameters": {"x" * 80_000: 1}})
    assert response.status_code == 400
    assert "bytes" in response.json()["problems"][0]["reason"]


def test_another_content_type_is_refused():
    assert post(OUABAIN | WINDOW, content_type="text/plain").status_code == 400


def test_reading_is_not_offered():
    assert Client().get(URL).status_code == 405


@pytest.mark.django_db
def test_a_name_that_no_scenario_can_have_asks_nothing_of_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        for name in ("a\x00b", "\ud800", "", "a b", "x" * 81):
            assert post(WINDOW | {"scenario": name}).status_code == 400


@pytest.mark.django_db
def test_a_name_that_only_begins_like_a_scenarios_is_refused():
    load_scenarios()
    assert post(WINDOW | {"scenario": "ouabain\n"}).status_code == 400


# All of Unicode, with what a database cannot take: NUL and halves of surrogate pairs.
TEXT = st.text(
    st.characters(exclude_categories=()) | st.sampled_from("\x00\ud800\udfff"), max_size=12
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(
    ["ouabain", "ttx", "locked_open", "bath_k_mM", "temperature_C", "stimulus_pA", "t_s", "ohmic"]
)
EVENT = st.fixed_dictionaries({"t_s": JSON, "set": st.dictionaries(NAMES, JSON, max_size=3)}) | JSON
BODY = st.fixed_dictionaries(
    {},
    optional={
        "preset": st.sampled_from(["animal_cell", "neuron", "squid_axon"]) | JSON,
        "scenario": st.sampled_from(["ouabain", "healthy-cell"]) | TEXT | JSON,
        "parameters": st.dictionaries(NAMES, st.floats(0, 50), max_size=3) | JSON,
        "events": st.lists(EVENT, max_size=4) | JSON,
        "from_s": st.floats(0, 5) | JSON,
        "until_s": st.floats(0, 10) | JSON,
        "points": st.integers(2, 50) | JSON,
        "more": JSON,
    },
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@pytest.mark.django_db
@given(body=BODY | JSON)
def test_whatever_is_sent_the_answer_is_a_run_or_a_refusal(body):
    response = post(json.dumps(body))
    assert response.status_code in {200, 400}
    assert ("problems" in response.json()) == (response.status_code == 400)
