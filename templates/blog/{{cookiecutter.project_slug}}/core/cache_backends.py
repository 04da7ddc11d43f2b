"""Django's Redis and Memcached caches, made to survive the death of their server.

Every call on a dead cache answers like a cache that holds nothing, so pages get slower, not broken.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.memcached import PyMemcacheCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from pymemcache.exceptions import MemcacheClientError, MemcacheError
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import OutOfMemoryError, ReadOnlyError
from redis.exceptions import TimeoutError as RedisTimeoutError
from redis.retry import Retry

logger = logging.getLogger(__name__)

Timeout = Any  # seconds, None for ever, or the default of the backend

TIMEOUT_SECONDS = 0.25
BREAK_SECONDS = 5.0
LOG_SECONDS = 60.0


class CircuitBreaker:
    """Remembers that a server is dead, so that each page waits for it at most once in BREAK_SECONDS."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._closed_until = 0.0
        self._next_log = 0.0

    @property
    def is_open(self) -> bool:
        return time.monotonic() < self._closed_until

    def trip(self, error: Exception) -> None:
        """Leave the server alone for a while, and say so in the log once per LOG_SECONDS."""
        with self._lock:
            now = time.monotonic()
            self._closed_until = now + BREAK_SECONDS
            if now >= self._next_log:
                self._next_log = now + LOG_SECONDS
                logger.error("The cache does not answer, pages are made without it: %s", error)


class TolerantCache(BaseCache):
    """Mixed into a cache backend: turns a lost connection into a miss."""

    errors: tuple[type[Exception], ...] = (OSError,)
    not_errors: tuple[type[Exception], ...] = ()
    _breakers: dict[str, CircuitBreaker] = {}

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)  # type: ignore[call-arg]
        # Django makes one backend object per thread, the state of the server is one for all.
        self.breaker = self._breakers.setdefault(str(server), CircuitBreaker())

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._try(lambda: super(TolerantCache, self).get(key, default, version), default)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        return self._try(lambda: super(TolerantCache, self).get_many(keys, version), {})

    def add(
        self, key: Any, value: Any, timeout: Timeout = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Succeed on a dead cache: whoever asks for a lock gets it, nobody waits for nobody."""
        return self._try(lambda: super(TolerantCache, self).add(key, value, timeout, version), True)

    def set(
        self, key: Any, value: Any, timeout: Timeout = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self._try(lambda: super(TolerantCache, self).set(key, value, timeout, version), None)

    def set_many(
        self, data: dict[Any, Any], timeout: Timeout = DEFAULT_TIMEOUT, version: int | None = None
    ) -> list[Any]:
        return self._try(lambda: super(TolerantCache, self).set_many(data, timeout, version), list(data))

    def touch(self, key: Any, timeout: Timeout = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._try(lambda: super(TolerantCache, self).touch(key, timeout, version), False)

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._try(lambda: super(TolerantCache, self).delete(key, version), False)

    def delete_many(self, keys: Iterable[Any], version: int | None = None) -> None:
        self._try(lambda: super(TolerantCache, self).delete_many(keys, version), None)

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return self._try(lambda: super(TolerantCache, self).has_key(key, version), False)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Count from nothing on a dead cache; still a ValueError for a key that a live one lacks."""
        return self._try(lambda: super(TolerantCache, self).incr(key, delta, version), delta)

    def clear(self) -> None:
        self._try(lambda: super(TolerantCache, self).clear(), None)

    def close(self, **kwargs: Any) -> None:
        self._try(lambda: super(TolerantCache, self).close(**kwargs), None)

    def _try(self, call: Callable[[], Any], fallback: Any) -> Any:
        if self.breaker.is_open:
            return fallback
        try:
            return call()
        except self.not_errors:
            raise
        except self.errors as error:
            self.breaker.trip(error)
            return fallback


class KeptRedisClient(RedisCacheClient):
    """Keeps the client of each server: Django makes one per call, which takes longer than the call."""

    _client: Any
    _get_connection_pool: Callable[[bool], Any]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._clients: dict[Any, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        pool = self._get_connection_pool(write)
        if pool not in self._clients:
            self._clients[pool] = self._client(connection_pool=pool)
        return self._clients[pool]


class TolerantRedisCache(TolerantCache, RedisCache):
    errors = (OSError, RedisConnectionError, RedisTimeoutError, ReadOnlyError, OutOfMemoryError)

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        options = {
            "socket_connect_timeout": TIMEOUT_SECONDS,
            "socket_timeout": TIMEOUT_SECONDS,
            # One more try at once heals a connection that a restarted server has dropped.
            "retry": Retry(NoBackoff(), 1),
            **params.get("OPTIONS", {}),
        }
        super().__init__(server, {**params, "OPTIONS": options})
        self._class = KeptRedisClient


class TolerantMemcachedCache(TolerantCache, PyMemcacheCache):
    errors = (OSError, MemcacheError)
    # A key that is too long or holds blanks is a mistake of ours, not a dead server.
    not_errors = (MemcacheClientError,)

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        options = {
            "connect_timeout": TIMEOUT_SECONDS,
            "timeout": TIMEOUT_SECONDS,
            **params.get("OPTIONS", {}),
        }
        super().__init__(server, {**params, "OPTIONS": options})
