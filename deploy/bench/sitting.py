"""A class sits a quiz while its server is killed: 150 students press Start in the same minute and
save every three seconds for five minutes; three times the server is killed and started again. Then
their time is over, and all hand in within the few seconds over which the page spreads that.

`BENCH_SITTING=30x20` takes 30 students and 20 seconds; `BENCH_SITTING=0` leaves it out.
"""

import contextlib
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from deploy.bench.pages import free_port

SIZE = os.environ.get("BENCH_SITTING", "150x300")
QUESTIONS = 20
EVERY_S = 3.0
KILLS = 3
PATIENCE_S = 15.0
RECOVERY_S = 5.0
SCATTER_S = 5.0  # static/js/attempt.js spreads the end of time over as much
TOKEN = "b" * 32
ROLE = "postgres://studyapp:studyapp@127.0.0.1:5432"
DATABASE = "studyapp_bench"


def measure() -> dict[str, float | str]:
    """The table on both databases; says what is missing where one cannot be measured."""
    if SIZE == "0":
        return {"not measured": "BENCH_SITTING=0"}
    students, seconds = map(int, SIZE.split("x"))
    table: dict[str, float | str] = {"students": float(students), "seconds": float(seconds)}
    with tempfile.TemporaryDirectory() as folder:
        table |= _named("SQLite", _sit(f"sqlite:///{folder}/sit.sqlite3", students, seconds))
    with _postgres() as address:
        found = _sit(address, students, seconds) if address else {"not measured": "no PostgreSQL"}
        table |= _named("PostgreSQL", found)
    return table


def _named(name: str, rows: dict[str, Any]) -> dict[str, Any]:
    return {f"{name}: {title}": value for title, value in rows.items()}


@contextlib.contextmanager
def _postgres() -> Iterator[str]:
    """A fresh database of its own, or nothing where `.ci/run` has made no role."""
    import psycopg  # noqa: PLC0415 needed here alone

    def run(*commands: str) -> None:
        with psycopg.connect(f"{ROLE}/studyapp", autocommit=True) as connection:
            for command in commands:
                connection.execute(command)

    drop = f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)"
    try:
        run(drop, f"CREATE DATABASE {DATABASE}")
    except psycopg.OperationalError:
        yield ""
        return
    yield f"{ROLE}/{DATABASE}"
    run(drop)


class Server:
    """The site as `serve` starts it, in a process group that can be killed as one."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.process = self._start("serve")

    def _start(self, *words: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "manage.py", *words],
            env=self.environment, stdout=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        assert process.stdout is not None
        if not any(line.startswith("Ready: ") for line in process.stdout):
            raise RuntimeError("the site did not start")
        return process

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def restart(self) -> tuple[float, float]:
        """Killed and there again: from when to when it was away."""
        began = time.monotonic()
        self.kill()
        self.process = self._start("serve", "--no-prepare")
        return began, time.monotonic()


@dataclass
class Sitter:
    """One student's browser: it sends an answer until the server says that it has it."""

    port: int
    session: str
    assignment: int
    chance: random.Random
    attempt: str = ""
    acknowledged: dict[int, tuple[int, int]] = field(default_factory=dict)
    sequences: dict[int, int] = field(default_factory=dict)
    waits_s: list[tuple[float, float]] = field(default_factory=list)  # asked at, for how long
    delays_s: list[float] = field(default_factory=list)
    starts_s: list[float] = field(default_factory=list)
    ends_s: list[float] = field(default_factory=list)

    def ask(self, method: str, path: str, **sent: Any) -> tuple[int, bytes, str]:
        headers = {
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            connection.request(method, path, urlencode(sent), headers)
            reply = connection.getresponse()
            return reply.status, reply.read(), reply.headers.get("Location", "")
        finally:
            connection.close()

    def persist(self, method: str, path: str, **sent: Any) -> tuple[int, bytes, str]:
        """Ask until there is an answer, as the page does; note how long that last asking took."""
        while True:
            began = time.monotonic()
            try:
                reply = self.ask(method, path, **sent)
            except (OSError, http.client.HTTPException):
                reply = (0, b"", "")
            if 0 < reply[0] < 500:
                self.waits_s.append((began, time.monotonic() - began))
                return reply
            time.sleep(1.0 * (0.75 + self.chance.random() / 2))

    def sit(self, questions: int, within_s: float, until: float) -> None:
        time.sleep(self.chance.random() * within_s)
        began = time.monotonic()
        status, _, self.attempt = self.persist("POST", f"/attempts/begin/{self.assignment}/")
        assert status == 302, status
        self.persist("GET", self.attempt)
        self.starts_s.append(time.monotonic() - began)
        self.waits_s.clear()
        while time.monotonic() < until:
            due = time.monotonic() + EVERY_S
            self.answer(self.chance.randint(1, questions), self.chance.randint(0, 3))
            time.sleep(max(0.0, due - time.monotonic()))
        self.hand_in()

    def hand_in(self) -> None:
        time.sleep(self.chance.random() * SCATTER_S)
        saves, self.waits_s = self.waits_s, []
        status, body, _ = self.persist("POST", f"{self.attempt}finish/")
        assert status == 200, (status, body)
        self.ends_s = [wait for _, wait in self.waits_s]
        self.waits_s = saves

    def answer(self, position: int, place: int) -> None:
        sequence = self.sequences.get(position, 0) + 1
        self.sequences[position] = sequence
        began = time.monotonic()
        path = f"{self.attempt}answers/{position}/"
        status, body, _ = self.persist("POST", path, choice=place, sequence=sequence)
        assert status == 200, (status, body)
        self.delays_s.append(time.monotonic() - began)
        self.acknowledged[position] = (sequence, place)


def _sit(address: str, students: int, seconds: int) -> dict[str, float | str]:
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        environment = os.environ | {
            "DATA_DIR": folder,
            "DATABASE_URL": address,
            "ASSETS_DIR": str(Path(os.environ.get("DATA_DIR", "var")).resolve() / "assets"),
            "PORT": str(port),
            "DEMO_PASSWORD": "bench only",
        }
        server = Server(environment)
        try:
            made = _class("make", str(students), str(QUESTIONS), env=environment)
            sitters, away = _run(server, port, made, seconds)
            kept = _class("read", env=environment)
        finally:
            server.kill()
    return _figures(sitters, away, kept)


def _class(*words: str, env: dict[str, str]) -> Any:
    command = [sys.executable, "-m", "deploy.bench.sitting_class", *words]
    return json.loads(subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True).stdout)


