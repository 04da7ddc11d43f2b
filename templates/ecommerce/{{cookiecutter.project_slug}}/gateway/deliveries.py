"""Brings events to the shop, signed; on demand twice, late, in the wrong order, or only after failures."""

import hashlib
import heapq
import hmac
import itertools
import json
import logging
import math
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

from gateway.store import Record, Store, public

logger = logging.getLogger(__name__)

ATTEMPTS_MOST = 8
RETRY_SECONDS = 1
TIMEOUT_SECONDS = 30
# Events of the same window come in the reverse order when that is asked for.
WINDOW_SECONDS = 1.0


@dataclass
class Behaviour:
    """How deliveries misbehave: https://docs.stripe.com/webhooks#best-practices names all of it."""

    copies: int = 1
    delay: float = 0
    lost: int = 0
    reorder: bool = False


def sign(payload: str, key: str, at: float | None = None) -> str:
    """Return the header Stripe-Signature of a payload: https://docs.stripe.com/webhooks#verify-manually."""
    timestamp = int(time.time() if at is None else at)
    digest = hmac.new(key.encode(), f"{timestamp}.{payload}".encode(), hashlib.sha256)
    return f"t={timestamp},v1={digest.hexdigest()}"


class Deliveries:
    """A thread that posts events to the webhook of the shop, and tries again when the shop fails."""

    def __init__(self, store: Store, webhook_url: str, key: str, behaviour: Behaviour | None = None) -> None:
        """Deliver to an address; without one nothing is sent."""
        self.behaviour = behaviour or Behaviour()
        self._store = store
        self._webhook_url = webhook_url
        self._key = key
        self._numbers = itertools.count(1)
        self._waiting: list[tuple[float, int, int, str]] = []
        self._change = threading.Condition()
        self._is_over = False
        self._thread = threading.Thread(target=self._work, name="deliveries", daemon=True)
        # The shop is on this machine: a proxy of the network has no part in it.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def start(self) -> None:
        """Begin to deliver."""
        if self._webhook_url:
            self._thread.start()

    def stop(self) -> None:
        """End the thread; what still waits is not delivered."""
        with self._change:
            self._is_over = True
            self._change.notify()
        if self._thread.is_alive():
            self._thread.join(timeout=TIMEOUT_SECONDS)

    def add(self, event: Record) -> None:
        """Deliver an event as the behaviour says."""
        behaviour = self.behaviour
        due = time.monotonic() + behaviour.delay
        if behaviour.reorder:
            due = math.ceil(due / WINDOW_SECONDS) * WINDOW_SECONDS
        with self._change:
            for _copy in range(behaviour.copies):
                number = next(self._numbers)
                order = -number if behaviour.reorder else number
                heapq.heappush(self._waiting, (due, order, 1, event["id"]))
            self._change.notify()

    def payload(self, event: Record) -> tuple[str, str]:
        """Return the body and the signature of a delivery."""
        body = json.dumps(public(event), indent=2)
        return body, sign(body, self._key)

    def _work(self) -> None:
        while (entry := self._next()) is not None:
            _due, order, attempt, event_id = entry
            is_taken = attempt > self.behaviour.lost and self._post(event_id)
            if not is_taken and attempt < ATTEMPTS_MOST:
                due = time.monotonic() + RETRY_SECONDS * 2 ** (attempt - 1)
                with self._change:
                    heapq.heappush(self._waiting, (due, order, attempt + 1, event_id))

    def _next(self) -> tuple[float, int, int, str] | None:
        with self._change:
            while not self._is_over:
                wait = self._waiting[0][0] - time.monotonic() if self._waiting else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self._waiting)
                self._change.wait(wait)
        return None

    def _post(self, event_id: str) -> bool:
        event = self._store.get(event_id, "event")
        if event is None:
            return True
        body, signature = self.payload(event)
        request = urllib.request.Request(  # noqa: S310 - the address comes from whoever starts the gateway
            self._webhook_url,
            data=body.encode(),
            headers={"Content-Type": "application/json", "Stripe-Signature": signature},
        )
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS) as response:
                outcome = str(response.status)
        except urllib.error.HTTPError as error:
            outcome = str(error.code)
        except OSError as error:
            outcome = f"no answer ({type(error).__name__})"
        logger.info("%s %s: %s", event["type"], event_id, outcome)
        self._store.save(event | {"_outcome": outcome})
        return outcome.startswith("2")
