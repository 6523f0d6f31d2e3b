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
from typing import TextIO

from sim.core.decoding import decode
from sim.core.reading import Problem, RunProblems, parse_request
from sim.core.request import DEFAULT_RTOL, RTOL_RANGE, RunRequest
from sim.core.run import simulate
from sim.core.trajectory import Trajectory

MAX_FILE_BYTES = 8_000_000
"""Room for the 200,000 samples and 2,000 events of `FILE_LIMITS`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = _options(arguments)
    try:
        request = read_run_file(Path(options.file))
    except RunProblems as problems:
        print(f"{options.file}: {' '.join(str(problems).split())}", file=sys.stderr)
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
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
        if len(content) > MAX_FILE_BYTES:
            raise RunProblems([Problem("file", f"must be {MAX_FILE_BYTES} bytes at most")])
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise RunProblems([Problem("file", f"cannot be read ({error.strerror})")]) from error
    except UnicodeDecodeError as error:
        raise RunProblems([Problem("JSON", f"is not UTF-8 ({error.reason})")]) from error
    return parse_request(decode(text))


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


if __name__ == "__main__":
    sys.exit(main())
