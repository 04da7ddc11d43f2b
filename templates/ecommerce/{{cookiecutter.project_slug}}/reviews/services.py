"""Writing, changing and deciding about reviews; each keeps the average on the product right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db import IntegrityError, transaction
from django.db.models import Count, Sum
from django.utils import timezone

from accounts.models import User
from catalog.models import Product
from catalog.shown import forget_product
from reviews.errors import AlreadyReviewed, NotAllowed, NotBought
from reviews.models import Review
from reviews.policy import can_edit_review, can_moderate_reviews, can_write_review

Status = Review.Status
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Decision:
    """How many reviews were changed, and how many somebody else had decided meanwhile."""

    changed: int
    skipped: int


def write_review(product: Product, *, by: User, rating: int, title: str, body: str) -> Review:
    """Note what a buyer says; customers see it once support approves. Raises NotBought, AlreadyReviewed."""
    if not can_write_review(by, product):
        raise NotBought
    try:
        with transaction.atomic():
            return Review.objects.create(product=product, author=by, rating=rating, title=title, body=body)
    except IntegrityError as error:
        raise AlreadyReviewed from error


@transaction.atomic
def edit_review(review: Review, *, by: User, rating: int, title: str, body: str) -> Review:
    """Change a review; it waits for support again: what was approved were other words. Raises NotAllowed."""
    if not can_edit_review(by, review):
        raise NotAllowed
    changes = {"rating": rating, "title": title, "body": body, "status": Status.PENDING}
    for name, value in changes.items():
        setattr(review, name, value)
    review.save(update_fields=[*changes, "updated_at"])
    refresh_ratings([review.product_id])
    return review


@transaction.atomic
def delete_review(review: Review, *, by: User) -> None:
    """Take a review back. Raises NotAllowed."""
    if not can_edit_review(by, review):
        raise NotAllowed
    product_id = review.product_id
    review.delete()
    refresh_ratings([product_id])


@transaction.atomic
def decide_reviews(seen: Mapping[int, str], status: str, *, by: User) -> Decision:
    """Approve or reject reviews; ``seen`` maps each id to the version that the decider read.

    What somebody else has decided, or its author changed, since then is left alone. Raises NotAllowed.
    """
    if not can_moderate_reviews(by):
        raise NotAllowed
    # In the order of their ids: two deciders with overlapping pages must not wait for each other.
    rows = Review.objects.select_for_update(of=("self",)).filter(pk__in=seen).order_by("pk")
    chosen = [review for review in rows if review.version == seen[review.pk] and review.status != status]
    decided = Review.objects.filter(pk__in=[review.pk for review in chosen])
    decided.update(status=status, moderated_by=by, updated_at=timezone.now())
    refresh_ratings({review.product_id for review in chosen})
    return Decision(len(chosen), len(seen) - len(chosen))


@transaction.atomic
def refresh_ratings(product_ids: Iterable[int]) -> None:
    """Count the stars of products anew, in three queries; call it in the transaction that changed them.

    The rows of the products are locked before counting: of two changes at once the second counts the
    first, while a difference added to the average would sum up every mistake. The lock leaves the
    keys of the rows alone, so orders and carts that point to them do not wait.
    """
    rows = Product.objects.select_for_update(no_key=True).filter(pk__in=list(product_ids))
    products = list(rows.order_by("pk").only("pk"))
    reviews = Review.objects.approved().filter(product__in=products).order_by()
    sums = reviews.values_list("product").annotate(Sum("rating"), Count("pk"))
    found = {key: (total, count) for key, total, count in sums}
    for product in products:
        total, count = found.get(product.pk, (0, 0))
        product.rating_count, product.rating_average = count, average(total, count)
    Product.objects.bulk_update(products, ["rating_count", "rating_average"])
    for product in products:
        forget_product(product.pk)


def average(total: int, count: int) -> Decimal | None:
    """Return the mean to two digits, halves rounded up, None without any."""
    return (Decimal(total) / count).quantize(HUNDREDTH, ROUND_HALF_UP) if count else None
