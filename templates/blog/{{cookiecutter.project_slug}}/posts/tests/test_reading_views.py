from datetime import UTC, datetime, timedelta
from itertools import pairwise
from unittest import mock
from zoneinfo import ZoneInfo

import html5lib
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from accounts.tests.factories import make_user
from comments.models import Comment
from core.caching import bump
from posts import articles
from posts.models import OldSlug, Post
from posts.tests.factories import make_post
from taxonomy.models import Category, Series, Tag
from taxonomy.services import recount_terms

NOW = timezone.now()


def make_site(posts: int = 3) -> list[Post]:
    """Return public posts, the newest first, that stand under one term of each kind."""
    author = make_user(None, Role.AUTHOR, handle="ann", name="Ann Author")
    category = Category.objects.create(name="Food", slug="food")
    series = Series.objects.create(name="Baking", slug="baking")
    tag = Tag.objects.create(name="Bread", slug="bread")
    made = [
        make_post(
            author,
            (tag,),
            title=f"Number {number}",
            slug=f"number-{number}",
            excerpt=f"About {number}.",
            body="## One\n\nWords.\n\n## Two\n\nWords.\n\n## Three\n\nWords.",
            category=category,
            series=series,
            series_position=number,
            published_at=NOW - timedelta(hours=number),
        )
        for number in range(1, posts + 1)
    ]
    recount_terms()
    return made


def pages() -> list[str]:
    return [
        reverse("posts:front"),
        reverse("posts:detail", args=["number-1"]),
        reverse("posts:author", args=["ann"]),
        reverse("posts:archive"),
        reverse("posts:archive_year", args=[(NOW - timedelta(hours=1)).year]),
        reverse(
            "posts:archive_month", args=[(NOW - timedelta(hours=1)).year, (NOW - timedelta(hours=1)).month]
        ),
        reverse("posts:search"),
        reverse("posts:search") + "?q=words",
        reverse("taxonomy:tags"),
        reverse("taxonomy:tag", args=["bread"]),
        reverse("taxonomy:categories"),
        reverse("taxonomy:category", args=["food"]),
        reverse("taxonomy:series_list"),
        reverse("taxonomy:series", args=["baking"]),
    ]


class PageTests(TestCase):
    """What holds for every page."""

    def setUp(self):
        make_site()

    def test_page_is_sound_html(self):
        for address in pages():
            with self.subTest(address=address):
                response = self.client.get(address)
                self.assertEqual(response.headers["Content-Type"], "text/html; charset=utf-8")
                parser = html5lib.HTMLParser(namespaceHTMLElements=False)
                tree = parser.parse(response.content.decode())
                errors = [name for _place, name, _values in parser.errors]
                self.assertEqual(errors, [])
                self.assertEqual(len(tree.findall(".//h1")), 1)
                self.assertTrue(tree.find(".//meta[@name='description']").get("content"))
                self.assertTrue(tree.find(".//title").text.strip())
                self.assertEqual(tree.findall(".//*[@style]") + tree.findall(".//*[@onclick]"), [])

    def test_canonical_address_is_absolute(self):
        for address in pages():
            if address.startswith("/search"):
                continue
            with self.subTest(address=address):
                self.assertContains(
                    self.client.get(address), f'<link rel="canonical" href="https://example.com{address}">'
                )

    def test_headings_do_not_skip_a_level(self):
        for address in pages():
            with self.subTest(address=address):
                tree = html5lib.parse(self.client.get(address).content, namespaceHTMLElements=False)
                main = tree.find(".//main")
                levels = [int(node.tag[1]) for node in main.iter() if node.tag in ("h1", "h2", "h3", "h4")]
                self.assertEqual(levels[0], 1)
                steps = pairwise(levels)
                self.assertTrue(all(after <= before + 1 for before, after in steps), levels)

    def test_head_answers_without_a_body(self):
        for address in pages():
            with self.subTest(address=address):
                response = self.client.head(address)
                self.assertEqual((response.status_code, response.content), (200, b""))

    def test_pages_are_only_for_reading(self):
        for address in pages():
            for method in ("post", "put", "patch", "delete"):
                with self.subTest(address=address, method=method):
                    response = getattr(self.client, method)(address)
                    self.assertEqual(response.status_code, 405)
                    self.assertEqual(response.headers["Allow"], "GET, HEAD")

    def test_visitor_gets_no_cookie_and_no_token(self):
        for address in pages():
            with self.subTest(address=address):
                response = self.client.get(address)
                self.assertEqual(list(response.cookies), [])
                self.assertNotContains(response, "csrfmiddlewaretoken")

    def test_repeated_visit_is_not_modified(self):
        for address in pages():
            if address.startswith("/search"):
                continue
            with self.subTest(address=address):
                etag = self.client.get(address).headers["ETag"]
                with self.assertNumQueries(0):
                    repeated = self.client.get(address, headers={"If-None-Match": etag})
                self.assertEqual((repeated.status_code, repeated.content), (304, b""))

    def test_empty_site_has_its_pages(self):
        Post.objects.all().delete()
        for model in (Tag, Category, Series):
            model.objects.all().delete()
        for name in (
            "posts:front",
            "posts:archive",
            "taxonomy:tags",
            "taxonomy:categories",
            "taxonomy:series_list",
        ):
            with self.subTest(name=name):
                self.assertContains(self.client.get(reverse(name)), 'class="empty"')

    def test_terms_without_posts_say_so(self):
        Post.objects.all().delete()
        for name, slug in (("tag", "bread"), ("category", "food"), ("series", "baking")):
            with self.subTest(name=name):
                self.assertContains(
                    self.client.get(reverse(f"taxonomy:{name}", args=[slug])), 'class="empty"'
                )

    def test_unknown_addresses_are_not_found(self):
        for address in (
            "/posts/nothing/",
            "/authors/nobody/",
            "/archive/1999/",
            "/archive/2024/13/",
            f"/archive/{NOW.year}/{NOW.month % 12 + 1:02}/",
            "/tags/nothing/",
            "/categories/nothing/",
            "/series/nothing/",
            "/feeds/pdf/",
            "/feeds/tags/nothing/rss/",
            "/sitemap-nothing.xml",
            "/?cursor=broken",
            "/tags/bread/?cursor=%00",
        ):
            with self.subTest(address=address):
                self.assertEqual(self.client.get(address).status_code, 404)


