"""Which stocks need care."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F

if TYPE_CHECKING:
    from inventory.models import Stock  # noqa: F401 - names the type of the rows


class StockQuerySet(models.QuerySet["Stock"]):
    """Stocks by how much is left."""

    def low(self) -> Self:
        """Keep what is for sale and nearly gone."""
        return self.filter(on_hand__lte=F("low_from") + F("reserved"), variant__is_active=True)

    def to_warn_of(self) -> Self:
        """Keep what the warehouse was not told of since the last movement."""
        return self.low().filter(alerted_at=None)
