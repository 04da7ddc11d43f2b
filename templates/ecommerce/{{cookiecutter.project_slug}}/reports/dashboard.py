"""What the dashboard shows: read from rollups and small lists, never from all orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format

from inventory.models import Stock
from orders.models import Order
from orders.states import State
from reports.charts import Bar, bars
from reports.models import BestSeller, DailySales

PERIODS = (7, 30, 90, 365)
# Longer periods are shown by the week.
MOST_DAYS_AS_BARS = 90
WEEK = 7
MOST_OPEN = 1000
LIST_LENGTH = 10
OPEN = (State.PAID, State.PACKED)


@dataclass(frozen=True)
class Figure:
    """A sum of a period, and that of the period before."""

    now: int
    before: int

    @property
    def change(self) -> int | None:
        """The difference in percent of what was before, None if that was nothing."""
        return round(100 * (self.now - self.before) / self.before) if self.before else None


@dataclass(frozen=True)
class Step:
    """A day or a week of the chart."""

    first: date
    last: date
    revenue: int
    refunded: int
    orders: int

    @property
    def label(self) -> str:
        """The day, or the first day of the week."""
        return date_format(self.first, "SHORT_DATE_FORMAT")


@dataclass(frozen=True)
class Sales:
    """A period in one currency."""

    steps: Sequence[Step]
    totals: dict[str, Figure]

    @property
    def bars(self) -> list[Bar]:
        """The chart of the revenue."""
        return bars([(step.label, step.revenue) for step in self.steps])

    @property
    def average(self) -> int:
        """What an order is worth, in the smallest unit."""
        return self.totals["revenue"].now // self.totals["orders"].now if self.totals["orders"].now else 0


def load_sales(last: date, days: int, currency: str) -> Sales:
    """Return the sales of the days up to ``last``. Two queries."""
    first = last - timedelta(days=days - 1)
    before = DailySales.objects.between(first - timedelta(days=days), first - timedelta(days=1), currency)
    rows = {row.day: row for row in DailySales.objects.between(first, last, currency)}
    earlier = before.totals()
    totals = {
        name: Figure(sum(getattr(row, name) for row in rows.values()), earlier[name]) for name in earlier
    }
    length = 1 if days <= MOST_DAYS_AS_BARS else WEEK
    starts = range(0, days, length)
    steps = [_step(rows, first + timedelta(days=start), min(length, days - start)) for start in starts]
    return Sales(steps, totals)


def open_orders() -> int:
    """Return how many orders wait for the warehouse, at most one more than ``MOST_OPEN``."""
    waiting = Order.objects.filter(state__in=OPEN).order_by()
    return waiting[: MOST_OPEN + 1].count()


def low_stock() -> list[Stock]:
    """Return the articles of which the least is left."""
    low = Stock.objects.low().select_related("variant__product").order_by("on_hand", "pk")
    return list(
        low.defer("variant__product__description", "variant__product__description_html")[:LIST_LENGTH]
    )


def best_sellers() -> list[BestSeller]:
    """Return what sold best in the last days."""
    best = BestSeller.objects.select_related("product").order_by("-items", "pk")
    return list(best.defer("product__description", "product__description_html")[:LIST_LENGTH])


def currencies() -> list[str]:
    """Return the currencies in which something was sold."""
    return list(DailySales.objects.order_by("currency").values_list("currency", flat=True).distinct())


def _step(rows: dict[date, DailySales], first: date, length: int) -> Step:
    days = [first + timedelta(days=number) for number in range(length)]
    found = [rows[day] for day in days if day in rows]
    sums = {name: sum(getattr(row, name) for row in found) for name in ("revenue", "refunded", "orders")}
    return Step(first, days[-1], **sums)
