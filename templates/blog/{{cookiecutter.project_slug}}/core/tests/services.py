"""The servers that some tests need; without them those tests are skipped, with the reason."""

import os
import socket
import unittest
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

REDIS_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/1")
MEMCACHED = os.environ.get("MEMCACHED_ADDRESS", "127.0.0.1:11211")


def answers(host: str, port: int) -> bool:
    """Tell whether something listens there."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def unused_port() -> int:
    """Return a port of this machine where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def redis_cache(url: str = REDIS_URL) -> dict[str, Any]:
    """Return CACHES for a Redis server, under a prefix of our own: the server may have other users."""
    backend = "core.cache_backends.TolerantRedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": url, "KEY_PREFIX": uuid4().hex}}


def memcached_cache(address: str = MEMCACHED) -> dict[str, Any]:
    """Return CACHES for a Memcached server, under a prefix of our own."""
    backend = "core.cache_backends.TolerantMemcachedCache"
    return {"default": {"BACKEND": backend, "LOCATION": address, "KEY_PREFIX": uuid4().hex}}


_redis = urlsplit(REDIS_URL)
needs_redis = unittest.skipUnless(
    answers(_redis.hostname or "127.0.0.1", _redis.port or 6379), f"needs Redis at {REDIS_URL}"
)
_memcached_host, _, _memcached_port = MEMCACHED.partition(":")
needs_memcached = unittest.skipUnless(
    answers(_memcached_host, int(_memcached_port)), f"needs Memcached at {MEMCACHED}"
)
