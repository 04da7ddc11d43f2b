"""Events that come twice, late, in the wrong order, or in a process that dies."""

from datetime import timedelta
from unittest import mock

from django.core import mail
from django.test import TestCase
from django.utils import timezone

from core.testing import assert_stays
from gateway.testing import DEBIT, DECLINED, events_of
from inventory.models import Movement, Stock
from inventory.services import correct, release
from orders.models import Order
from orders.services import cancel_order, expire_due_orders
from orders.tests.factories import make_order
from payments import fulfilment, stripe_api
from payments.errors import GatewayUnavailable
from payments.models import GatewayEvent, Payment, Refund
from payments.sessions import start_payment
from payments.tests.bench import GatewayMixin, make_support, make_variant, stand
from pricing.models import Promotion
from pricing.tests.factories import make_promotion


class PaidTests(GatewayMixin, TestCase):
    """One paid order, one e-mail, one stock move, whatever the deliveries do."""

    def setUp(self):
        super().setUp()
        self.payment = self.make_started((make_variant(), 2))
        self.order = self.payment.order

    def assert_paid_once(self):
        self.assertEqual(stand(self.order), ("paid", 8, 0, 1))
        self.assertEqual([message.to for message in mail.outbox], [[self.order.email]])
        self.assertEqual(list(self.order.events.values_list("to_state", flat=True))[1:], ["paid"])
        self.payment.refresh_from_db()
        self.assertEqual((self.payment.state, self.payment.captured), ("paid", self.order.total))
        self.assertEqual(self.order.invoice.total, self.order.total)

    def test_event_confirms_the_order(self):
        self.assertEqual(self.deliver(self.pay(self.payment)), 200)

        self.assert_paid_once()
        self.assertEqual(GatewayEvent.objects.get().outcome, "paid")
        self.assertIsNone(self.order.expires_at)
        self.assertIsNotNone(self.order.paid_at)

    def test_event_that_comes_three_times_acts_once(self):
        event = self.pay(self.payment)

        self.assertEqual([self.deliver(event) for _ in range(3)], [200, 200, 200])

        self.assert_paid_once()

    def test_two_events_about_one_payment_act_once(self):
        self.deliver(self.pay(self.payment))
        self.gateway.bank.emit(
            "checkout.session.async_payment_succeeded",
            self.gateway.bank.session(self.payment.session_id),
        )

        self.deliver(events_of(self.gateway)[-1])

        self.assert_paid_once()
        self.assertEqual(sorted(GatewayEvent.objects.values_list("outcome", flat=True)), ["known", "paid"])

    def test_old_news_of_an_end_do_not_undo_a_payment(self):
        paid = self.pay(self.payment)
        self.gateway.bank.emit(
            "checkout.session.expired",
            self.gateway.bank.session(self.payment.session_id) | {"status": "open"},
        )

        self.deliver(events_of(self.gateway)[-1])
        self.deliver(paid)

        self.assert_paid_once()

    def test_process_killed_before_the_commit_changes_nothing_and_the_retry_completes(self):
        event = self.pay(self.payment)
        died = mock.patch.object(fulfilment, "transition", side_effect=RuntimeError("killed"))

        tables = [model.objects.all() for model in (Order, Payment, Stock, Movement, GatewayEvent)]
        self.client.raise_request_exception = False
        with died, assert_stays(*tables):
            self.assertEqual(self.deliver(event), 500)
        self.assertEqual(mail.outbox, [])

        self.assertEqual(self.deliver(event), 200)
        self.assert_paid_once()

    def test_event_faster_than_the_note_of_its_session(self):
        event = self.pay(self.payment)
        Payment.objects.update(session_id="", state="created", url="")

        self.deliver(event)

        self.assert_paid_once()
        self.assertNotEqual(self.payment.session_id, "")

    def test_gateway_that_is_down_is_asked_again_later(self):
        event = self.pay(self.payment)

        with mock.patch.object(stripe_api, "retrieve_session", side_effect=GatewayUnavailable):
            self.assertEqual(self.deliver(event), 503)
        self.assertEqual((stand(self.order)[0], GatewayEvent.objects.count()), ("awaiting_payment", 0))

        self.deliver(event)
        self.assert_paid_once()

    def test_copy_in_the_event_is_not_believed(self):
        """The session is asked for: what an event says of the state may be old."""
        self.gateway.bank.emit(
            "checkout.session.completed",
            self.gateway.bank.session(self.payment.session_id) | {"payment_status": "paid"},
        )

        self.deliver(events_of(self.gateway)[-1])

        self.assertEqual(stand(self.order), ("awaiting_payment", 10, 2, 0))

    def test_declined_card_leaves_everything_as_it_is(self):
        with assert_stays(Order.objects.all(), Payment.objects.all(), Stock.objects.all()):
            with self.assertRaisesMessage(Exception, "Your card was declined."):
                self.pay(self.payment, DECLINED)
            self.assertEqual(self.deliver(events_of(self.gateway)[-1]), 200)

        self.deliver(self.pay(self.payment))
        self.assert_paid_once()

    def test_session_of_another_system_is_not_ours(self):
        event = self.pay(self.payment)
        Payment.objects.update(session_id="cs_other")

        self.assertEqual(self.deliver(event), 200)

        self.assertEqual(stand(self.order)[0], "awaiting_payment")
        self.assertEqual(GatewayEvent.objects.get().outcome, "not ours")


