"""Rollups by period and currency."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Sum

if TYPE_CHECKING:
    from reports.models import DailySales  # noqa: F401 - names the type of the rows

SUMS = ("orders", "items", "revenue", "refunded")


class DailySalesQuerySet(models.QuerySet["DailySales"]):
    """Days of sales."""

    def between(self, first: date, last: date, currency: str) -> Self:
        """Keep the days from the first to the last, in one currency."""
        return self.filter(day__gte=first, day__lte=last, currency=currency)

    def totals(self) -> dict[str, int]:
        """Return the sums of all columns, 0 without any day. One query."""
        sums = self.aggregate(**{name: Sum(name) for name in SUMS})
        return {name: value or 0 for name, value in sums.items()}
