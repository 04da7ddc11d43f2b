"""Nobody pays less than it costs, and nobody gets back what is not theirs."""

from uuid import uuid4

from django.core.cache import cache
from django.test import Client, TestCase
from django.urls import reverse

from accounts.roles import Role
from accounts.tests.factories import make_user
from cart.models import Cart
from catalog.models import Price
from catalog.tests.factories import make_product
from core.testing import assert_stays
from inventory.models import Movement, Stock
from orders.models import Order
from orders.numbers import new_number
from orders.states import State
from orders.tests.factories import make_cart, make_order
from payments.models import Payment, Refund
from pricing.tests.factories import make_promotion

ORIGIN = {"Origin": "http://testserver"}
# What forged forms send along: each would be worth money if it were believed.
FORGED = {
    "price": "1",
    "amount": "1",
    "unit_price": "1",
    "discount": "9999",
    "shipping": "0",
    "tax": "0",
    "total": "1",
    "currency": "JPY",
    "state": "paid",
    "paid": "true",
    "paid_at": "2026-01-01",
    "user": "1",
}


class ForgedFormTests(TestCase):
    def setUp(self):
        cache.clear()

    def test_cart_keeps_nothing_of_what_is_sent_along(self):
        variant = make_product(price=1999).variants.get()

        self.client.post(
            reverse("cart:add"), FORGED | {"variant": variant.pk, "quantity": "1"}, headers=ORIGIN
        )

        page = self.client.get(reverse("cart:detail")).context["page"]
        self.assertEqual((page.priced.quote.total, page.cart.currency, page.cart.user), (1999, "EUR", None))
        self.assertEqual(Price.objects.get().amount, 1999)

    def test_order_is_not_paid_by_saying_so(self):
        user = make_user()
        order = make_order(user=user)
        self.client.force_login(user)
        addresses = [reverse("orders:detail", args=[order.pk]), reverse("orders:list")]
        addresses += [reverse("payments:webhook"), reverse("orders:cancel", args=[order.pk]) + "?state=paid"]
        for address in addresses[:3]:
            with self.subTest(address=address), assert_stays(Order.objects.all(), Movement.objects.all()):
                self.assertIn(self.client.post(address, FORGED).status_code, (400, 405))

    def test_coupon_goes_on_the_own_cart_only(self):
        make_promotion("TEN")
        other = make_cart()
        self.client.force_login(make_user())

        response = self.client.post(
            reverse("cart:coupon"), {"code": "TEN", "cart": other.token, "pk": other.pk}
        )

        self.assertEqual(response.status_code, 404)
        self.assertEqual(set(Cart.objects.values_list("coupon_code", flat=True)), {""})


class GiveBackTests(TestCase):
    def test_nobody_but_support_reaches_the_form(self):
        order = make_order(user=make_user(), state=State.PAID)
        payment = Payment.objects.create(
            customer_id=order.customer_id,
            order=order,
            idempotency_key=uuid4().hex,
            amount=order.total,
            captured=order.total,
            currency="EUR",
        )
        address = reverse("admin:payments_payment_refund", args=[payment.pk])
        for user in (None, order.user, make_user(None, Role.WAREHOUSE), make_user(None, Role.CATALOG)):
            client = Client()
            if user:
                client.force_login(user)
            with self.subTest(user=user), assert_stays(Payment.objects.all(), Refund.objects.all()):
                response = client.post(address, {"amount": "1.00"})
                self.assertIn(response.status_code, (302, 403))


class NumberTests(TestCase):
    def test_numbers_do_not_lead_from_one_to_the_next(self):
        numbers = {new_number() for _number in range(2000)}

        self.assertEqual(len(numbers), 2000)
        self.assertEqual({len(number) for number in numbers}, {14})
        # Each place takes every sign about equally often: nothing counts, nothing is fixed.
        for place in (0, 5, 13):
            self.assertEqual(len({number[place] for number in numbers}), 32)

    def test_addresses_hold_random_ids_only(self):
        order = make_order(user=make_user())

        self.assertEqual(order.pk.version, 4)
        self.assertNotIn(order.number, order.get_absolute_url())
        self.assertEqual(Stock.objects.count(), 1)
