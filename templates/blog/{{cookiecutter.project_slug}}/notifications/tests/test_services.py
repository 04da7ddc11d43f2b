"""News about posts, and what users decide about their notifications."""

from unittest.mock import patch

from django.core import mail
from django.test import TestCase

from accounts.roles import Role
from accounts.tests.factories import make_user
from community.models import Follow
from notifications import tasks
from notifications.kinds import Kind, kinds_for
from notifications.models import MutedKind, Notification
from notifications.services import (
    announce_post,
    choose_mails,
    mark_read,
    mute,
    tell_published,
    tell_returned,
    tell_submitted,
)
from posts.tests.factories import make_post


class AnnounceTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.post = make_post()
        cls.followers = [make_user() for _number in range(5)]
        for follower in cls.followers:
            Follow.objects.create(author=cls.post.author, follower=follower)
        Follow.objects.create(author=cls.post.author, follower=make_user(is_active=False))
        make_user()

    def announce(self):
        with self.captureOnCommitCallbacks(execute=True):
            announce_post(self.post)

    def test_every_active_follower_is_told_once(self):
        self.announce()
        self.announce()

        told = sorted(message.to[0] for message in mail.outbox)
        self.assertEqual(told, sorted(user.email for user in self.followers))
        self.assertEqual(mail.outbox[0].subject, f"{self.post.author} published “{self.post.title}”.")

    def test_batches_reach_everybody(self):
        with patch.object(tasks, "BATCH_SIZE", 2):
            self.announce()

        self.assertEqual(Notification.objects.filter(kind=Kind.POST).count(), 5)
        self.assertEqual(len(mail.outbox), 5)

    def test_task_delivered_twice_acts_once(self):
        event = {"key": "post:1", "title": "A title", "url": "/posts/a/"}

        self.assertEqual(tasks.tell_followers(self.post.author_id, event), 5)
        self.assertEqual(tasks.tell_followers(self.post.author_id, event), 0)


class PostStepTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.post = make_post()
        cls.editor = make_user(None, Role.EDITOR)

    def test_editors_hear_of_a_submitted_post(self):
        tell_submitted(self.post, self.post.author, "/write/1/")

        row = Notification.objects.get()
        self.assertEqual((row.recipient, row.kind, row.url), (self.editor, Kind.SUBMITTED, "/write/1/"))

    def test_author_hears_what_editors_decide(self):
        tell_published(self.post, self.editor)
        tell_returned(self.post, self.editor, "/write/1/")

        rows = Notification.objects.order_by("pk")
        self.assertEqual([row.kind for row in rows], [Kind.PUBLISHED, Kind.RETURNED])
        self.assertEqual({row.recipient for row in rows}, {self.post.author})

    def test_editor_who_publishes_an_own_post_hears_nothing(self):
        tell_published(make_post(author=self.editor), self.editor)

        self.assertEqual(Notification.objects.count(), 0)

    def test_next_version_is_news_again(self):
        tell_submitted(self.post, self.post.author, "/write/1/")
        self.post.version += 1
        tell_submitted(self.post, self.post.author, "/write/1/")

        self.assertEqual(Notification.objects.count(), 2)


class ChoiceTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.reader = make_user()

    def muted(self):
        return set(MutedKind.objects.filter(user=self.reader).values_list("kind", flat=True))

    def test_reader_is_offered_what_can_happen_to_them(self):
        cases = [
            ((), {"reply", "approved", "post"}),
            ((Role.AUTHOR,), {"reply", "approved", "post", "comment", "published", "returned"}),
            ((Role.MODERATOR,), {"reply", "approved", "post", "report"}),
            ((Role.ADMINISTRATOR,), set(Kind.values)),
        ]
        for roles, kinds in cases:
            with self.subTest(roles=roles):
                self.assertEqual(set(kinds_for(make_user(None, *roles))), kinds)

    def test_choice_replaces_the_last_one(self):
        choose_mails(self.reader, ["reply"])
        self.assertEqual(self.muted(), {"approved", "post"})

        choose_mails(self.reader, ["post", "approved"])
        self.assertEqual(self.muted(), {"reply"})

    def test_choice_leaves_kinds_that_are_not_offered(self):
        mute(self.reader, Kind.REPORT)

        choose_mails(self.reader, ["reply", "approved", "post"])

        self.assertEqual(self.muted(), {"report"})

    def test_muting_twice_is_muted(self):
        mute(self.reader, Kind.POST)
        mute(self.reader, Kind.POST)

        self.assertEqual(self.muted(), {"post"})

    def test_marking_read_touches_own_rows_only(self):
        for user in (self.reader, make_user()):
            for number in range(2):
                fields = {"kind": Kind.POST, "key": f"post:{number}", "title": "A", "url": "/"}
                Notification.objects.create(recipient=user, **fields)
        first = Notification.objects.of(self.reader).first()

        self.assertEqual(mark_read(self.reader, first.pk), 1)
        self.assertEqual(mark_read(self.reader), 1)
        self.assertEqual(mark_read(self.reader), 0)
        self.assertEqual(Notification.objects.unread().count(), 2)
