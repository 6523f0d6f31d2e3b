"""The physics on the command line: `python -m sim.core RUN.json`, CSV on standard output.

A file that describes no run is answered by one line on standard error and exit status 2; a run
that had to stop early by its rows so far, a line saying why, and exit status 1.
"""

import argparse
import dataclasses
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from sim.core.reading import Problem, RunProblems, parse_request
from sim.core.request import DEFAULT_RTOL, RTOL_RANGE, RunRequest
from sim.core.run import simulate
from sim.core.trajectory import Trajectory

MAX_FILE_BYTES = 32_000_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = _options(arguments)
    try:
        request = read_run_file(Path(options.file))
    except RunProblems as problems:
        print(f"{options.file}: {problems}", file=sys.stderr)
        return 2
    trajectory = simulate(dataclasses.replace(request, rtol=options.rtol))
    try:
        write_csv(trajectory, sys.stdout)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader (head, say) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if options.spikes:
        print(json.dumps(trajectory.spike_times_s.tolist()), file=sys.stderr)
    if trajectory.stopped is not None:
        print(f"{options.file}: {trajectory.stopped}", file=sys.stderr)
        return 1
    return 0


def read_run_file(path: Path) -> RunRequest:
    """Return the run a file describes; raises `RunProblems` when it describes none."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise RunProblems([Problem("file", f"must be {MAX_FILE_BYTES} bytes at most")])
        raw = json.loads(
            path.read_text(encoding="utf-8-sig"),
            parse_constant=_refuse_constant,
            object_pairs_hook=_once_each,
        )
    except OSError as error:
        raise RunProblems([Problem("file", f"cannot be read ({error.strerror})")]) from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno}"
        raise RunProblems([Problem("JSON", f"{error.msg} at {where}")]) from error
    except RunProblems:
        raise
    except (ValueError, RecursionError) as error:
        raise RunProblems([Problem("JSON", _one_line(error))]) from error
    return parse_request(raw)


def write_csv(trajectory: Trajectory, out: TextIO) -> None:
    """Write a trajectory as CSV: a line of column names, a line per sample, full precision."""
    out.write(",".join(trajectory.columns) + "\n")
    columns = [trajectory.values[name].tolist() for name in trajectory.columns]
    for row in zip(*columns, strict=True):
        out.write(",".join(map(repr, row)) + "\n")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sim.core", description=__doc__)
    parser.add_argument("file", metavar="RUN.json", help="the run, as docs/model.md describes")
    parser.add_argument("--rtol", type=_tolerance, default=DEFAULT_RTOL, help="default 1e-8")
    parser.add_argument(
        "--spikes", action="store_true", help="spike times in s, as JSON, on standard error"
    )
    return parser.parse_args(arguments)


def _tolerance(text: str) -> float:
    low, high = RTOL_RANGE
    rtol = float(text)
    if not low <= rtol <= high:
        raise argparse.ArgumentTypeError(f"must be between {low:g} and {high:g}")
    return rtol


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number of JSON")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entries = dict(pairs)
    if len(entries) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} is given twice in one object")
    return entries


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or "cannot be understood"


if __name__ == "__main__":
    sys.exit(main())
