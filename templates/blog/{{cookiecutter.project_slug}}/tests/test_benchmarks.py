import contextlib
import io
import os
from collections import Counter
from datetime import timedelta
from unittest import TestCase, mock

from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import TestCase as DatabaseTestCase
from django.test import override_settings
from django.utils import timezone

from benchmarks import __main__ as report
from benchmarks import data, measure
from core import caching
from posts.tests.factories import make_post
from taxonomy.models import Tag


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
        reached, text = self.printed(report.print_costs, [row("front", "warm", cpu=4.1)], 1000)

        self.assertFalse(reached)
        self.assertIn("MISSED", text)

    def test_reached_goals_are_no_failure(self):
        rows = [row(page, state, cpu=goal) for (page, state), goal in report.GOALS.items()]

        reached, text = self.printed(report.print_costs, [*rows, row("tag", "warm", cpu=99)], 1000)

        self.assertTrue(reached)
        self.assertNotIn("MISSED", text)

    def test_growth_beyond_the_goal_is_named(self):
        small, large = [row("tag", "warm", wall=2.0)], [row("tag", "warm", wall=3.1)]

        reached, text = self.printed(report.print_growth, small, large)

        self.assertFalse(reached)
        self.assertIn("1.55", text)

    def test_growth_counts_neither_repeated_visits_nor_other_pages(self):
        small = [row("tag", "repeated"), row("post", "warm")]
        large = [row("tag", "repeated", wall=9), row("post", "warm", wall=9)]

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
        tag = Tag.objects.create(name="Bread", slug="bread")
        for number in range(20):
            make_post(
                tags=(tag,), title=f"Bread {number}", published_at=timezone.now() - timedelta(days=number)
            )

    def test_every_page_is_measured_in_every_state(self):
        post = data.discussed_post()

        results = measure.measure_all(data.addresses(post), post.pk, times=1)

        states = Counter(result.page for result in results)
        self.assertEqual(states, {"floor": 1, "front": 3, "post": 3, "deep page": 3, "tag": 3, "search": 1})
        self.assertTrue(all(result.cpu_median >= result.cpu_quietest >= 0 for result in results))

    def test_measured_post_has_fifty_comments_and_not_more(self):
        for _time in range(2):
            post = data.discussed_post()

        self.assertEqual(post.comments.approved().count(), 50)
        self.assertContains(
            self.client.get(post.get_absolute_url(), headers={"host": "localhost"}), "50 comments"
        )

    def test_wrong_answer_ends_the_measurement(self):
        with self.assertRaises(SystemExit):
            measure.asking(measure.Visitor(), "/nothing/", 200)()

    def test_emptying_makes_pages_new(self):
        before = caching.versions("posts", "post:1")

        measure.forget(1)

        after = caching.versions("posts", "post:1")
        self.assertTrue(all(old != new for old, new in zip(before, after, strict=True)))
