"""What a customer's reviews add to the export of an account, and what its deletion does with them."""

from collections.abc import Iterator

from accounts.models import User
from catalog.shown import forget_product
from core.export import json_chunks
from reviews.models import Review

COLUMNS = ("product__name", "rating", "title", "body", "status", "created_at", "updated_at")


def export(user: User) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the file with what the customer said."""
    reviews = Review.objects.filter(author=user).order_by("pk")
    yield "reviews.json", json_chunks(reviews.values(*COLUMNS).iterator())


def erase(user: User) -> None:
    """Let the reviews stand under the name of a deleted user: the stars of a product are made of them."""
    for product_id in Review.objects.filter(author=user).values_list("product", flat=True):
        forget_product(product_id)
