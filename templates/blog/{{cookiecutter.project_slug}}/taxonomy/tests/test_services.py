from datetime import timedelta

from django.test import TestCase
from django.utils import timezone

from accounts.roles import Role
from accounts.tests.factories import make_user
from core import caching
from core.testing import assert_stays
from posts.tests.factories import make_post, make_posts_in_every_state
from taxonomy.models import Category, OldTerm, Series, Tag
from taxonomy.seed import seed
from taxonomy.services import (
    TermRefusedError,
    get_or_create_tags,
    merge_tags,
    recount_terms,
    rename_term,
)


class RenameTermTests(TestCase):
    def setUp(self):
        self.editor = make_user(None, Role.EDITOR)
        self.tag = Tag.objects.create(name="Bread", slug="bread")

    def test_new_name_gives_a_new_address(self):
        rename_term(self.tag, by=self.editor, name="  Good   Bread ")

        self.tag.refresh_from_db()
        self.assertEqual((self.tag.name, self.tag.slug), ("Good Bread", "good-bread"))

    def test_old_address_leads_to_the_new_one(self):
        rename_term(self.tag, by=self.editor, name="Loaves")

        response = self.client.get("/tags/bread/")
        self.assertRedirects(response, "/tags/loaves/", status_code=301)

    def test_chain_of_names_collapses_to_one_step(self):
        for name in ("Loaves", "Buns", "Rolls"):
            rename_term(self.tag, by=self.editor, name=name)

        leads = dict(OldTerm.objects.values_list("slug", "present_slug"))
        self.assertEqual(leads, {"bread": "rolls", "loaves": "rolls", "buns": "rolls"})

    def test_return_to_the_first_name_does_not_redirect_to_itself(self):
        rename_term(self.tag, by=self.editor, name="Loaves")
        rename_term(self.tag, by=self.editor, name="Bread")

        self.assertEqual(dict(OldTerm.objects.values_list("slug", "present_slug")), {"loaves": "bread"})
        self.assertEqual(self.client.get("/tags/bread/").status_code, 200)

    def test_same_address_of_another_kind_is_no_conflict(self):
        category = Category.objects.create(name="Bread", slug="bread")
        rename_term(self.tag, by=self.editor, name="Loaves")
        rename_term(category, by=self.editor, name="Baking")

        self.assertRedirects(self.client.get("/tags/bread/"), "/tags/loaves/", status_code=301)
        self.assertRedirects(self.client.get("/categories/bread/"), "/categories/baking/", status_code=301)

    def test_refused_names_change_nothing(self):
        Tag.objects.create(name="Rolls", slug="rolls")
        for name in ("Rolls", "rolls", " ", "!?", "x" * 81):
            with self.subTest(name=name), assert_stays(Tag.objects.all(), OldTerm.objects.all()):
                with self.assertRaises(TermRefusedError):
                    rename_term(self.tag, by=self.editor, name=name)
                self.tag.refresh_from_db()

    def test_only_editors_rename(self):
        for role in (None, Role.AUTHOR, Role.MODERATOR):
            user = make_user(None, *([role] if role else []))
            refused = self.assertRaises(TermRefusedError)
            with self.subTest(role=role), assert_stays(Tag.objects.all()), refused:
                rename_term(self.tag, by=user, name="Loaves")

    def test_pages_are_rendered_again(self):
        before = caching.version("posts")

        rename_term(self.tag, by=self.editor, name="Loaves")

        self.assertNotEqual(caching.version("posts"), before)


