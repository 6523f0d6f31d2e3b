"""From raw JSON values to a `RunRequest`, or to the list of everything wrong with them."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.parameters import (
    FIXED_DURING_A_RUN,
    PARAMETER,
    RADIUS,
    STATE,
    Quantity,
    Values,
    defaults,
    number_of,
    refusal,
)
from sim.core.presets import GIANT_AXON_UM, PRESET_NAMES, SQUID, preset
from sim.core.request import FILE_LIMITS, Event, Limits, RunRequest
from sim.core.seeded import SEEDED_PRESETS, SEEDS, seeded_cell

KEYS = (
    "preset",
    "seed",
    "parameters",
    "initial",
    "events",
    "until_s",
    "sample_t_s",
    "every_s",
    "points",
    "from_s",
    "envelope",
    "after_events",
)
SAMPLINGS = ("sample_t_s", "every_s", "points")
MAX_PROBLEMS = 50
LONGEST_NAME = 60


@dataclass(frozen=True)
class Problem:
    """What is wrong (`reason`) and where, as a path into the file ("events[1].set.ouabain")."""

    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


class RunProblems(ValueError):
    """A run that cannot be: `problems` lists everything wrong with it, in file order."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


def parse_request(raw: object, *, limits: Limits = FILE_LIMITS) -> RunRequest:
    """Return the run that `raw` (decoded JSON, laid out as in docs/model.md) describes.

    Raises `RunProblems` with every problem found when it describes none, or one over `limits`.
    """
    return _Reader(limits).read(raw)


