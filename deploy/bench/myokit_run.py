"""Runs a model in Myokit's own environment: a JSON question in, a JSON answer out."""

import json
import statistics
import sys
import time

import myokit


def main() -> None:
    """One answer for each tolerance: the median seconds of a run, and its states."""
    asked = json.load(sys.stdin)
    model = myokit.parse_model(asked["model"])
    simulation = myokit.Simulation(model)
    names = [variable.qname() for variable in model.states()]
    answers = []
    for rtol in asked["rtols"]:
        simulation.set_tolerance(abs_tol=rtol * 1e-2, rel_tol=rtol)
        spent = []
        for _ in range(asked["repeats"]):
            simulation.reset()
            began = time.perf_counter()
            log = simulation.run(
                asked["times"][-1] * (1 + 1e-9), log=names, log_times=asked["times"]
            )
            spent.append(time.perf_counter() - began)
        rows = list(zip(*(log[name] for name in names), strict=True))
        answers.append({"seconds": statistics.median(spent), "states": rows})
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
