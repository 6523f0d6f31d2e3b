"""What a page carries from one window of a run to the next: it saves work and decides nothing."""

import json

import pytest

from sim import resume, runs
from sim.tests.posting import post, wheres

LOG = {"preset": "neuron", "events": [{"t_s": 0.1, "set": {"p_synaptic_um3_s": 0.6}}]}
FIRST = LOG | {"from_s": 0, "until_s": 1.0, "points": 20}
NEXT = LOG | {"from_s": 1.0, "until_s": 1.5, "points": 20}


class NoCache:
    def get(self, key):
        return None

    def get_many(self, keys):
        return {}

    def set(self, key, value, timeout):
        pass

    def set_many(self, values, timeout):
        pass


@pytest.fixture
def another_process(monkeypatch):
    """Nothing that this one keeps is found."""
    monkeypatch.setattr(runs, "caches", {runs.CACHE: NoCache()})


def steps_of(monkeypatch):
    """The steps that each answer from here on costs beyond those it went on from."""
    spent = []
    real = runs.simulate

    def counted(request, checkpoint=None):
        trajectory = real(request, checkpoint)
        spent.append(trajectory.steps - (checkpoint.steps if checkpoint else 0))
        return trajectory

    monkeypatch.setattr(runs, "simulate", counted)
    return spent


def test_another_process_goes_on_from_what_the_page_carries(another_process, monkeypatch):
    spent = steps_of(monkeypatch)
    token = post(FIRST | {"resume": ""}).json()["resume"]
    plain = post(NEXT | {"resume": ""}).content
    carried = post(NEXT | {"resume": token}).content
    assert carried == plain, "the same bytes"
    assert spent[2] < 0.6 * spent[1], "for the steps of the window alone"
    assert json.loads(carried)["resume"] not in {"", token}


def test_who_does_not_ask_for_it_gets_the_answer_of_the_contract(another_process):
    assert "resume" not in post(FIRST).json()


@pytest.mark.parametrize("spoiled", ["x", "a:b", "{}", ":", "é" * 100])
def test_what_was_not_sealed_here_is_not_gone_on_from(another_process, spoiled):
    assert post(NEXT | {"resume": spoiled}).content == post(NEXT | {"resume": ""}).content


def test_a_forged_state_is_not_gone_on_from(another_process):
    token = post(FIRST | {"resume": ""}).json()["resume"]
    body, seal = token.rsplit(":", 1)
    forged = f"{body[:-2]}AA:{seal}"
    assert resume.opened(token) is not None
    assert resume.opened(forged) is None
    assert post(NEXT | {"resume": forged}).content == post(NEXT | {"resume": ""}).content


def test_what_belongs_to_another_run_changes_nothing(another_process):
    other = FIRST | {"preset": "animal_cell", "events": [], "resume": ""}
    token = post(other).json()["resume"]
    assert post(NEXT | {"resume": token}).content == post(NEXT | {"resume": ""}).content


@pytest.mark.parametrize("wrong", [7, None, ["x"], "x" * 5000])
def test_what_is_no_text_is_refused(wrong):
    response = post(NEXT | {"resume": wrong})
    assert response.status_code == 400
    assert wheres(response) == ["resume"]
