"""The discussion as everybody sees it."""

from unittest.mock import patch

from django.test import SimpleTestCase, TestCase
from django.utils import timezone, translation

from accounts.roles import Role
from accounts.tests.factories import make_user
from comments import threads
from comments.models import Comment
from comments.services import delete_comment, edit_comment, post_comment
from comments.tests.factories import make_comment
from comments.threads import thread_html, thread_rows
from core.pagination import BadCursor
from posts.models import Post
from posts.tests.factories import make_post


class ThreadRowsTests(SimpleTestCase):
    def nest(self, *depths):
        rows, after = thread_rows([Comment(depth=depth) for depth in depths])
        marks = "".join(f"{row.before}{row.comment.depth}" for row in rows) + after
        return marks.replace('<div class="replies">', "(").replace("</div>", ")")

    def test_answers_are_nested_and_every_level_is_closed(self):
        cases = [
            ((), ""),
            ((0, 0), "00"),
            ((0, 1, 2, 1, 0), "0(1(2)1)0"),
            ((0, 1, 2, 3, 4, 4, 0), "0(1(2(3(44))))0"),
            ((2, 1, 0), "(2)(1)0"),
            ((0, 2, 1), "0(2)(1)"),
        ]
        for depths, expected in cases:
            with self.subTest(depths=depths):
                self.assertEqual(self.nest(*depths), expected)


class ThreadTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.post = make_post()

    def test_one_query_whatever_the_number_of_comments(self):
        for number in (1, 10):
            post = make_post()
            parent = make_comment(post)
            for _number in range(number - 1):
                make_comment(post, parent=parent)
            with self.subTest(number=number), self.assertNumQueries(1):
                html = thread_html(post)
            self.assertEqual(html.count("<article"), number)

    def test_second_visitor_costs_no_query(self):
        make_comment(self.post)
        thread_html(self.post)

        with self.assertNumQueries(0):
            thread_html(self.post)

    def test_every_change_is_seen_at_once(self):
        self.assertNotIn("First", thread_html(self.post))
        comment = post_comment(self.post, self.post.author, "First")
        self.assertIn("First", thread_html(self.post))
        edit_comment(comment, comment.author, "Second")
        self.assertIn("Second", thread_html(self.post))
        delete_comment(comment, comment.author)
        self.assertNotIn("Second", thread_html(self.post))

    def test_only_approved_comments_are_shown(self):
        for status in Comment.Status.values:
            make_comment(self.post, status=status, body=f"It is {status}")

        html = thread_html(self.post)

        shown = [status for status in Comment.Status.values if f"It is {status}" in html]
        self.assertEqual(shown, ["approved"])

    def test_removed_comment_with_answers_shows_neither_name_nor_text(self):
        comment = make_comment(self.post, body="Very rude", author=make_user(name="Rude Reader"))
        make_comment(self.post, parent=comment)
        delete_comment(comment, make_user(None, Role.MODERATOR))

        html = thread_html(self.post)

        self.assertIn("This comment was removed.", html)
        self.assertNotIn("Rude", html)

    def test_nothing_in_it_is_personal(self):
        with translation.override("en"), timezone.override("Asia/Tokyo"):
            make_comment(self.post)
            far_away = thread_html(self.post)
        with timezone.override("America/New_York"):
            self.assertEqual(thread_html(self.post), far_away)
        self.assertNotIn("csrf", far_away)

    def test_closed_discussion_offers_no_answer(self):
        make_comment(self.post)
        self.assertIn("/reply/", thread_html(self.post))

        self.assertNotIn("/reply/", thread_html(Post(pk=self.post.pk, comments_open=False)))

    @patch.object(threads, "PER_PAGE", 3)
    def test_long_thread_has_pages(self):
        for number in range(4):
            make_comment(self.post, body=f"Number {number}")

        first = thread_html(self.post)
        cursor = first.split("?comments=")[1].split("#")[0]
        second = thread_html(self.post, cursor)

        self.assertEqual((first.count("<article"), second.count("<article")), (3, 1))
        self.assertIn("Number 3", second)

    def test_damaged_cursor_is_not_found(self):
        with self.assertRaises(BadCursor):
            thread_html(self.post, "nonsense")


class DiscussionTests(TestCase):
    """The thread with what is around it, as the page of a post includes it."""

    @classmethod
    def setUpTestData(cls):
        cls.post = make_post()
        make_comment(cls.post)

    def get(self):
        return self.client.get(self.post.get_absolute_url())

    def test_visitor_is_asked_to_sign_in_and_gets_no_form(self):
        page = self.get()

        self.assertContains(page, "Sign in to comment")
        self.assertContains(page, f"?next={self.post.get_absolute_url().replace('/', '%2F')}%23comments")
        self.assertNotContains(page, "csrfmiddlewaretoken")
        self.assertNotIn("sessionid", page.cookies)

    def test_reader_gets_a_form(self):
        self.client.force_login(make_user())

        self.assertContains(self.get(), f'action="/comments/on/{self.post.slug}/"')

    def test_reader_sees_own_waiting_comment_and_others_do_not(self):
        writer = make_user()
        make_comment(self.post, writer, status=Comment.Status.PENDING, body="Waiting here")
        for user, times in ((writer, 1), (make_user(), 0), (None, 0)):
            self.client.logout()
            if user:
                self.client.force_login(user)
            with self.subTest(user=user):
                self.assertContains(self.get(), "Waiting here", count=times)

    def test_closed_discussion_says_so(self):
        Post.objects.filter(pk=self.post.pk).update(comments_open=False)
        self.client.force_login(make_user())

        page = self.get()

        self.assertContains(page, "The discussion of this post is closed.")
        self.assertNotContains(page, "/comments/on/")
