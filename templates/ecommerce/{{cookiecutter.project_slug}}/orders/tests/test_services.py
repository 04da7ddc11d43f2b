"""The steps of an order, what each says to the customer, and which are impossible."""

from datetime import timedelta
from unittest import skipUnless

from django.core import mail
from django.db import connection
from django.test import TestCase, TransactionTestCase
from django.utils import timezone

from accounts.tests.factories import make_user
from core.testing import assert_stays, run_together
from inventory.models import Stock
from orders import services
from orders.errors import WrongState
from orders.mails import mail_order
from orders.models import Order, OrderEvent
from orders.states import TRANSITIONS, State
from orders.tests.factories import make_order
from pricing.models import Promotion
from pricing.tests.factories import make_promotion


class TransitionTests(TestCase):
    """Every pair of states."""

    def test_only_the_steps_of_the_table_are_possible(self):
        order = make_order()
        for source in State:
            for target in State:
                Order.objects.update(state=source)
                with self.subTest(f"{source} to {target}"):
                    if target in TRANSITIONS[source]:
                        self.assertEqual(services.transition(order, target).state, target)
                    else:
                        rows = assert_stays(Order.objects.all(), OrderEvent.objects.all())
                        with rows, self.assertRaises(WrongState):
                            services.transition(order, target)

    def test_step_is_noted_with_who_took_it(self):
        order = make_order(state=State.PACKED)
        user = make_user()

        services.ship_order(order, by=user, note="TRACK-1")

        event = order.events.last()
        self.assertEqual((event.from_state, event.to_state), ("packed", "shipped"))
        self.assertEqual((event.by, event.note), (user, "TRACK-1"))

    def test_customer_is_told_in_text_and_html_after_the_commit(self):
        order = make_order(state=State.PACKED)

        with self.captureOnCommitCallbacks(execute=True):
            services.ship_order(order, by=make_user())
            self.assertEqual(len(mail.outbox), 0)

        [message] = mail.outbox
        self.assertEqual(
            (message.to, message.subject), ([order.email], f"Your order {order.number} is on its way")
        )
        self.assertIn("/orders/view/", message.body)
        self.assertIn("text/html", [part.mimetype for part in message.alternatives])

    def test_customer_is_told_once_however_often_the_task_runs(self):
        order = make_order()

        with self.captureOnCommitCallbacks(execute=True):
            self.assertEqual(
                [mail_order(str(order.pk), "order_shipped") for _ in range(3)], [True, False, False]
            )

        self.assertEqual(len(mail.outbox), 1)


class EndTests(TestCase):
    """Orders that are never paid."""

    def test_cancelled_order_frees_its_pieces_and_its_coupon(self):
        promotion = make_promotion(used=1)
        order = make_order(promotion=promotion)

        services.cancel_order(order, by=None)

        self.assertEqual((Stock.objects.get().reserved, Promotion.objects.get().used), (0, 0))

    def test_paid_order_cannot_be_cancelled(self):
        order = make_order(state=State.PAID)

        with assert_stays(Order.objects.all(), Stock.objects.all()), self.assertRaises(WrongState):
            services.cancel_order(order, by=None)

    def test_orders_end_when_their_time_is_over(self):
        due = make_order(expires_at=timezone.now() - timedelta(seconds=1))
        waiting = make_order()

        self.assertEqual(services.expire_due_orders(), 1)

        due.refresh_from_db()
        waiting.refresh_from_db()
        self.assertEqual((due.state, waiting.state), ("expired", "awaiting_payment"))
        self.assertEqual(sorted(Stock.objects.values_list("reserved", flat=True)), [0, 1])


@skipUnless(connection.vendor == "postgresql", "SQLite lets only one connection write at a time")
class RaceTests(TransactionTestCase):
    """The same step by two people at once."""

    def setUp(self):
        if connection.vendor != "postgresql":
            self.skipTest(
                "SQLite lets one writer in at a time, so the race cannot happen there: needs PostgreSQL"
            )

    def test_step_is_taken_once(self):
        order = make_order(state=State.PAID)
        user = make_user()

        results = run_together(lambda: services.pack_order(order, by=user), 6)

        refused = [result for result in results if isinstance(result, WrongState)]
        self.assertEqual((len(refused), order.events.filter(to_state="packed").count()), (5, 1))

    def test_payment_and_sweeper_at_once_end_in_one_state(self):
        order = make_order(expires_at=timezone.now() - timedelta(seconds=1))
        steps = iter([lambda: services.transition(order, State.PAID), services.expire_due_orders] * 3)

        run_together(lambda: next(steps)(), 6)

        order.refresh_from_db()
        reserved = Stock.objects.get().reserved
        states = list(order.events.values_list("to_state", flat=True))
        # Paid first: the sweeper leaves it alone. Expired first: the late payment is noted after it.
        self.assertIn((states[1:], reserved), [(["paid"], 1), (["expired", "paid"], 0), (["expired"], 0)])
