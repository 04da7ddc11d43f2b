"""From the cart to the order, as a guest and with an account, by plain forms."""

from unittest import mock

from django.conf import settings
from django.core.cache import cache
from django.test import TestCase, override_settings
from django.urls import reverse

from accounts.tests.factories import make_user
from cart.models import Cart
from catalog.models import Price
from catalog.tests.factories import make_product
from core.errors import DomainError
from core.testing import assert_stays
from customers.models import Address
from inventory.models import Stock
from orders.models import Order
from orders.tests.factories import ADDRESS
from pricing.models import ShippingMethod
from pricing.tests.factories import make_method, make_promotion, make_tax_class

ORIGIN = {"Origin": "http://testserver"}
PAY_PAGE = "https://pay.example/session"


def prefixed(prefix, **fields):
    """Return an address as its form sends it."""
    return {f"{prefix}-{name}": value for name, value in (ADDRESS | fields).items()}


class CheckoutCase(TestCase):
    """A visitor with two pots of tea in the cart."""

    def setUp(self):
        cache.clear()
        tax_class = make_tax_class(DE=1900)
        self.variant = make_product("Tea", price=1999, stock=5, tax_class=tax_class).variants.get()
        self.method = make_method(amount=490)
        patcher = mock.patch("checkout.views.start_payment", return_value=PAY_PAGE)
        self.start_payment = patcher.start()
        self.addCleanup(patcher.stop)

    def fill(self, quantity=2):
        """Put tea into the cart."""
        data = {"variant": self.variant.pk, "quantity": quantity}
        self.client.post(reverse("cart:add"), data, headers=ORIGIN)

    def enter(self, **fields):
        """Send the first step."""
        data = {"email": "Guest@Example.org"} | prefixed("shipping") | fields
        return self.client.post(reverse("checkout:start"), data)

    def choose(self, method=None):
        """Send the second step."""
        return self.client.post(reverse("checkout:shipping"), {"method": (method or self.method).pk})

    def shown(self):
        """Return what the form of the last step holds."""
        form = self.client.get(reverse("checkout:review")).context["form"]
        return dict(form.initial)

    def place(self, **fields):
        """Send the last step."""
        return self.client.post(reverse("checkout:place"), self.shown() | fields)


class GuestTests(CheckoutCase):
    """Nobody needs an account."""

    def test_three_steps_make_an_order_and_lead_to_the_payment(self):
        self.fill()
        self.assertRedirects(self.enter(), reverse("checkout:shipping"))
        self.assertRedirects(self.choose(), reverse("checkout:review"))

        response = self.place()

        self.assertRedirects(response, PAY_PAGE, fetch_redirect_response=False)
        order = Order.objects.get()
        self.start_payment.assert_called_once_with(order, site_url="http://testserver")
        self.assertEqual((order.user, order.email, order.total), (None, "guest@example.org", 2 * 1999 + 490))
        self.assertEqual(set(order.addresses.values_list("name", "city")), {("Ada Example", "Harbour")})

    def test_bill_may_go_elsewhere(self):
        self.fill()
        self.enter(other_billing="on", **prefixed("billing", name="Firm", postcode="54321"))
        self.choose()
        self.place()

        kinds = dict(Order.objects.get().addresses.values_list("kind", "name"))
        self.assertEqual(kinds, {"shipping": "Ada Example", "billing": "Firm"})

    def test_every_mistake_is_named_at_once(self):
        self.fill()

        page = self.enter(
            email="nobody", other_billing="on", **{"shipping-city": "", "shipping-postcode": "1"}
        )

        self.assertContains(page, "Enter a valid email address.")
        self.assertContains(page, "This is no postcode of Germany.")
        self.assertContains(page, 'id="id_billing-street_error"')
        self.assertNotIn("checkout", self.client.session)

    def test_session_forgets_the_address_when_the_order_has_it(self):
        self.fill()
        self.enter()
        self.choose()
        self.assertIn("checkout", self.client.session)

        self.place()

        self.assertNotIn("checkout", self.client.session)

    def test_countries_that_the_shop_does_not_send_to_are_refused(self):
        self.fill()

        page = self.enter(**{"shipping-country": "XX"})

        self.assertContains(page, "Select a valid choice.")

    def test_country_without_a_method_is_named(self):
        self.fill()
        self.enter(**{"shipping-country": "AT", "shipping-postcode": "1010"})

        page = self.client.get(reverse("checkout:shipping"), follow=True)

        self.assertContains(page, "We cannot deliver this order to that country.")

    def test_order_stands_when_the_gateway_is_down(self):
        self.start_payment.side_effect = DomainError("The payment is not possible at the moment.")
        self.fill()
        self.enter()
        self.choose()

        response = self.client.post(reverse("checkout:place"), self.shown(), follow=True)

        order = Order.objects.get()
        self.assertContains(response, "The payment is not possible at the moment.")
        self.assertContains(response, order.number)
        self.assertIn("/orders/view/", response.redirect_chain[-1][0])


