"""The report that is written twice."""

from datetime import UTC, date, datetime

from django.test import TestCase

from catalog.tests.factories import make_category, make_product
from orders.tests.factories import make_order
from reports.categories import by_month, by_month_with_orm
from reports.tests.test_rollups import make_sale

MARCH, APRIL = datetime(2026, 3, 31, 23, 59, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
SINCE = datetime(2026, 1, 1, tzinfo=UTC)


class CategoryReportTests(TestCase):
    def setUp(self):
        tea, pens = (make_product(category=make_category(name), stock=50) for name in ("Tea", "Pens"))
        make_sale(MARCH, product=tea, quantity=2)
        make_sale(APRIL, product=tea)
        make_sale(APRIL, product=pens, quantity=3)
        make_order((tea.variants.get(), 1))

    def test_sql_and_orm_give_the_same_rows(self):
        rows = [
            ("Tea", date(2026, 3, 1), 1, 2, 3998),
            ("Pens", date(2026, 4, 1), 1, 3, 5997),
            ("Tea", date(2026, 4, 1), 1, 1, 1999),
        ]

        self.assertEqual(list(by_month(SINCE, "EUR")), rows)
        self.assertEqual(list(by_month_with_orm(SINCE, "EUR")), rows)

    def test_hostile_values_are_values(self):
        for report in (by_month, by_month_with_orm):
            with self.subTest(report=report.__name__):
                self.assertEqual(list(report(SINCE, "EUR' OR '1'='1")), [])
