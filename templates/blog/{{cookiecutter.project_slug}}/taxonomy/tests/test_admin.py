from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from zeal import zeal_ignore

from accounts.roles import Role
from accounts.tests.factories import make_user
from core.testing import assert_stays
from posts.tests.factories import make_post
from taxonomy.models import Category, OldTerm, Series, Tag
from taxonomy.services import recount_terms

TAGS = "admin:taxonomy_tag_changelist"


@override_settings(ADMIN_REQUIRES_MFA=False)
class TermAdminTests(TestCase):
    def setUp(self):
        self.client.force_login(make_user(None, Role.EDITOR, is_staff=True))
        self.bread, self.loaf = (
            Tag.objects.create(name=name, slug=name.lower()) for name in ("Bread", "Loaf")
        )

    def change(self, term, **fields):
        address = reverse(f"admin:taxonomy_{term._meta.model_name}_change", args=[term.pk])
        # A category and the one it shall lie in are two queries of a kind, and no more.
        with zeal_ignore():
            return self.client.post(address, {"name": term.name, "description": "", **fields})

    def test_lists_and_pages_open(self):
        terms = [
            Category.objects.create(name="Food", slug="food"),
            Series.objects.create(name="S", slug="s"),
            self.bread,
        ]
        for term in terms:
            with self.subTest(term=term):
                base = f"admin:taxonomy_{term._meta.model_name}"
                self.assertEqual(self.client.get(reverse(f"{base}_changelist")).status_code, 200)
                self.assertEqual(self.client.get(reverse(f"{base}_change", args=[term.pk])).status_code, 200)
        self.assertEqual(self.client.get(reverse("admin:taxonomy_oldterm_changelist")).status_code, 200)

    def test_new_term_gets_an_address_from_its_name(self):
        self.client.post(reverse("admin:taxonomy_tag_add"), {"name": "Rye Bread", "description": ""})

        self.assertEqual(Tag.objects.get(name="Rye Bread").slug, "rye-bread")

    def test_renaming_keeps_the_old_address(self):
        self.change(self.bread, name="Loaves", description="All of them")

        self.bread.refresh_from_db()
        self.assertEqual((self.bread.slug, self.bread.description), ("loaves", "All of them"))
        self.assertEqual(OldTerm.objects.get().present_slug, "loaves")

    def test_name_without_an_address_or_taken_is_refused(self):
        for name in ("!!!", "loaf", "Loaf"):
            with self.subTest(name=name), assert_stays(Tag.objects.all(), OldTerm.objects.all()):
                self.assertContains(self.change(self.bread, name=name), "errorlist")

    def test_third_level_of_categories_is_refused(self):
        top = Category.objects.create(name="Top", slug="top")
        inner = Category.objects.create(name="Inner", slug="inner", parent=top)
        other = Category.objects.create(name="Other", slug="other")
        for term, parent in ((other, inner), (top, other), (top, top)):
            with self.subTest(term=term, parent=parent), assert_stays(Category.objects.all()):
                self.assertContains(self.change(term, parent=parent.pk), "errorlist")

    def test_merging_goes_into_the_most_used_tag(self):
        make_post(tags=(self.loaf,))
        recount_terms()

        self.client.post(
            reverse(TAGS), {"action": "merge", "_selected_action": [self.bread.pk, self.loaf.pk]}
        )

        self.assertEqual([tag.name for tag in Tag.objects.all()], ["Loaf"])
        self.assertEqual(OldTerm.objects.get(slug="bread").present_slug, "loaf")

    def test_one_tag_alone_is_not_merged(self):
        with assert_stays(Tag.objects.all()):
            self.client.post(reverse(TAGS), {"action": "merge", "_selected_action": [self.bread.pk]})

    def test_term_with_posts_is_not_deleted(self):
        make_post(tags=(self.loaf,))

        for tag, status in ((self.loaf, 403), (self.bread, 302)):
            with self.subTest(tag=tag.name):
                address = reverse("admin:taxonomy_tag_delete", args=[tag.pk])
                self.assertEqual(self.client.post(address, {"post": "yes"}).status_code, status)
        self.assertEqual([tag.name for tag in Tag.objects.all()], ["Loaf"])

    def test_list_offers_no_deleting_in_bulk(self):
        self.assertNotContains(self.client.get(reverse(TAGS)), "delete_selected")

    def test_staff_without_the_role_is_refused(self):
        self.client.force_login(make_user(None, Role.MODERATOR, is_staff=True))
        for address in (reverse(TAGS), reverse("admin:taxonomy_tag_change", args=[self.bread.pk])):
            with self.subTest(address=address):
                self.assertEqual(self.client.get(address).status_code, 403)
        with assert_stays(Tag.objects.all()):
            self.assertEqual(self.change(self.bread, name="Hacked").status_code, 403)

    def test_number_of_queries_does_not_grow_with_the_list(self):
        food = Category.objects.create(name="Food", slug="food")
        address = reverse("admin:taxonomy_category_changelist")
        self.client.get(address)
        Category.objects.create(name="c0", slug="c0", parent=food)
        before = self.count(address)
        for number in range(1, 10):
            Category.objects.create(name=f"c{number}", slug=f"c{number}", parent=food)
        self.assertEqual(self.count(address), before)

    def count(self, address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            self.client.get(address)
        return len(queries)
