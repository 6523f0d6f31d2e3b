"""What can be done without is left alone while it does not answer."""

import logging

import pytest
from django.core.cache import cache

from studyapp.lib import contentversion
from studyapp.lib.outage import Outage
from studyapp.lib.rediscache import OUTAGE, ForgivingRedisCache


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def outage(clock):
    return Outage("the thing", pause_s=5.0, clock=clock)


def failing():
    raise OSError("gone")


def test_what_answers_is_what_comes_back(outage):
    assert outage.attempt(lambda: 7, otherwise=1) == 7


def test_after_a_failure_it_is_not_asked_again_for_a_while(outage, clock):
    assert outage.attempt(failing, otherwise=1) == 1
    asked = []
    assert outage.attempt(lambda: asked.append(1), otherwise=2) == 2
    assert asked == []
    clock.now = 5.0
    assert outage.attempt(lambda: 7) == 7


def test_an_outage_is_logged_once_and_its_end_too(outage, clock, caplog):
    with caplog.at_level(logging.WARNING):
        for clock.now in (0.0, 6.0, 12.0):
            outage.attempt(failing)
        clock.now = 18.0
        outage.attempt(lambda: 7)
        outage.attempt(lambda: 7)
    assert [record.message.split(",")[0] for record in caplog.records] == [
        "the thing does not answer",
        "the thing answers again",
    ]


@pytest.fixture
def no_redis(monkeypatch):
    """A Redis cache with nobody at its address."""
    monkeypatch.setattr(OUTAGE, "until_s", float("-inf"))
    monkeypatch.setattr(OUTAGE, "is_noted", False)
    yield ForgivingRedisCache("redis://127.0.0.1:1/0", {})
    OUTAGE.until_s = float("-inf")


def test_a_redis_cache_without_redis_is_an_empty_one(no_redis):
    assert no_redis.get("a", 3) == 3
    assert no_redis.get_or_set("a", lambda: 4) == 4
    assert no_redis.add("lock", True), "nobody waits for a lock that cannot be had"
    no_redis.set("a", 1)
    no_redis.set_many({"a": 1})
    assert no_redis.get_many(["a"]) == {}
    assert not no_redis.has_key("a")
    assert not no_redis.delete("a")


@pytest.fixture
def shared_version(settings, monkeypatch):
    settings.REDIS_URL = "redis://somewhere"
    monkeypatch.setattr(contentversion, "_seen", (-contentversion.PATIENCE_S, ""))
    monkeypatch.setattr(contentversion, "_is_owed", False)


def test_a_change_made_while_the_cache_was_away_is_told_when_it_is_back(
    shared_version, monkeypatch
):
    before = contentversion.current()
    with monkeypatch.context() as away:
        away.setattr(type(cache._connections["default"]), "set", lambda *args, **kwargs: None)
        contentversion.bump()
    # As after the pause: the old word is still there, and must not be believed.
    contentversion._seen = (-contentversion.PATIENCE_S, "")
    assert contentversion.current() != before
    assert not contentversion._is_owed
