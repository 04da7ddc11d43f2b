"""Which orders somebody sees."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import User

if TYPE_CHECKING:
    from orders.models import Order  # noqa: F401 - names the type of the rows


class OrderQuerySet(models.QuerySet["Order"]):
    """Orders by owner and by what is to be done."""

    def of(self, user: User | AnonymousUser) -> Self:
        """Keep the orders of an account; a guest's are reached by their signed link only."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def to_send(self) -> Self:
        """Keep what is paid and waits for the warehouse; name no other states: an index holds these."""
        return self.filter(state__in=["paid", "packed"])
