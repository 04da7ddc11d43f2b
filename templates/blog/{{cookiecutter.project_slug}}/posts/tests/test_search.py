from unittest import skipUnless

from django.db import connection
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from posts.models import Post
from posts.search import RESULTS_PER_PAGE, SEARCH_AMONG, clean_query, search_posts
from posts.tests.factories import make_post

is_postgresql = connection.vendor == "postgresql"

HOSTILE = (
    "\x00",
    "bread\x00wine",
    "' OR 1=1 --",
    '"; DROP TABLE posts_post; --',
    "a & b | !c <-> (d",
    ":*",
    "!!!",
    "((((((((",
    '"unclosed',
    "%_%",
    "\\",
    "-",
    "the and of",
    "\ud7ff\uffff\ue000\ue001",
    "x" * 100_000,
    "word " * 10_000,
    "🍞" * 300,
    "$(7*7) #{7*7}",
)


def titles(text: str, page: object = 1) -> list[str]:
    return [result.post.title for result in search_posts(text, page)]


class SearchTests(TestCase):
    """What holds on every database."""

    def test_words_are_found_in_every_part(self):
        make_post(title="Sourdough", body="x")
        make_post(title="Second", excerpt="About sourdough", body="x")
        make_post(title="Third", body="We baked sourdough.")
        make_post(title="Fourth", body="Nothing of it.")

        self.assertEqual(titles("SOURDOUGH"), ["Sourdough", "Second", "Third"])

    def test_all_words_must_occur(self):
        make_post(title="Bread and wine", body="x")
        make_post(title="Bread", body="x")

        self.assertEqual(titles("wine bread"), ["Bread and wine"])

    def test_what_is_found_is_marked(self):
        make_post(title="Rye bread", body="We bake bread at home.")

        result = search_posts("bread")[0]

        self.assertEqual(result.title, "Rye <mark>bread</mark>")
        self.assertIn("bake <mark>bread</mark> at home", result.snippet)

    def test_text_of_a_post_is_escaped_in_results(self):
        make_post(title="<script>alert(1)</script> bread", body="bread `<img src=x onerror=alert(2)>`")

        response = self.client.get(reverse("posts:search"), {"q": "bread"})

        self.assertContains(response, "&lt;script&gt;")
        self.assertNotContains(response, "<script>alert")
        self.assertNotContains(response, "<img src=x")

    def test_query_is_escaped_in_the_page(self):
        for text in (
            '"><script>alert(1)</script>',
            "'onfocus=alert(1) autofocus='",
            "</title><svg onload=alert(1)>",
        ):
            with self.subTest(text=text):
                body = self.client.get(reverse("posts:search"), {"q": text}).content.decode()
                self.assertNotIn(text, body)
                self.assertNotIn("<svg onload", body)

    def test_hostile_texts_are_searched_for_or_ignored(self):
        make_post(title="Bread")
        for text in HOSTILE:
            with self.subTest(text=text[:30]):
                response = self.client.get(reverse("posts:search"), {"q": text})
                self.assertEqual(response.status_code, 200)
        self.assertEqual(Post.objects.count(), 1)

    def test_text_is_cut_to_what_people_type(self):
        self.assertEqual(clean_query("  a\x00b\n c  "), "a b c")
        self.assertEqual(len(clean_query("x" * 1000)), 200)
        self.assertEqual(len(clean_query("a " * 90).split()), 12)

    def test_pages_hold_every_result_once(self):
        for number in range(RESULTS_PER_PAGE + 2):
            make_post(title=f"Bread {number}")

        first, second = titles("bread", 1), titles("bread", 2)

        self.assertEqual((len(first), len(second)), (RESULTS_PER_PAGE, 2))
        self.assertEqual(len({*first, *second}), RESULTS_PER_PAGE + 2)

    def test_wrong_page_numbers_show_a_page(self):
        make_post(title="Bread")
        for number in ("0", "-1", "99", "x", "", "1e9", "\uff19"):
            with self.subTest(number=number):
                self.assertEqual(
                    self.client.get(reverse("posts:search"), {"q": "bread", "page": number}).status_code, 200
                )

    def test_nothing_found_says_so(self):
        response = self.client.get(reverse("posts:search"), {"q": "bread"})

        self.assertContains(response, "Nothing was found")

    def test_number_of_queries_is_the_same_for_one_and_ten(self):
        for number in range(10):
            make_post(title=f"Bread {number}")
            if number in (0, 9):
                with self.subTest(number=number), self.assertNumQueries(2):
                    self.client.get(reverse("posts:search"), {"q": "bread"})

    def test_only_so_many_matches_are_ranked(self):
        author = make_post().author
        Post.objects.bulk_create(
            Post(
                author=author,
                title=f"Bread {number}",
                slug=f"bread-{number}",
                status="published",
                published_at=timezone.now(),
            )
            for number in range(SEARCH_AMONG + 5)
        )

        response = self.client.get(reverse("posts:search"), {"q": "bread"})

        self.assertEqual(response.context["total"], SEARCH_AMONG)
        self.assertTrue(response.context["is_capped"])

    @override_settings(RATE_LIMITS={"search": "2/m"})
    def test_searching_is_limited_for_get_and_head(self):
        statuses = [
            self.client.get(reverse("posts:search"), {"q": "a"}).status_code,
            self.client.head(reverse("posts:search"), {"q": "a"}).status_code,
            self.client.head(reverse("posts:search"), {"q": "a"}).status_code,
            self.client.get(reverse("posts:search"), {"q": "a"}).status_code,
        ]

        self.assertEqual(statuses, [200, 200, 429, 429])


