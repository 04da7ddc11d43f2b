"""What stays of an author who deletes the account."""

from django.test import TestCase

from accounts.deletion import delete_account
from accounts.roles import Role
from accounts.services import update_profile
from accounts.tests.factories import make_user
from core.caching import version
from posts.models import Post
from posts.tests.factories import make_post, make_posts_in_every_state


class EraseTests(TestCase):
    """The deletion of the account."""

    def test_unfinished_posts_go_and_public_ones_stay_without_a_name(self):
        author = make_user(None, Role.AUTHOR, name="Nora Example")
        posts = make_posts_in_every_state(author)
        other = make_post(status="draft")
        self.assertContains(self.client.get(posts["published"].get_absolute_url()), "Nora")

        delete_account(author, by=author)

        stays = {other, *(posts[state] for state in ("scheduled", "published", "archived"))}
        self.assertEqual(set(Post.objects.all()), stays)
        self.assertNotContains(self.client.get(posts["published"].get_absolute_url()), "Nora")
        self.assertNotIn("Nora", str(Post.objects.get(pk=posts["published"].pk).author))


class RefreshTests(TestCase):
    """A new name, on pages that visitors have looked at before."""

    def test_pages_kept_by_visitors_show_the_name_an_author_now_has(self):
        author = make_user(None, Role.AUTHOR, name="Nora Example")
        post = make_post(author=author)
        for url in (post.get_absolute_url(), author.get_absolute_url()):
            for name in ("Nora Other", "Nora Example"):
                with self.subTest(url, name=name):
                    kept = {"If-None-Match": self.client.get(url).headers["ETag"]}

                    update_profile(author, by=author, name=name)

                    self.assertContains(self.client.get(url, headers=kept), name)

    def test_profile_of_somebody_without_posts_leaves_the_pages_alone(self):
        reader = make_user()

        before = version("posts")
        update_profile(reader, by=reader, name="Somebody Else")

        self.assertEqual(version("posts"), before)
