"""Two requests at once; only PostgreSQL runs them side by side."""

from unittest import skipUnless

from django.db import connection
from django.test import TransactionTestCase

from accounts.roles import Role
from accounts.tests.factories import make_user
from comments.errors import AlreadyReportedError, NotAllowedError
from comments.models import Comment, Report
from comments.moderation import approve_comments, mark_spam
from comments.services import delete_comment, post_comment, report_comment
from comments.tests.factories import make_comment
from comments.tests.test_services import count_of
from core.testing import run_together
from posts.models import Post
from posts.tests.factories import make_post

Status = Comment.Status


@skipUnless(connection.vendor == "postgresql", "SQLite lets one transaction write at a time")
class CommentRaceTests(TransactionTestCase):
    def setUp(self):
        self.post = make_post()

    def test_comments_at_once_are_all_counted(self):
        texts = iter(range(8))

        def write():
            number = next(texts)
            return post_comment(Post.objects.get(pk=self.post.pk), self.post.author, f"Comment {number}")

        comments = run_together(write, 8)

        self.assertEqual([type(comment) for comment in comments], [Comment] * 8)
        self.assertEqual(count_of(self.post), 8)

    def test_two_moderators_decide_once(self):
        comments = [make_comment(self.post, status=Status.PENDING) for _number in range(5)]
        seen = {comment.pk: Status.PENDING for comment in comments}
        moderators = [make_user(None, Role.MODERATOR) for _number in range(4)]
        services = iter([approve_comments, mark_spam, approve_comments, mark_spam])

        decisions = run_together(lambda: next(services)(seen, moderators.pop()), 4)

        self.assertEqual(sorted(decision.changed for decision in decisions), [0, 0, 0, 5])
        statuses = set(Comment.objects.values_list("status", flat=True))
        self.assertEqual(len(statuses), 1)
        self.assertEqual(count_of(self.post), 5 if statuses == {Status.APPROVED} else 0)

    def test_comment_deleted_twice_is_counted_once(self):
        comment = make_comment(self.post)
        make_comment(self.post)

        results = run_together(lambda: delete_comment(comment, comment.author), 4)

        self.assertEqual(sum(isinstance(result, NotAllowedError) for result in results), 3)
        self.assertEqual(count_of(self.post), 1)

    def test_double_click_reports_once(self):
        comment, reader = make_comment(self.post), make_user()

        results = run_together(lambda: report_comment(comment, reader, "spam"), 4)

        self.assertEqual(sum(isinstance(result, AlreadyReportedError) for result in results), 3)
        self.assertEqual(Report.objects.count(), 1)

    def test_reports_at_once_hide_the_comment_once(self):
        comment = make_comment(self.post)
        make_comment(self.post)
        readers = [make_user() for _number in range(6)]

        run_together(lambda: report_comment(comment, readers.pop(), "spam"), 6)

        comment.refresh_from_db()
        self.assertEqual(comment.status, Status.REPORTED)
        self.assertEqual(count_of(self.post), 1)
