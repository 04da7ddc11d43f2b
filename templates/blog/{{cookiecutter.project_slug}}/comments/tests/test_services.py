"""What readers do with comments."""

from datetime import timedelta

from django.core import mail
from django.test import TestCase
from django.utils import timezone

from accounts.roles import Role
from accounts.tests.factories import make_user
from comments.errors import (
    AlreadyReportedError,
    CommentsClosedError,
    DuplicateCommentError,
    EditWindowError,
    NotAllowedError,
    WrongThreadError,
)
from comments.models import Comment, Report
from comments.services import delete_comment, edit_comment, post_comment, report_comment
from comments.tests.factories import make_comment
from notifications.models import Notification
from posts.models import Post
from posts.tests.factories import make_post

Status = Comment.Status


def count_of(post: Post) -> int:
    return Post.objects.values_list("comment_count", flat=True).get(pk=post.pk)


class PostCommentTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.post = make_post()
        cls.reader = make_user()
        cls.known = make_user()
        make_comment(make_post(), cls.known)

    def test_first_comment_of_a_reader_waits(self):
        comment = post_comment(self.post, self.reader, "Hello")

        self.assertEqual(comment.status, Status.PENDING)
        self.assertEqual(count_of(self.post), 0)
        self.assertEqual(Notification.objects.count(), 0)

    def test_reader_with_an_approved_comment_is_trusted(self):
        comment = post_comment(self.post, self.known, "Hello *again*")

        self.assertEqual(comment.status, Status.APPROVED)
        self.assertEqual(comment.body_html, "<p>Hello <em>again</em></p>\n")
        self.assertEqual(count_of(self.post), 1)

    def test_author_of_the_post_and_moderators_never_wait(self):
        for user in (self.post.author, make_user(None, Role.MODERATOR)):
            with self.subTest(user=user):
                self.assertEqual(post_comment(self.post, user, f"From {user}").status, Status.APPROVED)

    def test_only_public_posts_with_open_discussion_take_comments(self):
        later = timezone.now() + timedelta(days=1)
        closed = [
            {"status": Post.Status.DRAFT},
            {"status": Post.Status.REVIEW},
            {"status": Post.Status.ARCHIVED},
            {"published_at": later},
            {"comments_open": False},
        ]
        for fields in closed:
            with self.subTest(fields=fields), self.assertRaises(CommentsClosedError):
                post_comment(make_post(**fields), self.known, "Hello")
        self.assertEqual(Comment.objects.filter(body="Hello").count(), 0)

    def test_closed_account_cannot_comment(self):
        with self.assertRaises(CommentsClosedError):
            post_comment(self.post, make_user(is_active=False), "Hello")

    def test_parent_of_another_post_is_refused(self):
        parent = make_comment(make_post())

        with self.assertRaises(WrongThreadError):
            post_comment(self.post, self.known, "Hello", parent=parent)
        self.assertEqual(self.post.comments.count(), 0)

    def test_hidden_parent_is_refused(self):
        for status in (Status.PENDING, Status.SPAM, Status.REPORTED, Status.DELETED):
            parent = make_comment(self.post, status=status)
            with self.subTest(status=status), self.assertRaises(WrongThreadError):
                post_comment(self.post, self.known, "Hello", parent=parent)

    def test_same_words_within_a_day_are_refused(self):
        post_comment(self.post, self.known, "Great post!")

        with self.assertRaises(DuplicateCommentError):
            post_comment(make_post(), self.known, "  great   POST ")
        self.assertEqual(Comment.objects.filter(author=self.known).count(), 2)

    def test_same_words_are_welcome_on_another_day(self):
        comment = post_comment(self.post, self.known, "Great post!")
        yesterday = timezone.now() - timedelta(hours=25)
        Comment.objects.filter(pk=comment.pk).update(created_at=yesterday)

        post_comment(self.post, self.known, "Great post!")

        self.assertEqual(count_of(self.post), 2)

    def test_robot_is_spam_even_with_a_good_name(self):
        comment = post_comment(self.post, self.known, "Hello", verdict=Status.SPAM)

        self.assertEqual(comment.status, Status.SPAM)
        self.assertEqual(count_of(self.post), 0)


class ThreadPlaceTests(TestCase):
    def test_answers_lie_at_most_four_levels_deep(self):
        post = make_post()
        parent, depths = None, []
        for number in range(7):
            parent = post_comment(post, post.author, f"Level {number}", parent=parent)
            depths.append(parent.depth)

        self.assertEqual(depths, [0, 1, 2, 3, 4, 4, 4])

    def test_path_is_reading_order(self):
        post = make_post()
        first, second = make_comment(post), make_comment(post)
        answer = make_comment(post, parent=first)
        deep = make_comment(post, parent=answer)
        late = make_comment(post, parent=first)

        thread = list(Comment.objects.thread(post.pk))

        self.assertEqual(thread, [first, answer, deep, late, second])


class EditCommentTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.comment = make_comment()

    def test_author_corrects_a_fresh_comment(self):
        comment = edit_comment(self.comment, self.comment.author, "**Better**")

        self.assertEqual(comment.body_html, "<p><strong>Better</strong></p>\n")
        self.assertEqual(comment.status, Status.APPROVED)
        self.assertIsNotNone(comment.edited_at)
        self.assertEqual(count_of(comment.post), 1)

    def test_window_ends_after_fifteen_minutes(self):
        for minutes, allowed in ((14, True), (16, False)):
            with self.subTest(minutes=minutes):
                then = timezone.now() - timedelta(minutes=minutes)
                Comment.objects.filter(pk=self.comment.pk).update(created_at=then)
                if allowed:
                    edit_comment(self.comment, self.comment.author, "In time")
                else:
                    with self.assertRaises(EditWindowError):
                        edit_comment(self.comment, self.comment.author, "Too late")
        self.assertEqual(Comment.objects.get(pk=self.comment.pk).body, "In time")

    def test_nobody_else_edits_not_even_moderators(self):
        for user in (make_user(), make_user(None, Role.MODERATOR), self.comment.post.author):
            with self.subTest(user=user), self.assertRaises(EditWindowError):
                edit_comment(self.comment, user, "Forged")
        self.assertNotEqual(Comment.objects.get(pk=self.comment.pk).body, "Forged")

    def test_links_added_later_send_it_to_the_queue(self):
        links = " ".join(f"https://example.com/{number}" for number in range(3))

        comment = edit_comment(self.comment, self.comment.author, links)

        self.assertEqual(comment.status, Status.PENDING)
        self.assertEqual(count_of(comment.post), 0)

    def test_waiting_comment_goes_on_waiting(self):
        waiting = make_comment(author=self.comment.author, status=Status.PENDING)

        self.assertEqual(edit_comment(waiting, waiting.author, "Clean").status, Status.PENDING)


class DeleteCommentTests(TestCase):
    def test_author_takes_the_text_away_for_good(self):
        comment = make_comment()

        comment = delete_comment(comment, comment.author)

        self.assertEqual((comment.status, comment.body, comment.body_html), (Status.DELETED, "", ""))
        self.assertEqual(count_of(comment.post), 0)

    def test_moderator_hides_the_text_and_keeps_it(self):
        comment, moderator = make_comment(), make_user(None, Role.MODERATOR)

        deleted = delete_comment(comment, moderator)

        self.assertEqual((deleted.status, deleted.body), (Status.DELETED, comment.body))
        self.assertEqual(deleted.moderated_by, moderator)

    def test_others_cannot_delete(self):
        comment = make_comment()
        for user in (make_user(), make_user(None, Role.AUTHOR), make_user(None, Role.EDITOR)):
            with self.subTest(user=user), self.assertRaises(NotAllowedError):
                delete_comment(comment, user)
        self.assertEqual(count_of(comment.post), 1)

    def test_deleting_twice_counts_once(self):
        comment = make_comment()
        delete_comment(comment, comment.author)

        with self.assertRaises(NotAllowedError):
            delete_comment(comment, comment.author)
        self.assertEqual(count_of(comment.post), 0)

    def test_answers_keep_their_place(self):
        comment = make_comment()
        answer = make_comment(comment.post, parent=comment)

        delete_comment(comment, comment.author)

        self.assertEqual(list(Comment.objects.thread(comment.post_id)), [comment, answer])

    def test_comment_without_answers_leaves_the_thread(self):
        comment = make_comment()

        delete_comment(comment, comment.author)

        self.assertEqual(list(Comment.objects.thread(comment.post_id)), [])


class ReportCommentTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.comment = make_comment()
        cls.moderator = make_user(None, Role.MODERATOR)

    def test_first_report_tells_the_moderators_once(self):
        with self.captureOnCommitCallbacks(execute=True):
            report_comment(self.comment, make_user(), "spam")
            report_comment(self.comment, make_user(), "abuse")

        self.assertEqual([message.to for message in mail.outbox], [[self.moderator.email]])

    def test_third_report_hides_the_comment(self):
        for reports, shown in ((1, 1), (2, 1), (3, 0)):
            report_comment(self.comment, make_user(), "spam")
            with self.subTest(reports=reports):
                self.assertEqual(count_of(self.comment.post), shown)
        self.comment.refresh_from_db()
        self.assertEqual(self.comment.status, Status.REPORTED)

    def test_reader_reports_once(self):
        reader = make_user()
        report_comment(self.comment, reader, "spam")

        with self.assertRaises(AlreadyReportedError):
            report_comment(self.comment, reader, "abuse")
        self.assertEqual(Report.objects.count(), 1)

    def test_own_comment_cannot_be_reported(self):
        with self.assertRaises(NotAllowedError):
            report_comment(self.comment, self.comment.author, "spam")
        self.assertEqual(Report.objects.count(), 0)


class NotificationTests(TestCase):
    def test_answer_tells_the_reader_and_the_author_of_the_post(self):
        parent = make_comment()
        writer = make_user(None, Role.MODERATOR)

        with self.captureOnCommitCallbacks(execute=True):
            post_comment(parent.post, writer, "An answer", parent=parent)

        told = {message.to[0]: message.subject for message in mail.outbox}
        title = parent.post.title
        self.assertEqual(
            told,
            {
                parent.author.email: f"{writer} answered your comment on “{title}”.",
                parent.post.author.email: f"{writer} commented on your post “{title}”.",
            },
        )

    def test_author_of_the_post_is_told_once_of_an_answer(self):
        post = make_post()
        parent = make_comment(post, post.author)

        with self.captureOnCommitCallbacks(execute=True):
            post_comment(post, make_user(None, Role.MODERATOR), "An answer", parent=parent)

        self.assertEqual([message.to for message in mail.outbox], [[post.author.email]])

    def test_nobody_is_told_of_their_own_comment(self):
        post = make_post()

        with self.captureOnCommitCallbacks(execute=True):
            post_comment(post, post.author, "My own")

        self.assertEqual(mail.outbox, [])

    def test_deleted_comment_takes_its_notifications_along(self):
        post = make_post()
        comment = post_comment(post, make_user(None, Role.MODERATOR), "Hello")
        self.assertEqual(Notification.objects.count(), 1)

        delete_comment(comment, comment.author)

        self.assertEqual(Notification.objects.count(), 0)
