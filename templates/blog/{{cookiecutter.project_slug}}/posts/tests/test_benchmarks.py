import contextlib
import io
import os
from unittest import TestCase, mock, skipUnless

from django.db import connection
from django.test import TestCase as DatabaseTestCase

from benchmarks import __main__ as report
from benchmarks import data, measure
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


@skipUnless(connection.vendor == "postgresql", "pages are measured on PostgreSQL")
class MeasureTests(DatabaseTestCase):
    def test_every_page_is_measured_in_every_state(self):
        with mock.patch("benchmarks.data.call_command", side_effect=self.seed):
            pages = data.prepare(20)
        slug = pages["post"].strip("/").rpartition("/")[2]
        post = data.Post.objects.get(slug=slug)

        results = measure.measure_all(pages, post.pk, times=2)

        states = {result.page: 0 for result in results}
        for result in results:
            states[result.page] += 1
        self.assertEqual(states, {"floor": 1, "front": 3, "post": 3, "deep page": 3, "tag": 3, "search": 1})
        self.assertEqual(post.comments.approved().count() >= data.COMMENTS, True)

    def test_emptying_makes_pages_new(self):
        before = caching.versions("posts", "post:1")

        measure.forget(1)

        after = caching.versions("posts", "post:1")
        self.assertTrue(all(old != new for old, new in zip(before, after, strict=True)))

    def seed(self, command: str, **options: object) -> None:
        """Seed a small site; the tables are there, and VACUUM cannot run in a transaction."""
        if command == "seed":
            from django.core.management import call_command

            call_command("seed", size=20)
