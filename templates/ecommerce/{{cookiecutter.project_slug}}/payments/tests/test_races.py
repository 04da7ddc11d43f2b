"""Many at once, on a database that lets them in at once; and what happens without each guard."""

import threading
from collections.abc import Callable
from contextlib import suppress
from unittest import mock

from django.core import mail
from django.db import connection
from django.db.models import F
from django.test import TransactionTestCase
from django.urls import reverse

from core.testing import run_together
from gateway.cards import BY_NUMBER
from gateway.store import Record
from gateway.testing import SUCCESS, events_of
from orders.models import Order
from orders.tests.factories import make_order
from payments import events, fulfilment, refunds
from payments.errors import RefundTooLarge
from payments.models import GatewayEvent, Payment
from payments.refunds import request_refund
from payments.sessions import start_payment
from payments.tests.bench import GatewayMixin, make_support, make_variant, stand

THREADS = 6


class RaceTests(GatewayMixin, TransactionTestCase):
    """The same payment, from everywhere. Each race runs again without its guard, and must fail then."""

    def setUp(self):
        if connection.vendor != "postgresql":
            self.skipTest(
                "SQLite lets one writer in at a time, so the race cannot happen there: needs PostgreSQL"
            )
        super().setUp()
        self.payment = self.make_started((make_variant(), 2))
        self.order = self.payment.order

    def paid_event(self) -> Record:
        self.gateway.bank.pay(self.payment.session_id, BY_NUMBER[SUCCESS])
        return events_of(self.gateway)[-1]

    def post(self, event: Record) -> int:
        response = self.client_class(raise_request_exception=False).post(
            reverse("payments:webhook"),
            data=self.gateway.deliveries.payload(event)[0],
            content_type="application/json",
            headers={"stripe-signature": self.gateway.deliveries.payload(event)[1]},
        )
        return response.status_code

    def visit(self) -> int:
        client = self.client_class(raise_request_exception=False)
        return client.get(reverse("payments:done", args=[self.payment.pk])).status_code

    def assert_paid_once(self, statuses: list[int]):
        self.assertEqual(statuses, [200] * THREADS)
        self.assertEqual(stand(self.order), ("paid", 8, 0, 1))
        self.assertEqual(self.order.events.filter(to_state="paid").count(), 1)
        confirmations = [message for message in mail.outbox if "is confirmed" in message.subject]
        self.assertEqual(len(confirmations), 1)

    def race_of_one_event(self):
        event = self.paid_event()

        statuses = run_together(lambda: self.post(event), THREADS)

        self.assert_paid_once(statuses)
        self.assertEqual(GatewayEvent.objects.count(), 1)

    def race_of_webhook_and_return(self):
        event = self.paid_event()
        steps = iter([lambda: self.post(event), self.visit] * (THREADS // 2))

        self.assert_paid_once(run_together(lambda: next(steps)(), THREADS))

    def race_of_one_dispute(self):
        make_support()
        self.post(self.paid_event())
        mail.outbox.clear()
        self.gateway.bank.dispute(self.payment.session_id)
        event = events_of(self.gateway)[-1]

        statuses = run_together(lambda: self.post(event), THREADS)

        self.assertEqual((statuses, len(mail.outbox)), ([200] * THREADS, 1))

    def race_of_one_button(self):
        order = make_order()

        urls = run_together(lambda: start_payment(order), THREADS)

        self.assertEqual((len(set(urls)), order.payments.count()), (1, 1))

    def race_of_refunds(self):
        self.post(self.paid_event())
        self.payment.refresh_from_db()
        support, part = make_support(), self.payment.captured // 3

        results = run_together(lambda: request_refund(self.payment, part + 1, by=support), THREADS)

        refused = [result for result in results if isinstance(result, RefundTooLarge)]
        self.payment.refresh_from_db()
        self.assertEqual(len(refused), THREADS - 2)
        self.assertEqual(self.payment.refunded, 2 * (part + 1))

    def assert_fails(self, race: Callable[[], None]):
        with self.assertRaises(AssertionError):
            race()

    def test_same_event_at_once_acts_once(self):
        self.race_of_one_event()

    def test_webhook_and_page_of_return_at_once_act_once(self):
        self.race_of_webhook_and_return()

    def test_without_the_lock_webhook_and_page_of_return_get_into_each_others_way(self):
        with mock.patch.object(fulfilment, "_lock", _meeting(fulfilment_lock_missing)):
            self.assert_fails(self.race_of_webhook_and_return)

    def test_dispute_told_at_once_is_told_to_support_once(self):
        self.race_of_one_dispute()

    def test_without_the_written_event_support_is_told_by_each(self):
        with mock.patch.object(events, "_begin", return_value=True):
            self.assert_fails(self.race_of_one_dispute)

    def test_button_pressed_by_many_opens_one_session(self):
        self.race_of_one_button()

    def test_without_the_lock_of_the_order_the_button_fails(self):
        order = make_order()

        with mock.patch.object(Order.objects, "select_for_update", _meeting(Order.objects.all)):
            results = run_together(lambda: start_payment(order), THREADS)

        self.assertGreater(len(set(map(str, results))), 1)

    def test_refunds_at_once_never_exceed_what_was_paid(self):
        self.race_of_refunds()

    def test_without_the_condition_in_the_update_refunds_exceed_what_was_paid(self):
        with mock.patch.object(refunds, "_keep_aside", keep_aside_after_a_look):
            self.assert_fails(self.race_of_refunds)


def fulfilment_lock_missing(session) -> Payment:
    """Read the payment as `_lock` does, without locking anything."""
    return Payment.objects.select_related("order").get(session_id=session.id)


def keep_aside_after_a_look(payment: Payment, amount: int) -> bool:
    """Look first, then change: what `_keep_aside` does not do. The database's own check is left."""
    is_enough = payment.refundable >= amount
    return is_enough and bool(Payment.objects.filter(pk=payment.pk).update(refunded=F("refunded") + amount))


def _meeting(function: Callable) -> Callable:
    """Return the function, after which all threads wait for each other: the worst moment, each time."""
    barrier = threading.Barrier(THREADS)

    def meet(*args, **kwargs):
        result = function(*args, **kwargs)
        with suppress(threading.BrokenBarrierError):
            barrier.wait(timeout=3)
        return result

    return meet
