"""The querysets and the policy say the same about who sees and changes what."""

from django.contrib.auth.models import AnonymousUser
from django.test import TestCase

from accounts.roles import Role
from accounts.tests.factories import make_user
from posts.models import Post
from posts.policy import can_edit_post, can_preview, can_read
from posts.tests.factories import make_post, make_posts_in_every_state


class PostQuerySetTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.owner = make_user(None, Role.AUTHOR)
        cls.posts = make_posts_in_every_state(cls.owner)
        cls.users = [AnonymousUser(), cls.owner, make_user()]
        cls.users += [make_user(None, role) for role in Role.values]

    def test_user_sees_what_the_policy_lets_them_read(self):
        for user in self.users:
            expected = {post for post in self.posts.values() if can_read(user, post)}
            with self.subTest(user=str(user)):
                self.assertEqual(set(Post.objects.visible_to(user)), expected)

    def test_writing_pages_know_the_posts_that_the_policy_lets_preview(self):
        for user in self.users:
            expected = {post for post in self.posts.values() if can_preview(user, post)}
            with self.subTest(user=str(user)):
                self.assertEqual(set(Post.objects.editable_by(user)), expected)

    def test_nobody_edits_what_the_writing_pages_do_not_know(self):
        for user in self.users:
            known = set(Post.objects.editable_by(user))
            with self.subTest(user=str(user)):
                self.assertLessEqual(
                    {post for post in self.posts.values() if can_edit_post(user, post)}, known
                )

    def test_author_who_lost_the_role_sees_what_visitors_see(self):
        self.owner.groups.clear()
        former = type(self.owner).objects.get(pk=self.owner.pk)

        self.assertEqual(set(Post.objects.visible_to(former)), {self.posts["published"]})
        self.assertFalse(Post.objects.editable_by(former).exists())

    def test_state_of_the_filter_is_the_state_of_the_post(self):
        for state, post in self.posts.items():
            with self.subTest(state=state):
                self.assertEqual(list(Post.objects.in_state(state)), [post])
                self.assertEqual(post.state, state)

    def test_review_begins_with_the_longest_wait(self):
        Post.objects.all().delete()
        second, first = make_post(status="review"), make_post(status="review")
        for post, day in ((first, 1), (second, 2)):
            Post.objects.filter(pk=post.pk).update(submitted_at=f"2026-01-0{day}T00:00Z")

        self.assertEqual(list(Post.objects.waiting_for_review()), [first, second])

    def test_search_for_strange_words_finds_nothing(self):
        for text in ("%", "_", "\x00zz", "'; DROP TABLE posts_post; --", "x" * 5000):
            with self.subTest(text=text):
                self.assertEqual(list(Post.objects.matching(text)), [])
