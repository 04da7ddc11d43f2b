"""The editors' pages, and who may open them."""

from django.core import mail
from django.test import TestCase
from django.urls import reverse

from accounts.roles import Role
from accounts.tests.factories import make_user
from newsletter.models import Issue
from newsletter.tests.factories import make_issue, make_subscriber


class AccessTests(TestCase):
    """Every page of the editors, for every kind of visitor."""

    def test_only_editors_and_administrators_may_enter(self):
        editor = make_user(None, Role.EDITOR)
        issue = make_issue(editor)
        pages = ["manage", "create", "preview", "edit", "send", "delete"]
        visitors = {
            make_user(): 403,
            make_user(None, Role.AUTHOR): 403,
            make_user(None, Role.MODERATOR): 403,
            editor: 200,
            make_user(None, Role.ADMINISTRATOR): 200,
        }

        for user, status in visitors.items():
            self.client.force_login(user)
            for page in pages:
                args = [] if page in ("manage", "create") else [issue.pk]
                response = self.client.get(reverse(f"newsletter:{page}", args=args))
                self.assertEqual(response.status_code, status, (str(user.roles), page))

    def test_visitor_is_sent_to_sign_in(self):
        response = self.client.get(reverse("newsletter:manage"))

        self.assertRedirects(
            response, f"{reverse('account_login')}?next=/newsletter/manage/", fetch_redirect_response=False
        )

    def test_author_cannot_send_by_a_forged_post(self):
        issue = make_issue(make_user(None, Role.EDITOR))
        make_subscriber()
        self.client.force_login(make_user(None, Role.AUTHOR))

        response = self.client.post(reverse("newsletter:send", args=[issue.pk]))

        issue.refresh_from_db()
        self.assertEqual((response.status_code, issue.status, len(mail.outbox)), (403, "draft", 0))


class EditingTests(TestCase):
    """From an empty list to a sent issue."""

    def setUp(self):
        self.editor = make_user("editor@example.com", Role.EDITOR)
        self.client.force_login(self.editor)

    def test_empty_list_offers_to_write(self):
        self.assertContains(self.client.get(reverse("newsletter:manage")), "Write the first one")

    def test_issue_is_written_and_its_html_is_clean(self):
        data = {"subject": "Hello", "body": "Hi <script>alert(1)</script>"}

        response = self.client.post(reverse("newsletter:create"), data)

        issue = Issue.objects.get()
        self.assertRedirects(response, reverse("newsletter:preview", args=[issue.pk]))
        self.assertNotIn("<script", issue.body_html)

    def test_trial_goes_to_the_editor_alone(self):
        issue = make_issue(self.editor)
        make_subscriber()

        with self.captureOnCommitCallbacks(execute=True):
            self.client.post(reverse("newsletter:try", args=[issue.pk]))

        self.assertEqual([message.to for message in mail.outbox], [["editor@example.com"]])

    def test_question_before_sending_names_the_number(self):
        issue = make_issue(self.editor)
        make_subscriber()
        make_subscriber()

        response = self.client.get(reverse("newsletter:send", args=[issue.pk]))

        self.assertContains(response, "It goes to 2 subscribers and cannot be called back.")

    def test_draft_is_deleted_after_a_question(self):
        url = reverse("newsletter:delete", args=[make_issue(self.editor).pk])

        self.assertContains(self.client.get(url), "“Winter soups” will be gone for ever.")
        self.assertRedirects(self.client.post(url), reverse("newsletter:manage"))

        self.assertEqual(Issue.objects.count(), 0)

    def test_sending_without_subscribers_is_explained(self):
        issue = make_issue(self.editor)

        response = self.client.post(reverse("newsletter:send", args=[issue.pk]), follow=True)

        self.assertContains(response, "Nobody has subscribed yet, so there is nobody to send this issue to.")

    def test_sent_issue_is_public_and_cannot_be_deleted(self):
        issue = make_issue(self.editor)
        make_subscriber()
        with self.captureOnCommitCallbacks(execute=True):
            self.client.post(reverse("newsletter:send", args=[issue.pk]))

        deletion = self.client.post(reverse("newsletter:delete", args=[issue.pk]))
        self.client.logout()

        self.assertEqual((deletion.status_code, Issue.objects.count()), (404, 1))
        self.assertContains(self.client.get(reverse("newsletter:archive")), "Winter soups")
        self.assertContains(
            self.client.get(reverse("newsletter:issue", args=[issue.pk])), "<strong>warm</strong>"
        )

    def test_archive_that_a_browser_keeps_is_renewed_when_an_issue_is_sent(self):
        issue, visitor, url = make_issue(self.editor), self.client_class(), reverse("newsletter:archive")
        make_subscriber()
        kept = {"If-None-Match": visitor.get(url).headers["ETag"]}
        self.assertEqual(visitor.get(url, headers=kept).status_code, 304)

        with self.captureOnCommitCallbacks(execute=True):
            self.client.post(reverse("newsletter:send", args=[issue.pk]))

        self.assertContains(visitor.get(url, headers=kept), "Winter soups")

    def test_draft_is_hidden_from_visitors(self):
        issue = make_issue(self.editor)

        response = self.client.get(reverse("newsletter:issue", args=[issue.pk]))

        self.assertEqual(response.status_code, 404)
