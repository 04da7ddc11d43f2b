"""Prints what the lists of orders cost with few and with many orders, and ends with 1 if they grow too much.

python -m benchmarks.orders                           10,000 and 1,000,000 orders
python -m benchmarks.orders --growth 10000 10000000   hours of copying, some GB
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import django

from benchmarks.database import address_for

GROWTH_GOAL = 1.5
# Below this, a ratio tells of the clock and not of the query.
FLOOR_MILLISECONDS = 0.5
TIMES = 50
# Customers have so many orders each, and the warehouse so many to send, in a small shop and in a large one.
ORDERS_PER_CUSTOMER = 100
OPEN_ORDERS = 500
BATCH_SIZE = 250_000


def fill(size: int) -> None:
    """Copy orders until there are ``size``; what an earlier run copied is used again."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415 - Django is set up when this runs
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from orders.bulk import copy_orders  # noqa: PLC0415
    from orders.models import Order  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    users = get_user_model().objects
    users.bulk_create(
        users.model(email=f"customer{number}@example.com", handle=f"customer{number}")
        for number in range(users.count(), max(1, size // ORDERS_PER_CUSTOMER))
    )
    people = users.count()
    for first in range(Order.objects.count() + 1, size + 1, BATCH_SIZE):
        last = min(first + BATCH_SIZE - 1, size)
        waiting = OPEN_ORDERS * (last - first + 1) // size
        copy_orders(first, last, users=people, customers=people, open_orders=waiting)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE orders_order")


def measure(size: int) -> dict[str, float]:
    """Return the milliseconds of each list, the median of many."""
    from accounts.models import User  # noqa: PLC0415
    from core.pagination import KeysetPaginator  # noqa: PLC0415
    from orders.models import Order  # noqa: PLC0415
    from orders.paging import CappedPaginator  # noqa: PLC0415

    fill(size)
    user = User.objects.order_by("pk")[User.objects.count() // 2]
    history = KeysetPaginator(Order.objects.of(user), fields=("-created_at", "-id"), per_page=20)
    deep = history.page(history.page(None).next_cursor).next_cursor
    queue = Order.objects.to_send().order_by("-created_at", "-id")
    number = f"COPY-{size // 2}"
    return {
        "history": _time(lambda: history.page(None)),
        "deep history": _time(lambda: history.page(deep)),
        "to be sent": _time(lambda: list(queue[:50])),
        "newest": _time(lambda: CappedPaginator(Order.objects.all(), 50).page(1).object_list[49]),
        "by number": _time(lambda: Order.objects.get(number=number)),
    }


def _time(action: Callable[[], object]) -> float:
    times = []
    for _ in range(TIMES):
        started = time.perf_counter()
        action()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def main() -> int:
    """Return 0 if nothing grows too much, 1 if something does, 2 if there is no PostgreSQL."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--growth", type=int, nargs=2, default=(10_000, 1_000_000))
    parser.add_argument("--measure", type=int, help="measure one size in this process and print JSON")
    arguments = parser.parse_args()
    if arguments.measure:
        django.setup()
        print(json.dumps(measure(arguments.measure)))
        return 0
    url = os.environ.get("BENCH_DATABASE_URL") or os.environ.get("DATABASE_URL", "")
    if not url.startswith(("postgres://", "postgresql://")):
        print("Set BENCH_DATABASE_URL to a PostgreSQL server.")
        return 2
    small, large = (_run(url, size) for size in arguments.growth)
    print(f"Milliseconds of each list with {arguments.growth[0]:,} and {arguments.growth[1]:,} orders.")
    ratios = [_print(name, small[name], large[name]) for name in small]
    return int(max(ratios) > GROWTH_GOAL)


def _run(url: str, size: int) -> dict[str, float]:
    """Measure in a process of its own, so that one size does not warm the next one up."""
    environment = os.environ | {
        "DATABASE_URL": address_for(url, size),
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
    }
    command = [sys.executable, "-m", "benchmarks.orders", "--measure", str(size)]
    output = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True).stdout
    return json.loads(output.splitlines()[-1])


def _print(name: str, before: float, after: float) -> float:
    ratio = max(after, FLOOR_MILLISECONDS) / max(before, FLOOR_MILLISECONDS)
    print(f"{name:<14}{before:>9.2f}{after:>9.2f}{ratio:>7.2f}{'  MISSED' if ratio > GROWTH_GOAL else ''}")
    return ratio


if __name__ == "__main__":
    sys.exit(main())
