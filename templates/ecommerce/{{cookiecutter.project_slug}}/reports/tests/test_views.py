"""The dashboard."""

import csv
import io
from datetime import timedelta
from unittest import mock

from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from accounts.tests.factories import make_user
from catalog.tests.factories import make_product
from core.testing import assert_stays
from orders.models import Order
from orders.states import State
from orders.tests.factories import make_order
from reports import dashboard
from reports.charts import HEIGHT, WIDTH, bars
from reports.models import BestSeller, DailySales

DASHBOARD = "reports:dashboard"


def make_day(days_ago: int = 0, **fields) -> DailySales:
    """Return the rollup of a day."""
    day = timezone.localdate(timezone=timezone.get_default_timezone()) - timedelta(days=days_ago)
    values = {"currency": "EUR", "orders": 2, "items": 3, "revenue": 5000, "refunded": 100} | fields
    return DailySales.objects.create(day=day, **values)


class DashboardTests(TestCase):
    def setUp(self):
        self.client.force_login(make_user(None, Role.ADMINISTRATOR))

    def test_only_administrators_see_it(self):
        cases = [(None, 302), ("", 403), (Role.CATALOG, 403), (Role.WAREHOUSE, 403), (Role.SUPPORT, 403)]
        for role, expected in cases:
            client = Client()
            if role is not None:
                client.force_login(make_user(None, *([role] if role else [])))
            for name in (DASHBOARD, "reports:sales_csv"):
                with self.subTest(role=role, name=name):
                    self.assertEqual(client.get(reverse(name)).status_code, expected)

    def test_sums_belong_to_the_period_and_the_currency(self):
        make_day(0)
        make_day(6, revenue=2000)
        make_day(7, revenue=3500)
        make_day(0, currency="USD", revenue=9)

        sales = self.client.get(reverse(DASHBOARD), {"days": 7, "currency": "EUR"}).context["sales"]

        revenue = sales.totals["revenue"]
        self.assertEqual((revenue.now, revenue.before, revenue.change), (7000, 3500, 100))
        self.assertEqual(sales.average, 1750)
        self.assertEqual([step.revenue for step in sales.steps], [2000, 0, 0, 0, 0, 0, 5000])

    def test_year_is_drawn_by_the_week_and_loses_no_day(self):
        for days_ago in range(0, 365, 5):
            make_day(days_ago)

        sales = self.client.get(reverse(DASHBOARD), {"days": 365}).context["sales"]

        self.assertEqual(len(sales.steps), 53)
        self.assertEqual(sum(step.revenue for step in sales.steps), sales.totals["revenue"].now)

    def test_strange_periods_show_the_usual_one(self):
        for query in (
            {"days": "x"},
            {"days": "100000"},
            {"currency": "'"},
            {"currency": "QQQ", "days": "-1"},
        ):
            with self.subTest(query=query):
                response = self.client.get(reverse(DASHBOARD), query)
                self.assertEqual((response.context["days"], response.context["currency"]), (30, "EUR"))

    def test_orders_to_send_are_counted_up_to_a_limit(self):
        for state in (State.PAID, State.PACKED, State.SHIPPED):
            make_order(state=state)

        self.assertEqual(dashboard.open_orders(), 2)
        with mock.patch.object(dashboard, "MOST_OPEN", 0):
            self.assertEqual(dashboard.open_orders(), 1)

    def test_lists_name_what_sells_and_what_runs_out(self):
        make_product("Nearly gone", stock=1)
        best = make_product("Best of all")
        BestSeller.objects.create(product=best, items=9)

        response = self.client.get(reverse(DASHBOARD))

        self.assertContains(response, "Nearly gone")
        self.assertContains(response, "Best of all")

    def test_no_order_is_read_for_the_figures(self):
        make_order(state=State.PAID)
        for count in (1, 10):
            for days_ago in range(count - DailySales.objects.count()):
                make_day(DailySales.objects.count() + days_ago)
            with self.subTest(count=count), self.assertNumQueries(9):
                self.client.get(reverse(DASHBOARD))

    def test_page_has_nothing_inline_and_the_chart_a_table(self):
        make_day()

        page = self.client.get(reverse(DASHBOARD)).content.decode()

        self.assertNotIn("style=", page)
        self.assertIn('<rect class="chart-bar"', page)
        self.assertIn("<td>€50.00</td>", page)

    def test_reading_changes_nothing(self):
        make_day()

        with assert_stays(DailySales.objects.all(), Order.objects.all()):
            self.client.get(reverse(DASHBOARD))


class CsvTests(TestCase):
    def test_file_holds_the_days_of_the_period(self):
        self.client.force_login(make_user(None, Role.ADMINISTRATOR))
        row = make_day(1, revenue=123456)
        make_day(8)

        response = self.client.get(reverse("reports:sales_csv"), {"days": 7})

        table = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
        self.assertEqual(table[1:], [[row.day.isoformat(), "EUR", "2", "3", "1234.56", "1.00"]])


class ChartTests(TestCase):
    def test_highest_bar_fills_the_drawing(self):
        drawn = bars([("a", 0), ("b", 50), ("c", 100), ("d", -5)])

        self.assertEqual([bar.height for bar in drawn], [0, HEIGHT / 2, HEIGHT, 0])
        self.assertEqual([bar.y + bar.height for bar in drawn], [HEIGHT] * 4)
        self.assertLess(drawn[-1].x + drawn[-1].width, WIDTH)

    def test_nothing_is_drawn_of_nothing(self):
        self.assertEqual(bars([]), [])
        self.assertEqual([bar.height for bar in bars([("a", 0)])], [0])
