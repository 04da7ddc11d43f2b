"""Putting a series in order: all places together, or none."""

from django.test import TestCase
from django.urls import reverse

from accounts.roles import Role
from accounts.tests.factories import make_user
from core.testing import assert_stays
from posts.models import Post
from posts.services import order_series
from posts.tests.factories import make_post
from taxonomy.models import Series


class SeriesOrderTests(TestCase):
    def setUp(self):
        self.series = Series.objects.create(name="Bread", slug="bread")
        self.first, self.second = (
            make_post(series=self.series, series_position=place, title=title)
            for place, title in [(1, "Dough"), (2, "Oven")]
        )
        self.url = reverse("writing:series", args=["bread"])
        self.editor = make_user(None, Role.EDITOR)
        self.client.force_login(self.editor)

    def send(self, *places):
        """Post the form with a place for each post, in the order in which they stand."""
        data = {"form-TOTAL_FORMS": len(places), "form-INITIAL_FORMS": len(places)}
        data |= {f"form-{number}-position": place for number, place in enumerate(places)}
        return self.client.post(self.url, data)

    def test_list_leads_to_the_form_with_a_field_for_each_post(self):
        self.assertContains(self.client.get(reverse("writing:series_list")), self.url)

        page = self.client.get(self.url).content.decode()
        self.assertLess(page.index("Dough"), page.index("Oven"))

    def test_editor_swaps_two_posts(self):
        response = self.send(2, 1)

        self.assertRedirects(response, self.url)
        order = Post.objects.order_by("series_position").values_list("title", flat=True)
        self.assertEqual(list(order), ["Oven", "Dough"])

    def test_two_posts_at_one_place_are_refused_and_nothing_is_saved(self):
        with assert_stays(Post.objects.all()):
            response = self.send(3, 3)

        self.assertContains(response, "Two posts cannot stand at the same place.")

    def test_place_that_is_no_number_is_refused(self):
        with assert_stays(Post.objects.all()):
            response = self.send("", 0)

        self.assertContains(response, "This field is required.")

    def test_post_that_left_the_series_is_passed_over(self):
        other = make_post(series=None)

        self.assertEqual(order_series(self.series, {other.pk: 1, self.first.pk: 1}, self.editor), 0)
        other.refresh_from_db(fields=["series_position"])
        self.assertIsNone(other.series_position)

    def test_only_editors_enter(self):
        for roles, status in [
            ((), 403),
            ((Role.AUTHOR,), 403),
            ((Role.MODERATOR,), 403),
            ((Role.ADMINISTRATOR,), 200),
        ]:
            self.client.force_login(make_user(None, *roles))
            for url in (self.url, reverse("writing:series_list")):
                self.assertEqual(self.client.get(url).status_code, status, roles)

    def test_empty_series_says_so(self):
        Post.objects.update(series=None)

        self.assertContains(self.client.get(self.url), "No post stands in this series.")
