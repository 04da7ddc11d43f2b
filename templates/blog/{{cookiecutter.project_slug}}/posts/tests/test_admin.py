"""Posts in the administration."""

from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from accounts.tests.factories import make_user
from posts.models import Post
from posts.services import create_post
from posts.tests.factories import make_post, make_posts_in_every_state

LIST = "admin:posts_post_changelist"


@override_settings(ADMIN_REQUIRES_MFA=False)
class PostAdminTests(TestCase):
    def setUp(self):
        self.editor = make_user(None, Role.EDITOR, is_staff=True)
        self.client.force_login(self.editor)

    def test_list_filters_by_state(self):
        posts = make_posts_in_every_state()

        for state, post in posts.items():
            with self.subTest(state=state):
                page = self.client.get(reverse(LIST), {"state": state}).context["cl"]
                self.assertEqual(list(page.queryset), [post])

    def test_list_finds_authors_and_titles(self):
        make_post(title="Rye bread")
        make_post(title="Oat cake")

        page = self.client.get(reverse(LIST), {"q": "rye"}).context["cl"]

        self.assertEqual([post.title for post in page.queryset], ["Rye bread"])

    def test_number_of_queries_does_not_grow_with_the_posts(self):
        # The first request of a session also writes down its device.
        self.client.get(reverse(LIST))
        counts = []
        for number in (1, 9):
            for _ in range(number):
                make_post()
            with CaptureQueriesContext(connection) as queries:
                self.client.get(reverse(LIST))
            counts.append(len(queries))

        self.assertEqual(counts[0], counts[1])

    def test_posts_are_published_and_archived_in_bulk(self):
        posts = [make_post(status="draft"), make_post(status="review"), make_post(status="draft", body=" ")]
        for action, states in (
            ("publish_now", ["published", "published", "draft"]),
            ("archive", ["archived"] * 3),
        ):
            with self.subTest(action=action):
                data = {"action": action, "_selected_action": [post.pk for post in posts]}
                self.client.post(reverse(LIST), data)
                self.assertEqual([Post.objects.get(pk=post.pk).state for post in posts], states)

    def test_page_of_a_post_shows_its_revisions_and_changes_nothing(self):
        post = create_post(self.editor, title="Rye bread", body="One")
        page = reverse("admin:posts_post_change", args=[post.pk])

        self.assertContains(self.client.get(page), "Rye bread (1)")
        self.assertContains(self.client.get(page), reverse("writing:preview", args=[post.pk]))
        self.assertEqual(self.client.post(page, {"title": "Hacked"}).status_code, 403)
        self.assertEqual(self.client.get(reverse("admin:posts_post_add")).status_code, 403)

    def test_staff_without_the_role_is_refused(self):
        self.client.force_login(make_user(None, Role.MODERATOR, is_staff=True))

        self.assertEqual(self.client.get(reverse(LIST)).status_code, 403)
