"""The repository's own content in the test database, for the tests of one module."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command

from studyapp.content.loading import load
from studyapp.content.reading import read_all
from studyapp.lib import contentversion


@contextmanager
def loaded(blocker: Any) -> Iterator[None]:
    """Load all content files; empty the database afterwards. `blocker` is `django_db_blocker`."""
    with blocker.unblock():
        records, problems = read_all(settings.BASE_DIR)
        assert problems == []
        load(records, overwrite=True, progress=lambda done, of: None)
    contentversion.bump()
    yield
    with blocker.unblock():
        call_command("flush", verbosity=0, interactive=False)
    contentversion.bump()
