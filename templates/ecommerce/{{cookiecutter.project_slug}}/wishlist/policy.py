"""Who reads and changes a wishlist."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from accounts.models import User

if TYPE_CHECKING:
    from wishlist.models import Wishlist

Somebody = User | AnonymousUser


def can_keep_wishlist(user: Somebody) -> bool:
    """Everybody with an account."""
    return isinstance(user, User) and user.is_active


def can_change_wishlist(user: Somebody, wishlist: "Wishlist") -> bool:
    """Nobody but the owner, staff included: what somebody wants is theirs to know."""
    return can_keep_wishlist(user) and wishlist.user_id == user.pk


def can_read_wishlist(user: Somebody, wishlist: "Wishlist") -> bool:
    """The owner, and while it is shared whoever has the link."""
    return wishlist.is_shared or can_change_wishlist(user, wishlist)


ACTIONS = {"keep wishlist": can_keep_wishlist}
OBJECT_ACTIONS = {"change wishlist": can_change_wishlist, "read wishlist": can_read_wishlist}
