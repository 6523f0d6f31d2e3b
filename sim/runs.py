"""From what the laboratory's page asks for to the answer it gets.

A run is its event log: cell, parameters, events. The log's digest names the run; the answer to a
log and a window of time is always the same bytes, so answers are kept in the cache, and so are
the checkpoints from which a long run goes on exactly. The cache saves work and decides nothing:
without it everything is computed.
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

from sim import resume
from sim.core.columns import COLUMNS as CORE_COLUMNS
from sim.core.columns import ENVELOPE_COLUMNS
from sim.core.compiled import source_fingerprint
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
from studyapp.lib.outage import Outage

LIMITS = Limits(max_horizon_s=7 * 86_400.0, max_events=200, max_samples=2_000, max_steps=2_000_000)
MAX_BODY_BYTES = 64_000
RTOL = 1e-7  # finer than a pixel by a thousand times
POINTS = 600
KEPT_FOR_S = 3600
CACHE = "runs"  # of its own: runs are many and large, what others keep must not make way for them
# What was computed by another release's physics is not this one's answer.
RELEASE = source_fingerprint()
KEYS = (
    "preset",
    "seed",
    "parameters",
    "events",
    "from_s",
    "until_s",
    "points",
    "columns",
    "resume",
)

# What can be asked for, and what the page draws, tells and tabulates.
ALL_COLUMNS = (*CORE_COLUMNS, *ENVELOPE_COLUMNS)
COLUMNS = (
    *("t_s", "v_mV", "na_in_mM", "k_in_mM", "cl_in_mM", "volume_fL", "atp_mM", "m", "h", "n"),
    *("e_na_mV", "e_k_mV", "e_cl_mV", "pump_fmol_s", "na_leak_fmol_s", "k_leak_fmol_s"),
    *("cl_leak_fmol_s", "kcc2_fmol_s", "osmolarity_in_mM", "osmolarity_out_mM", "na_open"),
    *("k_open", "atp_made_mM_s", "atp_used_mM_s", "charge_error_mV", "v_min_mV", "v_max_mV"),
    *("spikes", "na_out_mM", "k_out_mM", "cl_out_mM"),
)
PRECISE = {"t_s"}
# Fast change follows an event: samples this long after it, besides the even ones.
AFTER_EVENT_S = np.geomspace(1e-4, 1e3, 29)
EVENTS_SEEN_CLOSELY = 4
CHECKPOINTS_A_STRETCH = 16  # some windows of one stretch; older ones go first
STARTS_LOOKED_UP = 16  # one of the last few is kept, or none is
MAX_PROBLEMS = 50

cache_outage = Outage(f"the cache {CACHE!r}")


def read_run(raw: Any) -> RunRequest:
    """The run and window that `raw` (the decoded body of a request) asks for.

    Raises RunProblems. Only the keys of a run and its window are known: a run that starts from
    any other state could not be named by its log.
    """
    if not isinstance(raw, dict):
        raise RunProblems([Problem("body", "must be a JSON object")])
    unknown = [Problem(str(key)[:60], "unknown name") for key in raw if key not in KEYS]
    if unknown:
        raise RunProblems(unknown[:MAX_PROBLEMS])
    asked = {"preset": "animal_cell", "points": POINTS} | raw
    asked |= {"envelope": True, "after_events": True}
    for name in ("columns", "resume"):
        asked.pop(name, None)
    request = parse_request(asked, limits=LIMITS)
    return dataclasses.replace(with_samples(request), rtol=RTOL)


def read_columns(raw: Any) -> tuple[str, ...]:
    """The columns that `raw` asks for, those of the page when it names none. Raises RunProblems."""
    if not isinstance(raw, dict) or "columns" not in raw:
        return COLUMNS
    names = raw["columns"]
    if not isinstance(names, list) or not 1 <= len(names) <= len(ALL_COLUMNS):
        reason = f"must be a list of 1 to {len(ALL_COLUMNS)} names"
        raise RunProblems([Problem("columns", reason)])
    problems = []
    for i, name in enumerate(names):
        if name not in ALL_COLUMNS:
            problems.append(Problem(f"columns[{i}]", "unknown name"))
        elif name in names[:i]:
            problems.append(Problem(f"columns[{i}]", "is asked for twice"))
    if problems:
        raise RunProblems(problems)
    return tuple(names)


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
    return hashlib.sha256(_text(log)).hexdigest()[:24]


def answer(
    request: RunRequest, columns: tuple[str, ...] = COLUMNS, carried: str | None = None
) -> bytes:
    """The answer to a request as JSON; from the cache when it has been asked for before.

    `carried` is the `resume` of the answer before, empty for the first; with None there is none.
    """
    run = key_of(log_of(request))
    window = hashlib.sha256(f"{request.from_s!r}:{request.until_s!r}:{columns}".encode())
    window.update(b"" if carried is None else b"resume")
    window.update(request.sample_t_s.tobytes())
    key = f"sim:answer:{RELEASE}:{run}:{window.hexdigest()[:16]}"
    kept: bytes | None = cache_outage.attempt(lambda: caches[CACHE].get(key))
    if kept is None:
        trajectory = simulate_on(request, resume.opened(carried) if carried else None)
        token = None if carried is None else resume.sealed(trajectory)
        kept = made = _written(run, request, trajectory, columns, token)
        cache_outage.attempt(lambda: caches[CACHE].set(key, made, KEPT_FOR_S))
    return kept


def simulate_on(request: RunRequest, carried: Checkpoint | None = None) -> Trajectory:
    """Simulate from the last checkpoint before the window, kept or carried: same bits, sooner."""
    starts, stretches = _checkpoint_keys(request)
    before = [starts[t_s] for t_s in starts if t_s <= request.from_s][-STARTS_LOOKED_UP:]
    under_way = [stretches[t_s] for t_s in stretches if t_s < request.from_s][-1:]
    asked = [*before, *under_way]
    found: dict[str, Any] = cache_outage.attempt(lambda: caches[CACHE].get_many(asked), {})
    latest = next((found[key] for key in reversed(before) if key in found), None)
    within: list[Checkpoint] = found.get(under_way[0], []) if under_way else []
    earlier = [checkpoint for checkpoint in within if checkpoint.t_s <= request.from_s]
    if carried is not None and carried.t_s <= request.from_s:
        earlier = sorted([*earlier, carried], key=lambda checkpoint: checkpoint.t_s)
    trajectory = simulate(request, earlier[-1] if earlier else latest)
    made: dict[str, Any] = {}
    for checkpoint in trajectory.checkpoints:
        if checkpoint.is_at_event:
            made[starts[checkpoint.t_s]] = checkpoint
        else:
            key = stretches[checkpoint.stretch_s]
            made[key] = _joined(made.get(key) or found.get(key) or [], checkpoint)
    cache_outage.attempt(lambda: caches[CACHE].set_many(made, KEPT_FOR_S))
    return trajectory


def _joined(kept: list[Checkpoint], new: Checkpoint) -> list[Checkpoint]:
    """Checkpoints of one stretch in order of time, the latest few."""
    by_time = {checkpoint.t_s: checkpoint for checkpoint in (*kept, new)}
    return [by_time[t_s] for t_s in sorted(by_time)][-CHECKPOINTS_A_STRETCH:]


def _checkpoint_keys(request: RunRequest) -> tuple[dict[float, str], dict[float, str]]:
    """Cache keys by time: of the state just before an event, and of the stretch that begins then.

    What came before names both, so that a run with the same beginning finds them.
    """
    log = log_of(request)
    digest = hashlib.sha256(_text({name: log[name] for name in ("parameters", "initial")}))
    starts: dict[float, str] = {}
    stretches = {0.0: _stretch_key(digest.hexdigest())}
    for event in request.restarts():
        starts[event.t_s] = f"sim:checkpoint:{RELEASE}:{digest.hexdigest()[:24]}:{event.t_s!r}"
        digest.update(_text([event.t_s, dict(sorted(event.values.items()))]))
        stretches[event.t_s] = _stretch_key(digest.hexdigest())
    return starts, stretches


def _stretch_key(digest: str) -> str:
    return f"sim:stretch:{RELEASE}:{digest[:24]}"


def _text(log: Any) -> bytes:
    return json.dumps(log, sort_keys=True, separators=(",", ":")).encode()


def _written(
    run: str,
    request: RunRequest,
    trajectory: Trajectory,
    columns: tuple[str, ...],
    token: str | None,
) -> bytes:
    body: dict[str, Any] = {
        "run": run,
        "columns": list(columns),
        "data": {name: typed(name, trajectory.values[name]) for name in columns},
        "events": [{"t_s": e.t_s, "set": dict(sorted(e.values.items()))} for e in request.events],
        "stopped": trajectory.stopped,
    }
    if token is not None:
        body["resume"] = token
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
