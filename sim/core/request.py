"""A run as it is asked for: the event log, what to sample, and how far to go."""

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from sim.core.parameters import Values

DAY_S = 86_400.0
DEFAULT_RTOL = 1e-8
RTOL_RANGE = (1e-12, 1e-3)


@dataclass(frozen=True)
class Limits:
    """The most a run may ask for. `max_steps` bounds the computing, about 3 µs a step."""

    max_horizon_s: float = 30 * DAY_S
    max_events: int = 2_000
    max_samples: int = 200_000
    max_steps: int = 20_000_000


FILE_LIMITS = Limits()


@dataclass(frozen=True)
class Event:
    """At `t_s` the named parameters take new values."""

    t_s: float
    values: Values


@dataclass(frozen=True)
class RunRequest:
    """A complete, checked run.

    `parameters` and `initial` have a value for every parameter and state. Samples in s,
    increasing; only those at or after `from_s` are returned. `envelope` adds the lowest and
    highest V and the spikes of each sample's interval; `after_events` adds a row just before
    and just after each event. `rtol` is the solver's relative tolerance.
    """

    preset: str | None
    parameters: Values
    initial: Values
    events: tuple[Event, ...]
    until_s: float
    sample_t_s: NDArray[np.float64]
    from_s: float = 0.0
    envelope: bool = False
    after_events: bool = False
    rtol: float = DEFAULT_RTOL
    max_steps: int = FILE_LIMITS.max_steps

    def restarts(self) -> tuple[Event, ...]:
        """Return the events that happen within the run, those of one time merged into one."""
        merged: dict[float, dict[str, float]] = {}
        for event in self.events:
            if event.t_s <= self.until_s:
                merged.setdefault(event.t_s, {}).update(event.values)
        return tuple(Event(t_s, MappingProxyType(values)) for t_s, values in merged.items())
