"""What stays of an author who deletes the account."""

from django.test import TestCase

from accounts.deletion import delete_account
from accounts.roles import Role
from accounts.tests.factories import make_user
from posts.models import Post
from posts.tests.factories import make_post, make_posts_in_every_state


class EraseTests(TestCase):
    def test_unfinished_posts_go_and_public_ones_stay_without_a_name(self):
        author = make_user(None, Role.AUTHOR, name="Nora Example")
        posts = make_posts_in_every_state(author)
        other = make_post(status="draft")

        delete_account(author, by=author)

        stays = {other, *(posts[state] for state in ("scheduled", "published", "archived"))}
        self.assertEqual(set(Post.objects.all()), stays)
        self.assertNotIn("Nora", str(Post.objects.get(pk=posts["published"].pk).author))
