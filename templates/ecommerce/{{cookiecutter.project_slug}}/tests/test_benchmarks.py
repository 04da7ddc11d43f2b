"""The measurements themselves: what they measure, and when they fail."""

import contextlib
import io
import os
from collections import Counter
from unittest import TestCase, mock

from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import TestCase as DatabaseTestCase
from django.test import override_settings

from benchmarks import __main__ as report
from benchmarks import data, measure
from catalog.tests.factories import make_category, make_product
from core import caching


def row(page: str, state: str, cpu: float = 1.0, wall: float = 1.0) -> report.Row:
    return {
        "page": page,
        "state": state,
        "cpu_quietest": cpu,
        "cpu_median": cpu,
        "wall_quietest": wall,
        "database_cpu": None,
        "bytes": 10,
    }


class ReportTests(TestCase):
    def printed(self, function, *arguments) -> tuple[object, str]:
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            return function(*arguments), output.getvalue()

    def test_missed_goal_is_named(self):
        reached, text = self.printed(report.print_costs, [row("list", "warm", cpu=6.1)], 1000)

        self.assertFalse(reached)
        self.assertIn("MISSED", text)

    def test_reached_goals_are_no_failure(self):
        rows = [row(page, state, cpu=goal) for (page, state), goal in report.GOALS.items()]

        reached, text = self.printed(report.print_costs, [*rows, row("search", "changed", cpu=99)], 1000)

        self.assertTrue(reached)
        self.assertNotIn("MISSED", text)

    def test_growth_beyond_the_goal_is_named(self):
        small, large = [row("branch", "rendered", wall=2.0)], [row("branch", "rendered", wall=3.1)]

        reached, text = self.printed(report.print_growth, small, large)

        self.assertFalse(reached)
        self.assertIn("1.55", text)

    def test_growth_counts_only_rendered_pages(self):
        for state in ("changed", "warm", "repeated"):
            with self.subTest(state=state):
                small, large = [row("list", state)], [row("list", state, wall=9)]
                self.assertTrue(self.printed(report.print_growth, small, large)[0])

    def test_without_postgresql_it_says_what_to_set(self):
        with mock.patch.dict(os.environ, {"DATABASE_URL": "sqlite:///x"}), mock.patch("sys.argv", ["x"]):
            os.environ.pop("BENCH_DATABASE_URL", None)
            code, text = self.printed(report.main)

        self.assertEqual(code, 2)
        self.assertIn("BENCH_DATABASE_URL", text)


@override_settings(ROOT_URLCONF="benchmarks.urls", RATE_LIMITS={"search": None}, ALLOWED_HOSTS=["localhost"])
class MeasureTests(DatabaseTestCase):
    def setUp(self):
        # A real request closes the connection afterwards, and with it the transaction of the test.
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
            self.addCleanup(signal.connect, close_old_connections)
        below = make_category("Green tea", parent=make_category("Tea"))
        for _number in range(20):
            make_product(category=below, brand="Papyr")
        make_product(slug="sencha-morning-mist", category=below)

    def test_every_page_is_measured_in_every_state(self):
        product = data.shown_product()

        results = measure.measure_all(data.addresses(product), product.pk, 1, measure.Clock())

        states = Counter(result.page for result in results)
        lists = {"front", "list", "filtered", "category", "branch", "deep page", "product"}
        self.assertEqual(states, {"floor": 1, "search": 2} | dict.fromkeys(lists, 4))
        self.assertTrue(all(result.cpu_median >= result.cpu_quietest >= 0 for result in results))

    def test_wrong_answer_ends_the_measurement(self):
        with self.assertRaises(SystemExit):
            measure.asking(measure.Visitor(), "/nothing/", 200)()

    def test_emptying_makes_pages_new(self):
        before = caching.versions("catalog", "product:1")

        measure.forget(1)

        after = caching.versions("catalog", "product:1")
        self.assertTrue(all(old != new for old, new in zip(before, after, strict=True)))
