"""Filling, sharing and emptying wishlists."""

import uuid

from django.db import transaction

from accounts.models import User
from cart.models import Cart
from cart.services import add_to_cart
from catalog.models import Variant
from wishlist.errors import ListFull, NotForSale
from wishlist.models import Wish, Wishlist

MOST_WISHES = 200


@transaction.atomic
def add_wish(variant: Variant, *, by: User) -> Wish:
    """Note a variant; what is on the list already stays as it is. Raises NotForSale, ListFull.

    The list is locked while its wishes are counted, so clicks at once do not pass the limit together.
    """
    if not (variant.is_active and variant.product.is_for_sale):
        raise NotForSale
    wishlist = Wishlist.objects.select_for_update().get(pk=own_list(by).pk)
    found = wishlist.wishes.filter(variant=variant).first()
    if found is not None:
        return found
    if wishlist.wishes.count() >= MOST_WISHES:
        raise ListFull
    return wishlist.wishes.create(variant=variant)


def remove_wish(wish: Wish) -> None:
    """Take a wish off its list."""
    wish.delete()


@transaction.atomic
def move_to_cart(wish: Wish, cart: Cart) -> None:
    """Put one piece into the cart and take the wish off the list, both or neither.

    Raises the errors of ``cart.services.add_to_cart``.
    """
    add_to_cart(cart, wish.variant, 1)
    wish.delete()


def share_list(user: User) -> Wishlist:
    """Open the list of a user to whoever has its link; each time the link is a new one."""
    wishlist = own_list(user)
    wishlist.token, wishlist.is_shared = uuid.uuid4(), True
    wishlist.save(update_fields=["token", "is_shared"])
    return wishlist


def unshare_list(user: User) -> None:
    """Make the link of a list worthless."""
    Wishlist.objects.filter(user=user).update(token=uuid.uuid4(), is_shared=False)


def own_list(user: User) -> Wishlist:
    """Return the list of a user, made if there is none; there is never a second one."""
    return Wishlist.objects.get_or_create(user=user)[0]
