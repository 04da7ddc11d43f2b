"""The likes and follows of the demonstration."""

from django.db.models import Count, F
from django.test import TestCase

from accounts.tests.factories import make_user
from community.models import Follow, Like
from community.seed import seed
from notifications.models import Notification
from posts.models import Post
from posts.tests.factories import make_post


class SeedTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for _number in range(12):
            make_user()
        for _number in range(5):
            make_post()
        make_post(status="draft")
        seed(5, lambda *_arguments: None)

    def test_counters_are_right(self):
        counted = Post.objects.annotate(number=Count("likes"))

        self.assertEqual(list(counted.exclude(like_count=F("number"))), [])
        self.assertGreater(Like.objects.count(), 5)

    def test_readers_follow_authors_with_posts(self):
        self.assertEqual(Follow.objects.count(), 12 * 3)
        self.assertEqual(Follow.objects.filter(author__posts=None).count(), 0)

    def test_demo_reader_has_news(self):
        self.assertEqual(Notification.objects.count(), 3)

    def test_seeding_again_adds_nothing(self):
        before = Like.objects.count()

        seed(5, lambda *_arguments: None)

        self.assertEqual(Like.objects.count(), before)
