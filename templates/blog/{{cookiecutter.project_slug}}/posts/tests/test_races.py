"""What happens when two people do the same at the same moment, with real threads on PostgreSQL."""

from unittest import skipUnless

from django.db import connection
from django.test import TransactionTestCase

from accounts.roles import Role
from accounts.tests.factories import make_user
from core.testing import run_together
from posts import announcing
from posts.errors import EditConflictError, WrongStateError
from posts.models import OldSlug, Post
from posts.services import create_post, publish_post, save_post
from posts.tests.factories import make_post


@skipUnless(connection.vendor == "postgresql", "SQLite lets only one connection write at a time")
class RaceTests(TransactionTestCase):
    def setUp(self):
        self.author = make_user(None, Role.AUTHOR)

    def test_posts_with_one_title_get_different_addresses(self):
        results = run_together(lambda: create_post(self.author, title="Same", body="x").slug, 6)

        self.assertEqual(sorted(results), ["same", *(f"same-{number}" for number in range(2, 7))])

    def test_one_of_many_savers_of_a_version_wins(self):
        post = create_post(self.author, title="A title", body="One")

        results = run_together(lambda: save_post(post, self.author, 1, body="Two"), 6)

        conflicts = [result for result in results if isinstance(result, EditConflictError)]
        self.assertEqual(len(conflicts), 5)
        self.assertEqual(Post.objects.get().version, 2)
        self.assertEqual(post.revisions.count(), 2)

    def test_post_is_published_once(self):
        post = make_post(self.author, status="draft")
        editor = make_user(None, Role.EDITOR)

        results = run_together(lambda: publish_post(Post.objects.get(pk=post.pk), editor), 6)

        refused = [result for result in results if isinstance(result, WrongStateError)]
        self.assertEqual(len(refused), 5)

    def test_post_is_announced_once(self):
        make_post(self.author, announced_at=None)

        self.assertEqual(sorted(run_together(announcing.announce_due_posts, 4)), [0, 0, 0, 1])

    def test_changes_of_the_address_of_a_public_post_leave_one_chain(self):
        post = make_post(self.author, slug="first")

        results = run_together(lambda: save_post(post, self.author, 1, slug="second"), 4)

        self.assertEqual(sum(isinstance(result, Post) for result in results), 1)
        self.assertEqual(list(OldSlug.objects.values_list("slug", flat=True)), ["first"])
