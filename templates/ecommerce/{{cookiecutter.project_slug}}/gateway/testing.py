"""The gateway as a test bench; only tests import it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from gateway.server import Gateway
from gateway.store import Record

SUCCESS = "4242424242424242"
CHALLENGE = "4000002760003184"
DECLINED = "4000000000000002"
POOR = "4000000000009995"
DEBIT = "9000000000000001"


@contextmanager
def running_gateway(**options: Any) -> Iterator[Gateway]:
    """Run a gateway on a free port; without `webhook_url` the test delivers the events itself."""
    gateway = Gateway(**options)
    gateway.start()
    try:
        yield gateway
    finally:
        gateway.stop()


def events_of(gateway: Gateway, kind: str = "") -> list[Record]:
    """Return the events so far, the oldest first, of one kind or all."""
    return [
        event for event in reversed(gateway.store.newest("event", 1000)) if event["type"].startswith(kind)
    ]
