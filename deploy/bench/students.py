"""Students who play in the laboratory: they post to `/sim/run/` what the page would post.

Each changes something every few seconds; the page then asks for two seconds of the screen at once
and for stretches twice as long each time, until it is ahead (`static/js/sim/pace.js`).
"""

import gzip
import json
import math
import random
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from multiprocessing import Event, Process, Queue
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

POINTS_PER_S = 15
CHANGES_EVERY_S = (4.0, 12.0)
CHANGES = {
    "animal_cell": ("ouabain", "oxygen", "k_leak_block", "p_gramicidin_um3_s"),
    "neuron": ("ouabain", "oxygen", "ttx", "tea"),
}
SCENARIOS = [
    yaml.safe_load(path.read_text())
    for path in sorted(Path("sim/content/scenarios").glob("*.yaml"))
]


@dataclass
class Pace:
    """How much to ask for at a time: the same arithmetic as in `static/js/sim/pace.js`."""

    cost: float = 0.0
    ahead: float = 2.0

    def note(self, spent_ms: float, span_s: float) -> None:
        cost = max(0.0, spent_ms - 15.0) / span_s
        self.cost = (self.cost + cost) / 2 if self.cost else cost

    def _affordable(self, wait_ms: float, speed: float) -> float:
        return wait_ms / (self.cost * speed) if self.cost else math.inf

    def first(self, speed: float) -> float:
        self.ahead = min(2.0, max(0.25, self._affordable(60.0, speed)))
        return self.ahead

    def next(self, speed: float) -> float:
        self.ahead = min(40.0, 2 * self.ahead, max(0.25, self._affordable(150.0, speed)))
        return self.ahead

    def reserve(self, speed: float) -> float:
        return min(15.0, max(4.0, self._affordable(150.0, speed)))


@dataclass
class Student:
    """A run of one student: her cell, her changes, how far it is computed."""

    site: str
    chance: random.Random
    waits: list[float] = field(default_factory=list)
    pace: Pace = field(default_factory=Pace)
    resume: str = ""
    resumes: list[tuple[float, str]] = field(default_factory=list)

    def play(self, until: Any) -> None:
        """Play until `until` is set."""
        while not until.is_set():
            self._run(until)

    def _run(self, until: Any) -> None:
        """One of the laboratory's experiments for a minute or so, and changes to it."""
        scenario = self.chance.choice(SCENARIOS)
        preset, speed = scenario["preset"], float(scenario["speed"])
        events: list[dict[str, Any]] = list(scenario.get("events", []))
        self.resumes = []
        began = time.monotonic()
        for n in range(8):
            t_s = round((time.monotonic() - began) * speed, 6)
            if n:
                name = self.chance.choice(CHANGES[preset])
                events = [event for event in events if event["t_s"] <= t_s]
                events.append({"t_s": t_s, "set": {name: round(self.chance.random(), 3)}})
            log = {"preset": preset, "parameters": scenario.get("parameters", {}), "events": events}
            self._watch(log, t_s, speed, self.chance.uniform(*CHANGES_EVERY_S), until)
            if until.is_set():
                return

    def _watch(self, log: Any, t_s: float, speed: float, span_s: float, until: Any) -> None:
        """From a change on: the stretch that is wanted at once, then those to come."""
        changed = time.monotonic()
        end, ahead = t_s, self.pace.first(speed)
        self.resumes = [one for one in self.resumes if one[0] <= t_s]
        while (passed := time.monotonic() - changed) < span_s and not until.is_set():
            if (end - t_s) / speed - passed < self.pace.reserve(speed):
                window = {"from_s": end, "until_s": end + speed * ahead}
                points = max(4, math.ceil(ahead * POINTS_PER_S))
                self.waits.append(self._ask(log | window | {"points": points}))
                self.resumes.append((end + speed * ahead, self.resume))
                self.pace.note(1e3 * self.waits[-1], speed * ahead)
                end += speed * ahead
                ahead = self.pace.next(speed)
            else:
                time.sleep(0.2)

    def _ask(self, body: Any) -> float:
        body["resume"] = self.resumes[-1][1] if self.resumes else ""
        began = time.perf_counter()
        connection = HTTPConnection(urlsplit(self.site).netloc, timeout=30)
        headers = {"Content-Type": "application/json", "Accept-Encoding": "gzip"}
        connection.request("POST", "/sim/run/", json.dumps(body), headers)
        answer = connection.getresponse()
        content = answer.read()
        spent = time.perf_counter() - began
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f"the laboratory answered {answer.status}")
        self.resume = json.loads(gzip.decompress(content))["resume"]
        return spent


class Class:
    """`count` students in a process of their own, between `with` and its end."""

    def __init__(self, site: str, count: int) -> None:
        self.until, self.found = Event(), Queue()  # type: Any, Any
        self.process = Process(target=_play_all, args=(site, count, self.until, self.found))
        self.waits: list[float] = []

    def __enter__(self) -> "Class":
        self.process.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.until.set()
        self.waits = self.found.get(timeout=60)
        self.process.join(timeout=60)


def _play_all(site: str, count: int, until: Any, found: Any) -> None:
    students = [Student(site, random.Random(seed)) for seed in range(count)]  # noqa: S311
    threads = [threading.Thread(target=one.play, args=(until,)) for one in students]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.put([wait for one in students for wait in one.waits])
