"""Which reviews customers see, and how many stars they give."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count

if TYPE_CHECKING:
    from catalog.models import Product
    from reviews.models import Review  # noqa: F401 - names the type of the rows

MOST_STARS = 5


class ReviewQuerySet(models.QuerySet["Review"]):
    """Reviews by who may see them."""

    def approved(self) -> Self:
        """Keep what customers see."""
        return self.filter(status="approved")

    def waiting(self) -> Self:
        """Keep what support has to decide."""
        return self.filter(status="pending")

    def about(self, product: "Product") -> Self:
        """Keep the approved reviews of a product, with their authors."""
        return self.approved().filter(product=product).select_related("author")

    def stars(self) -> dict[int, int]:
        """Return how many reviews give each number of stars, the most stars first. One query."""
        counts = dict(self.order_by().values_list("rating").annotate(Count("pk")))
        return {stars: counts.get(stars, 0) for stars in range(MOST_STARS, 0, -1)}
