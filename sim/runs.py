"""From what the laboratory's page asks for to the answer it gets.

A run is its event log: cell, parameters, events. The log's digest names the run; the answer to a
log and a window of time is always the same bytes, so answers are kept in the cache, and so are
the checkpoints from which a long run goes on exactly.
"""

import base64
import dataclasses
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from django.core.cache import caches
from numpy.typing import NDArray

from sim.core.run import (
    Checkpoint,
    Limits,
    Problem,
    RunProblems,
    RunRequest,
    Trajectory,
    parse_request,
    simulate,
)

LIMITS = Limits(max_horizon_s=7 * 86_400.0, max_events=200, max_samples=2_000, max_steps=2_000_000)
MAX_BODY_BYTES = 64_000
RTOL = 1e-7  # finer than a pixel by a thousand times
POINTS = 600
KEPT_FOR_S = 3600
CACHE = "runs"  # of its own: runs are many and large, what others keep must not make way for them
KEYS = ("preset", "parameters", "events", "from_s", "until_s", "points")

# What the page draws, tells and tabulates; the rest stays with `python -m sim.core`.
COLUMNS = (
    *("t_s", "v_mV", "na_in_mM", "k_in_mM", "cl_in_mM", "volume_fL", "atp_mM", "m", "h", "n"),
    *("e_na_mV", "e_k_mV", "e_cl_mV", "pump_fmol_s", "na_leak_fmol_s", "k_leak_fmol_s"),
    *("kcc2_fmol_s", "osmolarity_in_mM", "osmolarity_out_mM", "na_open", "k_open"),
    *("v_min_mV", "v_max_mV", "spikes"),
)
PRECISE = {"t_s"}
# Fast change follows an event: samples this long after it, besides the even ones.
AFTER_EVENT_S = np.geomspace(1e-4, 1e3, 29)
EVENTS_SEEN_CLOSELY = 4


def read_run(raw: Any) -> RunRequest:
    """The run and window that `raw` (the decoded body of a request) asks for.

    Raises RunProblems. Only the keys of a run and its window are known: a run that starts from
    any other state could not be named by its log.
    """
    if not isinstance(raw, dict):
        raise RunProblems([Problem("body", "must be a JSON object")])
    unknown = [Problem(str(key)[:60], "unknown name") for key in raw if key not in KEYS]
    if unknown:
        raise RunProblems(unknown)
    asked = {"preset": "animal_cell", "points": POINTS} | raw
    asked |= {"envelope": True, "after_events": True}
    request = parse_request(asked, limits=LIMITS)
    return dataclasses.replace(with_samples(request), rtol=RTOL)


def with_samples(request: RunRequest) -> RunRequest:
    """The same run, with samples close together where an event makes things change fast."""
    even = request.sample_t_s
    times = [event.t_s for event in request.restarts() if event.t_s < request.until_s]
    extra = [t_s + AFTER_EVENT_S for t_s in times if t_s + AFTER_EVENT_S[-1] >= request.from_s]
    if not extra:
        return request
    near = np.concatenate(extra[-EVENTS_SEEN_CLOSELY:])
    near = near[(near > request.from_s) & (near < request.until_s)]
    return dataclasses.replace(request, sample_t_s=np.union1d(even, near))


def log_of(request: RunRequest) -> dict[str, Any]:
    """The run's log in its canonical form: all parameters at the start, events in order."""
    return {
        "parameters": dict(sorted(request.parameters.items())),
        "initial": dict(sorted(request.initial.items())),
        "events": [[event.t_s, dict(sorted(event.values.items()))] for event in request.events],
    }


def key_of(log: Mapping[str, Any]) -> str:
    """The name of a run: a digest of its log."""
    text = json.dumps(log, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def answer(request: RunRequest) -> bytes:
    """The answer to a request as JSON; from the cache when it has been asked for before."""
    log = log_of(request)
    run = key_of(log)
    window = f"{request.from_s!r}:{request.until_s!r}:{request.sample_t_s.size}"
    key = f"sim:answer:{run}:{hashlib.sha256(window.encode()).hexdigest()[:16]}"
    kept: bytes | None = caches[CACHE].get(key)
    if kept is None:
        kept = _written(run, request, simulate_on(request))
        caches[CACHE].set(key, kept, KEPT_FOR_S)
    return kept


def simulate_on(request: RunRequest) -> Trajectory:
    """Simulate from the last checkpoint before the window, where one is kept: same bits, sooner."""
    starts = [_start_key(request, t_s) for t_s in _restart_times(request) if t_s <= request.from_s]
    kept: Checkpoint | None = None
    for key in reversed(starts):
        kept = caches[CACHE].get(key)
        if kept is not None:
            break
    trajectory = simulate(request, kept)
    for checkpoint in trajectory.checkpoints:
        caches[CACHE].set(_start_key(request, checkpoint.t_s), checkpoint, KEPT_FOR_S)
    return trajectory


def _restart_times(request: RunRequest) -> list[float]:
    return [event.t_s for event in request.restarts()]


def _start_key(request: RunRequest, t_s: float) -> str:
    """The cache key of the state just before the event at `t_s`: what came before names it."""
    log = log_of(request)
    log["events"] = [event for event in log["events"] if event[0] < t_s]
    return f"sim:checkpoint:{key_of(log)}:{t_s!r}"


def _written(run: str, request: RunRequest, trajectory: Trajectory) -> bytes:
    body = {
        "run": run,
        "columns": list(COLUMNS),
        "data": {name: typed(name, trajectory.values[name]) for name in COLUMNS},
        "events": [{"t_s": e.t_s, "set": dict(sorted(e.values.items()))} for e in request.events],
        "stopped": trajectory.stopped,
    }
    return json.dumps(body, separators=(",", ":")).encode()


def typed(name: str, values: NDArray[np.float64]) -> dict[str, str]:
    """An array as Plotly's typed-array value: little-endian numbers in base64."""
    dtype = "f8" if name in PRECISE else "f4"
    raw = np.ascontiguousarray(values, dtype=f"<{dtype}").tobytes()
    return {"dtype": dtype, "bdata": base64.b64encode(raw).decode()}


def problems_of_run(raw: dict[str, Any]) -> list[tuple[str, str]]:
    """What is wrong with a run (preset, parameters, events), as (where, reason)."""
    try:
        parse_request(raw | {"until_s": 1.0, "points": 2}, limits=LIMITS)
    except RunProblems as error:
        return [(problem.where, problem.reason) for problem in error.problems]
    return []


def on_scenario(raw: dict[str, Any], base: dict[str, Any], horizon_s: float) -> dict[str, Any]:
    """`raw` with the scenario's run under it: its parameters first, its events sorted in."""
    asked = {key: value for key, value in raw.items() if key != "scenario"}
    parameters = asked.get("parameters", {})
    if isinstance(parameters, dict):
        asked["parameters"] = base["parameters"] | parameters
    events = asked.get("events", [])
    if isinstance(events, list):
        asked["events"] = _merged(base["events"], events)
    return {"until_s": horizon_s, "preset": base["preset"]} | asked


def _merged(planned: list[Any], own: list[Any]) -> list[Any]:
    """Both lists in order of time; what cannot be ordered stays last, to be refused by name."""
    if all(isinstance(e, dict) and _is_number(e.get("t_s")) for e in own):
        return sorted([*planned, *own], key=lambda event: float(event["t_s"]))
    return [*planned, *own]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300
