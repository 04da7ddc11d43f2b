"""Changes need a POST of our own page, addresses lead nowhere else, and guessing is slow."""

from uuid import uuid4

from django.conf import settings
from django.contrib import admin
from django.core.cache import cache
from django.test import Client, TestCase
from django.urls import reverse

from accounts.roles import Role
from accounts.tests.factories import make_user
from cart.models import Cart, CartLine
from catalog.tests.factories import make_product
from core.testing import assert_stays
from customers.tests.factories import make_address
from orders.models import Order
from orders.tests.factories import make_cart, make_order
from reviews.models import Review
from reviews.tests.factories import make_review
from wishlist.models import Wish, Wishlist
from wishlist.services import add_wish

# Pages that only change something, and answer no GET; "line", "wish" and "order" stand for the ids.
POST_ONLY = {
    "cart:add": (),
    "cart:coupon": (),
    "cart:change": ("line",),
    "cart:remove": ("line",),
    "checkout:place": (),
    "wishlist:add": (),
    "wishlist:share": (),
    "wishlist:unshare": (),
    "wishlist:remove": ("wish",),
    "wishlist:to_cart": ("wish",),
    "payments:pay": ("order",),
    "payments:webhook": (),
}
# Pages that ask first and change on POST.
ASKING = {
    "orders:cancel": ("order",),
    "reviews:delete": ("slug",),
    "reviews:write": ("slug",),
    "customers:delete": ("address",),
    "customers:add": (),
}
# Signed by the gateway itself, and by the browser's word about the origin.
WITHOUT_TOKEN = {"payments:webhook", "cart:add", "wishlist:add"}
STRANGE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "javascript:alert(1)",
    "https:evil.example",
)


class ChangeTests(TestCase):
    def setUp(self):
        cache.clear()
        self.user = make_user()
        product = make_product(stock=50)
        variant = product.variants.select_related("product").get()
        cart = make_cart((variant, 1), user=self.user)
        self.ids = {
            "line": cart.lines.get().pk,
            "wish": add_wish(variant, by=self.user).pk,
            "slug": make_review(product, self.user).product.slug,
            "address": make_address(self.user).pk,
            "order": make_order((variant, 1)).pk,
        }
        Order.objects.update(user=self.user)

    def address(self, name: str, kinds: tuple[str, ...]) -> str:
        return reverse(name, args=[self.ids[kind] for kind in kinds])

    def nothing_changes(self):
        return assert_stays(
            *(model.objects.all() for model in (Cart, CartLine, Order, Review, Wish, Wishlist))
        )

    def test_links_change_nothing(self):
        self.client.force_login(self.user)
        for name, kinds in POST_ONLY.items():
            with self.subTest(name=name), self.nothing_changes():
                self.assertEqual(self.client.get(self.address(name, kinds)).status_code, 405)

    def test_forms_without_a_token_are_refused(self):
        client = Client(enforce_csrf_checks=True)
        client.force_login(self.user)
        for name, kinds in (POST_ONLY | ASKING).items():
            expected = 400 if name == "payments:webhook" else 403
            with self.subTest(name=name), self.nothing_changes():
                response = client.post(self.address(name, kinds), {"quantity": 1, "code": "TEN"})
                self.assertEqual(response.status_code, expected)

    def test_only_named_pages_do_without_a_token(self):
        client = Client(enforce_csrf_checks=True)
        client.force_login(self.user)
        exempt = set()
        for name, kinds in (POST_ONLY | ASKING).items():
            response = client.post(self.address(name, kinds), headers={"Origin": "http://testserver"})
            if response.status_code != 403:
                exempt.add(name)

        self.assertEqual(exempt, WITHOUT_TOKEN)


class NextPageTests(TestCase):
    def test_no_form_leads_to_another_site(self):
        forms = {
            "catalog:currency": {"currency": "USD"},
            "customers:country": {"country": "DE"},
            "core:preferences": {"language": "en"},
            "account_login": {"password": "secret"},
        }
        for name, data in forms.items():
            for strange in STRANGE:
                cache.clear()
                sent = data | {"login": make_user().email, "next": strange}
                with self.subTest(name=name, next=strange):
                    response = Client().post(reverse(name), sent)
                    self.assertNotIn("evil", response.headers.get("Location", ""))
                    self.assertNotIn("javascript", response.headers.get("Location", ""))


class GuessingTests(TestCase):
    def setUp(self):
        cache.clear()

    def test_passwords_are_guessed_slowly(self):
        make_user("rosa@example.com")
        data = {"login": "rosa@example.com", "password": "wrong"}

        answers = [self.client.post(reverse("account_login"), data) for _time in range(12)]

        right = self.client.post(reverse("account_login"), data | {"password": "secret"})
        self.assertEqual({answer.status_code for answer in answers} - {200, 429}, set())
        self.assertNotEqual(right.status_code, 302)

    def test_coupons_and_reviews_are_tried_slowly(self):
        self.client.force_login(make_user())
        slug = make_product().slug
        limits = {reverse("cart:coupon"): 10, reverse("reviews:write", args=[slug]): 20}
        for address, limit in limits.items():
            answers = [self.client.post(address, {"code": "x"}).status_code for _time in range(limit + 1)]
            with self.subTest(address=address):
                self.assertEqual([status == 429 for status in answers], [False] * limit + [True])


class AdministrationTests(TestCase):
    def test_no_page_opens_without_a_second_factor(self):
        self.assertTrue(settings.ADMIN_REQUIRES_MFA)
        for role in Role.values:
            self.client.force_login(make_user(None, role))
            for model in admin.site._registry:
                name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
                with self.subTest(role=role, name=name):
                    response = self.client.get(reverse(name))
                    self.assertRedirects(
                        response, reverse("mfa_activate_totp"), fetch_redirect_response=False
                    )

    def test_guest_links_that_nobody_made_are_not_found(self):
        for token in (str(uuid4()), "x" * 500, "a:b:c", "%00"):
            with self.subTest(token=token):
                response = self.client.get(reverse("orders:guest", args=[token]))
                self.assertEqual(response.status_code, 404)