class FrontTests(TestCase):
    def test_cursor_leads_through_all_posts_once(self):
        make_site(23)

        seen, cursor = [], ""
        while cursor is not None:
            response = self.client.get("/", {"cursor": cursor} if cursor else {})
            seen += [
                part.split("/")[0] for part in response.context["page"].html.split('<h2><a href="/posts/')[1:]
            ]
            cursor = response.context["page"].next_cursor

        self.assertEqual(seen, [f"number-{number}" for number in range(1, 24)])

    def test_first_post_is_large_on_the_first_page_only(self):
        make_site(12)
        first = self.client.get("/")

        second = self.client.get("/", {"cursor": first.context["page"].next_cursor})

        self.assertContains(first, "card-featured", count=1)
        self.assertNotContains(second, "card-featured")

    def test_sidebar_names_sections_with_counts_and_what_is_read(self):
        posts = make_site(3)
        Post.objects.filter(pk=posts[2].pk).update(view_count=50)

        sidebar = self.client.get("/").context["sidebar"]

        self.assertInHTML(
            '<li><a href="/categories/food/">Food</a> <span class="muted">3</span></li>', sidebar
        )
        self.assertLess(sidebar.index("Number 3"), sidebar.index("Number 1"))
        self.assertIn('href="/tags/bread/"', sidebar)


