"""Django's Redis cache, for a site that goes on when Redis does not.

While Redis is away nothing is found and nothing is kept: pages and runs are computed, rate limits
count nothing. Each attempt is bounded in time (`TIMEOUT_S`) and not repeated within one request.
"""

from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.retry import Retry

from studyapp.lib.outage import Outage

TIMEOUT_S = 0.25
OUTAGE = Outage("Redis")
BOUNDS = {
    "socket_timeout": TIMEOUT_S,
    "socket_connect_timeout": TIMEOUT_S,
    "retry": Retry(NoBackoff(), 0),
}


class ForgivingRedisCache(RedisCache):
    """A Redis cache that answers as an empty one while Redis does not.

    `incr` fails as before: a count that is not there has no neutral answer.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params | {"OPTIONS": BOUNDS | params.get("OPTIONS", {})})

    def _try(self, action: Callable[..., Any], otherwise: Any, *args: Any, **kwargs: Any) -> Any:
        return OUTAGE.attempt(lambda: action(*args, **kwargs), otherwise)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        # True: whoever takes a lock by adding a key would otherwise wait for it without end.
        return bool(self._try(super().add, True, *args, **kwargs))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._try(super().get, default, key, default, version=version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._try(super().set, None, *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._try(super().touch, False, *args, **kwargs))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._try(super().delete, False, *args, **kwargs))

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        found: dict[Any, Any] = self._try(super().get_many, {}, *args, **kwargs)
        return found

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._try(super().has_key, False, *args, **kwargs))

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        failed: list[Any] = self._try(super().set_many, [], *args, **kwargs)
        return failed

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._try(super().delete_many, None, *args, **kwargs)

    def clear(self) -> bool:
        return bool(self._try(super().clear, False))
