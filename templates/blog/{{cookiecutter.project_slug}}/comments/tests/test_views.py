"""The pages of comments: who may open them, what they do, and what they refuse."""

from datetime import timedelta
from html.parser import HTMLParser
from unittest.mock import patch

from allauth.account.models import EmailAddress
from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from accounts.tests.factories import PASSWORD, make_user
from comments import forms
from comments.models import Comment, Report
from comments.services import report_comment
from comments.tests.factories import make_comment
from core.testing import assert_stays
from posts.models import Post
from posts.tests.factories import make_post

Status = Comment.Status


def dangers(html):
    """Return the tags, attributes and addresses of the HTML that a browser could run or load."""
    found = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: found.append((tag, dict(attributes)))
    parser.feed(html)
    allowed = {"p", "a", "em", "code", "pre"}
    return [
        (tag, attributes)
        for tag, attributes in found
        if tag not in allowed
        or any(name.startswith(("on", "style")) for name in attributes)
        or not attributes.get("href", "https:").startswith(("http:", "https:"))
    ]


class CommentPageTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.post = make_post()
        cls.writer = make_user()
        cls.comment = make_comment(cls.post, cls.writer)
        cls.users = {
            "visitor": None,
            "writer": cls.writer,
            "reader": make_user(),
            "post author": cls.post.author,
            "editor": make_user(None, Role.EDITOR),
            "moderator": make_user(None, Role.MODERATOR),
        }

    def sign_in(self, name):
        self.client.logout()
        if self.users[name]:
            self.client.force_login(self.users[name])

    def write(self, url, body="A new comment", seconds=60, htmx=False, **data):
        shown = self.client.get(url).context["form"]["shown"].value()
        headers = {"HX-Request": "true"} if htmx else {}
        with patch.object(forms.time, "time", return_value=forms.time.time() + seconds):
            return self.client.post(url, {"body": body, "shown": shown, **data}, headers=headers)


class AccessTests(CommentPageTestCase):
    """Every page for everybody: 200 is the page, 302 the way to sign in."""

    table = [
        # page, visitor, writer, reader, post author, editor, moderator
        ("detail", 200, 200, 200, 200, 200, 200),
        ("reply", 302, 200, 200, 200, 200, 200),
        ("edit", 302, 200, 404, 404, 404, 404),
        ("delete", 302, 200, 403, 403, 403, 200),
        ("report", 302, 403, 200, 200, 200, 200),
        ("moderation", 302, 403, 403, 403, 403, 200),
    ]

    def test_who_opens_which_page(self):
        for page, *statuses in self.table:
            url = reverse(f"comments:{page}", args=[] if page == "moderation" else [self.comment.pk])
            for name, status in zip(self.users, statuses, strict=True):
                self.sign_in(name)
                with self.subTest(page=page, user=name):
                    self.assertEqual(self.client.get(url).status_code, status)

    def test_hidden_comments_are_not_found_by_id(self):
        cases = [(Status.PENDING, {"writer", "moderator"}), (Status.SPAM, {"writer", "moderator"})]
        cases += [(Status.REPORTED, {"writer", "moderator"}), (Status.DELETED, {"moderator"})]
        for status, allowed in cases:
            hidden = make_comment(self.post, self.writer, status=status)
            for name in self.users:
                self.sign_in(name)
                with self.subTest(status=status, user=name):
                    code = self.client.get(hidden.get_absolute_url()).status_code
                    self.assertEqual(code, 200 if name in allowed else 404)

    def test_comments_of_hidden_posts_are_not_found(self):
        later = timezone.now() + timedelta(days=1)
        for fields in ({"status": "draft"}, {"status": "archived"}, {"published_at": later}):
            comment = make_comment(make_post(**fields))
            for name in ("visitor", "reader"):
                self.sign_in(name)
                with self.subTest(fields=fields, user=name):
                    self.assertEqual(self.client.get(comment.get_absolute_url()).status_code, 404)

    def test_forged_changes_change_nothing(self):
        body = {"body": "forged", "reason": "spam", "shown": "x"}
        cases = [("edit", "reader"), ("edit", "moderator"), ("delete", "reader"), ("delete", "visitor")]
        cases += [("report", "writer"), ("restore", "reader"), ("edit", "visitor"), ("reply", "visitor")]
        for page, name in cases:
            self.sign_in(name)
            rows = (Comment.objects.all(), Report.objects.all(), Post.objects.all())
            with self.subTest(page=page, user=name), assert_stays(*rows):
                self.client.post(reverse(f"comments:{page}", args=[self.comment.pk]), body)

    def test_looking_changes_nothing(self):
        self.sign_in("moderator")
        with assert_stays(Comment.objects.all(), Report.objects.all(), Post.objects.all()):
            for page in ("reply", "delete", "report"):
                self.client.get(reverse(f"comments:{page}", args=[self.comment.pk]))
        self.assertEqual(
            self.client.get(reverse("comments:restore", args=[self.comment.pk])).status_code, 405
        )