class DetailTests(TestCase):
    def test_former_address_leads_to_the_present_one(self):
        post = make_post(slug="now")
        OldSlug.objects.create(slug="before", post=post)

        response = self.client.get("/posts/before/")

        self.assertRedirects(response, "/posts/now/", status_code=301)

    def test_article_shows_its_parts(self):
        make_site()

        response = self.client.get("/posts/number-2/")

        for part in (
            "Ann Author",
            'rel="author"',
            "About 2.",
            "Contents",
            'rel="tag"',
            'aria-current="page"',
        ):
            with self.subTest(part=part):
                self.assertContains(response, part)
        self.assertContains(response, '<a rel="prev" href="/posts/number-3/">')
        self.assertContains(response, '<a rel="next" href="/posts/number-1/">')

    def test_author_introduces_themselves_below(self):
        post = make_site()[0]
        post.author.profile.bio = "Bakes & writes."
        post.author.profile.save()

        self.assertContains(self.client.get(post.get_absolute_url()), "<p>Bakes &amp; writes.</p>", html=True)

    def test_address_that_goes_to_another_post_shows_that_one(self):
        first, second = make_post(slug="here", title="First"), make_post(slug="there", title="Second")
        self.client.get("/posts/here/")
        Post.objects.filter(pk=first.pk).update(slug="gone")
        Post.objects.filter(pk=second.pk).update(slug="here")
        bump("posts")

        self.assertContains(self.client.get("/posts/here/"), "<h1>Second</h1>", html=True)

    def test_process_forgets_addresses_when_there_are_many(self):
        with mock.patch("posts.articles.NUMBERS_KEPT", 1):
            for slug in ("one", "two"):
                make_post(slug=slug)
                self.assertEqual(self.client.get(f"/posts/{slug}/").status_code, 200)

        self.assertEqual(list(articles._numbers), ["two"])

    def test_author_without_account_is_named_but_not_linked(self):
        post = make_site()[0]
        post.author.is_active = False
        post.author.save()

        response = self.client.get(post.get_absolute_url())

        self.assertContains(response, "Ann Author")
        self.assertNotContains(response, "/authors/ann/")

    def test_new_comment_shows_at_once(self):
        post = make_post()
        etag = self.client.get(post.get_absolute_url()).headers["ETag"]
        reader = make_user()
        Comment.objects.create(
            post=post, author=reader, body="Hi", body_html="<p>Hi there</p>", status="approved", path="0001"
        )
        bump(f"post:{post.pk}")

        response = self.client.get(post.get_absolute_url(), headers={"If-None-Match": etag})

        self.assertContains(response, "Hi there")

    def test_editor_gets_a_way_to_edit_and_others_do_not(self):
        post = make_post()
        for role, sees in ((None, False), (Role.AUTHOR, False), (Role.MODERATOR, False), (Role.EDITOR, True)):
            with self.subTest(role=role):
                self.client.force_login(make_user(None, *([role] if role else [])))
                response = self.client.get(post.get_absolute_url())
                link = reverse("writing:edit", args=[post.pk])
                self.assertEqual(link in response.content.decode(), sees)

    def test_page_of_a_reader_is_private(self):
        post = make_post()
        self.client.force_login(make_user())

        response = self.client.get(post.get_absolute_url())

        self.assertIn("private", response.headers["Cache-Control"])
        self.assertNotIn("ETag", response.headers)


class NotFoundTests(TestCase):
    def test_page_offers_to_search_for_the_words_of_the_address(self):
        make_site()

        response = self.client.get("/posts/good-rye_bread/")

        self.assertContains(response, 'value="good rye bread"', status_code=404)
        self.assertContains(response, "/posts/number-1/", status_code=404)

    def test_words_of_the_address_are_escaped(self):
        response = self.client.get('/"><script>alert(1)</script>/')

        self.assertNotContains(response, "<script>alert", status_code=404)

    def test_site_without_posts_has_the_page_as_well(self):
        self.assertContains(self.client.get("/nothing/"), "Page not found", status_code=404)


class ArchiveTests(TestCase):
    @override_settings(TIME_ZONE="Pacific/Auckland")
    def test_months_are_those_of_the_site(self):
        auckland = ZoneInfo("Pacific/Auckland")
        make_post(slug="late", published_at=datetime(2024, 1, 31, 23, 59, tzinfo=auckland))
        make_post(slug="early", published_at=datetime(2024, 2, 1, 0, 1, tzinfo=auckland))

        january = self.client.get(reverse("posts:archive_month", args=[2024, 1]))
        february = self.client.get(reverse("posts:archive_month", args=[2024, 2]))

        self.assertContains(january, "/posts/late/")
        self.assertNotContains(january, "/posts/early/")
        self.assertContains(february, "/posts/early/")
        self.assertNotContains(february, "/posts/late/")

    def test_years_hold_their_months_and_counts(self):
        for year, month, day in ((2024, 5, 1), (2024, 5, 2), (2024, 7, 1), (2023, 1, 1)):
            make_post(published_at=datetime(year, month, day, tzinfo=UTC))

        years = self.client.get("/archive/").context["years"]

        counted = [
            (year, total, [(m.first_day.month, m.post_count) for m in months])
            for year, total, months in years
        ]
        self.assertEqual(counted, [(2024, 3, [(7, 1), (5, 2)]), (2023, 1, [(1, 1)])])

    def test_december_ends_with_the_year(self):
        make_post(slug="eve", published_at=datetime(2023, 12, 31, 23, 59, tzinfo=UTC))
        make_post(slug="new", published_at=datetime(2024, 1, 1, tzinfo=UTC))

        response = self.client.get("/archive/2023/12/")

        self.assertContains(response, "/posts/eve/")
        self.assertNotContains(response, "/posts/new/")
