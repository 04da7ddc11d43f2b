"""Posts by date, in the time zone of the site."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from posts.fragments import remember_for_edition
from posts.models import Post
from posts.querysets import PostQuerySet


@dataclass(frozen=True)
class Month:
    """A month that has posts."""

    first_day: date
    post_count: int


def months(edition: str) -> list[Month]:
    """Return the months that have public posts, newest first; counted once for an edition."""
    return remember_for_edition(edition, _count, "months")


def years(all_months: Iterable[Month]) -> list[tuple[int, int, list[Month]]]:
    """Return the year, the number of its posts and its months, newest first."""
    grouped = groupby(all_months, key=lambda month: month.first_day.year)
    listed = ((year, list(group)) for year, group in grouped)
    return [(year, sum(month.post_count for month in group), group) for year, group in listed]


def in_year(year: int) -> PostQuerySet:
    """Return the public posts of a year. Raises ValueError for a year the calendar does not have."""
    return _between(date(year, 1, 1), date(year + 1, 1, 1))


def in_month(year: int, month: int) -> PostQuerySet:
    """Return the public posts of a month. Raises ValueError for a month the calendar does not have."""
    first = date(year, month, 1)
    return _between(first, (first + timedelta(days=32)).replace(day=1))


def _count() -> list[Month]:
    by_month = Post.objects.published().order_by().annotate(month=TruncMonth("published_at")).values("month")
    counted = by_month.annotate(total=Count("pk")).order_by("-month").values_list("month", "total")
    return [Month(month.date(), total) for month, total in counted]


def _between(first: date, end: date) -> PostQuerySet:
    # A range of moments can use the index on published_at, a comparison of years could not.
    start, stop = (
        datetime(day.year, day.month, day.day, tzinfo=timezone.get_default_timezone()) for day in (first, end)
    )
    return Post.objects.published().filter(published_at__gte=start, published_at__lt=stop)