class LateTests(GatewayMixin, TestCase):
    """Money that comes after its time, or is not the right one."""

    def setUp(self):
        super().setUp()
        self.variant = make_variant(stock=2)
        self.payment = self.make_started((self.variant, 2))
        self.order = self.payment.order
        self.support = make_support()
        mail.outbox.clear()

    def expire(self):
        Order.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        expire_due_orders()

    def assert_sent_back(self, state: str):
        self.payment.refresh_from_db()
        refund = Refund.objects.get()
        self.assertEqual((self.payment.state, self.payment.refunded), ("unmatched", self.payment.captured))
        self.assertEqual((refund.state, refund.amount, refund.by), ("succeeded", self.payment.captured, None))
        self.order.refresh_from_db()
        self.assertEqual(self.order.state, state)
        self.assertEqual(
            sorted(message.to[0] for message in mail.outbox if "order_confirmed" not in message.body),
            sorted([self.order.email, self.support.email]),
        )

    def test_late_payment_takes_the_pieces_that_are_still_there(self):
        self.expire()
        self.assertEqual(stand(self.order), ("expired", 2, 0, 0))

        self.deliver(self.pay(self.payment))

        self.assertEqual(stand(self.order), ("paid", 0, 0, 1))

    def test_late_payment_counts_its_coupon_again(self):
        promotion = make_promotion("TEN", used=1, limit=1)
        Order.objects.update(promotion=promotion)
        self.expire()
        self.assertEqual(Promotion.objects.get().used, 0)

        self.deliver(self.pay(self.payment))

        self.assertEqual((stand(self.order)[0], Promotion.objects.get().used), ("paid", 1))

    def test_late_payment_keeps_the_price_of_a_coupon_that_is_used_up(self):
        Order.objects.update(promotion=make_promotion("TEN", used=1, limit=1))
        self.expire()
        Promotion.objects.update(used=1)

        self.deliver(self.pay(self.payment))

        self.assertEqual((stand(self.order)[0], Promotion.objects.get().used), ("paid", 1))

    def test_pieces_that_were_freed_are_taken_again_while_the_order_waits(self):
        release(self.order.pk, self.order.customer_id)

        self.deliver(self.pay(self.payment))

        self.assertEqual(stand(self.order), ("paid", 0, 0, 1))

    def test_late_payment_for_what_is_sold_out_goes_back(self):
        self.expire()
        correct(self.variant, 1, by=self.support, note="sold elsewhere")

        self.deliver(self.pay(self.payment))

        self.assert_sent_back("refunded")
        self.assertEqual(stand(self.order)[1:], (1, 0, 0))

    def test_payment_of_a_cancelled_order_goes_back(self):
        cancel_order(self.order, by=None)

        event = self.pay(self.payment)
        self.assertEqual([self.deliver(event), self.deliver(event)], [200, 200])

        self.assert_sent_back("refunded")

    def test_another_amount_than_the_orders_goes_back(self):
        session = self.gateway.bank.session(self.payment.session_id)
        self.gateway.store.save(session | {"amount_total": 50})

        self.deliver(self.pay(self.payment))

        self.assert_sent_back("awaiting_payment")
        self.assertEqual(stand(self.order)[1:], (2, 2, 0))

    def test_another_currency_than_the_orders_goes_back(self):
        session = self.gateway.bank.session(self.payment.session_id)
        self.gateway.store.save(session | {"currency": "usd"})

        self.deliver(self.pay(self.payment))

        self.assert_sent_back("awaiting_payment")

    def test_second_payment_of_a_paid_order_goes_back(self):
        Payment.objects.update(created_at=timezone.now() - timedelta(hours=1))
        start_payment(self.order)
        first, self.payment = self.payment, self.order.payments.get(attempt=2)
        self.deliver(self.pay(first))
        mail.outbox.clear()

        self.deliver(self.pay(self.payment))

        self.assert_sent_back("paid")
        self.assertEqual((self.order.refunded, stand(self.order)[3]), (0, 1))


