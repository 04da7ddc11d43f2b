import json

import html5lib
from django.test import TestCase

from accounts.roles import Role
from accounts.tests.factories import make_user
from posts.metadata import absolute, ld_script
from posts.models import Post
from posts.tests.factories import make_post
from taxonomy.models import Category, Tag


class MetadataTests(TestCase):
    def setUp(self):
        food = Category.objects.create(name="Food", slug="food")
        bread = Category.objects.create(name="Bread", slug="bread", parent=food)
        self.post = make_post(
            make_user(None, Role.AUTHOR, name="Ann Author"),
            (Tag.objects.create(name="Rye", slug="rye"),),
            title='Rye "and" </script><script>alert(1)</script>',
            slug="rye",
            excerpt="All about rye & wheat",
            category=bread,
        )
        # Not through the model, which would open the file to measure it.
        Post.objects.filter(pk=self.post.pk).update(
            cover="covers/x.webp", cover_alt="A loaf", cover_width=960, cover_height=540
        )

    def head(self, address: str):
        return html5lib.parse(self.client.get(address).content, namespaceHTMLElements=False).find("head")

    def properties(self, address: str) -> dict[str, str]:
        metas = self.head(address).findall("meta")
        return {meta.get("property") or meta.get("name"): meta.get("content") for meta in metas}

    def json_ld(self, address: str) -> dict[str, dict]:
        tree = html5lib.parse(self.client.get(address).content, namespaceHTMLElements=False)
        texts = [node.text for node in tree.iter("script") if node.get("type") == "application/ld+json"]
        return {data["@type"]: data for data in map(json.loads, texts)}

    def test_post_has_open_graph_properties(self):
        properties = self.properties("/posts/rye/")

        self.assertEqual(
            {
                name: properties[name]
                for name in (
                    "og:type",
                    "og:title",
                    "og:description",
                    "og:url",
                    "og:image",
                    "og:image:alt",
                    "twitter:card",
                )
            },
            {
                "og:type": "article",
                "og:title": self.post.title,
                "og:description": "All about rye & wheat",
                "og:url": "https://example.com/posts/rye/",
                "og:image": "https://example.com/media/covers/x.webp",
                "og:image:alt": "A loaf",
                "twitter:card": "summary_large_image",
            },
        )

    def test_description_is_the_excerpt_or_the_title(self):
        self.assertEqual(self.properties("/posts/rye/")["description"], "All about rye & wheat")
        make_post(title="Only a title", slug="bare", excerpt="")
        self.assertEqual(self.properties("/posts/bare/")["description"], "Only a title")

    def test_post_is_an_article_for_search_engines(self):
        article = self.json_ld("/posts/rye/")["Article"]

        self.assertEqual(article["headline"], self.post.title)
        self.assertEqual(article["author"]["name"], "Ann Author")
        self.assertEqual(article["datePublished"], self.post.published_at.isoformat())
        self.assertEqual(article["keywords"], ["Rye"])
        self.assertEqual(article["mainEntityOfPage"], "https://example.com/posts/rye/")

    def test_breadcrumb_leads_through_both_categories(self):
        trail = self.json_ld("/posts/rye/")["BreadcrumbList"]["itemListElement"]

        self.assertEqual(
            [(item["position"], item["item"]) for item in trail],
            [
                (1, "https://example.com/"),
                (2, "https://example.com/categories/food/"),
                (3, "https://example.com/categories/bread/"),
                (4, "https://example.com/posts/rye/"),
            ],
        )

    def test_front_page_is_the_website_with_its_search(self):
        site = self.json_ld("/")["WebSite"]

        self.assertEqual(site["url"], "https://example.com/")
        self.assertEqual(
            site["potentialAction"]["target"], "https://example.com/search/?q={search_term_string}"
        )

    def test_text_cannot_end_the_script(self):
        body = self.client.get("/posts/rye/").content.decode()

        self.assertNotIn("<script>alert(1)", body)
        self.assertNotIn(
            "<", ld_script({"x": "</script><!--"}).removeprefix("<script").removesuffix("</script>")
        )

    def test_full_addresses_stay_as_they_are(self):
        self.assertEqual(absolute("https://cdn.example.org/x.png"), "https://cdn.example.org/x.png")
        self.assertEqual(absolute("/x"), "https://example.com/x")
