"""Buyers and their reviews, for tests."""

from typing import Any

from accounts.models import User
from accounts.tests.factories import make_user
from catalog.models import Product
from catalog.tests.factories import make_product
from orders.states import State
from orders.tests.factories import make_order
from reviews.models import Review
from reviews.services import refresh_ratings


def make_buyer(product: Product, **fields: Any) -> User:
    """Return a user whose order of the product is paid."""
    user = make_user(None, **fields)
    make_order((product.variants.first(), 1), user=user, state=State.PAID)
    return user


def make_review(product: Product | None = None, author: User | None = None, **fields: Any) -> Review:
    """Return an approved review of five stars; its author need not have bought anything."""
    fields = {"rating": 5, "title": "Fine", "body": "It works.", "status": Review.Status.APPROVED} | fields
    product = product or make_product()
    review = Review.objects.create(product=product, author=author or make_user(), **fields)
    refresh_ratings([product.pk])
    return review
