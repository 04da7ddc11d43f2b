"""What tests of all apps share; no other code imports it."""

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.db import connections
from django.db.models import QuerySet


def run_together(function: Callable[[], Any], times: int) -> list[Any]:
    """Call the function in `times` threads that start at once; return results, exceptions included.

    Use it in a TransactionTestCase: the threads have their own database connections.
    """
    barrier = threading.Barrier(times)
    results: list[Any] = [None] * times

    def work(number: int) -> None:
        try:
            barrier.wait(timeout=10)
            results[number] = function()
        except Exception as error:  # noqa: BLE001 - handed to the test, which judges it
            results[number] = error
        finally:
            close_connections()

    threads = [threading.Thread(target=work, args=[number]) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def close_connections() -> None:
    """Close what this thread has opened: databases, also SQLite in memory, and caches."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if connection.connection is not None:
            # Django leaves a database in memory open, since for one thread that would delete it.
            connection.connection.close()
            connection.connection = None
    caches.close_all()


def empty_cache() -> None:
    """Forget what the caches hold, without emptying a server that other tests use at the same time."""
    for alias, config in settings.CACHES.items():
        cache = caches[alias]
        if isinstance(cache, LocMemCache):
            cache.clear()
        else:
            # Threads that a test starts make their own connection from the settings.
            config["KEY_PREFIX"] = cache.key_prefix = uuid.uuid4().hex


@contextmanager
def assert_stays(*querysets: QuerySet[Any]) -> Iterator[None]:
    """Fail unless the rows of the querysets are the same after the block as before."""
    before = [list(queryset.order_by("pk").values()) for queryset in querysets]
    yield
    after = [list(queryset.order_by("pk").values()) for queryset in querysets]
    if after != before:
        raise AssertionError(f"The rows have changed from {before} to {after}.")
