"""What a run gives back."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Checkpoint:
    """A state from where a run can go on exactly: just before the event at `t_s`, or between.

    `log` identifies the start and every event before `t_s`: a run with another beginning
    cannot use it. `state` and `rounding` have one number per state; `steps` is what the run
    had spent of its step budget, `shared` what cell and outside space hold together. Between
    events `stretch_s` is when the stretch began and `present` the solver's whole memory at the
    end of a step; at an event it begins anew.
    """

    t_s: float
    log: str
    state: tuple[float, ...]
    rounding: tuple[float, ...]
    offset_mV: float
    steps: int
    shared: tuple[float, ...] = ()
    stretch_s: float = 0.0
    present: bytes = b""

    @property
    def is_at_event(self) -> bool:
        """Tell whether this is the state just before an event."""
        return not self.present


@dataclass(frozen=True)
class Trajectory:
    """A run's samples.

    `values` has an array (float64, one length) for each of `columns`. `stopped` says why the
    run ended early, None if it did not; samples after that are missing. `spike_times_s` are
    the times V rose through −20 mV fast, from `from_s` on. `segments` are the times at which
    events restarted the integration; there is a checkpoint for each, and one or two more: the
    last step before `from_s`, and the last before `until_s`. `steps` is the computing spent.
    """

    columns: tuple[str, ...]
    values: dict[str, Array]
    stopped: str | None
    spike_times_s: Array
    segments: tuple[float, ...]
    checkpoints: tuple[Checkpoint, ...]
    steps: int

    def checkpoint_at(self, t_s: float) -> Checkpoint | None:
        """Return the last checkpoint at or before `t_s`, None when there is none."""
        earlier = [checkpoint for checkpoint in self.checkpoints if checkpoint.t_s <= t_s]
        return earlier[-1] if earlier else None
