"""Counting views without writing them one by one."""

from unittest.mock import patch

import time_machine
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory, TestCase
from django.test.utils import CaptureQueriesContext

from community.tasks import write_view_counts
from community.view_counts import count_views
from core.testing import empty_cache
from posts.models import Post
from posts.tests.factories import make_post

NOON = "2030-06-01T12:00:30+00:00"
NEXT_MINUTE = "2030-06-01T12:01:30+00:00"


def views_of(post: Post) -> int:
    return Post.objects.values_list("view_count", flat=True).get(pk=post.pk)


class ViewCountTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.post = make_post()

    def look(self, post=None, status=200, method="get", **headers):
        view = count_views(lambda *_arguments, **_route: HttpResponse(status=status))
        request = getattr(RequestFactory(headers=headers), method)("/")
        return view(request, slug=(post or self.post).slug)

    def test_views_are_written_when_their_minute_is_over(self):
        with time_machine.travel(NOON, tick=False):
            for _number in range(3):
                self.look()
            self.assertEqual(write_view_counts(), 0)
            self.assertEqual(views_of(self.post), 0)

        with time_machine.travel(NEXT_MINUTE, tick=False):
            self.assertEqual(write_view_counts(), 3)
            self.assertEqual(views_of(self.post), 3)

    def test_writing_twice_adds_once(self):
        with time_machine.travel(NOON, tick=False):
            self.look()
        with time_machine.travel(NEXT_MINUTE, tick=False):
            # The window leaves the cache with the commit, which a crash between the two may prevent.
            self.assertEqual([write_view_counts(), write_view_counts()], [1, 0])

        self.assertEqual(views_of(self.post), 1)

    def test_a_view_costs_no_query(self):
        with self.assertNumQueries(0):
            self.look()

    def test_number_of_queries_does_not_grow_with_the_posts(self):
        counts = []
        for minute, number in ((0, 1), (1, 10)):
            with time_machine.travel(f"2030-06-01T12:0{minute}:30+00:00", tick=False):
                for _number in range(number):
                    self.look(make_post())
            later = time_machine.travel(f"2030-06-01T12:0{minute + 1}:30+00:00", tick=False)
            with later, CaptureQueriesContext(connection) as queries:
                self.assertEqual(write_view_counts(), number)
            counts.append(sum("posts_post" in query["sql"] for query in queries))

        self.assertEqual(counts, [1, 1])

    def test_who_is_counted(self):
        cases = [
            ({}, 1),
            ({"status": 304}, 1),
            ({"status": 404}, 0),
            ({"status": 301}, 0),
            ({"method": "head"}, 0),
            ({"User-Agent": "Mozilla/5.0 (compatible; Examplebot/2.1)"}, 0),
            ({"User-Agent": "Mozilla/5.0 (X11; Linux x86_64)"}, 1),
        ]
        for minute, (fields, views) in enumerate(cases):
            before = views_of(self.post)
            with time_machine.travel(f"2030-06-01T12:{minute:02}:30+00:00", tick=False):
                self.look(**fields)
            with time_machine.travel(f"2030-06-01T12:{minute + 1:02}:10+00:00", tick=False):
                write_view_counts()
            with self.subTest(fields=fields):
                self.assertEqual(views_of(self.post) - before, views)

    def test_first_view_of_a_minute_starts_the_writing_of_the_last(self):
        with time_machine.travel(NOON, tick=False):
            self.look()
        with time_machine.travel(NEXT_MINUTE, tick=False), self.captureOnCommitCallbacks(execute=True):
            self.look()
            self.look()

        self.assertEqual(views_of(self.post), 1)

    def test_lost_cache_takes_no_page_down(self):
        with patch.object(cache, "incr", side_effect=ValueError):
            self.assertEqual(self.look().status_code, 200)
        with time_machine.travel(NOON, tick=False):
            self.look()
        empty_cache()
        with time_machine.travel(NEXT_MINUTE, tick=False):
            self.assertEqual(write_view_counts(), 0)