class WriteTests(CommentPageTestCase):
    def setUp(self):
        self.client.force_login(self.writer)
        self.url = reverse("comments:post", args=[self.post.slug])

    def test_trusted_reader_lands_at_the_comment(self):
        response = self.write(self.url)

        comment = Comment.objects.latest("pk")
        self.assertRedirects(response, f"{self.post.get_absolute_url()}#comment-{comment.pk}")
        self.assertEqual((comment.author, comment.body), (self.writer, "A new comment"))

    def test_long_thread_lands_at_the_page_of_the_comment(self):
        Post.objects.filter(pk=self.post.pk).update(comment_count=500)

        response = self.write(self.url)

        self.assertRedirects(response, Comment.objects.latest("pk").get_absolute_url())

    def test_new_reader_is_told_to_wait(self):
        self.client.force_login(make_user())

        response = self.write(self.url)

        self.assertEqual(response["Location"], f"{self.post.get_absolute_url()}#comments")
        self.assertEqual(Comment.objects.latest("pk").status, Status.PENDING)
        self.assertContains(self.client.get(self.url), "appears once a moderator has approved it")

    def test_answer_hangs_on_its_parent(self):
        self.write(reverse("comments:reply", args=[self.comment.pk]))

        self.assertEqual(Comment.objects.latest("pk").parent, self.comment)

    def test_htmx_gets_the_form_alone_and_then_goes_to_the_comment(self):
        url = reverse("comments:reply", args=[self.comment.pk])

        form = self.client.get(url, headers={"HX-Request": "true"})
        response = self.write(url, htmx=True)

        self.assertTemplateNotUsed(form, "base.html")
        self.assertContains(form, f'id="reply-{self.comment.pk}-body"')
        comment = Comment.objects.latest("pk")
        self.assertEqual(response["HX-Redirect"], f"{self.post.get_absolute_url()}#comment-{comment.pk}")

    def test_refused_text_is_kept_in_the_form(self):
        for body in ("", "  ", "x" * 5001):
            with self.subTest(length=len(body)):
                response = self.write(self.url, body)
                self.assertEqual(response.status_code, 422)
        self.assertEqual(Comment.objects.count(), 1)

    def test_duplicate_is_explained(self):
        self.write(self.url, "Twice")

        response = self.write(self.url, "Twice")

        self.assertContains(response, "You have already written that.", status_code=422)

    def test_filled_trap_is_spam(self):
        self.write(self.url, website="https://example.org")

        self.assertEqual(Comment.objects.latest("pk").status, Status.SPAM)

    def test_faster_than_anybody_writes_waits(self):
        self.write(self.url, seconds=1)

        self.assertEqual(Comment.objects.latest("pk").status, Status.PENDING)

    def test_old_or_foreign_form_must_be_sent_again(self):
        other = self.client.get(reverse("comments:post", args=[make_post().slug]))
        foreign = other.context["form"]["shown"].value()
        for shown in ("", "nonsense", foreign):
            with self.subTest(shown=shown):
                response = self.client.post(self.url, {"body": "Hello", "shown": shown})
                self.assertEqual(response.status_code, 422)
                self.assertContains(response, "Hello", status_code=422)
        self.assertEqual(self.write(self.url, seconds=25 * 60 * 60).status_code, 422)
        self.assertEqual(Comment.objects.count(), 1)

    def test_post_that_is_not_public_is_not_found(self):
        for fields in ({"status": "draft"}, {"status": "archived"}):
            url = reverse("comments:post", args=[make_post(**fields).slug])
            with self.subTest(fields=fields):
                self.assertEqual(self.client.post(url, {"body": "Hello"}).status_code, 404)

    def test_reader_must_confirm_the_address_before_commenting(self):
        self.client.logout()
        unverified = make_user()
        EmailAddress.objects.filter(user=unverified).delete()

        self.client.post(reverse("account_login"), {"login": unverified.email, "password": PASSWORD})
        response = self.client.post(self.url, {"body": "Hello"})

        self.assertEqual(response["Location"], f"{reverse('account_login')}?next={self.url}")
        self.assertEqual(self.post.comments.count(), 1)

    def test_closed_discussion_is_forbidden(self):
        closed = make_post(comments_open=False)

        response = self.client.post(reverse("comments:post", args=[closed.slug]), {"body": "Hello"})

        self.assertEqual(response.status_code, 403)
        self.assertEqual(closed.comments.count(), 0)

    @override_settings(RATE_LIMITS={"comment": "3/m"})
    def test_flood_is_stopped(self):
        statuses = [self.write(self.url, f"Number {number}").status_code for number in range(4)]

        self.assertEqual(statuses, [302, 302, 302, 429])
        self.assertEqual(self.post.comments.count(), 4)

    def test_markup_is_inert(self):
        payloads = [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[x](javascript:alert(1))",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "<svg/onload=alert(1)>",
            "![x](https://example.com/x.png)",
            "<iframe src='//example.com'></iframe>",
            "`<script>`<style>*{}</style>",
            "[x](https://example.com 'a\" onmouseover=\"alert(1)')",
            "<a href='JaVaScRiPt:alert(1)'>x</a>",
        ]
        for payload in payloads:
            self.write(self.url, payload)
            html = Comment.objects.latest("pk").body_html
            with self.subTest(payload=payload):
                self.assertEqual(Comment.objects.latest("pk").body, payload)
                self.assertEqual(dangers(html), [])


