"""What a customer's wishlist adds to the export of an account, and what its deletion does with it."""

from collections.abc import Iterator

from accounts.models import User
from core.export import json_chunks
from wishlist.models import Wish, Wishlist


def export(user: User) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the file with the wishes."""
    wishes = Wish.objects.filter(wishlist__user=user).order_by("pk")
    columns = ("variant__product__name", "variant__name", "variant__sku", "created_at")
    yield "wishlist.json", json_chunks(wishes.values(*columns).iterator())


def erase(user: User) -> None:
    """Delete the list with its wishes and its link."""
    Wishlist.objects.filter(user=user).delete()