class _Reader:
    """Collects problems while it reads; values that are refused are left out."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.problems: list[Problem] = []

    def read(self, raw: object) -> RunRequest:
        if not isinstance(raw, Mapping):
            raise RunProblems([Problem("run", "must be an object")])
        self._known_keys("", raw, KEYS)
        name = self._preset(raw)
        parameters, initial = self._start(name, raw)
        events = self._events(raw.get("events", []))
        until_s = self._time("until_s", raw.get("until_s"), self.limits.max_horizon_s)
        from_s = self._time("from_s", raw.get("from_s", 0.0), until_s)
        sample_t_s = self._samples(raw, from_s, until_s)
        envelope = self._flag("envelope", raw)
        after_events = self._flag("after_events", raw)
        if self.problems or until_s is None or from_s is None:
            raise RunProblems(self.problems[:MAX_PROBLEMS])
        return RunRequest(
            preset=name,
            parameters=MappingProxyType(parameters),
            initial=MappingProxyType(initial),
            events=events,
            until_s=until_s,
            sample_t_s=sample_t_s[sample_t_s >= from_s],
            from_s=from_s,
            envelope=envelope,
            after_events=after_events,
            max_steps=self.limits.max_steps,
        )

    def _refuse(self, where: str, reason: str) -> None:
        self.problems.append(Problem(where, reason))

    def _known_keys(self, where: str, raw: Mapping[Any, Any], known: Iterable[str]) -> None:
        known = tuple(known)
        for key in raw:
            if len(self.problems) >= MAX_PROBLEMS:  # a hint costs more than all other checks
                return
            if key not in known:
                name = str(key)[:LONGEST_NAME]
                near = difflib.get_close_matches(name, known, n=1)
                hint = f", did you mean {near[0]}?" if near else ""
                self._refuse(f"{where}{name}", f"unknown name{hint}")

    def _preset(self, raw: Mapping[str, Any]) -> str | None:
        name = raw.get("preset")
        if name is None or name in PRESET_NAMES:
            return name
        self._refuse("preset", f"must be one of {', '.join(PRESET_NAMES)}")
        return None

    def _flag(self, key: str, raw: Mapping[str, Any]) -> bool:
        flag = raw.get(key, False)
        if not isinstance(flag, bool):
            self._refuse(key, "must be true or false")
        return flag is True

    def _numbers(
        self, where: str, raw: object, quantities: Mapping[str, Quantity]
    ) -> dict[str, float]:
        """Return the numbers of an object by name, refusing unknown names and wrong numbers."""
        if not isinstance(raw, Mapping):
            self._refuse(where, "must be an object")
            return {}
        self._known_keys(f"{where}.", raw, quantities)
        numbers = {}
        for name, number in raw.items():
            if name in quantities:
                reason = refusal(quantities[name], number)
                if reason is None:
                    numbers[name] = number_of(quantities[name], number)
                else:
                    self._refuse(f"{where}.{name}", reason)
        return numbers

    def _start(
        self, name: str | None, raw: Mapping[str, Any]
    ) -> tuple[dict[str, float], dict[str, float]]:
        """Return all parameters and states at t = 0: the preset's, or complete ones as given."""
        settable = PARAMETER if name != SQUID else {**PARAMETER, RADIUS.name: RADIUS}
        given = self._numbers("parameters", raw.get("parameters", {}), settable)
        state = self._numbers("initial", raw.get("initial", {}), STATE)
        radius_um = given.pop(RADIUS.name, GIANT_AXON_UM)
        seed = self._seed(name, raw)
        if name is not None:
            cell = preset(name, radius_um) if seed is None else seeded_cell(name, seed)
            return _shaped({**cell.parameters, **given}, {**cell.initial, **state})
        if raw.get("preset") is None:
            given = {**defaults(), **given}
            self._complete("parameters", raw.get("parameters"), given, PARAMETER)
            self._complete("initial", raw.get("initial"), state, STATE)
        return _shaped(given, state)

    def _seed(self, name: str | None, raw: Mapping[str, Any]) -> int | None:
        """Return the seed of the preset's relative that is meant, None for the preset itself."""
        if "seed" not in raw:
            return None
        seed = raw["seed"]
        if isinstance(seed, bool) or not isinstance(seed, int) or seed not in SEEDS:
            self._refuse("seed", f"must be a whole number from 0 to {SEEDS[-1]}")
        elif name not in SEEDED_PRESETS:
            self._refuse("seed", f"needs the preset {' or '.join(SEEDED_PRESETS)}")
        else:
            return seed
        return None

    def _complete(
        self, where: str, raw: object, numbers: Values, quantities: Mapping[str, Quantity]
    ) -> None:
        given = raw if isinstance(raw, Mapping) else {}
        for name in quantities:
            if name not in numbers and name not in given:
                self._refuse(f"{where}.{name}", "is missing, and no preset supplies it")

    def _events(self, raw: object) -> tuple[Event, ...]:
        if not isinstance(raw, list):
            self._refuse("events", "must be a list")
            return ()
        if len(raw) > self.limits.max_events:
            self._refuse("events", f"must be {self.limits.max_events} at most")
            return ()
        events: list[Event] = []
        for i, entry in enumerate(raw):
            event = self._event(f"events[{i}]", entry)
            if event is None:
                continue
            if events and event.t_s < events[-1].t_s:
                self._refuse(f"events[{i}].t_s", "must not be before the event above it")
            events.append(event)
        return tuple(events)

    def _event(self, where: str, raw: object) -> Event | None:
        if not isinstance(raw, Mapping):
            self._refuse(where, "must be an object with t_s and set")
            return None
        self._known_keys(f"{where}.", raw, ("t_s", "set"))
        t_s = self._time(f"{where}.t_s", raw.get("t_s"), self.limits.max_horizon_s)
        if "set" not in raw:
            self._refuse(f"{where}.set", "is missing")
        values = self._numbers(f"{where}.set", raw.get("set", {}), PARAMETER)
        for name in FIXED_DURING_A_RUN & values.keys():
            self._refuse(f"{where}.set.{name}", "can only be set at the start")
        return None if t_s is None else Event(t_s, MappingProxyType(values))

    def _time(self, where: str, raw: object, longest_s: float | None) -> float | None:
        if raw is None:
            self._refuse(where, "is missing")
            return None
        if longest_s is None:  # the limit itself was refused
            longest_s = self.limits.max_horizon_s
        reason = refusal(Quantity(where, "t", "s", 0.0, longest_s, "", ""), raw)
        if reason is not None:
            self._refuse(where, reason)
            return None
        return float(raw)  # type: ignore[arg-type]

    def _samples(
        self, raw: Mapping[str, Any], from_s: float | None, until_s: float | None
    ) -> NDArray[np.float64]:
        none = np.empty(0)
        given = [key for key in SAMPLINGS if raw.get(key) is not None]
        if len(given) != 1:
            several = f"give only one of {', '.join(given)}"
            self._refuse("sample_t_s", several if given else "is missing (or give every_s)")
            return none
        if until_s is None or from_s is None:
            return none
        if given == ["points"]:
            return self._points(raw["points"], from_s, until_s)
        if given == ["every_s"]:
            return self._every(raw["every_s"], until_s)
        return self._listed(raw["sample_t_s"], until_s)

    def _points(self, raw: object, from_s: float, until_s: float) -> NDArray[np.float64]:
        most = self.limits.max_samples
        if isinstance(raw, bool) or not isinstance(raw, int) or not 2 <= raw <= most:
            self._refuse("points", f"must be a whole number between 2 and {most}")
            return np.empty(0)
        return np.linspace(from_s, until_s, raw)

    def _every(self, raw: object, until_s: float) -> NDArray[np.float64]:
        shortest_s = until_s / self.limits.max_samples
        if isinstance(raw, bool) or not isinstance(raw, int | float) or not raw > 0:
            self._refuse("every_s", "must be a number above 0")
        elif not shortest_s <= raw <= self.limits.max_horizon_s:
            self._refuse("every_s", f"must be at least {shortest_s:g}, for the number of samples")
        else:
            count = int(until_s / raw * (1.0 + 1e-12)) + 1
            times: NDArray[np.float64] = np.minimum(np.arange(count) * float(raw), until_s)
            return times
        return np.empty(0)

    def _listed(self, raw: object, until_s: float) -> NDArray[np.float64]:
        if not isinstance(raw, list):
            self._refuse("sample_t_s", "must be a list of times")
            return np.empty(0)
        if len(raw) > self.limits.max_samples:
            self._refuse("sample_t_s", f"must be {self.limits.max_samples} at most")
            return np.empty(0)
        within = Quantity("sample_t_s", "t", "s", 0.0, until_s, "", "")
        last = 0.0
        for i, t_s in enumerate(raw):
            reason = refusal(within, t_s)
            if reason is None and t_s < last:
                reason = "must not be before the time above it"
            if reason is not None:
                self._refuse(f"sample_t_s[{i}]", reason)
                return np.empty(0)
            last = t_s
        return np.array(raw, dtype=np.float64)


def _shaped(
    parameters: dict[str, float], initial: dict[str, float]
) -> tuple[dict[str, float], dict[str, float]]:
    """Return both, the volume that the membrane's area is for being the first one if not given."""
    if parameters.get("area_exponent") and not parameters.get("area_volume_fL"):
        parameters["area_volume_fL"] = initial.get("volume_fL", 1.0)
    return parameters, initial
