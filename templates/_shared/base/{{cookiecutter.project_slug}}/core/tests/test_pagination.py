import base64
import json
from datetime import UTC, datetime, timedelta
from itertools import chain

from django.core.exceptions import FieldDoesNotExist
from django.db.models.functions import Length
from django.http import Http404
from django.test import TestCase

from accounts.models import Profile, User
from core.pagination import BadCursor, KeysetPaginator

START = datetime(2026, 1, 1, tzinfo=UTC)
MANY_PAGES = 50
NEWEST_FIRST = ("-date_joined", "-pk")


def make_users(count, days=1):
    """Make users whose days of joining repeat: `days` = 3 gives three users the same time."""
    User.objects.bulk_create(
        User(
            email=f"user{number}@example.com",
            handle=f"user-{number}",
            name=f"Name {number % 3}",
            date_joined=START + timedelta(days=number // days),
        )
        for number in range(count)
    )


def walk(paginator, cursor=None, direction="next_cursor"):
    """Return the rows of all pages from the cursor on."""
    rows, page = [], paginator.page(cursor)
    for _number in range(MANY_PAGES):
        rows.append([user.pk for user in page])
        if getattr(page, direction) is None:
            return rows, page
        page = paginator.page(getattr(page, direction))
    raise AssertionError("The pages have no end.")


class ForwardTests(TestCase):
    def test_pages_join_to_the_whole_list(self):
        orders = [
            NEWEST_FIRST,
            ("date_joined", "pk"),
            ("name", "-date_joined", "pk"),
            ("-name", "pk"),
            ("pk",),
        ]
        make_users(23, days=4)
        for order in orders:
            with self.subTest(order=order):
                rows, _page = walk(KeysetPaginator(User.objects.all(), order, 5))

                expected = list(User.objects.order_by(*order).values_list("pk", flat=True))
                self.assertEqual(list(chain.from_iterable(rows)), expected)
                self.assertEqual([len(row) for row in rows], [5, 5, 5, 5, 3])

    def test_order_may_follow_relations_and_annotations(self):
        make_users(11, days=2)
        for user in User.objects.all():
            Profile.objects.create(user=user)
        profiles = Profile.objects.select_related("user")
        users = User.objects.annotate(length=Length("email"))
        for rows, order in ((profiles, ("-user__date_joined", "-pk")), (users, ("length", "pk"))):
            with self.subTest(order=order):
                found, _page = walk(KeysetPaginator(rows, order, 4))

                expected = list(rows.order_by(*order).values_list("pk", flat=True))
                self.assertEqual(list(chain.from_iterable(found)), expected)

    def test_order_must_name_columns(self):
        cursor = BadCursorTests.encode(["n", "x", "1"])

        with self.assertRaises(FieldDoesNotExist):
            KeysetPaginator(User.objects.all(), ("profile", "pk"), 4).page(cursor)

    def test_list_that_fits_has_one_page(self):
        make_users(5)

        page = KeysetPaginator(User.objects.all(), NEWEST_FIRST, 5).page()

        self.assertEqual(len(page), 5)
        self.assertIsNone(page.next_cursor)
        self.assertIsNone(page.previous_cursor)

    def test_empty_list_is_one_empty_page(self):
        page = KeysetPaginator(User.objects.all(), NEWEST_FIRST, 5).page("")

        self.assertEqual((list(page), page.next_cursor, page.previous_cursor), ([], None, None))

    def test_new_rows_do_not_shift_the_next_page(self):
        make_users(10)
        paginator = KeysetPaginator(User.objects.all(), NEWEST_FIRST, 5)
        first = paginator.page()
        User.objects.create_user("new@example.com", handle="new", date_joined=START + timedelta(days=99))

        second = paginator.page(first.next_cursor)

        oldest = list(User.objects.order_by("date_joined")[:5])
        self.assertEqual(list(second), oldest[::-1])

    def test_filters_of_the_queryset_hold_on_every_page(self):
        make_users(30)

        rows, _page = walk(KeysetPaginator(User.objects.filter(name="Name 1"), NEWEST_FIRST, 4))

        self.assertEqual(len(list(chain.from_iterable(rows))), 10)

    def test_page_beyond_the_end_leads_back(self):
        make_users(10)
        paginator = KeysetPaginator(User.objects.all(), NEWEST_FIRST, 5)
        cursor = paginator.page().next_cursor
        User.objects.filter(pk__in=User.objects.order_by("date_joined").values("pk")[:5]).delete()

        page = paginator.page(cursor)

        self.assertEqual(list(page), [])
        self.assertIsNone(page.next_cursor)
        self.assertIsNotNone(page.previous_cursor)


class BackTests(TestCase):
    def test_going_back_shows_the_same_pages(self):
        make_users(20, days=4)
        for order in [NEWEST_FIRST, ("name", "-date_joined", "pk")]:
            with self.subTest(order=order):
                paginator = KeysetPaginator(User.objects.all(), order, 5)
                forward, last = walk(paginator)

                back, first = walk(paginator, last.previous_cursor, "previous_cursor")

                self.assertEqual(back[::-1], forward[:-1])
                self.assertIsNone(first.previous_cursor)
                self.assertIsNotNone(first.next_cursor)

    def test_short_page_becomes_the_full_first_page(self):
        make_users(8)
        paginator = KeysetPaginator(User.objects.all(), NEWEST_FIRST, 5)
        second = paginator.page(paginator.page().next_cursor)
        User.objects.order_by("-date_joined").first().delete()

        page = paginator.page(second.previous_cursor)

        self.assertEqual(list(page), list(User.objects.order_by("-date_joined")[:5]))


class CostTests(TestCase):
    def test_every_page_is_one_query_that_reads_one_page(self):
        for count in (1, 10, 60):
            User.objects.all().delete()
            make_users(count)
            paginator = KeysetPaginator(User.objects.all(), NEWEST_FIRST, 5)
            page = paginator.page()
            while page.next_cursor:
                with self.assertNumQueries(1) as queries:
                    page = paginator.page(page.next_cursor)
                self.assertIn("LIMIT 6", queries[0]["sql"])
                self.assertNotIn("OFFSET", queries[0]["sql"])
                # What lets the database enter the index, see KeysetPaginator._beyond.
                self.assertIn('"date_joined" <= ', queries[0]["sql"])


class BadCursorTests(TestCase):
    @staticmethod
    def encode(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    def test_forged_cursors_are_refused(self):
        time = START.isoformat()
        forged = [
            "x",
            "%%%%",
            "ü",
            "A" * 501,
            "' OR 1=1 --",
            self.encode("n"),
            self.encode(5),
            self.encode({}),
            self.encode([]),
            self.encode(["n"]),
            self.encode(["n", time]),
            self.encode(["n", time, "1", "2"]),
            self.encode(["x", time, "1"]),
            self.encode([["n"], time, "1"]),
            self.encode(["n", time, "one"]),
            self.encode(["n", time, 1]),
            self.encode(["n", time, None]),
            self.encode(["n", time, "1\x00"]),
            self.encode(["n", "yesterday", "1"]),
            self.encode(["n", "", "1"]),
            self.encode(["n", "2026-01-01T00:00:00", "1"]),
            self.encode(["n", "2026-01-01", "1"]),
            self.encode(["n", "9999-99-99T00:00:00+00:00", "1"]),
        ]
        paginator = KeysetPaginator(User.objects.all(), NEWEST_FIRST, 5)
        for cursor in forged:
            with self.subTest(cursor=cursor), self.assertRaises(BadCursor):
                paginator.page(cursor)

    def test_text_that_we_never_sent_is_refused(self):
        for name in ("a\x00", "a" * 400):
            with self.subTest(name=name), self.assertRaises(BadCursor):
                KeysetPaginator(User.objects.all(), ("name", "pk"), 5).page(self.encode(["n", name, "1"]))

    def test_huge_number_is_an_empty_page(self):
        make_users(2)
        cursor = self.encode(["n", str(10**30)])

        self.assertEqual(list(KeysetPaginator(User.objects.all(), ("pk",), 5).page(cursor)), [])

    def test_refusal_is_a_page_that_does_not_exist(self):
        with self.assertRaisesMessage(Http404, "This page link is damaged."):
            KeysetPaginator(User.objects.all(), NEWEST_FIRST, 5).page("damaged")
