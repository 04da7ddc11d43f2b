"""Lines of carts with what their pages need."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, FilteredRelation, Q

if TYPE_CHECKING:
    from cart.models import CartLine  # noqa: F401 - names the type of the rows


class CartLineQuerySet(models.QuerySet["CartLine"]):
    """Lines by what is fetched along."""

    def with_articles(self, currency: str) -> Self:
        """Fetch article, stock and ``amount``, the price in a currency, None if it has none."""
        in_currency = FilteredRelation("variant__prices", condition=Q(variant__prices__currency=currency))
        lines = self.select_related("variant__product", "variant__stock")
        return lines.annotate(price=in_currency, amount=F("price__amount"))
