from datetime import timedelta

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from core.caching import bump
from posts.tests.factories import make_post
from taxonomy.models import Category, OldTerm, Series, Tag
from taxonomy.services import recount_terms
from taxonomy.terms import SIDEBAR_TAGS, sidebar_terms


class TermPageTests(TestCase):
    def test_tag_page_shows_its_posts_only(self):
        bread, wine = (Tag.objects.create(name=name, slug=name.lower()) for name in ("Bread", "Wine"))
        make_post(tags=(bread,), title="With bread")
        make_post(tags=(wine,), title="With wine")

        response = self.client.get(reverse("taxonomy:tag", args=["bread"]))

        self.assertContains(response, "With bread")
        self.assertNotContains(response, "With wine")

    def test_category_page_holds_what_lies_in_it(self):
        top = Category.objects.create(name="Food", slug="food")
        inner = Category.objects.create(name="Cake", slug="cake", parent=top)
        make_post(category=top, title="Plain food")
        make_post(category=inner, title="Plain cake")

        outer_page = self.client.get(reverse("taxonomy:category", args=["food"]))
        inner_page = self.client.get(reverse("taxonomy:category", args=["cake"]))

        self.assertContains(outer_page, "Plain cake")
        self.assertContains(outer_page, "/categories/cake/")
        self.assertNotContains(inner_page, "Plain food")
        self.assertContains(inner_page, '<a href="/categories/food/">Food</a>')

    def test_list_of_categories_is_a_tree_of_two_levels(self):
        top = Category.objects.create(name="Food", slug="food", description="All of it")
        Category.objects.create(name="Cake", slug="cake", parent=top)

        response = self.client.get(reverse("taxonomy:categories"))

        self.assertContains(response, '<h2><a href="/categories/food/">', count=1)
        self.assertContains(response, '<li><a href="/categories/cake/">', count=1)
        self.assertContains(response, "All of it")

    def test_series_page_is_in_the_order_of_reading(self):
        series = Series.objects.create(name="Baking", slug="baking")
        for place, title in ((2, "Second part"), (1, "First part"), (3, "Third part")):
            make_post(
                series=series,
                series_position=place,
                title=title,
                published_at=timezone.now() - timedelta(days=place * 7 % 5),
            )

        body = self.client.get(reverse("taxonomy:series", args=["baking"])).content.decode()

        self.assertLess(body.index("First part"), body.index("Second part"))
        self.assertLess(body.index("Second part"), body.index("Third part"))

    def test_description_is_shown_and_escaped(self):
        Tag.objects.create(name="Bread", slug="bread", description="All <b>bread</b>")

        response = self.client.get(reverse("taxonomy:tag", args=["bread"]))

        self.assertContains(response, "All &lt;b&gt;bread&lt;/b&gt;")

    def test_old_address_of_a_deleted_term_is_not_found(self):
        OldTerm.objects.create(kind="tag", slug="old", present_slug="gone")

        self.assertEqual(self.client.get("/tags/old/").status_code, 404)

    def test_long_list_of_tags_has_pages(self):
        Tag.objects.bulk_create(Tag(name=f"t{n:03}", slug=f"t{n:03}", post_count=1) for n in range(201))

        first, second = self.client.get("/tags/"), self.client.get("/tags/?page=2")

        self.assertContains(first, "/tags/t199/")
        self.assertNotContains(first, "/tags/t200/")
        self.assertContains(second, "/tags/t200/")

    def test_renamed_term_shows_its_new_name_at_once(self):
        tag = Tag.objects.create(name="Bread", slug="bread")
        self.client.get("/tags/bread/")
        Tag.objects.filter(pk=tag.pk).update(name="Good bread")
        bump("posts")

        self.assertContains(self.client.get("/tags/bread/"), "Good bread")


class SidebarTermsTests(TestCase):
    def test_terms_with_posts_come_by_name_in_one_query(self):
        for name in ("b", "a"):
            make_post(
                tags=(Tag.objects.create(name=f"tag {name}", slug=f"tag-{name}"),),
                category=Category.objects.create(name=f"category {name}", slug=f"category-{name}"),
            )
        Tag.objects.create(name="unused", slug="unused")
        recount_terms()

        with self.assertNumQueries(1):
            categories, tags = sidebar_terms()

        self.assertEqual(
            [(term.name, term.post_count) for term in categories], [("category a", 1), ("category b", 1)]
        )
        self.assertEqual(
            [(term.name, term.url) for term in tags], [("tag a", "/tags/tag-a/"), ("tag b", "/tags/tag-b/")]
        )

    def test_only_the_most_used_tags_are_named(self):
        Tag.objects.bulk_create(
            Tag(name=f"t{n:02}", slug=f"t{n:02}", post_count=n) for n in range(1, SIDEBAR_TAGS + 6)
        )

        tags = sidebar_terms()[1]

        self.assertEqual(len(tags), SIDEBAR_TAGS)
        self.assertEqual(min(term.post_count for term in tags), 6)
