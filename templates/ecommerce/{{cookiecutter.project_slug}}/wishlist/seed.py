"""The wishlist of the demonstration's customer, shared by link."""

from collections.abc import Callable

from django.db import transaction

from accounts.models import User
from catalog.models import Product
from wishlist.models import Wish
from wishlist.services import add_wish, share_list

Progress = Callable[[str, int, int], None]

CUSTOMER = "reader@example.com"
WISHES = 5


@transaction.atomic
def seed(size: int, progress: Progress) -> None:
    """Note a few products once, after the catalogue; `size` changes nothing here."""
    customer = User.objects.filter(email=CUSTOMER).first()
    if customer is None or Wish.objects.exists():
        return
    products = Product.objects.for_sale().order_by("-published_at", "-pk")
    chosen = [product.variants.filter(is_active=True).first() for product in products[:WISHES]]
    for done, variant in enumerate(filter(None, chosen), start=1):
        add_wish(variant, by=customer)
        progress("Wishes", done, len(chosen))
    share_list(customer)
