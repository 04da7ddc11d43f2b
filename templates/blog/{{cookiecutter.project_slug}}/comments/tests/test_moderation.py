"""What moderators decide."""

from django.core import mail
from django.test import TestCase

from accounts.roles import Role
from accounts.tests.factories import make_user
from comments.errors import NotAllowedError, TextGoneError
from comments.models import Comment
from comments.moderation import Decision, approve_comments, mark_spam, remove_comments, restore_comment
from comments.services import delete_comment, report_comment
from comments.tests.factories import make_comment
from comments.tests.test_services import count_of
from posts.tests.factories import make_post

Status = Comment.Status


class DecisionTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.moderator = make_user(None, Role.MODERATOR)
        cls.post = make_post()

    def decide(self, service, *comments):
        return service({comment.pk: comment.status for comment in comments}, self.moderator)

    def status_of(self, comment):
        return Comment.objects.values_list("status", flat=True).get(pk=comment.pk)

    def test_counter_follows_every_change_of_status(self):
        services = ((approve_comments, 1), (mark_spam, 0), (remove_comments, 0))
        for service, shown in services:
            for status in (Status.PENDING, Status.APPROVED, Status.REPORTED, Status.SPAM):
                post = make_post()
                comment = make_comment(post, status=status)
                with self.subTest(service=service.__name__, status=status):
                    self.assertEqual(self.decide(service, comment), Decision(1, 0))
                    self.assertEqual(count_of(post), shown)

    def test_many_comments_of_many_posts_at_once(self):
        posts = [make_post(), make_post()]
        comments = [make_comment(post, status=Status.PENDING) for post in posts for _number in range(3)]

        decision = self.decide(approve_comments, *comments)

        self.assertEqual(decision, Decision(6, 0))
        self.assertEqual([count_of(post) for post in posts], [3, 3])

    def test_second_moderator_leaves_the_first_decision_alone(self):
        comment = make_comment(self.post, status=Status.PENDING)
        seen = {comment.pk: Status.PENDING}
        mark_spam(seen, self.moderator)

        decision = approve_comments(seen, make_user(None, Role.MODERATOR))

        self.assertEqual(decision, Decision(0, 1))
        self.assertEqual(self.status_of(comment), Status.SPAM)
        self.assertEqual(Comment.objects.get(pk=comment.pk).moderated_by, self.moderator)

    def test_comment_that_does_not_exist_is_skipped(self):
        self.assertEqual(approve_comments({999_999: "pending"}, self.moderator), Decision(0, 1))

    def test_deleted_comment_is_not_approved(self):
        comment = make_comment(self.post, status=Status.DELETED)

        self.assertEqual(self.decide(approve_comments, comment), Decision(0, 1))
        self.assertEqual(count_of(self.post), 0)

    def test_only_moderators_decide(self):
        comment = make_comment(self.post, status=Status.PENDING)
        for user in (make_user(), self.post.author, make_user(None, Role.EDITOR)):
            for service in (approve_comments, mark_spam, remove_comments):
                with self.subTest(user=user, service=service), self.assertRaises(NotAllowedError):
                    service({comment.pk: comment.status}, user)
        self.assertEqual(self.status_of(comment), Status.PENDING)

    def test_approval_tells_the_author_and_the_author_of_the_post(self):
        comment = make_comment(self.post, status=Status.PENDING)

        with self.captureOnCommitCallbacks(execute=True):
            self.decide(approve_comments, comment)

        told = {message.to[0] for message in mail.outbox}
        self.assertEqual(told, {comment.author.email, self.post.author.email})

    def test_comment_cleared_after_reports_is_not_told_again(self):
        comment = make_comment(self.post)
        for _number in range(3):
            report_comment(comment, make_user(), "spam")
        comment.refresh_from_db()
        mail.outbox.clear()

        with self.captureOnCommitCallbacks(execute=True):
            self.decide(approve_comments, comment)

        self.assertEqual(mail.outbox, [])
        self.assertEqual(count_of(self.post), 1)

    def test_decision_settles_the_reports(self):
        comment = make_comment(self.post)
        report_comment(comment, make_user(), "spam")

        self.decide(approve_comments, comment)

        self.assertEqual(comment.reports.filter(resolved_at=None).count(), 0)
        self.assertEqual(list(Comment.objects.with_open_reports()), [])

    def test_settled_reports_do_not_count_towards_hiding(self):
        comment = make_comment(self.post)
        for _number in range(2):
            report_comment(comment, make_user(), "spam")
        self.decide(approve_comments, comment)

        report_comment(comment, make_user(), "spam")

        self.assertEqual(self.status_of(comment), Status.APPROVED)


class RestoreTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.moderator = make_user(None, Role.MODERATOR)

    def test_text_that_a_moderator_removed_comes_back(self):
        comment = make_comment()
        delete_comment(comment, self.moderator)

        restored = restore_comment(comment, self.moderator)

        self.assertEqual((restored.status, restored.body), (Status.APPROVED, comment.body))
        self.assertEqual(count_of(comment.post), 1)

    def test_text_that_its_author_deleted_is_gone(self):
        comment = make_comment()
        delete_comment(comment, comment.author)

        with self.assertRaises(TextGoneError):
            restore_comment(comment, self.moderator)

    def test_reader_cannot_restore(self):
        comment = make_comment()
        delete_comment(comment, self.moderator)

        with self.assertRaises(NotAllowedError):
            restore_comment(comment, comment.author)
        self.assertEqual(count_of(comment.post), 0)
