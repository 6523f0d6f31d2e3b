"""Pay for compilation before the first student does.

Set-up calls `python -m sim.core.warm` once, which fills the disk cache (some ten seconds);
a server process calls `warm()` when it starts, which loads the cached code (some tenths).
"""

from sim.core.run import parse_request, simulate

SHORTEST_RUN = {
    "preset": "animal_cell",
    "events": [{"t_s": 0.5, "set": {"ouabain": 1.0}}],
    "until_s": 1.0,
    "points": 3,
}


def warm() -> None:
    """Compile or load everything a run needs, by running a short one."""
    simulate(parse_request(SHORTEST_RUN))


if __name__ == "__main__":
    warm()
