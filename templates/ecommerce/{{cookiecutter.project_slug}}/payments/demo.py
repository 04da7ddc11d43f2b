"""Payments of the demonstration data: they look as if they had been made, and can be refunded."""

from orders.models import Order
from payments.models import Payment


def demo_payment(order: Order) -> Payment:
    """Return the unsaved payment of a demonstration order; the local gateway knows it by its id."""
    return Payment(
        customer_id=order.customer_id,
        order=order,
        idempotency_key=f"order-{order.pk}-attempt-1",
        session_id=f"cs_demo_{order.pk.hex}",
        intent_id=f"pi_demo_{order.total}_{order.currency.lower()}_{order.pk.hex}",
        amount=order.total,
        currency=order.currency,
        captured=order.total,
        refunded=order.refunded,
        state=Payment.State.PAID,
    )
