"""The objects of the interface as Stripe writes them, as far as the shop reads them."""

import secrets
import time
from typing import Any

from gateway.store import Record, public

API_VERSION = "2026-01-01.local"


def session(parameters: dict[str, Any], amount: int, currency: str, expires_at: int, address: str) -> Record:
    """Return an open session."""
    record = _new("cs_test", "checkout.session")
    lines = [
        [line["price_data"]["product_data"]["name"], line["quantity"]] for line in parameters["line_items"]
    ]
    return record | {
        "amount_subtotal": amount,
        "amount_total": amount,
        "cancel_url": parameters.get("cancel_url"),
        "client_reference_id": parameters.get("client_reference_id"),
        "currency": currency,
        "customer_email": parameters.get("customer_email"),
        "expires_at": expires_at,
        "livemode": False,
        "locale": parameters.get("locale"),
        "metadata": parameters.get("metadata", {}),
        "mode": parameters["mode"],
        "payment_intent": None,
        "payment_status": "unpaid",
        "status": "open",
        "success_url": parameters["success_url"],
        "url": f"{address}/pay/{record['id']}",
        "_intent_data": parameters.get("payment_intent_data", {}),
        "_lines": lines,
    }


def intent(session: Record, status: str) -> Record:
    """Return the payment of a session."""
    data = session["_intent_data"]
    return _new("pi", "payment_intent") | {
        "amount": session["amount_total"],
        "currency": session["currency"],
        "description": data.get("description"),
        "latest_charge": None,
        "metadata": data.get("metadata", {}),
        "status": status,
    }


def demo_intent(key: str, amount: int, currency: str) -> Record:
    """Return a payment of the demonstration data."""
    return _new("pi", "payment_intent") | {
        "id": key,
        "amount": amount,
        "currency": currency,
        "description": None,
        "latest_charge": None,
        "metadata": {},
        "status": "processing",
    }


def charge(intent: Record) -> Record:
    """Return the money of a payment."""
    return _new("ch", "charge") | {
        "amount": intent["amount"],
        "amount_captured": intent["amount"],
        "amount_refunded": 0,
        "currency": intent["currency"],
        "metadata": intent["metadata"],
        "paid": True,
        "payment_intent": intent["id"],
        "refunded": False,
        "status": "succeeded",
    }


def refund(charge: Record, amount: int, parameters: dict[str, Any]) -> Record:
    """Return money given back."""
    return _new("re", "refund") | {
        "amount": amount,
        "charge": charge["id"],
        "currency": charge["currency"],
        "metadata": parameters.get("metadata", {}),
        "payment_intent": charge["payment_intent"],
        "reason": parameters.get("reason"),
        "status": "succeeded",
    }


def dispute(charge: Record) -> Record:
    """Return a card holder's dispute of a charge."""
    return _new("dp", "dispute") | {
        "amount": charge["amount"],
        "charge": charge["id"],
        "currency": charge["currency"],
        "payment_intent": charge["payment_intent"],
        "reason": "fraudulent",
        "status": "needs_response",
    }


def event(kind: str, record: Record) -> Record:
    """Return an event with a copy of the object as it is now."""
    return _new("evt", "event") | {
        "api_version": API_VERSION,
        "data": {"object": public(record)},
        "livemode": False,
        "pending_webhooks": 1,
        "type": kind,
    }


def _new(prefix: str, kind: str) -> Record:
    return {"id": f"{prefix}_{secrets.token_hex(12)}", "object": kind, "created": int(time.time())}
