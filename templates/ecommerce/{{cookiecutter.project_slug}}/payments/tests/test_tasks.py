"""What the schedule finds when events got lost."""

from datetime import timedelta
from unittest import mock

from django.core import mail
from django.test import TestCase
from django.utils import timezone

from gateway.testing import DEBIT
from orders.services import cancel_order
from payments import stripe_api
from payments.errors import GatewayUnavailable
from payments.models import GatewayEvent, Payment, Refund
from payments.refunds import request_refund
from payments.tasks import forget_old_events, reconcile_payments
from payments.tests.bench import GatewayMixin, make_support, make_variant, stand


class OldEventTests(TestCase):
    def test_events_that_cannot_come_again_are_deleted(self):
        for days in (1, 59, 61):
            event = GatewayEvent.objects.create(event_id=f"evt_{days}", kind="charge.refunded")
            GatewayEvent.objects.filter(pk=event.pk).update(received_at=timezone.now() - timedelta(days=days))

        self.assertEqual(forget_old_events(), 1)
        self.assertEqual(sorted(GatewayEvent.objects.values_list("pk", flat=True)), ["evt_1", "evt_59"])


class ReconcileTests(GatewayMixin, TestCase):
    """Asks about what is quiet for a while."""

    def run_later(self, **time) -> int:
        """Run the task as if all rows were older."""
        past = timezone.now() - timedelta(**(time or {"minutes": 6}))
        Payment.objects.update(updated_at=past, created_at=past)
        Refund.objects.update(updated_at=past)
        with self.captureOnCommitCallbacks(execute=True):
            return reconcile_payments()

    def test_payment_without_any_event_is_found(self):
        payment = self.make_started((make_variant(), 2))
        self.pay(payment)

        self.assertEqual([self.run_later(), self.run_later()], [1, 0])

        self.assertEqual(stand(payment.order), ("paid", 8, 0, 1))
        self.assertEqual(len(mail.outbox), 1)

    def test_fresh_payment_is_left_alone(self):
        self.pay(self.make_started())

        with mock.patch.object(stripe_api, "retrieve_session") as asked:
            self.assertEqual(reconcile_payments(), 0)

        asked.assert_not_called()

    def test_open_session_stays_open(self):
        payment = self.make_started()

        self.assertEqual(self.run_later(), 0)

        payment.refresh_from_db()
        self.assertEqual(payment.state, "open")

    def test_session_of_a_cancelled_order_is_closed(self):
        payment = self.make_started()
        cancel_order(payment.order, by=None)

        self.assertEqual(self.run_later(), 1)

        payment.refresh_from_db()
        self.assertEqual(payment.state, "expired")
        self.assertEqual(self.gateway.bank.session(payment.session_id)["status"], "expired")

    def test_session_that_is_paid_while_it_is_closed_is_given_back(self):
        payment = self.make_started()
        cancel_order(payment.order, by=None)
        asked = stripe_api.retrieve_session(payment.session_id)
        self.pay(payment)

        with mock.patch.object(
            stripe_api, "retrieve_session", side_effect=[asked, stripe_api.retrieve_session(asked.id)]
        ):
            self.assertEqual(self.run_later(), 1)

        payment.refresh_from_db()
        self.assertEqual((payment.state, Refund.objects.get().state), ("unmatched", "succeeded"))

    def test_one_that_fails_does_not_keep_the_others_waiting(self):
        lost, payment = self.make_started(), self.make_started()
        Payment.objects.filter(pk=lost.pk).update(session_id="cs_test_lost")
        self.pay(payment)

        self.assertEqual(self.run_later(), 1)

        payment.refresh_from_db()
        self.assertEqual(payment.state, "paid")

    def test_bank_that_decides_is_waited_for(self):
        payment = self.make_started((make_variant(), 1))
        self.pay(payment, DEBIT)

        self.assertEqual(self.run_later(), 0)

        payment.order.refresh_from_db()
        self.assertGreater(payment.order.expires_at, timezone.now() + timedelta(days=6))

    def test_refund_that_waits_is_sent_again(self):
        payment = self.make_paid()
        is_down = mock.patch.object(stripe_api, "create_refund", side_effect=GatewayUnavailable)
        with is_down, self.captureOnCommitCallbacks(execute=True):
            refund = request_refund(payment, 500, by=make_support())

        self.assertEqual([self.run_later(), self.run_later()], [1, 0])

        refund.refresh_from_db()
        self.assertEqual(refund.state, "succeeded")

    def test_payment_that_never_began_is_given_up(self):
        payment = self.make_started()
        Payment.objects.update(state="created", session_id="")

        self.assertEqual([self.run_later(minutes=30), self.run_later(hours=3)], [0, 1])

        payment.refresh_from_db()
        self.assertEqual(payment.state, "expired")
