"""What each category sold in each month: one report, written twice, so that both ways can be compared.

``by_month`` is parameterised SQL, ``by_month_with_orm`` says the same with querysets.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, F, Sum
from django.db.models.functions import TruncMonth

from orders.models import OrderLine

COLUMNS = ("category", "month", "orders", "items", "revenue")
# The first day of the month, in the engines' own words; both read the column as UTC.
MONTHS = {
    "postgresql": "date_trunc('month', orders_order.paid_at AT TIME ZONE 'UTC')",
    "sqlite": "strftime('%%Y-%%m-01', orders_order.paid_at)",
}
SQL = """
    WITH sold AS (
        SELECT catalog_product.category_id, {month} AS month, orders_orderline.order_id,
               orders_orderline.quantity, orders_orderline.total
        FROM orders_orderline
        JOIN orders_order ON orders_order.id = orders_orderline.order_id
        JOIN catalog_variant ON catalog_variant.id = orders_orderline.variant_id
        JOIN catalog_product ON catalog_product.id = catalog_variant.product_id
        WHERE orders_order.currency = %s AND orders_order.paid_at >= %s
    )
    SELECT catalog_category.name, sold.month, COUNT(DISTINCT sold.order_id),
           SUM(sold.quantity), SUM(sold.total)
    FROM sold JOIN catalog_category ON catalog_category.id = sold.category_id
    GROUP BY catalog_category.name, sold.month
    ORDER BY sold.month, catalog_category.name
"""

Row = tuple[str, date, int, int, int]


def by_month(since: datetime, currency: str) -> Iterator[Row]:
    """Yield a row per category and month of UTC, in one currency. Values never become part of the SQL."""
    with connection.cursor() as cursor:
        cursor.execute(SQL.format(month=MONTHS[connection.vendor]), [currency, since])
        for category, month, orders, items, revenue in cursor.fetchall():
            yield category, _to_date(month), orders, int(items), int(revenue)


def by_month_with_orm(since: datetime, currency: str) -> Iterator[Row]:
    """Yield the same rows by way of querysets."""
    lines = OrderLine.objects.filter(order__currency=currency, order__paid_at__gte=since)
    months = lines.filter(variant__isnull=False).values(
        category=F("variant__product__category__name"), month=TruncMonth("order__paid_at", tzinfo=UTC)
    )
    sums = months.annotate(
        orders=Count("order", distinct=True), items=Sum("quantity"), revenue=Sum("total")
    ).order_by("month", "category")
    for row in sums.values_list(*COLUMNS):
        category, month, *numbers = row
        yield category, _to_date(month), *numbers


def _to_date(month: Any) -> date:
    return date.fromisoformat(str(month)[:10])
