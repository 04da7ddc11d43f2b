"""Likes and follows in the export and the deletion of an account."""

import json

from django.test import TestCase

from accounts.tests.factories import make_user
from community.models import Follow, Like
from community.personal_data import erase, export
from community.services import follow_author, like_post
from community.tests.test_services import likes_of
from posts.tests.factories import make_post


class PersonalDataTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.reader = make_user()
        cls.post = make_post(title="A liked post")
        for user in (cls.reader, make_user()):
            like_post(cls.post, user)
            follow_author(cls.post.author, user)

    def test_export_holds_own_likes_and_follows(self):
        files = {name: json.loads(b"".join(chunks)) for name, chunks in export(self.reader)}

        self.assertEqual([row["post__title"] for row in files["likes.json"]], ["A liked post"])
        self.assertEqual([row["author__name"] for row in files["following.json"]], [self.post.author.name])

    def test_deletion_takes_likes_off_the_counter(self):
        erase(self.reader)

        self.assertEqual(likes_of(self.post), 1)
        self.assertEqual(Like.objects.filter(user=self.reader).count(), 0)
        self.assertEqual(Follow.objects.filter(follower=self.reader).count(), 0)

    def test_deleted_author_loses_the_followers(self):
        erase(self.post.author)

        self.assertEqual(Follow.objects.count(), 0)
