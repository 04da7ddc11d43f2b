"""The pages of wishlists, and who gets to see them."""

import json
from uuid import uuid4

from django.core.cache import cache
from django.test import TestCase
from django.urls import reverse

from accounts.deletion import delete_account
from accounts.tests.factories import make_user
from catalog.tests.factories import make_product
from core.testing import assert_stays
from wishlist.models import Wish, Wishlist
from wishlist.personal_data import export
from wishlist.services import add_wish, share_list, unshare_list

ADD = "wishlist:add"
SAME_ORIGIN = {"Origin": "http://testserver"}


def make_wish(user=None, **fields):
    """Return a wish for a new product."""
    variant = make_product(**fields).variants.select_related("product").get()
    return add_wish(variant, by=user or make_user())


class AddTests(TestCase):
    def setUp(self):
        cache.clear()
        self.product = make_product()
        self.data = {"variant": self.product.variants.get().pk}

    def test_customer_adds_from_the_page_of_a_product(self):
        self.client.force_login(make_user())

        response = self.client.post(reverse(ADD), self.data, headers=SAME_ORIGIN)

        self.assertRedirects(response, reverse("wishlist:detail"))
        self.assertEqual(Wish.objects.count(), 1)

    def test_visitor_signs_in_and_comes_back_to_the_product(self):
        response = self.client.post(reverse(ADD), self.data, headers=SAME_ORIGIN)

        self.assertRedirects(response, f"{reverse('account_login')}?next={self.product.get_absolute_url()}")
        self.assertEqual(Wish.objects.count(), 0)

    def test_form_of_another_site_is_refused(self):
        self.client.force_login(make_user())
        for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}):
            with self.subTest(headers=headers), assert_stays(Wish.objects.all()):
                response = self.client.post(reverse(ADD), self.data, headers=headers)
                self.assertEqual(response.status_code, 403)

    def test_wrong_articles_are_refused(self):
        self.client.force_login(make_user())
        for variant, expected in [("", 302), ("x", 302), ("-1", 302), ("9" * 30, 302), ("999999", 404)]:
            with self.subTest(variant=variant), assert_stays(Wish.objects.all()):
                response = self.client.post(reverse(ADD), {"variant": variant}, headers=SAME_ORIGIN)
                self.assertEqual(response.status_code, expected)


class OwnListTests(TestCase):
    def test_wish_of_somebody_else_does_not_exist(self):
        wish = make_wish()
        self.client.force_login(make_user())
        for name in ("wishlist:remove", "wishlist:to_cart"):
            with self.subTest(name=name), assert_stays(Wish.objects.all()):
                self.assertEqual(self.client.post(reverse(name, args=[wish.pk])).status_code, 404)

    def test_nothing_changes_by_reading(self):
        wish = make_wish()
        self.client.force_login(wish.wishlist.user)
        addresses = [reverse(f"wishlist:{name}") for name in ("add", "share", "unshare")]
        addresses += [reverse(f"wishlist:{name}", args=[wish.pk]) for name in ("remove", "to_cart")]
        for address in addresses:
            with self.subTest(address=address), assert_stays(Wish.objects.all(), Wishlist.objects.all()):
                self.assertEqual(self.client.get(address).status_code, 405)

    def test_owner_moves_a_wish_into_the_cart(self):
        wish = make_wish()
        self.client.force_login(wish.wishlist.user)

        response = self.client.post(reverse("wishlist:to_cart", args=[wish.pk]), follow=True)

        self.assertContains(response, wish.variant.product.name)
        self.assertEqual(Wish.objects.count(), 0)

    def test_htmx_gets_the_list_alone(self):
        wish = make_wish()
        self.client.force_login(wish.wishlist.user)
        headers = {"HX-Request": "true"}

        address = reverse("wishlist:remove", args=[wish.pk])
        response = self.client.post(address, headers=headers, follow=True)

        self.assertNotContains(response, "<html")
        self.assertContains(response, "Your wishlist is empty.")

    def test_page_says_what_cannot_be_bought(self):
        user = make_user()
        make_wish(user, name="Gone", stock=0)
        make_wish(user, name="Dollars", currency="USD")
        archived = make_wish(user, name="Old").variant.product
        archived.status = "archived"
        archived.save()
        self.client.force_login(user)

        response = self.client.get(reverse("wishlist:detail"))

        for sentence in ("Sold out", "Not sold in your currency", "Not for sale any more"):
            self.assertContains(response, sentence, 1)

    def test_query_count_does_not_grow(self):
        user = make_user()
        self.client.force_login(user)
        for count in (1, 10):
            for _number in range(count - Wish.objects.count()):
                make_wish(user)
            self.client.get(reverse("wishlist:detail"))
            with self.subTest(count=count), self.assertNumQueries(4):
                self.client.get(reverse("wishlist:detail"))


class SharedListTests(TestCase):
    def test_only_who_has_the_present_link_reads_it(self):
        wish = make_wish(name="Kettle")
        user = wish.wishlist.user
        private = reverse("wishlist:shared", args=[wish.wishlist.token])
        shared = reverse("wishlist:shared", args=[share_list(user).token])

        self.assertEqual(self.client.get(private).status_code, 404)
        self.assertEqual(self.client.get(reverse("wishlist:shared", args=[uuid4()])).status_code, 404)
        response = self.client.get(shared)
        self.assertContains(response, "Kettle")
        self.assertContains(response, "noindex")
        self.assertNotContains(response, user.email)
        unshare_list(user)
        self.assertEqual(self.client.get(shared).status_code, 404)

    def test_list_of_a_deleted_account_is_gone(self):
        user = make_wish().wishlist.user
        address = reverse("wishlist:shared", args=[share_list(user).token])

        delete_account(user, by=user)

        self.assertEqual(self.client.get(address).status_code, 404)
        self.assertEqual(Wish.objects.count(), 0)


class ExportTests(TestCase):
    def test_export_holds_the_own_wishes_only(self):
        wish = make_wish(name="Kettle")
        make_wish(name="Pot")

        files = {name: json.loads(b"".join(chunks)) for name, chunks in export(wish.wishlist.user)}

        self.assertEqual([row["variant__product__name"] for row in files["wishlist.json"]], ["Kettle"])
