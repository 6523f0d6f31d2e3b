"""What a page can do without is asked for only while it answers.

A cache saves work, it decides nothing: when it is away, slow or holds what this release cannot
read, the page is computed. One failure is logged, and then the cache is left alone for a while,
so that not every request waits for a server that does not answer.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

logger = logging.getLogger(__name__)

PAUSE_S = 5.0


class Outage:
    """Remembers whether `name` answers. Threads may share one: a race costs one more attempt."""

    def __init__(
        self, name: str, *, pause_s: float = PAUSE_S, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.name = name
        self.pause_s = pause_s
        self.clock = clock
        self.is_noted = False
        self.until_s = float("-inf")

    def attempt(self, action: Callable[[], Any], otherwise: Any = None) -> Any:
        """What `action` gives, or `otherwise` when it fails or has failed a moment ago."""
        if self.clock() < self.until_s:
            return otherwise
        try:
            found = action()
        except Exception as error:  # whatever a cache backend raises
            self._note(error)
            return otherwise
        if self.is_noted:
            self.is_noted = False
            logger.warning("%s answers again", self.name)
        return found

    def _note(self, error: Exception) -> None:
        self.until_s = self.clock() + self.pause_s
        if not self.is_noted:
            self.is_noted = True
            logger.warning("%s does not answer, going on without it: %r", self.name, error)
