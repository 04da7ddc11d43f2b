"""The dashboard of administrators, and its figures as a file."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from core.decorators import requires
from core.export import stream_csv
from pricing.money import to_decimal
from reports import dashboard as figures
from reports.forms import PeriodForm
from reports.models import DailySales
from reports.policy import can_see_reports

HEADER = ("day", "currency", "orders", "items", "revenue", "refunded")


@require_GET
@never_cache
@requires(can_see_reports)
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show what was sold, what waits and what runs out."""
    days, currency = _period(request)
    context = {
        "form": PeriodForm(initial={"days": days, "currency": currency}),
        "days": days,
        "currency": currency,
        "sales": figures.load_sales(_today(), days, currency),
        "open_orders": figures.open_orders(),
        "most_open": figures.MOST_OPEN,
        "low_stock": figures.low_stock(),
        "best_sellers": figures.best_sellers(),
    }
    return render(request, "reports/dashboard.html", context)


@require_GET
@never_cache
@requires(can_see_reports)
def sales_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Send the days of the period as a table."""
    days, currency = _period(request)
    first = _today() - timedelta(days=days - 1)
    rows = DailySales.objects.between(first, _today(), currency).order_by("day")
    return stream_csv(_cells(rows.iterator()), f"sales-{currency}-{days}.csv")


def _cells(rows: Iterator[DailySales]) -> Iterator[tuple[object, ...]]:
    yield HEADER
    for row in rows:
        amounts = (to_decimal(amount, row.currency) for amount in (row.revenue, row.refunded))
        yield (row.day.isoformat(), row.currency, row.orders, row.items, *amounts)


def _period(request: HttpRequest) -> tuple[int, str]:
    return PeriodForm(request.GET).chosen()


def _today() -> date:
    return timezone.localdate(timezone=timezone.get_default_timezone())
