"""Versioned cache keys and a cache that computes each value once, even when a thousand visitors wait."""

import hashlib
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import transaction

Value = TypeVar("Value")

# A bump may get lost while the cache is down: then old pages live at most this long.
VERSION_SECONDS = 60 * 60
STALE_SECONDS = 10 * 60
LOCK_SECONDS = 30
WAIT_SECONDS = 5.0
POLL_SECONDS = 0.02


def versions(*groups: str) -> tuple[int, ...]:
    """Return the current version of each group, in one round trip to the cache."""
    keys = [_version_key(group) for group in groups]
    found = cache.get_many(keys)
    return tuple(found[key] if key in found else _begin_version(key) for key in keys)


def version(group: str) -> int:
    """Return the current version of a group of cached things: an opaque number, not a counter."""
    return versions(group)[0]


def bump(group: str) -> None:
    """Make everything cached under the group out of date, now and again after the commit.

    Now, so that the transaction reads its own writes. Again, since another request may have stored
    the old rows under the new version before they were replaced.
    """
    _renew_version(group)
    if transaction.get_connection().in_atomic_block:
        transaction.on_commit(lambda: _renew_version(group), robust=True)


def versioned_key(group: str, *parts: object) -> str:
    """Return a cache key that dies with the next bump of the group; `parts` may hold any text."""
    digest = hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()
    return f"{group}:{version(group)}:{digest}"


def remember(key: str, compute: Callable[[], Value], seconds: int) -> Value:
    """Return the cached value, computing it at most once at a time for all threads and machines.

    When the value is too old, one caller computes the new one and the others get the old one.
    When there is none, the others wait for it (at most WAIT_SECONDS, then they compute it too).
    """
    entry = cache.get(key)
    if entry is not None and entry[1] > time.time():
        return entry[0]
    if cache.add(_lock_key(key), 1, LOCK_SECONDS):
        return _compute_and_store(key, compute, seconds)
    if entry is not None:
        return entry[0]
    return _wait_or_compute(key, compute, seconds)


def _compute_and_store(key: str, compute: Callable[[], Value], seconds: int) -> Value:
    try:
        # Somebody may have finished between our look and our lock.
        entry = cache.get(key)
        if entry is not None and entry[1] > time.time():
            return entry[0]
        value = compute()
        # One entry for the value and its stale copy: they cannot be evicted apart.
        cache.set(key, (value, time.time() + seconds), seconds + STALE_SECONDS)
        return value
    finally:
        cache.delete(_lock_key(key))


def _wait_or_compute(key: str, compute: Callable[[], Value], seconds: int) -> Value:
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
        entry = cache.get(key)
        if entry is not None:
            return entry[0]
        if cache.add(_lock_key(key), 1, LOCK_SECONDS):
            return _compute_and_store(key, compute, seconds)
    return compute()


def _begin_version(key: str) -> int:
    fresh = _new_version()
    cache.add(key, fresh, VERSION_SECONDS)
    stored: Any = cache.get(key)
    return fresh if stored is None else stored


def _renew_version(group: str) -> None:
    cache.set(_version_key(group), _new_version(), VERSION_SECONDS)


def _new_version() -> int:
    """Never given out before: a counter that restarts at 1 would bring old entries back to life."""
    return time.time_ns() // 1000


def _version_key(group: str) -> str:
    return f"version:{group}"


def _lock_key(key: str) -> str:
    return f"lock:{key}"
