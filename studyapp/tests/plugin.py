"""Loaded before Django's settings: tests keep their files to themselves, one folder a process."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_folder = tempfile.TemporaryDirectory(prefix="study-tests-")
(Path(_folder.name) / "static").mkdir()
# The equations are compiled once for all test processes, beside the project's other made files.
os.environ.setdefault(
    "NUMBA_CACHE_DIR", str(Path(os.environ.get("DATA_DIR", "var")).resolve() / "numba")
)
# Set only once: worker processes inherit the first process's DATA_DIR, which is a passing folder.
made = Path(os.environ.get("DATA_DIR", "var")).resolve()
os.environ.setdefault("ASSETS_DIR", str(made / "assets"))
# A Redis database for each process: one test's clearing is not another's.
if redis := os.environ.get("REDIS_URL"):
    own = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
    base, _, number = redis.rpartition("/")
    os.environ["REDIS_URL"] = f"{base}/{(int(number) + own) % 16}"
os.environ["DATA_DIR"] = _folder.name
os.environ["STATIC_MANIFEST"] = "0"
os.environ.pop("ALLOWED_HOSTS", None)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(autouse=True)
def _fresh_content() -> None:
    """Whatever was kept of an earlier test's content is stale."""
    from django.core.cache import caches  # noqa: PLC0415 settings are not there at import

    from studyapp.lib import contentversion  # noqa: PLC0415

    contentversion.bump()
    caches["pages"].clear()
    caches["parts"].clear()
    caches["default"].clear()
    caches["runs"].clear()


@pytest.fixture(scope="module")
def whole_course(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The repository's own content in the test database, for all tests of a module."""
    from studyapp.tests import wholecourse  # noqa: PLC0415 settings are not there at import

    with wholecourse.loaded(django_db_blocker):
        yield
