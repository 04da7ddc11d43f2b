"""Who may do what with an order."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.roles import Role
from orders.states import State

if TYPE_CHECKING:
    from orders.models import Order

Somebody = User | AnonymousUser


def can_view_orders(user: Somebody) -> bool:
    """The warehouse and support see every order."""
    return user.is_authenticated and user.has_role(Role.WAREHOUSE, Role.SUPPORT)


def can_view_order(user: Somebody, order: "Order") -> bool:
    """A customer sees their own orders."""
    return can_view_orders(user) or (user.is_authenticated and order.user_id == user.pk)


def can_send_orders(user: Somebody) -> bool:
    """The warehouse packs and ships."""
    return user.is_authenticated and user.has_role(Role.WAREHOUSE)


def can_support_orders(user: Somebody) -> bool:
    """Support cancels and refunds."""
    return user.is_authenticated and user.has_role(Role.SUPPORT)


def can_cancel_order(user: Somebody, order: "Order") -> bool:
    """A customer, or support for them, calls an order off until it is paid."""
    if order.state != State.AWAITING_PAYMENT:
        return False
    return (user.is_authenticated and order.user_id == user.pk) or can_support_orders(user)


ACTIONS = {
    "view orders": can_view_orders,
    "send orders": can_send_orders,
    "support orders": can_support_orders,
}
OBJECT_ACTIONS = {"view order": can_view_order, "cancel order": can_cancel_order}
