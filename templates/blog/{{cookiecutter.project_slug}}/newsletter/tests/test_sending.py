"""An issue goes to every confirmed subscriber once."""

from unittest import skipUnless

from django.core import mail
from django.db import connection
from django.test import TestCase, TransactionTestCase

from accounts.roles import Role
from accounts.tests.factories import make_user
from core.testing import assert_stays, run_together
from newsletter import services, tasks
from newsletter.errors import NobodySubscribedError, NoDraftError
from newsletter.models import Delivery, Issue, Subscriber
from newsletter.tests.factories import make_issue, make_subscriber


class SendIssueTests(TestCase):
    """The service and its task."""

    def setUp(self):
        self.editor = make_user(None, Role.EDITOR)
        self.issue = make_issue(self.editor)

    def send(self):
        """Send and let the task of the commit run."""
        with self.captureOnCommitCallbacks(execute=True):
            services.send_issue(self.issue, by=self.editor)
        self.issue.refresh_from_db()

    def test_confirmed_subscribers_receive_it_and_others_do_not(self):
        make_subscriber(email="in@example.org")
        make_subscriber(Subscriber.Status.PENDING)
        make_subscriber(Subscriber.Status.UNSUBSCRIBED)

        self.send()

        self.assertEqual([message.to for message in mail.outbox], [["in@example.org"]])
        self.assertEqual((self.issue.status, self.issue.recipients), ("sent", 1))

    def test_mail_carries_the_one_click_headers_and_the_html(self):
        make_subscriber()

        self.send()

        message = mail.outbox[0]
        self.assertEqual(message.extra_headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        self.assertIn("/newsletter/unsubscribe/", message.extra_headers["List-Unsubscribe"])
        self.assertIn("<strong>warm</strong>", message.alternatives[0].content)

    def test_more_than_one_batch_reaches_everybody_once(self):
        Subscriber.objects.bulk_create(
            Subscriber(email=f"s{n}@example.org", status="confirmed", confirmed_at=self.issue.created_at)
            for n in range(tasks.BATCH_SIZE + 5)
        )

        self.send()

        addresses = [message.to[0] for message in mail.outbox]
        self.assertEqual((len(addresses), len(set(addresses))), (tasks.BATCH_SIZE + 5, tasks.BATCH_SIZE + 5))

    def test_task_that_runs_again_mails_nobody_twice(self):
        make_subscriber()
        self.send()

        with self.captureOnCommitCallbacks(execute=True):
            tasks.send_batch(self.issue.pk)

        self.assertEqual(len(mail.outbox), 1)

    def test_subscriber_who_leaves_meanwhile_gets_nothing(self):
        subscriber = make_subscriber()
        services.send_issue(self.issue, by=self.editor)
        Subscriber.objects.filter(pk=subscriber.pk).update(status="unsubscribed")

        with self.captureOnCommitCallbacks(execute=True):
            tasks.send_batch(self.issue.pk)

        self.assertEqual(len(mail.outbox), 0)

    def test_sent_issue_is_not_sent_again_nor_changed(self):
        make_subscriber()
        self.send()

        with self.assertRaises(NoDraftError):
            services.send_issue(self.issue, by=self.editor)
        with self.assertRaises(NoDraftError):
            services.save_issue(self.issue, by=self.editor)

        self.assertEqual(len(mail.outbox), 1)

    def test_draft_read_before_the_sending_changes_nothing_after_it(self):
        make_subscriber()
        read_before = Issue.objects.get()
        self.send()
        read_before.subject = "Too late"

        with assert_stays(Issue.objects.all()):
            for act in (services.save_issue, services.delete_issue, services.send_issue):
                with self.subTest(act=act.__name__), self.assertRaises(NoDraftError):
                    act(read_before, by=self.editor)

        self.assertEqual(len(mail.outbox), 1)

    def test_nobody_subscribed_leaves_a_draft(self):
        with self.assertRaises(NobodySubscribedError):
            services.send_issue(self.issue, by=self.editor)

        self.issue.refresh_from_db()
        self.assertEqual((self.issue.status, Delivery.objects.count()), ("draft", 0))

    def test_lost_broker_is_made_good(self):
        make_subscriber()
        services.send_issue(self.issue, by=self.editor)

        with self.captureOnCommitCallbacks(execute=True):
            self.assertEqual(tasks.resume_sending(), 1)

        self.issue.refresh_from_db()
        self.assertEqual((len(mail.outbox), self.issue.status), (1, "sent"))


@skipUnless(connection.vendor == "postgresql", "SQLite lets only one connection write at a time")
class SendTwiceAtOnceTests(TransactionTestCase):
    """Two editors press the button together."""

    def test_one_newsletter_goes_out(self):
        editor = make_user(None, Role.EDITOR)
        issue = make_issue(editor)
        make_subscriber()

        results = run_together(lambda: services.send_issue(issue, by=editor), 4)

        refused = [result for result in results if isinstance(result, NoDraftError)]
        self.assertEqual((len(refused), Delivery.objects.count(), len(mail.outbox)), (3, 1, 1))
        self.assertEqual(Issue.objects.get().status, "sent")