def _run(
    server: Server, port: int, made: Any, seconds: int
) -> tuple[list[Sitter], list[tuple[float, float]]]:
    began = time.monotonic()
    until = began + seconds
    sitters = [
        Sitter(port, session, made["assignment"], random.Random(number))  # noqa: S311
        for number, session in enumerate(made["sessions"])
    ]
    within_s = min(60.0, seconds / 3)
    threads = [
        threading.Thread(target=sitter.sit, args=(made["questions"], within_s, until))
        for sitter in sitters
    ]
    for thread in threads:
        thread.start()
    away = []
    for number in range(1, KILLS + 1):
        time.sleep(max(0.0, began + seconds * number / (KILLS + 1) - time.monotonic()))
        away.append(server.restart())
    for thread in threads:
        thread.join()
    return sitters, away


def _figures(
    sitters: list[Sitter], away: list[tuple[float, float]], kept: Any
) -> dict[str, float | str]:
    asked = [wait for sitter in sitters for wait in sitter.waits_s]
    waits = sorted(wait for _, wait in asked)
    # While the server comes back the whole class asks again at once: told apart.
    quiet = sorted(
        wait
        for at, wait in asked
        if not any(killed - wait <= at < back + RECOVERY_S for killed, back in away)
    )
    starts = [start for sitter in sitters for start in sitter.starts_s]
    ends = [end for sitter in sitters for end in sitter.ends_s]
    lost = sum(map(len, (_lost(sitter, kept["answers"]) for sitter in sitters)))
    return {
        "answers acknowledged": float(len(waits)),
        "acknowledged answers lost": float(lost),
        "results that differ from their answers": float(kept["unequal"]),
        "save, median, ms": 1000 * waits[len(waits) // 2],
        "save, 95th percentile, ms": _p95_ms(waits),
        f"the same without {RECOVERY_S:.0f} s after each restart, ms": _p95_ms(quiet),
        "start with its page, 95th percentile, ms": _p95_ms(starts),
        "all hand in at the end, 95th percentile, ms": _p95_ms(ends),
        "killed and there again, longest, s": max(back - killed for killed, back in away),
        "answer until saved, longest, s": max(d for s in sitters for d in s.delays_s),
    }


def _p95_ms(waits_s: list[float]) -> float:
    return 1000 * sorted(waits_s)[len(waits_s) * 95 // 100]


def _lost(sitter: Sitter, kept: dict[str, list[int]]) -> list[int]:
    """Places where the server keeps something older than what it had acknowledged."""
    number = sitter.attempt.strip("/").split("/")[-1]
    return [
        position
        for position, (sequence, place) in sitter.acknowledged.items()
        if kept[f"{number}/{position}"] != [sequence, place]
    ]
