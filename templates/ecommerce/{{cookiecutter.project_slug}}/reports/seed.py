"""The rollups of the demonstration's orders, made as the schedule makes them."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Min
from django.utils import timezone

from orders.models import Order
from reports.rollups import rebuild_best_sellers, rebuild_day

Progress = Callable[[str, int, int], None]

MOST_DAYS = 400


def seed(size: int, progress: Progress) -> None:
    """Count every day since the first order, after the orders; `size` changes nothing here."""
    zone = timezone.get_default_timezone()
    first = Order.objects.aggregate(first=Min("created_at"))["first"]
    if first is None:
        return
    today = timezone.localdate(timezone=zone)
    days = min((today - timezone.localdate(first, zone)).days + 1, MOST_DAYS)
    for done in range(1, days + 1):
        rebuild_day(today - timedelta(days=days - done))
        progress("Sales of days", done, days)
    rebuild_best_sellers()
