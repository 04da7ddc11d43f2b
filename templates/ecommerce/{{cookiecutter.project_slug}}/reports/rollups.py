"""Making the rollups from orders and refunds; each can be made again at any time and comes out the same."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Count, F, Sum
from django.utils import timezone

from orders.models import Order, OrderLine
from orders.states import State
from payments.models import Refund
from reports.models import BestSeller, DailySales

# A payment comes at most so long after its order: orders are found by the index of their making.
PAYMENT_DAYS = 30
BEST_SELLER_DAYS = 30
MOST_BEST_SELLERS = 500
COLUMNS = ("orders", "items", "revenue", "refunded")
# Orders whose goods did not go back.
SOLD = (State.PAID, State.PACKED, State.SHIPPED, State.DELIVERED)

Figures = dict[str, dict[str, int]]


@transaction.atomic
def rebuild_day(day: date) -> list[DailySales]:
    """Count one day of the shop's time zone anew, whatever was counted before; a row per currency.

    What was sold counts on the day of its payment, what was given back on the day of the refund.
    """
    figures = _figures_of(day)
    rows = [DailySales(day=day, currency=currency, **sums) for currency, sums in sorted(figures.items())]
    DailySales.objects.filter(day=day).exclude(currency__in=list(figures)).delete()
    return DailySales.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["day", "currency"], update_fields=COLUMNS
    )


def rebuild_days(first: date, last: date) -> int:
    """Count the days from the first to the last anew; returns how many."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    for day in days:
        rebuild_day(day)
    return len(days)


@transaction.atomic
def rebuild_best_sellers() -> int:
    """Count anew what was sold in the last days; returns how many products it names."""
    since = timezone.now() - timedelta(days=BEST_SELLER_DAYS)
    lines = OrderLine.objects.filter(order__created_at__gte=since, order__state__in=SOLD)
    sold = lines.filter(variant__isnull=False).values(product=F("variant__product"))
    best = sold.annotate(items=Sum("quantity")).order_by("-items", "product")[:MOST_BEST_SELLERS]
    rows = [BestSeller(product_id=row["product"], items=row["items"]) for row in best]
    BestSeller.objects.exclude(product__in=[row.product_id for row in rows]).delete()
    BestSeller.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["product"], update_fields=["items"]
    )
    return len(rows)


def _figures_of(day: date) -> Figures:
    begin, end = bounds(day)
    figures: Figures = defaultdict(lambda: dict.fromkeys(COLUMNS, 0))
    paid = Order.objects.filter(
        created_at__gte=begin - timedelta(days=PAYMENT_DAYS),
        created_at__lt=end,
        paid_at__gte=begin,
        paid_at__lt=end,
    ).order_by()
    sums = paid.values_list("currency").annotate(Count("pk"), Sum("total"))
    for currency, orders, revenue in sums:
        figures[currency].update(orders=orders, revenue=revenue)
    lines = OrderLine.objects.filter(order__in=paid).order_by()
    for currency, items in lines.values_list("order__currency").annotate(Sum("quantity")):
        figures[currency]["items"] = items
    given_back = Refund.objects.filter(
        state=Refund.State.SUCCEEDED, updated_at__gte=begin, updated_at__lt=end
    ).order_by()
    for currency, refunded in given_back.values_list("payment__currency").annotate(Sum("amount")):
        figures[currency]["refunded"] = refunded
    return figures


def bounds(day: date) -> tuple[datetime, datetime]:
    """Return the moments at which a day of the shop begins and ends; days of 23 and 25 hours included."""
    zone = timezone.get_default_timezone()
    return (
        datetime.combine(day, time.min, tzinfo=zone),
        datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone),
    )
