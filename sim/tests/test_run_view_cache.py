"""The cache of runs saves work and decides nothing: away, slow or out of date, runs go on."""

import logging
import pickle
import socket

import pytest
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache

from sim import runs
from sim.tests.posting import post
from studyapp.lib.outage import Outage
from studyapp.lib.rediscache import OUTAGE

RUN = {
    "preset": "animal_cell",
    "events": [{"t_s": 60, "set": {"ouabain": 1.0}}, {"t_s": 90, "set": {"ouabain": 0.0}}],
    "from_s": 100,
    "until_s": 200,
}


class BrokenCache(BaseCache):
    """Fails whatever it is asked."""

    def __init__(self, *args, **kwargs):
        super().__init__({})

    def fail(self, *args, **kwargs):
        raise ConnectionError("no cache here")

    get = set = get_many = set_many = add = delete = has_key = touch = fail


class OtherReleasesCache(LocMemCache):
    """Finds what another release kept, which this one cannot read."""

    def get_many(self, keys, version=None):
        raise pickle.UnpicklingError("no such class")


@pytest.fixture(autouse=True)
def outage(monkeypatch):
    fresh = Outage("the cache of runs")
    monkeypatch.setattr(runs, "cache_outage", fresh)
    return fresh


def cached_by(settings, backend, **more):
    settings.CACHES = settings.CACHES | {"runs": {"BACKEND": backend, **more}}


def test_without_its_cache_a_run_is_computed_to_the_same_bytes(settings, caplog):
    usual = post(RUN).content
    cached_by(settings, f"{__name__}.BrokenCache")
    with caplog.at_level(logging.WARNING, logger="studyapp.lib.outage"):
        answers = [post(RUN) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert all(answer.content == usual for answer in answers)
    assert len(caplog.records) == 1, "said once, not at every request"
    assert "going on without it" in caplog.text


def test_what_another_release_kept_stops_nothing(settings):
    cached_by(settings, f"{__name__}.OtherReleasesCache", LOCATION="old")
    assert post(RUN).status_code == 200


def keys_of(run):
    """Both kinds of keys, by time."""
    return runs._checkpoint_keys(runs.read_run(run))


def test_what_another_release_computed_is_not_found(monkeypatch):
    starts, stretches = keys_of(RUN)
    monkeypatch.setattr(runs, "RELEASE", "another")
    others = keys_of(RUN)
    assert not {*starts.values(), *stretches.values()} & {*others[0].values(), *others[1].values()}


def test_a_redis_that_never_answers_is_asked_once(settings, monkeypatch):
    monkeypatch.setattr(OUTAGE, "until_s", float("-inf"))
    monkeypatch.setattr(OUTAGE, "is_noted", False)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        place = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        backend = "studyapp.lib.rediscache.ForgivingRedisCache"
        cached_by(settings, backend, LOCATION=place)
        assert post(RUN).status_code == 200
        assert OUTAGE.is_noted
        asked = connections(silent)
        assert post(RUN).status_code == 200
        assert asked == 1
        assert connections(silent) == 0
    monkeypatch.setattr(OUTAGE, "until_s", float("-inf"))


def connections(listener):
    """How many have tried to connect since the last look."""
    listener.setblocking(False)
    count = 0
    while True:
        try:
            listener.accept()[0].close()
        except BlockingIOError:
            return count
        count += 1


def test_a_run_with_many_events_asks_the_cache_a_few_times_only(monkeypatch):
    events = [{"t_s": i, "set": {"ouabain": i % 2}} for i in range(200)]
    asked = []

    class Counting:
        def get(self, key):
            asked.append(key)

        def get_many(self, keys):
            asked.append(keys)
            return {}

        def set(self, *args):
            asked.append(args)

        def set_many(self, *args):
            asked.append(args)

    monkeypatch.setattr(runs, "caches", {"runs": Counting()})
    runs.answer(runs.read_run(RUN | {"events": events, "from_s": 199, "until_s": 300}))
    assert len(asked) == 4


def test_a_start_is_named_by_what_came_before_it_alone():
    one, one_stretches = keys_of(RUN)
    later = [*RUN["events"][:1], {"t_s": 95, "set": {"ttx": 1.0}}]
    other, other_stretches = keys_of(RUN | {"events": later})
    assert one[60] == other[60]
    assert one[90].rsplit(":", 1)[0] == other[95].rsplit(":", 1)[0]
    assert one_stretches[60] == other_stretches[60]
    assert one_stretches[90] != other_stretches[95]
    washed = keys_of(RUN | {"events": [{"t_s": 60, "set": {"ouabain": 0.5}}, *RUN["events"][1:]]})
    assert one[90] != washed[0][90]
    assert one_stretches[60] != washed[1][60]


def test_a_refill_goes_on_from_the_window_before_to_the_same_bytes(monkeypatch):
    """The sixth window of spikes without an event costs no more than the first."""
    firing = {"preset": "neuron", "parameters": {"p_synaptic_um3_s": 0.6}}
    windows = [firing | {"from_s": 0.25 * n, "until_s": 0.25 * (n + 1)} for n in range(6)]
    alone = post(windows[5]).content
    caches["runs"].clear()
    taken_up = []
    real = runs.simulate
    monkeypatch.setattr(
        runs, "simulate", lambda request, start: taken_up.append(start) or real(request, start)
    )
    answers = [post(window).content for window in windows]
    assert answers[5] == alone
    assert taken_up[0] is None
    for window, start in zip(windows[1:], taken_up[1:], strict=True):
        assert window["from_s"] - 0.01 < start.t_s <= window["from_s"]


def test_a_change_within_a_stretch_goes_on_from_the_last_window_before_it():
    quiet = RUN | {"events": []}
    for start_s in (0, 1000, 2000):
        post(quiet | {"from_s": start_s, "until_s": start_s + 1000})
    changed = quiet | {"events": [{"t_s": 1500, "set": {"ouabain": 1.0}}]}
    window = {"from_s": 1500, "until_s": 2500}
    from_checkpoint = post(changed | window).content
    caches["runs"].clear()
    assert post(changed | window).content == from_checkpoint
