"""Who has bought what: a review is worth something because its author owns the product."""

from accounts.models import User
from catalog.models import Product
from orders.models import OrderLine
from orders.states import State

# Somebody who got all of the money back no longer speaks as a buyer.
BOUGHT = (State.PAID, State.PACKED, State.SHIPPED, State.DELIVERED)


def has_bought(user: User, product: Product) -> bool:
    """Whether a paid order of the account holds the product, in any variant."""
    lines = OrderLine.objects.filter(order__user=user, order__state__in=BOUGHT)
    return lines.filter(variant__product=product).exists()
