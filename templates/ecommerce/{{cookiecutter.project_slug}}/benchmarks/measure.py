"""Measures the pages of one database in this process and prints the results as JSON."""

import argparse
import io
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import django

WARM_UP = 5
# Linux counts the time of other processes in steps of this many seconds.
TICK_SECONDS = 0.01


@dataclass(frozen=True)
class Result:
    """What one request costs; milliseconds. The quietest request is the least disturbed one."""

    page: str
    state: str
    cpu_quietest: float
    cpu_median: float
    wall_quietest: float
    database_cpu: float | None
    bytes: int


class Clock:
    """Tells the catalogue which minute it is: a new one begins only when we want it to."""

    def __init__(self) -> None:
        self.minute = 0

    def __call__(self) -> int:
        return self.minute

    def turn(self) -> None:
        """Begin a new minute: pages are rendered again, what is dear to count is kept."""
        self.minute += 1


class Visitor:
    """Asks the WSGI application of this process, without a socket."""

    def __init__(self) -> None:
        from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415 - needs the settings

        self.application = WSGIHandler()

    def get(self, address: str, etag: str = "") -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body."""
        answer: list[Any] = []
        path, _mark, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_USER_AGENT": "measurement",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
        } | ({"HTTP_IF_NONE_MATCH": etag} if etag else {})
        chunks = self.application(
            environ, lambda status, headers, _error=None: answer.extend((status, headers))
        )
        body = b"".join(chunks)
        chunks.close()
        return int(answer[0].split()[0]), dict(answer[1]), body


def measure(
    page: str, state: str, ask: Callable[[], bytes], before: Callable[[], None], times: int
) -> Result:
    """Ask so many times, calling `before` outside of the measured time."""
    for _number in range(WARM_UP):
        before()
        ask()
    cpu, wall, database = [], [], _database_seconds()
    body = b""
    for _number in range(times):
        before()
        wall_start, cpu_start = time.perf_counter(), time.process_time()
        body = ask()
        cpu.append(time.process_time() - cpu_start)
        wall.append(time.perf_counter() - wall_start)
    used = _database_seconds()
    in_database = None if used is None or database is None else (used - database) / times
    milliseconds = [min(cpu), statistics.median(cpu), min(wall)]
    rounded = [round(seconds * 1000, 3) for seconds in milliseconds]
    return Result(page, state, *rounded, in_database and round(in_database * 1000, 3), len(body))


def measure_all(pages: dict[str, str], product: int, times: int, clock: Clock) -> list[Result]:
    """Measure the floor, and each page changed, in a new minute, warm and repeated."""
    visitor = Visitor()
    results = [measure("floor", "", asking(visitor, "/floor/", 200), leave, times)]
    for name, address in pages.items():
        ask, few = asking(visitor, address, 200), max(times // 5, 5)
        results.append(measure(name, "changed", ask, partial(forget, product), few))
        results.append(measure(name, "rendered", ask, clock.turn, few))
        if name == "search":
            # Every visitor searches for something else: nothing of it is there already.
            continue
        results.append(measure(name, "warm", ask, leave, times))
        etag = visitor.get(address)[1]["ETag"]
        results.append(measure(name, "repeated", asking(visitor, address, 304, etag), leave, times))
    return results


def asking(visitor: Visitor, address: str, expected: int, etag: str = "") -> Callable[[], bytes]:
    """Return a function that asks for the page; a wrong answer ends the measurement."""

    def ask() -> bytes:
        status, _headers, body = visitor.get(address, etag)
        if status != expected:
            sys.exit(f"{address} answered {status} instead of {expected}.")
        return body

    return ask


def forget(product: int) -> None:
    """Make all that is kept of the pages out of date, without touching what others keep in the cache."""
    from catalog.shown import forget_catalog, forget_product  # noqa: PLC0415 - needs the settings

    forget_catalog()
    forget_product(product)


def leave() -> None:
    """Let everything stay as it is."""


def _database_seconds() -> float | None:
    """Return the processor time of our connection's process, if it runs on this machine."""
    from django.db import connection  # noqa: PLC0415 - needs the settings

    if connection.vendor != "postgresql":
        return None
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            fields = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return None
    return (int(fields[13]) + int(fields[14])) * TICK_SECONDS


def main() -> None:
    """Prepare the database that DATABASE_URL names and measure its pages."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--times", type=int, required=True)
    arguments = parser.parse_args()
    django.setup()
    from benchmarks.data import addresses, fill, shown_product  # noqa: PLC0415 - needs the settings
    from catalog import shown  # noqa: PLC0415

    clock = Clock()
    shown.minute = clock
    fill(arguments.size)
    product = shown_product()
    results = measure_all(addresses(product), product.pk, arguments.times, clock)
    print(json.dumps([asdict(result) for result in results]))


if __name__ == "__main__":
    main()
