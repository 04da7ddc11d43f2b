"""The only module that speaks to the gateway: Stripe's SDK in, plain values out.

https://docs.stripe.com/payments/checkout. The local gateway differs in its address, in nothing else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import stripe
from django.conf import settings

from gateway.defaults import is_local
from payments.errors import BadEvent, GatewayRefused, GatewayUnavailable

TIMEOUT_SECONDS = 15
RETRIES = 2
NO_PROXY: Any = {"http": "", "https": ""}
# An event older than this may be a recording that somebody plays again.
EVENT_SECONDS = 5 * 60


@dataclass(frozen=True)
class Session:
    """A session as the gateway knows it now."""

    id: str
    url: str
    status: str
    payment_status: str
    amount: int
    currency: str
    intent_id: str
    payment_id: str

    @property
    def is_paid(self) -> bool:
        """Tell whether the money has arrived."""
        return self.payment_status == "paid"


@dataclass(frozen=True)
class Event:
    """A signed message; `content` is a copy from when it was written, which may be long ago."""

    id: str
    kind: str
    content: dict[str, Any]


def create_session(parameters: Any, key: str) -> Session:
    """Open a session; the same key again returns the same one. Raises GatewayUnavailable, GatewayRefused."""
    with _errors():
        session = _client().v1.checkout.sessions.create(parameters, {"idempotency_key": key})
    return _session(session)


def retrieve_session(session_id: str) -> Session:
    """Return what the gateway knows of a session. Raises GatewayUnavailable, GatewayRefused."""
    with _errors():
        return _session(_client().v1.checkout.sessions.retrieve(session_id))


def expire_session(session_id: str) -> Session:
    """End an open session, so that nobody pays it any more. Raises GatewayUnavailable, GatewayRefused."""
    with _errors():
        return _session(_client().v1.checkout.sessions.expire(session_id))


def create_refund(intent_id: str, amount: int, key: str) -> tuple[str, str]:
    """Give money back; returns id and state. Raises GatewayUnavailable, GatewayRefused."""
    with _errors():
        refund = _client().v1.refunds.create(
            {"payment_intent": intent_id, "amount": amount}, {"idempotency_key": key}
        )
    return refund.id, refund.status or ""


def read_event(body: bytes, signature: str) -> Event:
    """Return the event of a message. Raises BadEvent unless the gateway signed these bytes lately."""
    try:
        event = stripe.Webhook.construct_event(
            body, signature, settings.STRIPE_WEBHOOK_SECRET, tolerance=EVENT_SECONDS, api_key="unused"
        )
        values = event.to_dict()
        return Event(id=values["id"], kind=values["type"], content=values["data"]["object"])
    except (ValueError, KeyError, AttributeError, TypeError, stripe.SignatureVerificationError) as error:
        raise BadEvent from error


def _client() -> stripe.StripeClient:
    return _client_for(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE)


@cache
def _client_for(key: str, address: str) -> stripe.StripeClient:
    # A proxy of the network cannot reach this machine's own gateway.
    proxy = NO_PROXY if is_local(address) else None
    return stripe.StripeClient(
        key,
        base_addresses={"api": address} if address else None,
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=TIMEOUT_SECONDS, proxy=proxy),
    )


@contextmanager
def _errors() -> Iterator[None]:
    """Turn the SDK's errors into two kinds: those after which trying again helps, and the others.

    The messages of the SDK stay out of pages and logs: they may quote keys and parameters.
    """
    try:
        yield
    except (stripe.APIConnectionError, stripe.RateLimitError, stripe.AuthenticationError) as error:
        raise GatewayUnavailable from error
    except stripe.StripeError as error:
        if error.http_status is None or error.http_status >= 500 or error.http_status == 409:
            raise GatewayUnavailable from error
        raise GatewayRefused from error


def _session(session: Any) -> Session:
    values = session.to_dict()
    return Session(
        id=values["id"],
        url=values.get("url") or "",
        status=values["status"],
        payment_status=values["payment_status"],
        amount=values["amount_total"],
        currency=values["currency"].upper(),
        intent_id=values.get("payment_intent") or "",
        payment_id=(values.get("metadata") or {}).get("payment", ""),
    )
