from datetime import timedelta
from unittest import mock
from xml.etree import ElementTree

from django.test import TestCase
from django.utils import timezone

from core.testing import empty_cache
from posts import sitemaps
from posts.tests.factories import make_post
from taxonomy.models import Tag
from taxonomy.services import recount_terms

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


class SitemapTests(TestCase):
    def addresses(self, path: str) -> list[str]:
        root = ElementTree.fromstring(self.client.get(path).content)  # noqa: S314 - our own sitemap
        return [node.text for node in root.iter(f"{SITEMAP}loc")]

    def test_index_names_every_section(self):
        self.assertEqual(
            self.addresses("/sitemap.xml"),
            [f"http://testserver/sitemap-{name}.xml" for name in sitemaps.SECTIONS],
        )

    def test_large_section_is_split(self):
        for _number in range(5):
            make_post()
        with mock.patch.object(sitemaps.PostSitemap, "limit", 2):
            index = self.addresses("/sitemap.xml")
            parts = [self.addresses(f"/sitemap-posts.xml?p={page}") for page in (1, 2, 3)]

        self.assertEqual(
            [address for address in index if "posts" in address][1:],
            [
                "http://testserver/sitemap-posts.xml?p=2",
                "http://testserver/sitemap-posts.xml?p=3",
            ],
        )
        self.assertEqual([len(part) for part in parts], [2, 2, 1])
        self.assertEqual(len(set().union(*parts)), 5)

    def test_limit_is_that_of_the_protocol(self):
        self.assertEqual({s.limit for s in sitemaps.SECTIONS.values()}, {50_000})

    def test_post_has_the_date_of_its_last_change(self):
        published = timezone.now() - timedelta(days=3)
        post = make_post(published_at=published)
        changed = timezone.now() - timedelta(days=1)
        type(post).objects.filter(pk=post.pk).update(updated_at=changed)

        root = ElementTree.fromstring(self.client.get("/sitemap-posts.xml").content)  # noqa: S314 - our own

        self.assertEqual([node.text for node in root.iter(f"{SITEMAP}lastmod")], [changed.date().isoformat()])

    def test_only_terms_with_posts_are_named(self):
        used, _unused = (Tag.objects.create(name=name, slug=name) for name in ("used", "unused"))
        make_post(tags=(used,))
        recount_terms()

        self.assertEqual(self.addresses("/sitemap-tags.xml"), ["http://testserver/tags/used/"])

    def test_every_address_leads_to_a_page(self):
        make_post(tags=(Tag.objects.create(name="bread", slug="bread"),))
        recount_terms()
        for name in sitemaps.SECTIONS:
            for address in self.addresses(f"/sitemap-{name}.xml"):
                with self.subTest(address=address):
                    self.assertEqual(
                        self.client.get(address.removeprefix("http://testserver")).status_code, 200
                    )

    def test_number_of_queries_does_not_grow(self):
        for number in range(10):
            make_post()
            if number in (0, 9):
                empty_cache()
                # The edition, the number of posts, the posts.
                with self.subTest(number=number), self.assertNumQueries(3):
                    self.client.get("/sitemap-posts.xml")


class RobotsTests(TestCase):
    def test_crawlers_learn_what_to_leave_out_and_where_the_sitemap_is(self):
        response = self.client.get("/robots.txt")

        self.assertEqual(response.headers["Content-Type"], "text/plain; charset=utf-8")
        lines = response.content.decode().splitlines()
        self.assertEqual(lines[0], "User-agent: *")
        self.assertIn("Disallow: /accounts/", lines)
        self.assertEqual(lines[-1], "Sitemap: http://testserver/sitemap.xml")
