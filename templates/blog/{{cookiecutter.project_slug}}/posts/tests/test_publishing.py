"""The way from draft to archive, and what happens when a post goes live."""

from datetime import timedelta
from itertools import product
from unittest import mock

import time_machine
from django.core import mail
from django.test import TestCase
from django.utils import timezone

from accounts.roles import Role
from accounts.tests.factories import make_user
from community.models import Follow
from core.caching import version
from posts import announcing, services
from posts.errors import NotReadyError, TextChangedError, WrongStateError
from posts.models import Post
from posts.tests.factories import make_post, make_posts_in_every_state
from taxonomy.models import Category, Tag

# What each step makes of a post in each state; a state that is missing refuses the step.
OUTCOMES = {
    "submit_for_review": {"draft": "review"},
    "return_to_draft": {"review": "draft"},
    "publish_post": dict.fromkeys(("draft", "review", "scheduled", "archived"), "published"),
    "unpublish": {"published": "draft", "scheduled": "draft"},
    "archive_post": dict.fromkeys(("draft", "review", "scheduled", "published"), "archived"),
}
STATES = ("draft", "review", "scheduled", "published", "archived")


class StateMachineTests(TestCase):
    def test_each_step_leads_where_the_table_says(self):
        editor = make_user(None, Role.EDITOR)
        for step, state in product(OUTCOMES, STATES):
            post = make_posts_in_every_state()[state]
            outcome = OUTCOMES[step].get(state)
            with self.subTest(step=step, state=state):
                if outcome is None:
                    with self.assertRaises(WrongStateError):
                        getattr(services, step)(post, editor)
                else:
                    getattr(services, step)(post, editor)
                post.refresh_from_db()
                self.assertEqual(post.state, outcome or state)

    def test_the_row_counts_and_not_an_old_copy_of_it(self):
        editor = make_user(None, Role.EDITOR)
        post = make_post(status="draft")
        old_copy = Post.objects.get(pk=post.pk)
        services.archive_post(post, editor)

        with self.assertRaises(WrongStateError):
            services.submit_for_review(old_copy, editor)

    def test_post_without_text_is_not_handed_on(self):
        editor = make_user(None, Role.EDITOR)
        for step in ("submit_for_review", "publish_post"):
            for empty in ({"title": " "}, {"body": "\n"}):
                post = make_post(status="draft", **empty)
                with self.subTest(step=step, empty=empty), self.assertRaises(NotReadyError):
                    getattr(services, step)(post, editor)


class PublishTests(TestCase):
    def setUp(self):
        self.editor = make_user(None, Role.EDITOR)

    def test_scheduled_post_appears_when_its_time_comes_without_any_worker(self):
        at = timezone.now() + timedelta(hours=2)
        post = services.publish_post(make_post(status="draft"), self.editor, at=at)

        self.assertFalse(Post.objects.published().exists())
        with time_machine.travel(at, tick=False):
            self.assertEqual(list(Post.objects.published()), [post])

    def test_scheduled_post_can_get_another_time(self):
        post = make_posts_in_every_state()["scheduled"]
        at = timezone.now() + timedelta(days=9)

        self.assertEqual(services.publish_post(post, self.editor, at=at).published_at, at)

    def test_post_that_was_public_keeps_its_date_and_is_announced_once(self):
        post = make_post()
        date, announced = post.published_at, post.announced_at
        services.archive_post(post, self.editor)

        services.publish_post(post, self.editor)

        self.assertEqual((post.published_at, post.announced_at), (date, announced))
        self.assertEqual(announcing.announce_due_posts(), 0)

    def test_time_of_a_post_that_is_taken_back_is_forgotten(self):
        post = make_posts_in_every_state()["scheduled"]

        self.assertIsNone(services.unpublish(post, self.editor).published_at)

    def test_what_visitors_see_gets_a_new_version(self):
        post = make_post(status="draft")
        before = version("posts"), version(f"post:{post.pk}")

        with self.captureOnCommitCallbacks(execute=True):
            services.publish_post(post, self.editor)

        self.assertNotIn(version("posts"), before)
        self.assertNotIn(version(f"post:{post.pk}"), before)

    def test_handing_in_leaves_the_pages_of_visitors_alone(self):
        post = make_post(status="draft")
        before = version("posts")

        services.submit_for_review(post, self.editor)

        self.assertEqual(version("posts"), before)

    def test_text_that_the_editor_has_not_read_is_not_published(self):
        post = make_post(status="review")
        read = Post.objects.get(pk=post.pk)
        services.save_post(post, post.author, 1, body="Changed meanwhile")

        for copy, error in ((read, WrongStateError), (Post.objects.get(pk=post.pk), TextChangedError)):
            with self.subTest(error=error.__name__), self.assertRaises(error):
                services.publish_post(copy, self.editor, expected_version=1)
        self.assertEqual(Post.objects.get(pk=post.pk).state, "review")
        self.assertEqual(
            services.publish_post(Post.objects.get(pk=post.pk), self.editor, expected_version=2).state,
            "published",
        )

    def test_counts_of_the_terms_follow(self):
        tag = Tag.objects.create(name="Rye", slug="rye")
        category = Category.objects.create(name="Bread", slug="bread")
        post = make_post(status="draft", tags=(tag,), category=category)
        for service, count in ((services.publish_post, 1), (services.archive_post, 0)):
            with self.subTest(service=service.__name__):
                service(post, self.editor)
                self.assertEqual(
                    [Tag.objects.get().post_count, Category.objects.get().post_count], [count] * 2
                )


class AnnounceTests(TestCase):
    def setUp(self):
        self.author = make_user(None, Role.AUTHOR)
        self.follower = make_user("follower@example.com")
        Follow.objects.create(follower=self.follower, author=self.author)

    def _announce(self) -> int:
        with self.captureOnCommitCallbacks(execute=True):
            return announcing.announce_due_posts()

    def test_post_that_went_live_is_announced_once(self):
        post = make_post(self.author, announced_at=None)

        self.assertEqual([self._announce(), self._announce()], [1, 0])

        post.refresh_from_db()
        self.assertIsNotNone(post.announced_at)
        self.assertEqual([message.to for message in mail.outbox], [["follower@example.com"]])

    def test_only_public_posts_are_announced(self):
        posts = make_posts_in_every_state(self.author)
        Post.objects.update(announced_at=None)

        self.assertEqual(self._announce(), 1)

        self.assertEqual(list(Post.objects.exclude(announced_at=None)), [posts["published"]])

    def test_failing_message_leaves_the_post_to_the_next_run(self):
        make_post(self.author, announced_at=None)

        with mock.patch("posts.announcing.announce_post", side_effect=OSError), self.assertRaises(OSError):
            announcing.announce_due_posts()

        self.assertEqual(self._announce(), 1)

    def test_publishing_announces_at_once(self):
        with self.captureOnCommitCallbacks(execute=True):
            services.publish_post(make_post(self.author, status="draft"), make_user(None, Role.EDITOR))

        self.assertIn(["follower@example.com"], [message.to for message in mail.outbox])