@skipUnless(is_postgresql, "word endings, phrases and ranks need PostgreSQL")
class RankedSearchTests(TestCase):
    def test_word_endings_do_not_matter(self):
        make_post(title="Baking breads", body="x")

        self.assertEqual(titles("bake bread"), ["Baking breads"])

    def test_phrase_must_stand_together(self):
        make_post(title="Together", body="good bread here")
        make_post(title="Apart", body="good wine and bread")

        self.assertEqual(titles('"good bread"'), ["Together"])

    def test_word_with_a_minus_must_not_occur(self):
        make_post(title="Bread with rye", body="x")
        make_post(title="Bread with wheat", body="x")

        self.assertEqual(titles("bread -rye"), ["Bread with wheat"])

    def test_either_word_is_enough_with_or(self):
        make_post(title="Rye", body="x")
        make_post(title="Wheat", body="x")

        self.assertEqual(sorted(titles("rye or wheat")), ["Rye", "Wheat"])

    def test_changed_text_is_found_at_once(self):
        post = make_post(title="Bread", body="x")
        Post.objects.filter(pk=post.pk).update(title="Wine")

        self.assertEqual((titles("bread"), titles("wine")), ([], ["Wine"]))

    def test_very_long_text_can_be_saved_and_found(self):
        make_post(title="Long", body=" ".join(f"word{number}" for number in range(200_000)))

        self.assertEqual(titles("word77"), ["Long"])

    def test_match_in_the_index_needs_no_scan_of_the_table(self):
        author = make_post().author
        now = timezone.now()
        Post.objects.bulk_create(
            Post(
                author=author,
                title=f"Filler {n}",
                slug=f"filler-{n}",
                body="some words",
                status="published",
                published_at=now,
            )
            for n in range(3000)
        )
        make_post(title="Quince")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE posts_post")
            cursor.execute(
                "EXPLAIN SELECT id FROM posts_post WHERE search @@ websearch_to_tsquery('english', 'quince')"
            )
            plan = "\n".join(row[0] for row in cursor.fetchall())
        self.assertIn("posts_search", plan)


@skipUnless(not is_postgresql, "PostgreSQL ranks instead")
class PlainSearchTests(TestCase):
    def test_signs_for_like_are_taken_literally(self):
        make_post(title="100 percent")

        self.assertEqual(titles("1_0"), [])
        self.assertEqual(titles("%"), [])
