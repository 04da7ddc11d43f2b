"""Who is told, how often, in which language, and by which way."""

from django.core import mail
from django.test import TestCase

from accounts.models import Profile
from accounts.tests.factories import make_user
from notifications.delivery import Notice, notify, withdraw
from notifications.kinds import Kind
from notifications.models import Notification
from notifications.services import mute


def notice(**fields) -> Notice:
    return Notice(
        **{"kind": Kind.REPLY, "key": "comment:1", "title": "Tea & cake", "url": "/comments/1/"} | fields
    )


class NotifyTests(TestCase):
    def tell(self, *users, **fields):
        with self.captureOnCommitCallbacks(execute=True):
            return notify(users, notice(**fields))

    def test_recipient_gets_a_row_and_a_mail(self):
        reader, actor = make_user(), make_user(name="Ann Actor")

        self.assertEqual(self.tell(reader, actor=actor), 1)

        row = Notification.objects.get()
        self.assertEqual((row.recipient, row.url), (reader, "/comments/1/"))
        self.assertEqual(row.sentence, "Ann Actor answered your comment on “Tea & cake”.")
        message = mail.outbox[0]
        self.assertEqual((message.to, message.subject), ([reader.email], row.sentence))
        self.assertIn("https://example.com/comments/1/", message.body)
        self.assertIn("Tea & cake", message.body)
        self.assertIn("Tea &amp; cake", message.alternatives[0][0])

    def test_same_event_is_told_once(self):
        reader = make_user()

        self.assertEqual([self.tell(reader), self.tell(reader)], [1, 0])
        self.assertEqual((Notification.objects.count(), len(mail.outbox)), (1, 1))

    def test_nobody_is_told_what_they_did_themselves(self):
        actor = make_user()

        self.assertEqual(self.tell(actor, actor=actor), 0)
        self.assertEqual((Notification.objects.count(), mail.outbox), (0, []))

    def test_closed_account_hears_nothing(self):
        self.assertEqual(self.tell(make_user(is_active=False)), 0)
        self.assertEqual((Notification.objects.count(), mail.outbox), (0, []))

    def test_mails_can_be_turned_off_altogether_or_by_kind(self):
        silent, choosy, keen = make_user(), make_user(), make_user()
        Profile.objects.filter(user=silent).update(notify_by_email=False)
        mute(choosy, Kind.REPLY)
        mute(keen, Kind.POST)

        self.tell(silent, choosy, keen)

        self.assertEqual(Notification.objects.count(), 3)
        self.assertEqual([message.to for message in mail.outbox], [[keen.email]])

    def test_mail_has_a_one_click_way_out(self):
        self.tell(make_user())

        headers = mail.outbox[0].extra_headers
        self.assertEqual(headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        self.assertRegex(
            headers["List-Unsubscribe"], r"^<https://example\.com/notifications/unsubscribe/\S+/>$"
        )

    def test_title_cannot_add_headers_or_markup(self):
        self.tell(make_user(), title="A\nBcc: x@example.org <script>")

        message = mail.outbox[0]
        self.assertNotIn("\n", message.subject)
        self.assertEqual(message.recipients(), message.to)
        self.assertNotIn("<script>", message.alternatives[0][0])

    def test_number_of_queries_does_not_grow(self):
        for number in (1, 10):
            users = [make_user() for _number in range(number)]
            with self.subTest(number=number), self.assertNumQueries(6):
                notify(users, notice(key=f"comment:{number}"))

    def test_withdrawn_event_leaves_nothing(self):
        self.tell(make_user())
        self.tell(make_user(), key="comment:2")

        withdraw("comment:1")

        self.assertEqual([row.key for row in Notification.objects.all()], ["comment:2"])


class KindTests(TestCase):
    def test_every_kind_has_a_sentence(self):
        for kind in Kind:
            with self.subTest(kind=kind):
                self.assertIn("A title", kind.sentence("Ann", "A title"))

    def test_percent_signs_in_titles_are_harmless(self):
        self.assertIn("100 % %(x)s", Kind.POST.sentence("Ann", "100 % %(x)s"))
