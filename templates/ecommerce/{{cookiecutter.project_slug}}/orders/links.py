"""The way of a guest to an order: a signed link that ends after three months."""

from datetime import timedelta
from uuid import UUID

from django.urls import reverse

from core.tokens import sign, unsign
from orders.models import Order

PURPOSE = "order"
MAX_AGE = timedelta(days=90)


def order_path(order: Order) -> str:
    """Return the path of an order for its customer: accounts sign in, guests have the signed link."""
    if order.user_id:
        return order.get_absolute_url()
    return reverse("orders:guest", args=[order_token(order)])


def order_token(order: Order) -> str:
    """Return the token of a guest's link."""
    return sign(str(order.pk), PURPOSE)


def order_id_in(token: str) -> UUID:
    """Return the id of the order that a token names. Raises BadTokenError."""
    return UUID(unsign(token, PURPOSE, MAX_AGE))
