"""Likes and follows."""

from datetime import timedelta
from unittest import skipUnless

from django.db import IntegrityError, connection, transaction
from django.test import TestCase, TransactionTestCase
from django.utils import timezone

from accounts.tests.factories import make_user
from community.errors import CannotFollowError, CannotLikeError
from community.models import Follow, Like
from community.services import follow_author, like_post, unfollow_author, unlike_post
from core.testing import run_together
from posts.models import Post
from posts.tests.factories import make_post


def likes_of(post: Post) -> int:
    return Post.objects.values_list("like_count", flat=True).get(pk=post.pk)


class LikeTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.post = make_post()
        cls.reader = make_user()

    def test_liking_twice_counts_once(self):
        self.assertIs(like_post(self.post, self.reader), True)
        self.assertIs(like_post(self.post, self.reader), False)

        self.assertEqual(likes_of(self.post), 1)
        self.assertEqual(self.post.like_count, 1)

    def test_taking_back_twice_counts_once(self):
        like_post(self.post, make_user())
        like_post(self.post, self.reader)

        self.assertIs(unlike_post(self.post, self.reader), True)
        self.assertIs(unlike_post(self.post, self.reader), False)
        self.assertEqual(likes_of(self.post), 1)

    def test_only_public_posts_are_liked(self):
        later = timezone.now() + timedelta(days=1)
        for fields in ({"status": "draft"}, {"status": "archived"}, {"published_at": later}):
            with self.subTest(fields=fields), self.assertRaises(CannotLikeError):
                like_post(make_post(**fields), self.reader)
        self.assertEqual(Like.objects.count(), 0)

    def test_database_keeps_one_like_per_reader(self):
        like_post(self.post, self.reader)

        with self.assertRaises(IntegrityError), transaction.atomic():
            Like.objects.create(post=self.post, user=self.reader)


class FollowTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.author = make_post().author
        cls.reader = make_user()

    def test_following_twice_is_following(self):
        self.assertIs(follow_author(self.author, self.reader), True)
        self.assertIs(follow_author(self.author, self.reader), False)
        self.assertEqual(Follow.objects.count(), 1)

    def test_reader_stops_following(self):
        follow_author(self.author, self.reader)

        self.assertIs(unfollow_author(self.author, self.reader), True)
        self.assertIs(unfollow_author(self.author, self.reader), False)

    def test_only_authors_with_a_public_post_are_followed(self):
        drafting = make_post(status="draft").author
        closed = make_post(author=make_user(is_active=False)).author
        for author in (make_user(), drafting, closed, self.reader):
            with self.subTest(author=author), self.assertRaises(CannotFollowError):
                follow_author(author, self.reader)
        self.assertEqual(Follow.objects.count(), 0)

    def test_nobody_follows_themselves(self):
        with self.assertRaises(CannotFollowError):
            follow_author(self.author, self.author)
        with self.assertRaises(IntegrityError), transaction.atomic():
            Follow.objects.create(author=self.author, follower=self.author)


@skipUnless(connection.vendor == "postgresql", "SQLite lets one transaction write at a time")
class LikeRaceTests(TransactionTestCase):
    def setUp(self):
        self.post = make_post()

    def test_likes_at_once_are_all_counted(self):
        readers = [make_user() for _number in range(8)]

        results = run_together(lambda: like_post(Post.objects.get(), readers.pop()), 8)

        self.assertEqual(results, [True] * 8)
        self.assertEqual(likes_of(self.post), 8)

    def test_double_click_counts_once(self):
        reader = make_user()

        liked = run_together(lambda: like_post(Post.objects.get(), reader), 4)
        self.assertEqual((sorted(liked), likes_of(self.post)), ([False, False, False, True], 1))

        unliked = run_together(lambda: unlike_post(Post.objects.get(), reader), 4)
        self.assertEqual((sorted(unliked), likes_of(self.post)), ([False, False, False, True], 0))
