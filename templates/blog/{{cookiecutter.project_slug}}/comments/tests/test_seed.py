"""The discussions of the demonstration."""

from django.db.models import Count, F, Q
from django.test import TestCase

from accounts.roles import Role
from accounts.tests.factories import make_user
from comments.models import Comment, Report
from comments.seed import HANDWRITTEN_POSTS, seed
from comments.services import post_comment
from comments.tests.factories import make_comment
from posts.models import Post
from posts.tests.factories import make_post


def silent(label: str, done: int, total: int) -> None:
    """Show no progress."""


class SeedTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        author = make_user(None, Role.AUTHOR)
        for _number in range(12):
            make_user()
        for _number in range(HANDWRITTEN_POSTS + 30):
            make_post(author)
        make_post(author, status="draft")
        seed(40, silent)

    def test_counters_are_right(self):
        approved = Count("comments", filter=Q(comments__status="approved"))
        wrong = Post.objects.annotate(approved=approved).exclude(comment_count=F("approved"))

        self.assertEqual(list(wrong), [])
        self.assertGreater(Comment.objects.count(), 60)

    def test_answers_lie_under_what_they_answer(self):
        answers = Comment.objects.exclude(parent=None).select_related("parent")

        self.assertGreater(len(answers), 20)
        for answer in answers:
            self.assertTrue(answer.path.startswith(answer.parent.path))
            self.assertEqual(answer.post_id, answer.parent.post_id)
            self.assertEqual(len(answer.path), 12 * (answer.depth + 1))
            self.assertGreater(answer.created_at, answer.parent.created_at)

    def test_moderators_find_something_to_do(self):
        statuses = dict(Comment.objects.values_list("status").annotate(Count("pk")))

        self.assertEqual((statuses["pending"], statuses["spam"]), (3, 2))
        self.assertEqual(Report.objects.filter(resolved_at=None).count(), 2)

    def test_seeding_again_adds_nothing(self):
        before = Comment.objects.count()

        seed(40, silent)

        self.assertEqual(Comment.objects.count(), before)

    def test_numbering_goes_on(self):
        last = Comment.objects.latest("pk")

        comment = post_comment(last.post, make_comment().author, "The next one")

        self.assertGreater(comment.pk, last.pk)
        self.assertIs(Comment._meta.get_field("created_at").auto_now_add, True)