class DebitTests(GatewayMixin, TestCase):
    """Banks that think about it."""

    def setUp(self):
        super().setUp()
        self.payment = self.make_started((make_variant(), 1))
        self.order = self.payment.order
        self.deliver(self.pay(self.payment, DEBIT))

    def test_pieces_are_kept_while_the_bank_decides(self):
        Order.objects.filter(expires_at__lte=timezone.now() + timedelta(days=6)).update(state="expired")

        self.assertEqual(stand(self.order), ("awaiting_payment", 10, 1, 0))

    def test_bank_that_accepts_confirms_the_order(self):
        self.gateway.bank.decide(self.payment.session_id, accepts=True)

        self.deliver(events_of(self.gateway)[-1])

        self.assertEqual(stand(self.order), ("paid", 9, 0, 1))

    def test_bank_that_refuses_lets_the_customer_try_again(self):
        self.gateway.bank.decide(self.payment.session_id, accepts=False)

        self.deliver(events_of(self.gateway)[-1])
        start_payment(self.order)

        self.assertEqual(stand(self.order)[0], "awaiting_payment")
        self.assertEqual(
            list(self.order.payments.order_by("attempt").values_list("state", flat=True)), ["failed", "open"]
        )

    def test_refusal_before_the_news_of_the_session(self):
        self.gateway.bank.decide(self.payment.session_id, accepts=False)
        refused = events_of(self.gateway)[-1]
        completed = events_of(self.gateway)[0]
        GatewayEvent.objects.all().delete()

        self.deliver(refused)
        self.deliver(completed)

        self.assertEqual(Payment.objects.get().state, "failed")


class OtherEventTests(GatewayMixin, TestCase):
    """Ends, refunds at the gateway, disputes."""

    def test_end_of_a_session_lets_the_customer_try_again(self):
        payment = self.make_started()
        self.gateway.bank.expire_session(payment.session_id)

        self.deliver(events_of(self.gateway)[-1])
        payment.refresh_from_db()
        start_payment(payment.order)

        self.assertEqual((payment.state, payment.order.payments.count()), ("expired", 2))

    def test_refund_made_at_the_gateway_is_noted_once(self):
        payment = self.make_paid()
        self.gateway.bank.refund({"payment_intent": payment.intent_id, "amount": 500})
        event = events_of(self.gateway)[-1]

        self.deliver(event)
        GatewayEvent.objects.all().delete()
        self.deliver(event)

        payment.refresh_from_db()
        payment.order.refresh_from_db()
        self.assertEqual((payment.refunded, payment.order.refunded, Refund.objects.count()), (500, 500, 1))

    def test_refunds_in_the_wrong_order_add_up(self):
        payment = self.make_paid()
        for amount in (500, 300):
            self.gateway.bank.refund({"payment_intent": payment.intent_id, "amount": amount})
        first, second = events_of(self.gateway, "charge.refunded")

        self.deliver(second)
        self.deliver(first)

        payment.refresh_from_db()
        self.assertEqual(payment.refunded, 800)

    def test_refund_faster_than_the_news_of_the_payment_comes_again(self):
        payment = self.make_started()
        paid = self.pay(payment)
        intent = self.gateway.bank.session(payment.session_id)["payment_intent"]
        self.gateway.bank.refund({"payment_intent": intent, "amount": 500})
        refunded = events_of(self.gateway)[-1]

        self.assertEqual([self.deliver(event) for event in (refunded, paid, refunded)], [503, 200, 200])

        payment.refresh_from_db()
        payment.order.refresh_from_db()
        self.assertEqual((payment.state, payment.refunded, payment.order.refunded), ("paid", 500, 500))

    def test_dispute_is_told_to_support_once(self):
        payment = self.make_paid()
        support = make_support()
        mail.outbox.clear()
        self.gateway.bank.dispute(payment.session_id)

        [self.deliver(events_of(self.gateway)[-1]) for _ in range(2)]

        payment.refresh_from_db()
        [message] = mail.outbox
        self.assertEqual(message.to, [support.email])
        self.assertEqual(message.subject, f"A payment for order {payment.order.number} is disputed")
        self.assertIsNotNone(payment.disputed_at)

    def test_failed_refund_is_told_to_support(self):
        payment = self.make_paid()
        support = make_support()
        mail.outbox.clear()
        refund = {"id": "re_1", "payment_intent": payment.intent_id, "failure_reason": "lost_or_stolen_card"}
        self.gateway.bank.emit("refund.failed", refund)

        self.deliver(events_of(self.gateway)[-1])

        [message] = mail.outbox
        self.assertEqual(message.to, [support.email])
        self.assertIn("lost_or_stolen_card", message.body)

    def test_events_about_payments_of_others_change_nothing(self):
        payment = self.make_paid()
        for kind in ("charge.refunded", "charge.dispute.created", "refund.failed"):
            self.gateway.bank.emit(kind, {"id": "x", "payment_intent": "pi_other", "amount_refunded": 1})
            with self.subTest(kind), assert_stays(Payment.objects.all(), Order.objects.all()):
                self.assertEqual(self.deliver(events_of(self.gateway)[-1]), 200)
                self.assertEqual(GatewayEvent.objects.latest("received_at").outcome, "not ours")
        self.assertEqual(payment.refunded, 0)

    def test_kinds_that_mean_nothing_to_us_are_taken(self):
        make_order()
        self.gateway.bank.emit("customer.created", {"id": "cus_1"})

        self.assertEqual(self.deliver(events_of(self.gateway)[-1]), 200)
        self.assertEqual(GatewayEvent.objects.count(), 0)
