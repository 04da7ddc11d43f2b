"""Which products customers see, and what is fetched along with them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import DecimalField, F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

if TYPE_CHECKING:
    from catalog.models import Product  # noqa: F401 - named by the base class

# What a product without reviews is sorted by.
STARS = Coalesce(
    F("rating_average"), Value(Decimal(0)), output_field=DecimalField(max_digits=3, decimal_places=2)
)


class ProductQuerySet(models.QuerySet["Product"]):
    """Products by who may see them and where they lie."""

    def for_sale(self) -> Self:
        """Keep what customers see now; no worker is needed for a product to appear."""
        return self.filter(status="active", published_at__lte=timezone.now())

    def in_categories(self, keys: Iterable[int]) -> Self:
        """Keep what lies in one of the categories; one category alone can use its index."""
        keys = list(keys)
        return self.filter(category=keys[0]) if len(keys) == 1 else self.filter(category__in=keys)

    def with_stars(self) -> Self:
        """Add the average of the reviews as ``stars``, 0 without any."""
        return self.annotate(stars=STARS)

    def without_texts(self) -> Self:
        """Leave out the long columns that lists do not show."""
        return self.defer("description", "description_html")
