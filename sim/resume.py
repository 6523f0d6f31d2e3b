"""Where a run can be gone on from, as the page carries it: sealed, so that nobody can make one up.

Each process keeps checkpoints of its own (`sim.runs`); what the page brings along saves the work
when the next stretch is asked of another one.
"""

import base64
import dataclasses
from typing import Any

from django.core.signing import BadSignature, Signer

from sim.core.compiled import source_fingerprint
from sim.core.run import Checkpoint, Problem, RunProblems, Trajectory

LONGEST = 4_000
# What another release's physics left is not gone on from.
SEAL = Signer(salt=f"sim.resume.{source_fingerprint()}")


def sealed(trajectory: Trajectory) -> str:
    """The last checkpoint between events, empty when a run ended without one."""
    last = trajectory.checkpoints[-1] if trajectory.checkpoints else None
    if last is None or last.is_at_event or trajectory.stopped:
        return ""
    fields = dataclasses.asdict(last) | {"present": base64.b85encode(last.present).decode()}
    return SEAL.sign_object(fields, compress=True)


def opened(text: str) -> Checkpoint | None:
    """What `sealed` gave; None for anything else."""
    try:
        fields: dict[str, Any] = SEAL.unsign_object(text)
    except (BadSignature, ValueError):
        return None
    lists = {name: tuple(fields[name]) for name in ("state", "rounding", "shared")}
    return Checkpoint(**fields | lists | {"present": base64.b85decode(fields["present"])})


def read_carried(raw: Any) -> str | None:
    """The `resume` of a request: None when it has none. Raises RunProblems."""
    if not isinstance(raw, dict) or "resume" not in raw:
        return None
    text = raw["resume"]
    if isinstance(text, str) and len(text) <= LONGEST:
        return text
    reason = f"must be a text of at most {LONGEST} characters, from an earlier answer"
    raise RunProblems([Problem("resume", reason)])
