"""One word that changes whenever what the site serves changes; rendered pages are kept under it.

With Redis all processes share the word (and look it up at most once a second). Without, all
processes are on one machine and the word is the age of a file in DATA_DIR, and which file it is:
some file systems tell the time in steps of milliseconds.
"""

import os
import time
import uuid
from pathlib import Path

from django.conf import settings
from django.core.cache import cache

KEY = "content-version"
PATIENCE_S = 1.0
_seen: tuple[float, str] = (-PATIENCE_S, "")
_is_owed = False  # the word could not be changed, Redis being away: it must be when it is back


def current() -> str:
    """The version now; no database query."""
    return _from_cache() if settings.REDIS_URL else _from_file()


def bump() -> None:
    """Say that content changed: every page rendered before is stale from now on."""
    global _seen, _is_owed
    _seen = (-PATIENCE_S, "")
    if settings.REDIS_URL:
        new = uuid.uuid4().hex
        cache.set(KEY, new, timeout=None)
        _is_owed = cache.get(KEY) != new
    else:
        draft = _stamp().with_name(f"{KEY}-{uuid.uuid4().hex}")
        draft.touch()
        os.replace(draft, _stamp())


def _stamp() -> Path:
    return Path(settings.DATA_DIR) / KEY


def _from_file() -> str:
    try:
        stamp = _stamp().stat()
        return f"{stamp.st_mtime_ns}-{stamp.st_ino}"
    except FileNotFoundError:
        return "none"


def _from_cache() -> str:
    global _seen
    asked, version = _seen
    now = time.monotonic()
    if now - asked > PATIENCE_S:
        if _is_owed:
            bump()
        version = cache.get_or_set(KEY, lambda: uuid.uuid4().hex, timeout=None)
        _seen = (now, version)
    return version
