"""What is not public is found nowhere: every public address against every state of a post."""

from datetime import timedelta
from unittest import mock

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from accounts.tests.factories import make_user
from core.testing import empty_cache
from posts.models import OldSlug, Post
from posts.related import company_of
from posts.tests.factories import make_post
from taxonomy.models import Category, Series, Tag
from taxonomy.services import recount_terms

NOW = timezone.now()
HIDDEN = {
    "draft": {"status": Post.Status.DRAFT, "published_at": None},
    "draft that was public": {"status": Post.Status.DRAFT, "published_at": NOW - timedelta(days=2)},
    "in review": {"status": Post.Status.REVIEW, "published_at": None},
    "archived": {"status": Post.Status.ARCHIVED, "published_at": NOW - timedelta(days=2)},
    "scheduled": {"status": Post.Status.PUBLISHED, "published_at": NOW + timedelta(days=1)},
}


class VisibilityTests(TestCase):
    def setUp(self):
        self.author = make_user(None, Role.AUTHOR, handle="ann")
        self.tag = Tag.objects.create(name="Bread", slug="bread")
        self.category = Category.objects.create(name="Food", slug="food")
        self.series = Series.objects.create(name="Baking", slug="baking")
        self.under = {
            "author": self.author,
            "tags": (self.tag,),
            "category": self.category,
            "series": self.series,
        }
        self.neighbour = make_post(
            **self.under, title="Visible one", slug="visible", published_at=NOW - timedelta(days=1)
        )
        self.secret = make_post(**self.under, title="Zanzibar secret", slug="zanzibar", body="zanzibar")

    def addresses(self) -> list[str]:
        month = timezone.localtime(self.neighbour.published_at)
        feeds = [
            reverse(f"posts:{name}", args=[*route, kind])
            for kind in ("rss", "atom", "json")
            for name, route in (
                ("feed", []),
                ("tag_feed", ["bread"]),
                ("category_feed", ["food"]),
                ("author_feed", ["ann"]),
            )
        ]
        return [
            reverse("posts:front"),
            reverse("posts:detail", args=["visible"]),
            reverse("posts:author", args=["ann"]),
            reverse("posts:archive_year", args=[month.year]),
            reverse("posts:archive_month", args=[month.year, month.month]),
            reverse("posts:search") + "?q=secret",
            reverse("posts:search") + "?q=text",
            reverse("posts:sitemap_section", args=["posts"]),
            reverse("taxonomy:tag", args=["bread"]),
            reverse("taxonomy:category", args=["food"]),
            reverse("taxonomy:series", args=["baking"]),
            *feeds,
        ]

    def hide(self, columns: dict[str, object]) -> None:
        Post.objects.filter(pk=self.secret.pk).update(**columns)
        recount_terms()
        empty_cache()

    def test_hidden_post_stands_on_no_page(self):
        for state, columns in HIDDEN.items():
            self.hide(columns)
            for address in self.addresses():
                with self.subTest(state=state, address=address):
                    response = self.client.get(address)
                    self.assertEqual(response.status_code, 200)
                    self.assertNotIn("Zanzibar secret", response.content.decode())
                    self.assertNotIn("/posts/zanzibar/", response.content.decode())

    def test_page_of_a_hidden_post_is_not_found(self):
        for state, columns in HIDDEN.items():
            with self.subTest(state=state):
                self.hide(columns)
                self.assertEqual(self.client.get(self.secret.get_absolute_url()).status_code, 404)

    def test_former_address_of_a_hidden_post_is_not_found(self):
        OldSlug.objects.create(slug="before", post=self.secret)
        for state, columns in HIDDEN.items():
            with self.subTest(state=state):
                self.hide(columns)
                self.assertEqual(self.client.get("/posts/before/").status_code, 404)

    def test_hidden_post_counts_nowhere(self):
        for state, columns in HIDDEN.items():
            with self.subTest(state=state):
                self.hide(columns)
                for term in (self.tag, self.category, self.series):
                    term.refresh_from_db()
                    self.assertEqual(term.post_count, 1)
                months = self.client.get(reverse("posts:archive")).context["years"]
                self.assertEqual(sum(total for _year, total, _months in months), 1)

    def test_hidden_post_keeps_no_company(self):
        for state, columns in HIDDEN.items():
            with self.subTest(state=state):
                self.hide(columns)
                company = company_of(self.neighbour)
                self.assertEqual((company.newer, company.older, company.related), (None, None, []))
                self.assertEqual(company.series, [self.neighbour])

    def test_author_without_public_post_has_no_page(self):
        Post.objects.filter(pk=self.neighbour.pk).update(status=Post.Status.DRAFT)
        for state, columns in HIDDEN.items():
            with self.subTest(state=state):
                self.hide(columns)
                self.assertEqual(self.client.get("/authors/ann/").status_code, 404)
                self.assertEqual(self.client.get("/feeds/authors/ann/rss/").status_code, 404)
                self.assertNotContains(self.client.get("/sitemap-authors.xml"), "/authors/ann/")

    def test_public_post_stands_on_every_page(self):
        recount_terms()
        for address in self.addresses():
            with self.subTest(address=address):
                if "q=text" not in address:
                    self.assertIn("/posts/zanzibar/", self.client.get(address).content.decode())


class ScheduledPostTests(TestCase):
    """The caches do not hold back a post whose time comes, though nobody bumps them."""

    def setUp(self):
        make_post(title="Old news", slug="old", published_at=NOW - timedelta(days=1))
        self.due = NOW + timedelta(minutes=30)
        make_post(title="Fresh news", slug="fresh", published_at=self.due, announced_at=None)

    def at(self, moment):
        return mock.patch("django.utils.timezone.now", return_value=moment)

    def test_lists_show_it_at_its_second(self):
        for address in ("/", "/feeds/atom/", "/sitemap-posts.xml", "/archive/"):
            with self.subTest(address=address):
                with self.at(self.due - timedelta(seconds=1)):
                    early = self.client.get(address)
                with self.at(self.due):
                    late = self.client.get(address)
                    repeated = self.client.get(address, headers={"If-None-Match": early["ETag"]})
                self.assertNotEqual(early.content, late.content)
                self.assertEqual(repeated.status_code, 200)

    def test_its_own_page_appears_at_its_second(self):
        with self.at(self.due - timedelta(seconds=1)):
            self.assertEqual(self.client.get("/posts/fresh/").status_code, 404)
        with self.at(self.due):
            self.assertEqual(self.client.get("/posts/fresh/").status_code, 200)

    def test_neighbour_names_it_from_then_on(self):
        with self.at(self.due - timedelta(seconds=1)):
            self.assertNotContains(self.client.get("/posts/old/"), "Fresh news")
        with self.at(self.due):
            self.assertContains(self.client.get("/posts/old/"), "Fresh news")
