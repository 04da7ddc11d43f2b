"""Comments in the administration."""

from django.contrib.admin.sites import site
from django.db import connection
from django.test import RequestFactory, TestCase
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from accounts.roles import Role
from accounts.tests.factories import make_user
from comments.models import Comment
from comments.services import report_comment
from comments.tests.factories import make_comment

Status = Comment.Status


@override_settings(ADMIN_REQUIRES_MFA=False)
class CommentAdminTests(TestCase):
    url = "/admin/comments/comment/"

    @classmethod
    def setUpTestData(cls):
        cls.moderator = make_user(None, Role.MODERATOR, is_staff=True)

    def setUp(self):
        self.client.force_login(self.moderator)

    def test_only_moderators_get_in(self):
        comment = make_comment()
        cases = [(Role.MODERATOR, 200), (Role.ADMINISTRATOR, 200), (Role.EDITOR, 403), (Role.AUTHOR, 403)]
        for role, status in cases:
            self.client.force_login(make_user(None, role, is_staff=True))
            for url in (self.url, reverse("admin:comments_comment_change", args=[comment.pk])):
                with self.subTest(role=role, url=url):
                    self.assertEqual(self.client.get(url).status_code, status)

    def test_actions_go_through_the_services(self):
        cases = [("approve", Status.APPROVED, 1), ("spam", Status.SPAM, 0), ("remove", Status.DELETED, 0)]
        for action, status, count in cases:
            comment = make_comment(status=Status.PENDING)
            with self.subTest(action=action):
                data = {"action": action, "_selected_action": [comment.pk]}
                response = self.client.post(self.url, data, follow=True)
                self.assertContains(response, "1 comment is decided.")
                comment = Comment.objects.select_related("post").get(pk=comment.pk)
                self.assertEqual((comment.status, comment.post.comment_count), (status, count))

    def test_text_cannot_be_changed_or_deleted(self):
        comment = make_comment()
        request = RequestFactory().get("/")
        request.user = self.moderator
        page = site.get_model_admin(Comment)

        self.assertIs(page.has_change_permission(request, comment), False)
        self.assertIs(page.has_delete_permission(request, comment), False)
        self.client.post(reverse("admin:comments_comment_change", args=[comment.pk]), {"body": "forged"})
        self.assertEqual(Comment.objects.get(pk=comment.pk).body, comment.body)

    def test_search_finds_text_and_shows_reports(self):
        comment = make_comment(body="A needle")
        make_comment(body="Hay")
        report_comment(comment, make_user(), "abuse")

        found = self.client.get(self.url, {"q": "needle"}).context["cl"].result_list
        page = self.client.get(reverse("admin:comments_comment_change", args=[comment.pk]))

        self.assertEqual(list(found), [comment])
        self.assertContains(page, "It insults or threatens somebody")

    def test_query_count_does_not_grow(self):
        self.client.get(self.url)
        counts = []
        for number in (1, 9):
            for _number in range(number):
                make_comment(moderated_by=make_user())
            with CaptureQueriesContext(connection) as queries:
                self.client.get(self.url)
            counts.append(len(queries))

        self.assertEqual(counts[0], counts[1])