class MergeTagsTests(TestCase):
    def setUp(self):
        self.editor = make_user(None, Role.EDITOR)
        self.bread, self.loaf = (Tag.objects.create(name=name, slug=name) for name in ("bread", "loaf"))

    def test_posts_of_both_stand_under_the_other_once(self):
        both = make_post(tags=(self.bread, self.loaf))
        one = make_post(tags=(self.loaf,))

        merge_tags(self.loaf, by=self.editor, into=self.bread)

        self.assertEqual(list(both.tags.all()), [self.bread])
        self.assertEqual(list(one.tags.all()), [self.bread])
        self.assertFalse(Tag.objects.filter(slug="loaf").exists())

    def test_count_is_right_afterwards(self):
        make_post(tags=(self.bread, self.loaf))
        make_post(tags=(self.loaf,))

        merged = merge_tags(self.loaf, by=self.editor, into=self.bread)

        self.assertEqual(merged.post_count, 2)

    def test_address_of_the_merged_tag_leads_on(self):
        merge_tags(self.loaf, by=self.editor, into=self.bread)

        self.assertRedirects(self.client.get("/tags/loaf/"), "/tags/bread/", status_code=301)

    def test_tag_is_not_merged_into_itself(self):
        with self.assertRaises(TermRefusedError), assert_stays(Tag.objects.all()):
            merge_tags(self.bread, by=self.editor, into=self.bread)

    def test_only_editors_merge(self):
        author = make_user(None, Role.AUTHOR)
        with self.assertRaises(TermRefusedError), assert_stays(Tag.objects.all(), OldTerm.objects.all()):
            merge_tags(self.loaf, by=author, into=self.bread)


class RecountTermsTests(TestCase):
    def test_only_public_posts_count(self):
        tag = Tag.objects.create(name="bread", slug="bread", post_count=9)
        for post in make_posts_in_every_state().values():
            post.tags.add(tag)

        self.assertEqual(recount_terms(), 1)

        tag.refresh_from_db()
        self.assertEqual(tag.post_count, 1)

    def test_scheduled_post_counts_once_its_time_has_come(self):
        tag = Tag.objects.create(name="bread", slug="bread")
        post = make_post(tags=(tag,), published_at=timezone.now() + timedelta(hours=1))
        recount_terms()
        type(post).objects.filter(pk=post.pk).update(published_at=timezone.now() - timedelta(seconds=1))

        recount_terms(Tag.objects.filter(pk=tag.pk))

        tag.refresh_from_db()
        self.assertEqual(tag.post_count, 1)

    def test_all_kinds_are_counted_by_default(self):
        category = Category.objects.create(name="Food", slug="food")
        series = Series.objects.create(name="Bread", slug="bread")
        make_post(category=category, series=series)

        self.assertEqual(recount_terms(), 2)

    def test_category_counts_what_lies_in_it(self):
        food = Category.objects.create(name="Food", slug="food")
        cake = Category.objects.create(name="Cake", slug="cake", parent=food)
        make_post(category=food)
        make_post(category=cake)
        make_post(category=cake, status="draft")

        recount_terms(Category.objects.filter(pk=cake.pk))

        counts = dict(Category.objects.values_list("slug", "post_count"))
        self.assertEqual(counts, {"food": 2, "cake": 1})

    def test_demo_data_ends_with_right_counts(self):
        tag = Tag.objects.create(name="bread", slug="bread")
        make_post(tags=(tag,))

        seed(10)

        tag.refresh_from_db()
        self.assertEqual(tag.post_count, 1)

    def test_number_of_queries_does_not_grow_with_the_terms(self):
        for number in range(10):
            make_post(tags=(Tag.objects.create(name=f"tag {number}", slug=f"tag-{number}"),))

        with self.assertNumQueries(3):
            # Counts, terms, and one UPDATE.
            self.assertEqual(recount_terms(Tag.objects.all()), 10)


class GetOrCreateTagsTests(TestCase):
    def test_names_that_differ_by_capitals_are_one_tag(self):
        Tag.objects.create(name="Sour Dough", slug="sour-dough")

        tags = get_or_create_tags(["sour dough", "SOUR  DOUGH", "Rye", "", "!!"])

        self.assertEqual(sorted(tag.name for tag in tags), ["Rye", "Sour Dough"])

    def test_name_of_a_merged_tag_gives_the_other_tag(self):
        loaf, bread = (Tag.objects.create(name=name, slug=name) for name in ("loaf", "bread"))
        merge_tags(loaf, by=make_user(None, Role.EDITOR), into=bread)

        self.assertEqual(get_or_create_tags(["Loaf", "bread"]), [bread])
        self.assertEqual(Tag.objects.count(), 1)
