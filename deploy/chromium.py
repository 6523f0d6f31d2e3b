"""Where Chromium is, for the browser tests and the screenshots of the documentation."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
# The flags keep a headless browser from asking the network for anything but our pages.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def path() -> str | None:
    """The browser's program, from CHROMIUM or the search path; None when there is none."""
    named = os.environ.get("CHROMIUM")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)
