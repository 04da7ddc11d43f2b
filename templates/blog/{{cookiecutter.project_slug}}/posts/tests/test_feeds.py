import json
from datetime import datetime
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

from django.test import TestCase
from django.utils import timezone

from accounts.roles import Role
from accounts.tests.factories import make_user
from posts.feeds import POSTS_IN_FEED
from posts.tests.factories import make_post
from taxonomy.models import Category, Tag

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
OF = ("", "tags/bread/", "categories/food/", "authors/ann/")


class FeedTests(TestCase):
    def setUp(self):
        author = make_user(None, Role.AUTHOR, handle="ann", name="Ann & Co")
        self.tag = Tag.objects.create(name="Bread", slug="bread")
        category = Category.objects.create(name="Food", slug="food")
        self.post = make_post(
            author,
            (self.tag,),
            title="Rye <b>& wheat</b>",
            slug="rye",
            excerpt="Short",
            body="See [home](/archive/) and ![x](/media/x.png) and [out](https://example.org/a).",
            category=category,
        )

    def items(self, address: str) -> list[tuple[str, str]]:
        response = self.client.get(address)
        kind = address.rstrip("/").split("/")[-1]
        if kind == "json":
            return [(item["url"], item["title"]) for item in response.json()["items"]]
        root = ElementTree.fromstring(response.content)  # noqa: S314 - our own feed
        if kind == "atom":
            entries = root.findall(f"{ATOM}entry")
            return [
                (entry.find(f"{ATOM}link").get("href"), entry.findtext(f"{ATOM}title")) for entry in entries
            ]
        return [(item.findtext("link"), item.findtext("title")) for item in root.iter("item")]

    def test_every_feed_names_the_post_by_its_full_address(self):
        for of in OF:
            for kind in ("rss", "atom", "json"):
                with self.subTest(of=of, kind=kind):
                    items = self.items(f"/feeds/{of}{kind}/")
                    self.assertEqual(items, [("https://example.com/posts/rye/", "Rye <b>& wheat</b>")])

    def test_content_types_are_those_of_the_formats(self):
        types = {
            "rss": "application/rss+xml; charset=utf-8",
            "atom": "application/atom+xml; charset=utf-8",
            "json": "application/feed+json; charset=utf-8",
        }
        for kind, content_type in types.items():
            with self.subTest(kind=kind):
                self.assertEqual(self.client.get(f"/feeds/{kind}/").headers["Content-Type"], content_type)

    def test_text_has_full_addresses(self):
        rss = ElementTree.fromstring(self.client.get("/feeds/rss/").content)  # noqa: S314 - our own feed
        atom = ElementTree.fromstring(self.client.get("/feeds/atom/").content)  # noqa: S314 - our own feed
        texts = {
            "rss": rss.find(f".//item/{CONTENT}").text,
            "atom": atom.find(f"{ATOM}entry/{ATOM}content").text,
            "json": self.client.get("/feeds/json/").json()["items"][0]["content_html"],
        }
        for kind, text in texts.items():
            with self.subTest(kind=kind):
                self.assertIn('href="https://example.com/archive/"', text)
                self.assertIn('src="https://example.com/media/x.png"', text)
                self.assertIn('href="https://example.org/a"', text)

    def test_feeds_name_their_own_address(self):
        rss = ElementTree.fromstring(self.client.get("/feeds/tags/bread/rss/").content)  # noqa: S314 - our own
        feed = self.client.get("/feeds/tags/bread/json/").json()

        self.assertEqual(
            rss.find(f"channel/{ATOM}link").get("href"), "https://example.com/feeds/tags/bread/rss/"
        )
        self.assertEqual(feed["feed_url"], "https://example.com/feeds/tags/bread/json/")
        self.assertEqual(feed["home_page_url"], "https://example.com/tags/bread/")

    def test_json_feed_has_the_members_of_version_one_point_one(self):
        feed = json.loads(self.client.get("/feeds/json/").content)

        self.assertEqual(feed["version"], "https://jsonfeed.org/version/1.1")
        item = feed["items"][0]
        self.assertEqual(item["authors"], [{"name": "Ann & Co"}])
        self.assertEqual(item["tags"], ["Bread"])
        self.assertEqual(datetime.fromisoformat(item["date_published"]), self.post.published_at)

    def test_dates_are_those_of_publication(self):
        rss = ElementTree.fromstring(self.client.get("/feeds/rss/").content)  # noqa: S314 - our own feed

        published = parsedate_to_datetime(rss.findtext(".//item/pubDate"))
        self.assertEqual(published, self.post.published_at.replace(microsecond=0))

    def test_characters_that_xml_does_not_know_are_left_out(self):
        make_post(title="Bad \x0b\x1f title", body="ok")

        for kind in ("rss", "atom"):
            with self.subTest(kind=kind):
                self.assertEqual(self.items(f"/feeds/{kind}/")[0][1], "Bad  title")

    def test_only_the_newest_posts_are_sent(self):
        for number in range(POSTS_IN_FEED + 3):
            make_post(self.post.author, published_at=timezone.now(), slug=f"new-{number}")

        self.assertEqual(len(self.items("/feeds/atom/")), POSTS_IN_FEED)

    def test_reader_that_has_the_feed_gets_no_body(self):
        for kind in ("rss", "atom", "json"):
            with self.subTest(kind=kind):
                etag = self.client.get(f"/feeds/{kind}/").headers["ETag"]
                response = self.client.get(f"/feeds/{kind}/", headers={"If-None-Match": etag})
                self.assertEqual((response.status_code, response.content), (304, b""))

    def test_feeds_are_only_for_reading(self):
        self.assertEqual(self.client.post("/feeds/rss/").status_code, 405)
        self.assertEqual(self.client.head("/feeds/rss/").status_code, 200)

    def test_feed_of_a_tag_leaves_other_posts_out(self):
        make_post(title="Without tag")

        self.assertEqual(len(self.items("/feeds/tags/bread/atom/")), 1)

    def test_category_feed_holds_what_lies_in_it(self):
        inner = Category.objects.create(name="Cake", slug="cake", parent=Category.objects.get(slug="food"))
        make_post(title="Cake", category=inner)

        self.assertEqual(len(self.items("/feeds/categories/food/atom/")), 2)
