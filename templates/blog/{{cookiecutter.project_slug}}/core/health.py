"""Is this process able to serve? Looks at all the servers it needs, at the same time."""

import asyncio
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from asgiref.sync import sync_to_async
from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import connection

CHECK_SECONDS = 2.0


@dataclass(frozen=True)
class Finding:
    """What one check found; `error` is the kind of failure, never a message that holds an address."""

    name: str
    ok: bool
    milliseconds: float
    error: str = ""


async def report() -> list[Finding]:
    """Run all checks at once: the report takes as long as the slowest, at most CHECK_SECONDS."""
    return list(
        await asyncio.gather(
            # Django's connection belongs to its own thread; the other two may wait anywhere.
            _examine("database", check_database, thread_sensitive=True),
            _examine("cache", check_cache, thread_sensitive=False),
            _examine("broker", check_broker, thread_sensitive=False),
        )
    )


def check_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def check_cache() -> None:
    """Write and read: a cache that tolerates its death would not raise."""
    key, value = f"health:{uuid.uuid4().hex}", uuid.uuid4().hex
    cache.set(key, value, 10)
    if cache.get(key) != value:
        raise ConnectionError
    cache.delete(key)


def check_broker() -> None:
    if settings.CELERY_TASK_ALWAYS_EAGER:
        return
    with current_app.connection_for_write(connect_timeout=1) as broker:
        broker.ensure_connection(max_retries=1, timeout=1)


async def _examine(name: str, check: Callable[[], None], *, thread_sensitive: bool) -> Finding:
    started, error = time.perf_counter(), ""
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            await sync_to_async(check, thread_sensitive=thread_sensitive)()
    except Exception as problem:  # noqa: BLE001 - whatever it is, the server is not usable
        error = type(problem).__name__
    return Finding(name, not error, round((time.perf_counter() - started) * 1000, 1), error)
