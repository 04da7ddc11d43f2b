"""What a cart costs: the one place where prices, discounts, shipping and tax meet.

The arithmetic is of whole numbers and knows no database, so that properties of it can be tested.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pricing.money import BASIS_POINTS, allocate, divide, tax_in, tax_on


@dataclass(frozen=True)
class Article:
    """What is asked about: how many of something, its price, and how it is taxed."""

    unit_price: int
    quantity: int
    basis_points: int = 0
    tax_included: bool = True


@dataclass(frozen=True)
class Discount:
    """What a promotion takes off; ``minimum`` is the subtotal from which on it holds."""

    percent: int = 0
    amount: int = 0
    free_shipping: bool = False
    minimum: int = 0


@dataclass(frozen=True)
class LineQuote:
    """What one line costs; ``total`` is what the customer pays for it, tax included."""

    unit_price: int
    quantity: int
    discount: int
    tax: int
    total: int
    basis_points: int
    tax_included: bool


@dataclass(frozen=True)
class Quote:
    """What a cart costs. ``subtotal`` are the goods as they are shown, before the discount."""

    lines: list[LineQuote] = field(default_factory=list)
    subtotal: int = 0
    discount: int = 0
    shipping: int = 0
    tax: int = 0
    total: int = 0


def quote(articles: Sequence[Article], *, shipping: int = 0, discount: Discount | None = None) -> Quote:
    """Return what the articles cost together, with the tax of each line rounded once.

    The discount is spread over the lines in proportion, so that each line is taxed on what is paid
    for it. It is never more than the goods.
    """
    goods = [article.unit_price * article.quantity for article in articles]
    subtotal = sum(goods)
    taken = discount_on(subtotal, discount)
    lines = [_line(article, part) for article, part in zip(articles, allocate(taken, goods), strict=True)]
    if discount and discount.free_shipping and subtotal >= discount.minimum:
        shipping = 0
    return Quote(
        lines=lines,
        subtotal=subtotal,
        discount=taken,
        shipping=shipping,
        tax=sum(line.tax for line in lines),
        total=sum(line.total for line in lines) + shipping,
    )


def discount_on(subtotal: int, discount: Discount | None) -> int:
    """Return what is taken off goods of this value: at least nothing, at most all."""
    if discount is None or subtotal < discount.minimum:
        return 0
    percentage = divide(subtotal * discount.percent * 100, BASIS_POINTS)
    return max(0, min(percentage + discount.amount, subtotal))


def _line(article: Article, discount: int) -> LineQuote:
    paid = article.unit_price * article.quantity - discount
    if article.tax_included:
        tax, total = tax_in(paid, article.basis_points), paid
    else:
        tax = tax_on(paid, article.basis_points)
        total = paid + tax
    return LineQuote(
        unit_price=article.unit_price,
        quantity=article.quantity,
        discount=discount,
        tax=tax,
        total=total,
        basis_points=article.basis_points,
        tax_included=article.tax_included,
    )
