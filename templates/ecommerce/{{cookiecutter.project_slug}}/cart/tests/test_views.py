"""The pages of the cart, for guests and accounts."""

from django.core.cache import cache
from django.core.signing import get_cookie_signer
from django.test import TestCase
from django.urls import reverse

from accounts.tests.factories import make_user
from cart.current import COOKIE
from cart.models import Cart, CartLine
from catalog.tests.factories import make_product
from core.testing import assert_stays
from customers.models import Address
from pricing.tests.factories import make_promotion, make_tax_class

ORIGIN = {"Origin": "http://testserver"}


class AddTests(TestCase):
    """Putting articles in, from pages that all visitors share."""

    def setUp(self):
        self.variant = make_product("Tea", price=1999, stock=5).variants.get()

    def add(self, **data):
        """Send the form of a product page."""
        values = {"variant": self.variant.pk, "quantity": 1} | data
        return self.client.post(reverse("cart:add"), values, headers=ORIGIN)

    def test_guest_gets_a_cart_and_a_signed_cookie(self):
        response = self.add(quantity=2)

        self.assertRedirects(response, reverse("cart:detail"))
        cart = Cart.objects.get()
        self.assertEqual((cart.user, cart.lines.get().quantity), (None, 2))
        cookie = response.cookies[COOKIE]
        self.assertEqual((cookie["httponly"], cookie["samesite"]), (True, "Lax"))
        self.assertNotEqual(cookie.value, str(cart.token))

    def test_form_of_another_site_is_refused(self):
        url, data = reverse("cart:add"), {"variant": self.variant.pk, "quantity": 1}
        for headers in (
            {},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
            {"Referer": "https://evil.example/http://testserver/"},
        ):
            with self.subTest(headers=headers), assert_stays(Cart.objects.all()):
                self.assertEqual(self.client.post(url, data, headers=headers).status_code, 403)

    def test_browser_without_origin_is_known_by_its_referer(self):
        headers = {"Referer": "http://testserver/products/tea/"}

        self.client.post(reverse("cart:add"), {"variant": self.variant.pk, "quantity": 1}, headers=headers)

        self.assertEqual(CartLine.objects.count(), 1)

    def test_insane_quantities_are_refused_in_a_sentence(self):
        for quantity in ("-1", "0", "100", "1.5", "1e3", "", "٣٣٣", "99999999999999999999"):
            with self.subTest(quantity=quantity):
                response = self.add(quantity=quantity)
                page = self.client.get(response.url)
                self.assertContains(page, "Please enter a number from 1 to 99.")
                self.assertEqual(CartLine.objects.count(), 0)

    def test_more_than_there_is_is_refused_with_the_number(self):
        response = self.add(quantity=6)

        self.assertContains(self.client.get(response.url), "There are only 5 pieces left.")
        self.assertEqual(CartLine.objects.count(), 0)

    def test_price_sent_along_is_ignored(self):
        self.add(price=1, unit_price=1, discount=100)

        self.assertContains(self.client.get(reverse("cart:detail")), "€19.99")

    def test_unknown_variant_is_not_found(self):
        self.assertEqual(self.add(variant=self.variant.pk + 1).status_code, 404)

    def test_reading_never_changes(self):
        self.assertEqual(self.client.get(reverse("cart:add")).status_code, 405)


class CookieTests(TestCase):
    """Whose cart it is."""

    def setUp(self):
        self.variant = make_product(stock=50).variants.get()

    def fill(self, quantity=2):
        """Put something into the cart of the visitor."""
        data = {"variant": self.variant.pk, "quantity": quantity}
        self.client.post(reverse("cart:add"), data, headers=ORIGIN)

    def test_forged_cookie_names_no_cart(self):
        self.fill()
        self.client.cookies[COOKIE] = str(Cart.objects.get().token)

        self.assertContains(self.client.get(reverse("cart:detail")), "Your cart is empty.")

    def test_cookie_of_an_accounts_cart_opens_nothing(self):
        cart = Cart.objects.create(user=make_user(), currency="EUR")
        signer = get_cookie_signer(salt=COOKIE + COOKIE)
        self.client.cookies[COOKIE] = signer.sign(str(cart.token))

        self.assertContains(self.client.get(reverse("cart:detail")), "Your cart is empty.")

    def test_guest_cart_moves_to_the_account_at_login(self):
        user = make_user()
        self.fill(2)
        self.client.force_login(user)

        response = self.client.get(reverse("cart:detail"))

        cart = Cart.objects.get(user=user)
        self.assertEqual(cart.lines.get().quantity, 2)
        self.assertEqual(response.cookies[COOKIE].value, "")

    def test_cart_stays_with_the_account_after_the_logout(self):
        self.client.force_login(make_user())
        self.fill()
        self.client.logout()

        self.assertContains(self.client.get(reverse("cart:detail")), "Your cart is empty.")


