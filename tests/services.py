"""Finds the services that some tests need. Without one a test is skipped, or fails if they are required."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS_URL = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379")
PATIENCE_SECONDS = 30


def lacking(what: str) -> None:
    """Skip the test, or fail it where REQUIRE_SERVICES is set."""
    if os.environ.get("REQUIRE_SERVICES"):
        pytest.fail(f"{what} is required here")
    pytest.skip(f"{what} is not available")


def answers(host: str, port: int) -> bool:
    """Tell whether something listens at a TCP port."""
    with suppress(OSError), socket.create_connection((host, port), timeout=2):
        return True
    return False


def program(*names: str) -> str:
    """Return the path of the first of these programs that is installed."""
    found = next((path for path in map(shutil.which, names) if path), None)
    if found is None:
        lacking(names[0])
    return str(found)


def listening(url: str, name: str) -> str:
    """Return the address of a service that answers."""
    parts = urlsplit(url)
    if not answers(parts.hostname or "127.0.0.1", parts.port or 0):
        lacking(f"{name} at {parts.hostname}:{parts.port}")
    return url


def postgres() -> str:
    """Return the address of a running PostgreSQL."""
    return listening(POSTGRES_URL, "PostgreSQL")


def redis() -> str:
    """Return the address of a running Redis, without the number of a database."""
    return listening(REDIS_URL, "Redis")


def browser() -> str:
    """Return the path of a Chromium."""
    given = os.environ.get("CHROMIUM")
    return (
        given if given and Path(given).exists() else program("chromium", "chromium-browser", "google-chrome")
    )


def free_port() -> int:
    """Return a TCP port that nobody uses at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


@contextmanager
def memcached() -> Iterator[str]:
    """Run a Memcached of our own; yield its host and port."""
    command, port = program("memcached"), free_port()
    options = ["-l", "127.0.0.1", "-p", str(port), "-u", "nobody"]
    with subprocess.Popen(
        [command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            wait_for("127.0.0.1", port)
            yield f"127.0.0.1:{port}"
        finally:
            server.terminate()


def wait_for(host: str, port: int) -> None:
    """Return as soon as a port answers; raises TimeoutError when it does not in time."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not answers(host, port):
        if time.monotonic() > deadline:
            raise TimeoutError(f"nothing answers at {host}:{port}")
        time.sleep(0.1)