class ChangeTests(CommentPageTestCase):
    def test_author_edits_and_lands_at_the_comment(self):
        self.sign_in("writer")

        response = self.client.post(reverse("comments:edit", args=[self.comment.pk]), {"body": "Better"})

        self.assertRedirects(response, f"{self.post.get_absolute_url()}#comment-{self.comment.pk}")
        self.comment.refresh_from_db()
        self.assertEqual(self.comment.body, "Better")

    def test_late_edit_is_forbidden(self):
        Comment.objects.update(created_at=timezone.now() - timedelta(hours=1))
        self.sign_in("writer")

        response = self.client.post(reverse("comments:edit", args=[self.comment.pk]), {"body": "Better"})

        self.assertEqual(response.status_code, 403)

    def test_delete_asks_first(self):
        self.sign_in("writer")
        url = reverse("comments:delete", args=[self.comment.pk])

        self.assertContains(self.client.get(url), "Delete this comment?")
        self.assertRedirects(self.client.post(url), f"{self.post.get_absolute_url()}#comments")
        self.comment.refresh_from_db()
        self.assertEqual(self.comment.status, Status.DELETED)

    def test_report_needs_a_reason(self):
        self.sign_in("reader")
        url = reverse("comments:report", args=[self.comment.pk])

        for reason, status, reports in (
            ("", 422, 0),
            ("because", 422, 0),
            ("abuse", 302, 1),
            ("abuse", 302, 1),
        ):
            with self.subTest(reason=reason):
                self.assertEqual(self.client.post(url, {"reason": reason}).status_code, status)
                self.assertEqual(Report.objects.count(), reports)

    def test_moderator_restores_what_was_removed(self):
        self.sign_in("moderator")
        self.client.post(reverse("comments:delete", args=[self.comment.pk]))

        self.client.post(reverse("comments:restore", args=[self.comment.pk]))

        self.comment.refresh_from_db()
        self.assertEqual(self.comment.status, Status.APPROVED)

    def test_erased_text_cannot_be_restored(self):
        self.sign_in("writer")
        self.client.post(reverse("comments:delete", args=[self.comment.pk]))
        self.sign_in("moderator")

        response = self.client.post(reverse("comments:restore", args=[self.comment.pk]), follow=True)

        self.assertContains(response, "there is no text to restore")


class ModerationPageTests(CommentPageTestCase):
    url = "/comments/moderation/"

    def setUp(self):
        self.sign_in("moderator")

    def test_each_list_holds_its_comments(self):
        made = {status: make_comment(self.post, status=status) for status in Status}
        report_comment(self.comment, self.users["reader"], "spam")
        cases = [
            ("waiting", [made["pending"]]),
            ("reported", [self.comment]),
            ("spam", [made["spam"]]),
            ("deleted", [made["deleted"]]),
            ("nonsense", [made["pending"]]),
            ("all", [*reversed(made.values()), self.comment]),
        ]
        for show, comments in cases:
            with self.subTest(show=show):
                page = self.client.get(self.url, {"show": show}).context["page"]
                self.assertEqual(page.items, comments)

    def test_query_count_does_not_grow(self):
        self.client.get(self.url)
        counts = []
        for number in (1, 9):
            for _number in range(number):
                report_comment(make_comment(self.post), make_user(), "spam")
            with CaptureQueriesContext(connection) as queries:
                self.client.get(self.url, {"show": "reported"})
            counts.append([len(queries), sum("comments_" in query["sql"] for query in queries)])

        self.assertEqual([own for _all, own in counts], [2, 2])
        self.assertEqual(counts[0], counts[1])

    def test_ticked_comments_are_decided_together(self):
        ticked = [make_comment(self.post, status=Status.PENDING) for _number in range(2)]
        other = make_comment(self.post, status=Status.PENDING)
        values = [f"{comment.pk}.pending" for comment in ticked]

        response = self.client.post(
            self.url, {"action": "approve", "comment": values, "show": "waiting"}, follow=True
        )

        self.assertContains(response, "2 comments are decided.")
        self.assertEqual(response.context["page"].items, [other])

    def test_decision_of_a_colleague_is_respected(self):
        comment = make_comment(self.post, status=Status.SPAM)

        data = {"action": "approve", "comment": [f"{comment.pk}.pending"], "show": "waiting"}
        response = self.client.post(self.url, data, follow=True)

        self.assertContains(response, "1 comment was decided by somebody else meanwhile")
        comment.refresh_from_db()
        self.assertEqual(comment.status, Status.SPAM)

    def test_forged_values_are_a_bad_request(self):
        cases = [("approve", "1"), ("approve", "x.pending"), ("approve", f"{self.comment.pk}.nonsense")]
        cases += [("explode", f"{self.comment.pk}.approved"), ("approve", "9" * 30 + ".pending")]
        for action, value in cases:
            with self.subTest(value=value), assert_stays(Comment.objects.all()):
                response = self.client.post(self.url, {"action": action, "comment": [value]})
                self.assertEqual(response.status_code, 400)