class ChangeTests(TestCase):
    """Changing lines; those of others do not exist."""

    def setUp(self):
        self.user = make_user()
        self.client.force_login(self.user)
        self.cart = Cart.objects.create(user=self.user, currency="EUR")
        self.variant = make_product(stock=5).variants.get()
        self.line = self.cart.lines.create(variant=self.variant, quantity=1)

    def change(self, line, quantity):
        """Send the form of a line."""
        return self.client.post(reverse("cart:change", args=[line.pk]), {"quantity": quantity})

    def test_quantity_is_changed_and_none_takes_the_line_out(self):
        self.change(self.line, 3)
        self.assertEqual(self.cart.lines.get().quantity, 3)

        self.change(self.line, 0)
        self.assertEqual(self.cart.lines.count(), 0)

    def test_bad_quantity_changes_nothing(self):
        for quantity in (-1, 100, 6, "many"):
            with self.subTest(quantity=quantity), assert_stays(CartLine.objects.all()):
                self.change(self.line, quantity)

    def test_line_is_removed(self):
        self.client.post(reverse("cart:remove", args=[self.line.pk]))

        self.assertEqual(self.cart.lines.count(), 0)

    def test_lines_of_others_are_not_found(self):
        other = Cart.objects.create(user=make_user(), currency="EUR")
        line = other.lines.create(variant=self.variant, quantity=1)

        for url in (reverse("cart:change", args=[line.pk]), reverse("cart:remove", args=[line.pk])):
            with self.subTest(url=url), assert_stays(CartLine.objects.all()):
                self.assertEqual(self.client.post(url, {"quantity": 2}).status_code, 404)


class CouponTests(TestCase):
    """Coupons on the page."""

    def setUp(self):
        cache.clear()
        user = make_user()
        self.client.force_login(user)
        cart = Cart.objects.create(user=user, currency="EUR")
        cart.lines.create(variant=make_product(price=2000).variants.get(), quantity=1)

    def test_coupon_holds_in_any_case(self):
        make_promotion("TEN")

        response = self.client.post(reverse("cart:coupon"), {"code": "ten"}, follow=True)

        self.assertContains(response, "€18.00")

    def test_wrong_coupon_is_named_and_takes_nothing_off(self):
        response = self.client.post(reverse("cart:coupon"), {"code": "FREE"}, follow=True)

        self.assertContains(response, "This coupon is not valid.")
        self.assertContains(response, "€20.00")

    def test_guessing_is_slow(self):
        statuses = [
            self.client.post(reverse("cart:coupon"), {"code": f"GUESS{number}"}).status_code
            for number in range(11)
        ]

        self.assertEqual(statuses, [302] * 10 + [429])

    def test_visitor_without_a_cart_has_none_to_put_a_coupon_on(self):
        self.client.logout()

        self.assertEqual(self.client.post(reverse("cart:coupon"), {"code": "TEN"}).status_code, 404)


class PageTests(TestCase):
    """What the page says, and what it costs."""

    def setUp(self):
        self.user = make_user()
        self.client.force_login(self.user)
        self.cart = Cart.objects.create(user=self.user, currency="EUR")

    def fill(self, count):
        """Put so many different articles into the cart."""
        tax_class = make_tax_class(DE=1900)
        for _ in range(count):
            variant = make_product(tax_class=tax_class).variants.get()
            self.cart.lines.create(variant=variant, quantity=1)

    def test_six_queries_whatever_the_number_of_lines(self):
        Address.objects.create(user=self.user, name="A", street="B", city="C", country="DE", is_default=True)
        self.fill(1)
        self.client.get(reverse("cart:detail"))
        for more in (0, 9):
            self.fill(more)
            # Who asks, the cart, the country, the lines with their prices, the rates, the offers.
            with self.subTest(more=more), self.assertNumQueries(6):
                self.client.get(reverse("cart:detail"))

    def test_sold_out_article_is_named_and_stops_the_checkout(self):
        product = make_product("Tea", stock=0)
        self.cart.lines.create(variant=product.variants.get(), quantity=1)

        page = self.client.get(reverse("cart:detail"))

        self.assertContains(page, "Of “Tea” only 0 are left.")
        self.assertNotContains(page, reverse("checkout:start"))

    def test_article_that_left_the_shop_is_named(self):
        product = make_product("Tea", status="archived")
        self.cart.lines.create(variant=product.variants.get(), quantity=1)

        page = self.client.get(reverse("cart:detail"))

        self.assertContains(page, "“Tea” is not for sale any more. Please take it out.")

    def test_article_without_a_price_in_the_currency_is_named(self):
        product = make_product("Tea", currency="USD")
        self.cart.lines.create(variant=product.variants.get(), quantity=1)

        page = self.client.get(reverse("cart:detail"))

        self.assertContains(page, "“Tea” is not for sale any more. Please take it out.")

    def test_page_is_kept_by_nobody(self):
        self.fill(1)

        self.assertIn("no-store", self.client.get(reverse("cart:detail")).headers["Cache-Control"])
