"""The buttons and the lists of readers."""

from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.tests.factories import make_user
from community.models import Follow, Like
from community.services import follow_author, like_post
from posts.models import Post
from posts.tests.factories import make_post


class LikeButtonTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.post = make_post()
        cls.reader = make_user()
        cls.url = reverse("community:like", args=[cls.post.slug])

    def test_visitor_is_sent_to_sign_in(self):
        response = self.client.post(self.url)

        self.assertEqual(
            (response.status_code, response["Location"].split("?")[0]), (302, "/accounts/login/")
        )
        self.assertEqual(Like.objects.count(), 0)

    def test_like_and_take_back(self):
        self.client.force_login(self.reader)
        for data, likes in (({}, 1), ({"liked": "1"}, 1), ({"liked": "0"}, 0), ({"liked": "0"}, 0)):
            with self.subTest(data=data):
                response = self.client.post(self.url, data)
                self.assertEqual(response["Location"], self.post.get_absolute_url())
                self.assertEqual(Like.objects.count(), likes)

    def test_get_changes_nothing(self):
        self.client.force_login(self.reader)

        self.assertEqual(self.client.get(self.url).status_code, 405)
        self.assertEqual(Like.objects.count(), 0)

    def test_hidden_post_is_not_found(self):
        self.client.force_login(self.reader)
        draft = make_post(status="draft")

        self.assertEqual(self.client.post(reverse("community:like", args=[draft.slug])).status_code, 404)

    def test_htmx_gets_the_new_button(self):
        self.client.force_login(self.reader)

        response = self.client.post(self.url, headers={"HX-Request": "true"})

        self.assertTemplateNotUsed(response, "base.html")
        self.assertContains(response, 'aria-pressed="true"')
        self.assertContains(response, '<span class="muted">1</span>')
        self.assertContains(response, 'name="liked" value="0"')

    def test_foreign_next_address_is_ignored(self):
        self.client.force_login(self.reader)

        response = self.client.post(self.url, {"next": "https://example.org/"})

        self.assertEqual(response["Location"], self.post.get_absolute_url())

    @override_settings(RATE_LIMITS={"like": "2/m"})
    def test_flood_is_stopped(self):
        self.client.force_login(self.reader)

        statuses = [self.client.post(self.url).status_code for _number in range(3)]

        self.assertEqual(statuses, [302, 302, 429])


class FollowButtonTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.author = make_post().author
        cls.reader = make_user()
        cls.url = reverse("community:follow", args=[cls.author.handle])

    def test_visitor_is_sent_to_sign_in(self):
        self.assertEqual(self.client.post(self.url).status_code, 302)
        self.assertEqual(Follow.objects.count(), 0)

    def test_follow_and_stop(self):
        self.client.force_login(self.reader)
        for data, follows in (({}, 1), ({}, 1), ({"following": "0"}, 0)):
            with self.subTest(data=data):
                self.client.post(self.url, data)
                self.assertEqual(Follow.objects.count(), follows)

    def test_reader_without_posts_cannot_be_followed(self):
        self.client.force_login(self.reader)

        response = self.client.post(reverse("community:follow", args=[make_user().handle]), follow=True)

        self.assertContains(response, "This author cannot be followed.")
        self.assertEqual(Follow.objects.count(), 0)

    def test_unknown_author_is_not_found(self):
        self.client.force_login(self.reader)

        self.assertEqual(self.client.post(reverse("community:follow", args=["nobody"])).status_code, 404)

    def test_htmx_gets_the_new_button(self):
        self.client.force_login(self.reader)

        response = self.client.post(self.url, headers={"HX-Request": "true"})

        self.assertTemplateNotUsed(response, "base.html")
        self.assertContains(response, "Unfollow")


class ListTests(TestCase):
    pages = ("community:likes", "community:following", "community:authors")

    @classmethod
    def setUpTestData(cls):
        cls.reader = make_user()

    def add(self, number):
        for _number in range(number):
            post = make_post()
            like_post(post, self.reader)
            follow_author(post.author, self.reader)

    def test_visitors_sign_in_first(self):
        for page in self.pages:
            with self.subTest(page=page):
                self.assertEqual(self.client.get(reverse(page)).status_code, 302)

    def test_empty_lists_say_so(self):
        self.client.force_login(self.reader)
        for page in self.pages:
            with self.subTest(page=page):
                self.assertContains(self.client.get(reverse(page)), 'class="empty"')

    def test_query_count_does_not_grow(self):
        self.client.force_login(self.reader)
        for page in self.pages:
            self.client.get(reverse(page))
            counts = []
            for number in (1, 9):
                self.add(number)
                with CaptureQueriesContext(connection) as queries:
                    self.client.get(reverse(page))
                counts.append(len(queries))
            with self.subTest(page=page):
                self.assertEqual(counts[0], counts[1])

    def test_last_liked_comes_first(self):
        posts = [make_post() for _number in range(3)]
        for post in posts:
            like_post(post, self.reader)
        self.client.force_login(self.reader)

        page = self.client.get(reverse("community:likes")).context["page"]

        self.assertEqual(page.items, posts[::-1])

    def test_posts_taken_off_the_site_are_left_out(self):
        self.add(1)
        Post.objects.update(status="archived")
        self.client.force_login(self.reader)
        for page in ("community:likes", "community:following"):
            with self.subTest(page=page):
                self.assertEqual(self.client.get(reverse(page)).context["page"].items, [])

    def test_lists_are_personal(self):
        self.add(1)
        self.client.force_login(make_user())
        for page in self.pages:
            with self.subTest(page=page):
                self.assertEqual(self.client.get(reverse(page)).context["page"].items, [])


class ButtonTests(TestCase):
    """The buttons in the page of a post."""

    @classmethod
    def setUpTestData(cls):
        cls.post = make_post()

    def test_visitor_sees_the_number_and_no_form(self):
        page = self.client.get(self.post.get_absolute_url())

        self.assertContains(page, "0 likes")
        self.assertNotContains(page, "csrfmiddlewaretoken")

    def test_reader_sees_whether_they_like_it(self):
        reader = make_user()
        self.client.force_login(reader)
        for pressed in ("false", "true"):
            with self.subTest(pressed=pressed):
                page = self.client.get(self.post.get_absolute_url())
                self.assertContains(page, f'aria-pressed="{pressed}"')
            like_post(self.post, reader)
