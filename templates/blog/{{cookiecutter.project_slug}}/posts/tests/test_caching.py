from datetime import timedelta

from django.test import TestCase
from django.utils import timezone, translation

from accounts.roles import Role
from accounts.tests.factories import make_user
from comments.models import Comment
from community.services import like_post
from core import caching
from core.testing import empty_cache
from posts import editions
from posts.fragments import remember_for_edition
from posts.models import Post
from posts.tests.factories import make_post
from taxonomy.models import Category, Series, Tag
from taxonomy.services import recount_terms

COLD, WARM = "cold", "warm"


def make_posts(number: int) -> None:
    """Make posts, each with authors, terms and comments of its own."""
    series = Series.objects.create(name="Series", slug="series")
    for count in range(1, number + 1):
        name = f"term-{count}"
        tag, shared = (
            Tag.objects.create(name=name, slug=name),
            Tag.objects.get_or_create(name="all", slug="all")[0],
        )
        make_post(
            tags=(tag, shared),
            slug=f"post-{count}",
            category=Category.objects.create(name=name, slug=name),
            series=series,
            published_at=timezone.now() - timedelta(hours=count),
        )
    recount_terms()


def add_comments(post: Post, number: int) -> None:
    """Add approved comments by as many readers."""
    for count in range(number):
        Comment.objects.create(
            post=post,
            author=make_user(),
            body="x",
            body_html="<p>x</p>",
            status="approved",
            path=f"{count:08d}",
        )
    Post.objects.filter(pk=post.pk).update(comment_count=number)
    caching.bump(f"post:{post.pk}")


class QueryTests(TestCase):
    """How many queries a page of a visitor takes, with an empty cache and a warm one."""

    def assert_queries(self, address: str, cold: int, warm: int = 0) -> None:
        empty_cache()
        for state, number in ((COLD, cold), (WARM, warm)):
            with self.subTest(address=address, state=state), self.assertNumQueries(number):
                self.assertEqual(self.client.get(address).status_code, 200)

    def assert_all(self) -> None:
        self.assert_queries("/", cold=4)
        self.assert_queries("/posts/post-1/", cold=5)
        self.assert_queries("/tags/all/", cold=3)
        self.assert_queries("/categories/term-1/", cold=4)
        self.assert_queries("/series/series/", cold=4, warm=2)
        self.assert_queries("/archive/", cold=2)
        self.assert_queries("/feeds/rss/", cold=3)
        self.assert_queries("/search/?q=text", cold=2, warm=2)

    def test_pages_with_one_post(self):
        make_posts(1)
        self.assert_all()

    def test_pages_with_twelve_posts(self):
        make_posts(12)
        self.assert_all()

    def test_post_with_fifty_comments(self):
        make_posts(1)
        add_comments(Post.objects.get(), 50)
        self.assert_queries("/posts/post-1/", cold=5)

    def test_comment_costs_one_article_no_query_more(self):
        make_posts(2)
        self.client.get("/posts/post-1/")
        caching.bump(f"post:{Post.objects.get(slug='post-1').pk}")

        with self.assertNumQueries(2):
            # The row and the thread; the article itself is still there.
            self.client.get("/posts/post-1/")


class EditionTests(TestCase):
    def test_bump_begins_another_edition(self):
        before = editions.edition()
        caching.bump("posts")

        self.assertNotEqual(editions.edition(), before)

    def test_edition_stays_while_nothing_happens(self):
        make_post()

        self.assertEqual(editions.edition(), editions.edition())

    def test_second_look_asks_only_the_cache(self):
        editions.edition()

        with self.assertNumQueries(0):
            editions.edition()

    def test_site_without_posts_has_an_edition(self):
        self.assertTrue(editions.edition().endswith("-0"))


class FragmentTests(TestCase):
    def test_each_language_has_its_own(self):
        english = remember_for_edition("1", translation.get_language, "name")
        with translation.override("de"):
            german = remember_for_edition("1", translation.get_language, "name")

        self.assertEqual((english, german), ("en", "de"))

    def test_dates_are_in_the_time_zone_of_the_site(self):
        with timezone.override("Pacific/Auckland"):
            zone = remember_for_edition("1", timezone.get_current_timezone_name, "zone")

        self.assertEqual(zone, "UTC")

    def test_another_edition_is_computed_again(self):
        self.assertEqual(remember_for_edition("1", lambda: "old", "name"), "old")
        self.assertEqual(remember_for_edition("1", lambda: "new", "name"), "old")
        self.assertEqual(remember_for_edition("2", lambda: "new", "name"), "new")


class LeakTests(TestCase):
    """What one reader sees of themselves, nobody else gets from the cache."""

    def setUp(self):
        self.post = make_post(slug="shared")
        self.user = make_user("secret.reader@example.com", Role.EDITOR, name="Secret Reader", handle="secret")

    def test_visitor_after_a_reader_sees_nothing_of_them(self):
        for address in ("/", "/posts/shared/", "/archive/", "/tags/"):
            with self.subTest(address=address):
                empty_cache()
                self.client.force_login(self.user)
                personal = self.client.get(address).content.decode()
                self.client.logout()
                public = self.client.get(address).content.decode()
                self.assertIn("/accounts/logout/", personal)
                for private in (
                    "Secret Reader",
                    "secret.reader@",
                    "csrfmiddlewaretoken",
                    "/accounts/logout/",
                ):
                    self.assertNotIn(private, public)

    def test_reader_after_a_visitor_sees_themselves(self):
        self.client.get("/posts/shared/")
        self.client.force_login(self.user)

        response = self.client.get("/posts/shared/")

        self.assertContains(response, "csrfmiddlewaretoken")

    def test_reader_with_the_etag_of_a_visitor_gets_the_whole_page(self):
        etag = self.client.get("/posts/shared/").headers["ETag"]
        self.client.force_login(self.user)

        self.assertEqual(self.client.get("/posts/shared/", headers={"If-None-Match": etag}).status_code, 200)

    def test_two_readers_see_their_own_likes(self):
        like_post(self.post, self.user)
        for user, liked in ((self.user, "true"), (make_user(), "false")):
            with self.subTest(user=user.pk):
                self.client.force_login(user)
                self.assertContains(self.client.get("/posts/shared/"), f'aria-pressed="{liked}"')
