"""From an order to the page where it is paid: noted first, then asked for, so a retry is the same call."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from orders.models import Order
from orders.states import State
from payments import stripe_api
from payments.errors import GatewayRefused, NotPayable
from payments.fulfilment import settle_free
from payments.models import Payment

# The gateway takes 30 minutes at least; the rest is the time in which the same call may be tried again.
SESSION_MINUTES = 60


def start_payment(order: Order, *, site_url: str = "") -> str:
    """Return the address where the customer pays; an open session is used again.

    Call it after the commit of the order, never inside a transaction: the gateway takes its time, and
    what it does cannot be rolled back. ``site_url`` is where the customer comes back to.
    Raises NotPayable, GatewayUnavailable, GatewayRefused.
    """
    site_url = (site_url or settings.SITE_URL).rstrip("/")
    if not order.total:
        payment = settle_free(order)
        return f"{site_url}{reverse('payments:done', args=[payment.pk])}"
    payment = _payment_to_make(order)
    if payment.state == Payment.State.OPEN:
        return payment.url
    return _open(payment, site_url)


@transaction.atomic(durable=True)
def _payment_to_make(order: Order) -> Payment:
    """Return the payment under way, or note the next attempt; two who press the button get one."""
    order = Order.objects.select_for_update().get(pk=order.pk, customer_id=order.customer_id)
    is_over = order.expires_at is not None and order.expires_at <= timezone.now()
    if order.state != State.AWAITING_PAYMENT or is_over:
        raise NotPayable
    last = order.payments.order_by("-attempt").first()
    if last and last.state in (Payment.State.CREATED, Payment.State.OPEN) and not _is_stale(last):
        return last
    attempt = last.attempt + 1 if last else 1
    return Payment.objects.create(
        customer_id=order.customer_id,
        order=order,
        attempt=attempt,
        idempotency_key=f"order-{order.pk}-attempt-{attempt}",
        amount=order.total,
        currency=order.currency,
    )


def _is_stale(payment: Payment) -> bool:
    return payment.created_at + timedelta(minutes=SESSION_MINUTES) <= timezone.now()


def _open(payment: Payment, site_url: str) -> str:
    try:
        session = stripe_api.create_session(_parameters(payment, site_url), payment.idempotency_key)
    except GatewayRefused:
        # The key is used up: the next try is a new attempt with a key of its own.
        Payment.objects.filter(pk=payment.pk, state=Payment.State.CREATED).update(
            state=Payment.State.FAILED, updated_at=timezone.now()
        )
        raise
    opened = Payment.objects.filter(pk=payment.pk, state=Payment.State.CREATED)
    opened.update(state=Payment.State.OPEN, session_id=session.id, url=session.url, updated_at=timezone.now())
    return session.url


def _parameters(payment: Payment, site_url: str) -> dict[str, Any]:
    """Return the call. It must be the same at every try, so nothing in it depends on the moment."""
    order = payment.order
    names = {"order": str(order.pk), "payment": str(payment.pk)}
    price = {
        "currency": payment.currency.lower(),
        "unit_amount": payment.amount,
        "product_data": {"name": f"{settings.SITE_NAME} {order.number}"},
    }
    return {
        "mode": "payment",
        "client_reference_id": str(order.pk),
        "customer_email": order.email,
        "expires_at": int(_end_of(payment).timestamp()),
        "line_items": [{"quantity": 1, "price_data": price}],
        "metadata": names,
        "payment_intent_data": {"description": order.number, "metadata": names},
        "success_url": f"{site_url}{reverse('payments:done', args=[payment.pk])}",
        "cancel_url": f"{site_url}{reverse('payments:cancelled', args=[payment.pk])}",
    }


def _end_of(payment: Payment) -> datetime:
    return payment.created_at + timedelta(minutes=SESSION_MINUTES)
