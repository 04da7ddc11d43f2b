"""Who may write about a product, and who decides what is shown."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.roles import Role
from reviews.purchases import has_bought

if TYPE_CHECKING:
    from catalog.models import Product
    from reviews.models import Review

Somebody = User | AnonymousUser


def can_write_review(user: Somebody, product: "Product") -> bool:
    """Customers whose order of the product is paid."""
    return isinstance(user, User) and user.is_active and has_bought(user, product)


def can_edit_review(user: Somebody, review: "Review") -> bool:
    """Authors correct and withdraw their own words; nobody puts other words into their mouths."""
    return isinstance(user, User) and user.is_active and review.author_id == user.pk


def can_moderate_reviews(user: Somebody) -> bool:
    """Support decides which reviews are shown."""
    return isinstance(user, User) and user.has_role(Role.SUPPORT)


ACTIONS = {"moderate reviews": can_moderate_reviews}
OBJECT_ACTIONS = {"write review": can_write_review, "edit review": can_edit_review}
