"""Who may see payments and give money back."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.roles import Role

if TYPE_CHECKING:
    from orders.models import Order
    from payments.models import Payment

Somebody = User | AnonymousUser


def can_view_payments(user: Somebody) -> bool:
    """Support sees what was paid."""
    return user.is_authenticated and user.has_role(Role.SUPPORT)


def can_refund(user: Somebody) -> bool:
    """Support gives money back."""
    return user.is_authenticated and user.has_role(Role.SUPPORT)


def can_refund_payment(user: Somebody, payment: "Payment") -> bool:
    """Only what was paid, and is not yet given back."""
    return can_refund(user) and payment.refundable > 0


def can_pay_order(user: Somebody, order: "Order") -> bool:
    """The owner pays; a guest's order, whose id only the guest knows, is paid by whoever has it."""
    return order.user_id is None or (user.is_authenticated and order.user_id == user.pk)


ACTIONS = {"view payments": can_view_payments, "refund": can_refund}
OBJECT_ACTIONS = {"refund payment": can_refund_payment, "pay order": can_pay_order}
