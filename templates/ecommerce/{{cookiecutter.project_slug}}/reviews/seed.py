"""What the demonstration's buyers say of what they bought: a few words for each number of stars."""

import random
from collections.abc import Callable, Iterator

from django.db import transaction
from django.db.models import Avg, Count

from catalog.models import Product
from orders.models import OrderLine
from reviews.models import Review
from reviews.purchases import BOUGHT

Progress = Callable[[str, int, int], None]
Status = Review.Status

BATCH_SIZE = 1000
# Stars -> what is said; good things are bought more often than bad ones.
WORDS: dict[int, list[tuple[str, str]]] = {
    5: [
        ("Exactly what I hoped for", "It came well wrapped, looks like the picture, and I use it every day."),
        ("A present that pleased", "I gave it to my sister, who asked me at once where it is from."),
        ("Will buy again", "The second one that I have bought here. It is as good as the first."),
    ],
    4: [
        ("Very good", "Well made and pleasant to use. One star less because the box was larger than needed."),
        ("Good, with one wish", "I like it a lot. A darker colour would be my only wish."),
    ],
    3: [("All right", "It does what it should. For the price I had hoped for a little more.")],
    2: [("Not for me", "Smaller than I had imagined. Measure before you order.")],
    1: [("Came broken", "A corner was broken. The shop gave my money back at once, so no hard feelings.")],
}
WEIGHTS = {5: 50, 4: 30, 3: 12, 2: 5, 1: 3}


@transaction.atomic
def seed(size: int, progress: Progress) -> None:
    """Write a review for every other purchase, `size` reviews at most; once, after the orders."""
    if Review.objects.exists():
        return
    rows: list[Review] = []
    for number, (product, author) in enumerate(_purchases(size)):
        rows.append(_review(product, author, number))
    for start in range(0, len(rows), BATCH_SIZE):
        Review.objects.bulk_create(rows[start : start + BATCH_SIZE])
        progress("Reviews", min(start + BATCH_SIZE, len(rows)), len(rows))
    _count_stars()


def _purchases(size: int) -> Iterator[tuple[int, int]]:
    """Yield the ids of a product and of its buyer, each pair once."""
    lines = OrderLine.objects.filter(
        order__state__in=BOUGHT, order__user__isnull=False, variant__isnull=False
    ).order_by("order__created_at", "order", "position")
    seen: set[tuple[int, int]] = set()
    for pair in lines.values_list("variant__product", "order__user").iterator(BATCH_SIZE):
        if len(seen) >= size:
            return
        if pair not in seen and random.random() < 0.5:  # noqa: S311 - a demonstration, no secret
            seen.add(pair)
            yield pair


def _review(product: int, author: int, number: int) -> Review:
    stars = random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]  # noqa: S311
    title, body = random.choice(WORDS[stars])  # noqa: S311
    # Support has something to decide too.
    status = Status.PENDING if number % 12 == 5 else Status.APPROVED
    return Review(product_id=product, author_id=author, rating=stars, title=title, body=body, status=status)


def _count_stars() -> None:
    rated = Review.objects.approved().order_by().values("product")
    rated = rated.annotate(count=Count("pk"), average=Avg("rating"))
    products = [
        Product(pk=row["product"], rating_count=row["count"], rating_average=round(row["average"], 2))
        for row in rated
    ]
    Product.objects.bulk_update(products, ["rating_count", "rating_average"], batch_size=BATCH_SIZE)
