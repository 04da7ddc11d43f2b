"""What each event of the gateway means. An event acts once: it is written in the transaction of its effect.

Events come twice, late and in the wrong order, and hold a copy from the past. So they only say where to
look: the session is asked for again, and sums are compared with what is known.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from payments import stripe_api
from payments.alerts import alert_support
from payments.errors import GatewayUnavailable
from payments.fulfilment import settle
from payments.models import GatewayEvent, Payment
from payments.refunds import note_refund
from payments.stripe_api import Event

logger = logging.getLogger(__name__)

Effect = Callable[[], str]


def handle_event(event: Event) -> str:
    """Do what an event asks for, and return what it was. Raises GatewayUnavailable: then send it again."""
    prepare = HANDLERS.get(event.kind)
    if prepare is None:
        return "ignored"
    if GatewayEvent.objects.filter(pk=event.id).exists():
        return "known"
    # The gateway is asked before the transaction begins, so that no lock waits for the network.
    effect = prepare(event.content)
    with transaction.atomic():
        if not _begin(event):
            return "known"
        outcome = effect()
        GatewayEvent.objects.filter(pk=event.id).update(outcome=outcome[:200])
    logger.info("event %s (%s): %s", event.id, event.kind, outcome)
    return outcome


def _begin(event: Event) -> bool:
    """Write the event; a second one of that id waits for the first transaction and then gets False."""
    try:
        with transaction.atomic():
            GatewayEvent.objects.create(event_id=event.id, kind=event.kind)
    except IntegrityError:
        return False
    return True


def _session_changed(content: dict[str, Any]) -> Effect:
    session = stripe_api.retrieve_session(content["id"])
    return lambda: settle(session).what


def _debit_failed(content: dict[str, Any]) -> Effect:
    session = stripe_api.retrieve_session(content["id"])
    return lambda: settle(session, has_failed=True).what


def _charge_refunded(content: dict[str, Any]) -> Effect:
    payment = _payment_of(content)
    if payment is None:
        return lambda: "not ours"
    if not payment.captured:
        # The refund was faster than the news of the payment: it has to come again after them.
        raise GatewayUnavailable
    return lambda: note_refund(payment, content["amount_refunded"], reason="given back at the gateway")


def _dispute_opened(content: dict[str, Any]) -> Effect:
    return lambda: _note_dispute(_payment_of(content), content)


def _note_dispute(payment: Payment | None, content: dict[str, Any]) -> str:
    if payment is None:
        return "not ours"
    Payment.objects.filter(pk=payment.pk, customer_id=payment.customer_id).update(disputed_at=timezone.now())
    alert_support("payment_disputed", payment, reason=str(content.get("reason", "")))
    return "support was told"


def _refund_failed(content: dict[str, Any]) -> Effect:
    return lambda: _note_failed_refund(_payment_of(content), content)


def _note_failed_refund(payment: Payment | None, content: dict[str, Any]) -> str:
    if payment is None:
        return "not ours"
    alert_support("payment_refund_failed", payment, reason=str(content.get("failure_reason", "")))
    return "support was told"


def _payment_of(content: dict[str, Any]) -> Payment | None:
    payments = Payment.objects.select_related("order")
    intent_id = content.get("payment_intent") or ""
    found = payments.filter(intent_id=intent_id).first() if intent_id else None
    payment_id = (content.get("metadata") or {}).get("payment", "")
    return found or (payments.filter(pk=payment_id).first() if payment_id else None)


HANDLERS: dict[str, Callable[[dict[str, Any]], Effect]] = {
    "checkout.session.completed": _session_changed,
    "checkout.session.async_payment_succeeded": _session_changed,
    "checkout.session.async_payment_failed": _debit_failed,
    "checkout.session.expired": _session_changed,
    "charge.refunded": _charge_refunded,
    "charge.dispute.created": _dispute_opened,
    "refund.failed": _refund_failed,
}
