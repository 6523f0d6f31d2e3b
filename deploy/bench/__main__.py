"""`make bench`: everything that is measured, as ratios against a peer in the same run."""

import json
import os
import platform
from pathlib import Path
from typing import Any

from deploy.bench import laboratory, pages, physics, sitting

REPORT = Path(os.environ.get("DATA_DIR", "var")) / "bench.json"


def main() -> None:
    """Measure, print a table, write `var/bench.json`."""
    report: dict[str, Any] = {
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
        "pages": pages.measure(),
        "laboratory": laboratory.measure(),
        "physics": physics.measure(),
        "a class sits a quiz, the server killed three times": sitting.measure(),
    }
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(json.dumps(report, indent=2))
    for title, rows in report.items():
        print(f"\n{title}")
        for name, value in rows.items():
            shown = f"{value:,.2f}" if isinstance(value, float) else str(value)
            print(f"  {name:<58}{shown:>14}")
    print(f"\nWritten to {REPORT}")
    _refuse_losses(report)


def _refuse_losses(report: dict[str, Any]) -> None:
    """A slow machine is a matter of degree; an acknowledged answer that is lost is not."""
    never = ("acknowledged answers lost", "results that differ from their answers")
    for title, rows in report.items():
        for name, value in rows.items():
            if name.endswith(never) and value:
                raise SystemExit(f"{title}: {name}: {value:.0f}")


if __name__ == "__main__":
    main()