class StepTests(CheckoutCase):
    """Nobody comes to a step without the one before."""

    def test_steps_lead_back_to_what_is_missing(self):
        cases = [
            (reverse("checkout:shipping"), "checkout:start"),
            (reverse("checkout:review"), "checkout:start"),
        ]
        self.fill()
        for url, target in cases:
            with self.subTest(url=url):
                self.assertRedirects(self.client.get(url), reverse(target))
        self.enter()
        self.assertRedirects(self.client.get(reverse("checkout:review")), reverse("checkout:shipping"))

    def test_empty_cart_leads_to_the_cart(self):
        self.assertRedirects(self.client.get(reverse("checkout:start")), reverse("cart:detail"))

    def test_method_of_another_zone_is_refused(self):
        self.fill()
        self.enter()
        abroad = make_method("US", amount=1)

        self.assertContains(self.choose(abroad), "Select a valid choice.")

    def test_method_that_left_is_asked_for_anew(self):
        self.fill()
        self.enter()
        self.choose()
        data = self.shown()
        make_method(amount=900)
        ShippingMethod.objects.filter(pk=self.method.pk).update(is_active=False)

        self.assertRedirects(self.client.get(reverse("checkout:review")), reverse("checkout:shipping"))
        with assert_stays(Order.objects.all(), Stock.objects.all()):
            self.client.post(reverse("checkout:place"), data)

    def test_placing_is_no_link(self):
        self.assertEqual(self.client.get(reverse("checkout:place")).status_code, 405)

    def test_pages_are_kept_by_nobody(self):
        self.fill()
        self.enter()
        for name in ("start", "shipping"):
            response = self.client.get(reverse(f"checkout:{name}"))
            self.assertIn("no-store", response.headers["Cache-Control"])


class TrustTests(CheckoutCase):
    """What the browser sends is compared or ignored, never believed."""

    def setUp(self):
        super().setUp()
        self.fill()
        self.enter()
        self.choose()

    def test_prices_sent_along_are_ignored(self):
        self.place(
            price=1, unit_price=1, discount=4000, shipping=0, tax=0, paid="on", state="paid", paid_at="now"
        )

        order = Order.objects.get()
        self.assertEqual((order.subtotal, order.discount, order.shipping, order.total), (3998, 0, 490, 4488))
        self.assertEqual((order.state, order.paid_at), ("awaiting_payment", None))

    def test_other_total_is_refused_and_the_right_one_is_shown(self):
        for total in (1, 0, -4488, 4487):
            cache.clear()
            with self.subTest(total=total), assert_stays(Order.objects.all(), Stock.objects.all()):
                response = self.place(total=total)
                page = self.client.get(response.url)
                self.assertContains(page, "Prices or stock have changed.")
                self.assertContains(page, "€44.88")

    def test_price_that_changed_meanwhile_is_shown_before_it_is_paid(self):
        data = self.shown()
        Price.objects.update(amount=2500)

        with assert_stays(Order.objects.all(), Stock.objects.all(), Cart.objects.all()):
            response = self.client.post(reverse("checkout:place"), data)

        self.assertContains(self.client.get(response.url), "€54.90")
        self.place()
        self.assertEqual(Order.objects.get().total, 5490)

    def test_nonsense_leads_to_the_cart(self):
        for data in ({}, {"cart": "x", "total": "1"}, {"cart": Cart.objects.get().token, "total": "1.5"}):
            with self.subTest(data=data), assert_stays(Order.objects.all()):
                response = self.client.post(reverse("checkout:place"), data)
                self.assertEqual(response.url, reverse("cart:detail"))

    def test_cart_of_somebody_else_cannot_be_ordered(self):
        others = [
            Cart.objects.create(user=make_user(), currency="EUR"),
            Cart.objects.create(currency="EUR"),
        ]
        for cart in others:
            cart.lines.create(variant=self.variant, quantity=2)
            with self.subTest(user=cart.user), assert_stays(Order.objects.all()):
                response = self.client.post(reverse("checkout:place"), {"cart": cart.token, "total": 4488})
                self.assertEqual(response.url, reverse("cart:detail"))

    def test_sold_out_meanwhile_is_said_and_nothing_is_kept(self):
        data = self.shown()
        Stock.objects.update(on_hand=1)

        with assert_stays(Order.objects.all(), Stock.objects.all(), Cart.objects.all()):
            response = self.client.post(reverse("checkout:place"), data)

        self.assertEqual(response.url, reverse("checkout:review"))
        self.assertContains(self.client.get(response.url, follow=True), "Of “Tea” only 1 piece is left.")

    def test_coupon_that_is_used_up_meanwhile_is_said(self):
        promotion = make_promotion("TEN", limit=1)
        Cart.objects.update(coupon_code="TEN")
        data = self.shown()
        promotion.used = 1
        promotion.save()

        with assert_stays(Order.objects.all(), Stock.objects.all()):
            response = self.client.post(reverse("checkout:place"), data, follow=True)

        self.assertContains(response, "This coupon is not valid.")

    def test_forms_without_a_token_are_refused(self):
        client = self.client_class(enforce_csrf_checks=True)
        client.cookies = self.client.cookies

        with assert_stays(Order.objects.all()):
            response = client.post(reverse("checkout:place"), self.shown())

        self.assertEqual(response.status_code, 403)

    def test_robots_are_slowed_down(self):
        statuses = [self.client.post(reverse("checkout:place"), {}).status_code for _ in range(21)]

        self.assertEqual(statuses, [302] * 20 + [429])


