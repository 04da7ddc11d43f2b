"""Attacks that take many requests or much time: guessing who has an account, and floods."""

from unittest import mock

from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client, TestCase
from django.urls import reverse

from accounts.tests.factories import make_user
from comments.models import Comment
from comments.tests.factories import make_comment


class GuessingTests(TestCase):
    """The words of the answers are compared in accounts/tests/test_signing_up.py."""

    def hashes(self, email):
        """Return how often a password is hashed to answer a wrong one: that is what takes the time."""
        with mock.patch.object(MD5PasswordHasher, "encode", autospec=True, return_value="md5$x$y") as encode:
            Client().post(reverse("account_login"), {"login": email, "password": "wrong"})
        return encode.call_count

    def test_wrong_password_takes_as_long_with_and_without_an_account(self):
        make_user("known@example.com")

        self.assertEqual(self.hashes("known@example.com"), self.hashes("unknown@example.com"))
        self.assertEqual(self.hashes("unknown@example.com"), 1)

    def test_reset_for_a_stranger_changes_nothing_of_the_account(self):
        user = make_user("known@example.com")

        self.client.post(reverse("account_reset_password"), {"email": "known@example.com"})

        user.refresh_from_db()
        self.assertTrue(user.check_password("secret"))


class FloodTests(TestCase):
    def test_eleventh_comment_of_a_minute_is_refused_wherever_it_is_written(self):
        comment, reader = make_comment(), make_user()
        self.client.force_login(reader)
        pages = (
            reverse("comments:post", args=[comment.post.slug]),
            reverse("comments:reply", args=[comment.pk]),
        )

        statuses = []
        for number in range(12):
            address = pages[number % 2]
            shown = self.client.get(address).context["form"]["shown"].value()
            sent = {"body": f"Flood number {number}", "shown": shown}
            statuses.append(self.client.post(address, sent).status_code)

        self.assertEqual(statuses, [302] * 10 + [429] * 2)
        self.assertEqual(Comment.objects.filter(author=reader).count(), 10)
