"""The rules of the gateway: sessions, payments, refunds and disputes, each step with its event."""

import re
import threading
import time
from collections.abc import Callable
from typing import Any

from gateway import records
from gateway.cards import Card
from gateway.errors import GatewayError, missing
from gateway.store import Record, Store

SESSION_MINUTES_LEAST = 30
SESSION_HOURS_MOST = 24
DEFAULT_SESSION_SECONDS = SESSION_HOURS_MOST * 60 * 60
# Stripe moves no less than about half a euro.
LEAST_AMOUNT = 50
# Orders of the demonstration data name such payments, so that they can be refunded.
DEMO_INTENT = re.compile(r"pi_demo_(?P<amount>[0-9]{1,11})_(?P<currency>[a-z]{3})_[0-9a-f]+")


class Bank:
    """Sessions and the money behind them; `emit` is told of every event."""

    def __init__(self, store: Store, emit: Callable[[Record], None], *, address: str = "") -> None:
        """Work on a store."""
        self.store = store
        self.address = address
        self._emit = emit

    @property
    def lock(self) -> threading.RLock:
        """The lock that a step from reading to writing holds."""
        return self.store.lock

    def create_session(self, parameters: dict[str, Any]) -> Record:
        """Open a session that a customer can pay. Raises GatewayError."""
        now = int(time.time())
        expires_at = parameters.get("expires_at", now + DEFAULT_SESSION_SECONDS)
        if not now + SESSION_MINUTES_LEAST * 60 <= expires_at <= now + SESSION_HOURS_MOST * 60 * 60:
            raise GatewayError(
                "The `expires_at` timestamp must be between 30 minutes and 24 hours from now.",
                param="expires_at",
            )
        lines = parameters["line_items"]
        currencies = {line["price_data"]["currency"] for line in lines}
        amount = sum(line["price_data"]["unit_amount"] * line["quantity"] for line in lines)
        if len(currencies) != 1:
            raise GatewayError("All line items must have the same currency.", param="line_items")
        if amount < LEAST_AMOUNT:
            raise GatewayError("The total is too small.", code="amount_too_small", param="line_items")
        return self.store.save(
            records.session(parameters, amount, currencies.pop(), expires_at, self.address)
        )

    def session(self, key: str) -> Record:
        """Return a session, ended if its time is over. Raises GatewayError."""
        with self.lock:
            session = self.store.get(key, "checkout.session")
            if session is None:
                raise missing("checkout.session", key)
            if session["status"] == "open" and session["expires_at"] <= time.time():
                return self._expire(session)
            return session

    def expire_session(self, key: str) -> Record:
        """End a session that nobody has paid. Raises GatewayError."""
        with self.lock:
            session = self.session(key)
            if session["status"] != "open":
                raise GatewayError(
                    f"Only Checkout Sessions with a status in [open] can be expired, not {session['status']}."
                )
            return self._expire(session)

    def pay(self, key: str, card: Card) -> Record:
        """Pay a session. Raises GatewayError with what the card's bank says."""
        with self.lock:
            session = self.session(key)
            if session["status"] != "open":
                raise GatewayError("This session can no longer be paid.")
            if card.decline:
                self.emit(
                    "payment_intent.payment_failed", self._new_intent(session, "requires_payment_method")
                )
                raise GatewayError(card.decline, status=402, kind="card_error", code="card_declined")
            intent = self._new_intent(session, "processing")
            session |= {"status": "complete", "payment_intent": intent["id"]}
            if not card.is_delayed:
                session["payment_status"] = "paid"
                self._charge(intent)
            self.emit("checkout.session.completed", self.store.save(session))
            return session

    def decide(self, key: str, *, accepts: bool) -> Record:
        """Let the bank decide about a delayed payment. Raises GatewayError."""
        with self.lock:
            session = self.session(key)
            if session["status"] != "complete" or session["payment_status"] == "paid":
                raise GatewayError("This session waits for no bank.")
            if accepts:
                session["payment_status"] = "paid"
                self._charge(self._intent(session["payment_intent"]))
            outcome = "succeeded" if accepts else "failed"
            self.emit(f"checkout.session.async_payment_{outcome}", self.store.save(session))
            return session

    def refund(self, parameters: dict[str, Any]) -> Record:
        """Give money back, never more than was paid. Raises GatewayError."""
        with self.lock:
            intent = self._intent(parameters["payment_intent"])
            charge = self.charge_of(intent)
            left = charge["amount"] - charge["amount_refunded"]
            amount = parameters.get("amount", left)
            if not 0 < amount <= left:
                raise GatewayError(
                    f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left}).",
                    code="charge_already_refunded" if not left else "",
                    param="amount",
                )
            refund = self.store.save(records.refund(charge, amount, parameters))
            charge["amount_refunded"] += amount
            charge["refunded"] = charge["amount_refunded"] == charge["amount"]
            self.emit("charge.refunded", self.store.save(charge))
            return refund

    def dispute(self, key: str) -> Record:
        """Let the card holder dispute what was paid in a session. Raises GatewayError."""
        with self.lock:
            charge = self.charge_of(self._intent(self.session(key)["payment_intent"] or ""))
            dispute = self.store.save(records.dispute(charge))
            self.emit("charge.dispute.created", dispute)
            return dispute

    def charge_of(self, intent: Record) -> Record:
        """Return the charge of a payment. Raises GatewayError."""
        charge = self.store.get(intent["latest_charge"] or "", "charge")
        if charge is None:
            raise GatewayError("This payment has no successful charge.", param="payment_intent")
        return charge

    def emit(self, kind: str, record: Record) -> None:
        """Note an event with a copy of the object as it is now, and tell the shop."""
        self._emit(self.store.save(records.event(kind, record)))

    def _expire(self, session: Record) -> Record:
        session["status"] = "expired"
        self.emit("checkout.session.expired", self.store.save(session))
        return session

    def _intent(self, key: str) -> Record:
        intent = self.store.get(key, "payment_intent")
        if intent is None:
            return self._demo_intent(key)
        return intent

    def _demo_intent(self, key: str) -> Record:
        """Return a payment of the demonstration data, which was never made here. Raises GatewayError."""
        match = DEMO_INTENT.fullmatch(key)
        if match is None:
            raise missing("payment_intent", key)
        intent = records.demo_intent(key, int(match["amount"]), match["currency"])
        return self._charge(intent)

    def _new_intent(self, session: Record, status: str) -> Record:
        return self.store.save(records.intent(session, status))

    def _charge(self, intent: Record) -> Record:
        charge = self.store.save(records.charge(intent))
        return self.store.save(intent | {"status": "succeeded", "latest_charge": charge["id"]})
