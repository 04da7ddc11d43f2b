"""Wishes with all that a page shows of them."""

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from wishlist.models import Wish, Wishlist  # noqa: F401 - name the type of the rows


class WishlistQuerySet(models.QuerySet["Wishlist"]):
    """Lists by who may read them."""

    def shared(self) -> Self:
        """Keep what whoever has the link may read; the lists of deleted accounts are gone."""
        return self.filter(is_shared=True, user__is_active=True)


class WishQuerySet(models.QuerySet["Wish"]):
    """Wishes with their articles."""

    def with_articles(self) -> Self:
        """Fetch the article, its product, its stock and its prices along. Two queries for any number."""
        products = self.select_related("variant__product", "variant__stock")
        long_texts = ("variant__product__description", "variant__product__description_html")
        return products.defer(*long_texts).prefetch_related("variant__prices")
