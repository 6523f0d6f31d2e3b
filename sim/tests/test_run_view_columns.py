"""What an answer weighs, and asking for some of its columns only."""

import dataclasses

import pytest

from sim import runs
from sim.tests.posting import post, values, wheres

FIRING = {"preset": "neuron", "events": [{"t_s": 0.1, "set": {"p_synaptic_um3_s": 0.6}}]}
POISONED = {"preset": "animal_cell", "events": [{"t_s": 60, "set": {"ouabain": 1.0}}]}
# Twelve that move all the time: those that stand still compress to nothing.
TWELVE = [
    *("t_s", "v_mV", "na_in_mM", "k_in_mM", "cl_in_mM", "m", "h", "n", "e_k_mV"),
    *("na_leak_fmol_s", "k_leak_fmol_s", "k_open"),
]


def weight(body):
    response = post(body, HTTP_ACCEPT_ENCODING="gzip")
    assert response.status_code == 200
    assert response["Content-Encoding"] == "gzip"
    return len(response.content)


@pytest.mark.parametrize(("run", "until_s"), [(FIRING, 1.0), (FIRING, 6.0), (POISONED, 7200)])
def test_600_points_of_12_columns_weigh_less_than_40_kB(run, until_s):
    window = {"from_s": 0, "until_s": until_s, "points": 600}
    assert weight(run | window | {"columns": TWELVE}) < 40_000
    # All that the page draws, twice as many columns.
    assert weight(run | window) < 64_000


def test_only_the_columns_asked_for_come_in_their_order():
    body = POISONED | {"until_s": 600, "points": 50}
    chosen = post(body | {"columns": ["na_in_mM", "t_s"]}).json()
    assert chosen["columns"] == ["na_in_mM", "t_s"]
    assert list(chosen["data"]) == ["na_in_mM", "t_s"]
    whole = post(body).json()
    assert whole["columns"] == list(runs.COLUMNS)
    assert chosen["run"] == whole["run"]
    for name in ("na_in_mM", "t_s"):
        assert (values(chosen, name) == values(whole, name)).all()


def test_every_column_of_the_physics_can_be_asked_for():
    answer = post(POISONED | {"until_s": 600, "columns": list(runs.ALL_COLUMNS)}).json()
    lengths = {values(answer, name).size for name in runs.ALL_COLUMNS}
    assert len(lengths) == 1
    assert "work_kJ_mol" in answer["data"]


@pytest.mark.parametrize(
    ("columns", "where", "why"),
    [
        (["t_s", "voltage"], "columns[1]", "no such column"),
        (["t_s", "t_s"], "columns[1]", "twice"),
        (["t_s", None], "columns[1]", "no name"),
        (["t_s", ["v_mV"]], "columns[1]", "a list"),
        ([], "columns", "none"),
        ("t_s", "columns", "not a list"),
        ({"t_s": 1}, "columns", "not a list"),
        (["t_s"] * 1_000, "columns", "more than there are"),
    ],
    ids=lambda case: case if isinstance(case, str) else None,
)
def test_columns_that_are_not_there_are_refused(columns, where, why):
    response = post(POISONED | {"until_s": 600, "columns": columns})
    assert response.status_code == 400, why
    assert where in wheres(response)


def test_windows_that_differ_in_their_samples_alone_are_different_answers(monkeypatch):
    body = POISONED | {"from_s": 0, "until_s": 120}
    first = runs.read_run(body | {"points": 31})
    other = runs.read_run(body | {"points": 32})
    as_many = dataclasses.replace(other, sample_t_s=other.sample_t_s[1:])
    assert as_many.sample_t_s.size == first.sample_t_s.size
    assert runs.answer(first) != runs.answer(as_many)
