"""What the page of a product shows of its reviews: the same for everybody, so it is rendered once."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from catalog.models import Product
from catalog.replica import reading
from catalog.shown import render_fragment
from reviews.models import Review

SHOWN = 5


@dataclass(frozen=True)
class StarBar:
    """How many reviews gave so many stars; ``percent`` of all."""

    stars: int
    count: int
    percent: int


def star_bars(counts: dict[int, int]) -> list[StarBar]:
    """Return the distribution of the stars, the most stars first."""
    total = sum(counts.values())
    return [
        StarBar(stars, count, round(100 * count / total) if total else 0) for stars, count in counts.items()
    ]


def render_section(product: Product) -> SafeString:
    """Return the newest reviews of a product and its stars. Two queries, none if there is no review."""
    bars: list[StarBar] = []
    newest: list[Review] = []
    if product.rating_count:
        reviews = Review.objects.using(reading()).about(product)
        bars, newest = star_bars(reviews.stars()), list(reviews.order_by("-pk")[:SHOWN])
    context = {"product": product, "bars": bars, "reviews": newest, "has_more": product.rating_count > SHOWN}
    return render_fragment("reviews/section.html", context)