class SecondClickTests(CheckoutCase):
    """The same order, however often the button is pressed."""

    def test_second_click_is_the_same_order(self):
        for user in (None, make_user()):
            with self.subTest(user=user):
                cache.clear()
                if user:
                    self.client.force_login(user)
                self.fill(1)
                self.enter()
                self.choose()
                data = self.shown()

                responses = [self.client.post(reverse("checkout:place"), data) for _ in range(2)]

                self.assertEqual([response.url for response in responses], [PAY_PAGE] * 2)
                self.assertEqual(Order.objects.filter(user=user).count(), 1)

    def test_click_after_the_payment_shows_the_order(self):
        self.fill()
        self.enter()
        self.choose()
        data = self.shown()
        self.client.post(reverse("checkout:place"), data)
        Order.objects.update(state="paid")

        response = self.client.post(reverse("checkout:place"), data, follow=True)

        self.assertContains(response, Order.objects.get().number)
        self.assertEqual(self.start_payment.call_count, 1)


class AccountTests(CheckoutCase):
    """An account brings its e-mail address and its address book."""

    def setUp(self):
        super().setUp()
        self.user = make_user(name="Ada Example")
        self.client.force_login(self.user)
        self.fill()

    def test_usual_address_is_chosen_at_first(self):
        usual = Address.objects.create(user=self.user, **ADDRESS, is_default=True)
        Address.objects.create(user=self.user, **ADDRESS | {"city": "Elsewhere"})

        contact = self.client.get(reverse("checkout:start")).context["forms"].contact

        self.assertEqual(contact["address"].value(), str(usual.pk))

    def test_chosen_address_needs_no_other_fields(self):
        address = Address.objects.create(user=self.user, **ADDRESS | {"city": "Elsewhere"})

        response = self.client.post(reverse("checkout:start"), {"address": address.pk})
        self.choose()
        self.place()

        self.assertEqual(response.url, reverse("checkout:shipping"))
        order = Order.objects.get()
        self.assertEqual((order.user, order.email), (self.user, self.user.email))
        self.assertEqual(set(order.addresses.values_list("city", flat=True)), {"Elsewhere"})

    def test_address_of_somebody_else_is_refused(self):
        Address.objects.create(user=self.user, **ADDRESS)
        other = Address.objects.create(user=make_user(), **ADDRESS | {"city": "Secret"})

        page = self.client.post(reverse("checkout:start"), {"address": other.pk})

        self.assertContains(page, "Select a valid choice.")
        self.assertNotContains(page, "Secret")

    def test_email_sent_along_is_ignored(self):
        self.enter(email="somebody@example.org")
        self.choose()
        self.place()

        self.assertEqual(Order.objects.get().email, self.user.email)

    def test_new_address_is_kept_once_if_wished(self):
        self.enter()
        self.assertEqual(self.user.addresses.count(), 0)

        for _ in range(2):
            self.enter(keep="on", address="new")

        self.assertEqual(list(self.user.addresses.values_list("city", "is_default")), [("Harbour", True)])

    def test_page_shows_names_as_text(self):
        self.enter(**{"shipping-name": "<script>alert(1)</script>"})
        self.choose()

        page = self.client.get(reverse("checkout:review"))

        self.assertContains(page, "&lt;script&gt;alert(1)&lt;/script&gt;")
        self.assertNotContains(page, "<script>alert(1)")


@override_settings(COUNTRIES=["US", "DE"])
class CountryTests(CheckoutCase):
    """The country of the address decides about taxes, not the one that was chosen for looking."""

    def test_taxes_are_those_of_the_address(self):
        self.fill()
        self.enter()
        self.choose()
        self.place()

        self.assertEqual(Order.objects.get().tax, 638)

    def test_first_country_is_offered_first(self):
        self.fill()

        form = self.client.get(reverse("checkout:start")).context["forms"].shipping

        self.assertEqual(form["country"].value(), settings.COUNTRIES[0])
