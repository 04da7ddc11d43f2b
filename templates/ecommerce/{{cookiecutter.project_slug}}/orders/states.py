"""The states of an order, and which may follow which."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an order stands."""

    AWAITING_PAYMENT = "awaiting_payment", _("awaiting payment")
    PAID = "paid", _("paid")
    PACKED = "packed", _("packed")
    SHIPPED = "shipped", _("shipped")
    DELIVERED = "delivered", _("delivered")
    CANCELLED = "cancelled", _("cancelled")
    EXPIRED = "expired", _("expired")
    REFUNDED = "refunded", _("refunded")


# A state -> the states that may follow it. Paid after expiry is a late payment, see payments.fulfilment.
TRANSITIONS: dict[State, tuple[State, ...]] = {
    State.AWAITING_PAYMENT: (State.PAID, State.CANCELLED, State.EXPIRED),
    State.EXPIRED: (State.PAID, State.REFUNDED),
    State.CANCELLED: (State.REFUNDED,),
    State.PAID: (State.PACKED, State.CANCELLED, State.REFUNDED),
    State.PACKED: (State.SHIPPED, State.PAID, State.REFUNDED),
    State.SHIPPED: (State.DELIVERED, State.REFUNDED),
    State.DELIVERED: (State.REFUNDED,),
    State.REFUNDED: (),
}
