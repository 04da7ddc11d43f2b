"""The address book: its rules, its pages, and that it is its owner's only."""

import json
from unittest import skipUnless

from django.db import connection
from django.test import SimpleTestCase, TestCase, TransactionTestCase
from django.urls import reverse
from django.utils import translation

from accounts.deletion import delete_account
from accounts.tests.factories import make_user
from core.testing import assert_stays, run_together
from customers import personal_data
from customers.countries import country_name
from customers.errors import TooManyAddresses
from customers.models import Address
from customers.postcodes import is_postcode, tidy_postcode
from customers.services import MAX_ADDRESSES, delete_address, keep_address, save_address
from customers.tests.factories import VALUES, make_address


class PostcodeTests(SimpleTestCase):
    """What countries write."""

    def test_table(self):
        cases = [
            ("12345", "DE", True),
            ("1234", "DE", False),
            ("٣٣٣٣٣", "DE", False),
            ("123456", "DE", False),
            ("1234 AB", "NL", True),
            ("12345-6789", "US", True),
            ("12345-", "US", False),
            ("K1A 0B1", "CA", True),
            ("SW1A 1AA", "GB", True),
            ("123-4567", "JP", True),
            ("12345\n", "DE", False),
            ("anything", "ZZ", True),
        ]
        for postcode, country, expected in cases:
            with self.subTest(postcode=postcode, country=country):
                self.assertIs(is_postcode(postcode, country), expected)

    def test_postcodes_are_tidied(self):
        self.assertEqual(tidy_postcode("  sw1a   1aa "), "SW1A 1AA")


class CountryNameTests(SimpleTestCase):
    """Names in the language of the page."""

    def test_names_follow_the_language(self):
        for language, name in (("en", "Germany"), ("de", "Deutschland")):
            with self.subTest(language=language), translation.override(language):
                self.assertEqual(country_name("DE"), name)

    def test_unknown_code_stays(self):
        self.assertEqual(country_name("X?"), "X?")


class ServiceTests(TestCase):
    """One usual address, and no end of others is not possible."""

    def setUp(self):
        self.user = make_user()

    def test_first_address_is_the_usual_one(self):
        address = save_address(Address(**VALUES), by=self.user)

        self.assertEqual((address.user, address.is_default), (self.user, True))

    def test_new_usual_address_replaces_the_former(self):
        first = make_address(self.user, is_default=True)

        second = save_address(Address(**VALUES, is_default=True), by=self.user)

        self.assertEqual(list(Address.objects.filter(is_default=True)), [second])
        self.assertIs(Address.objects.get(pk=first.pk).is_default, False)

    def test_usual_address_stays_until_another_is_chosen(self):
        address = make_address(self.user, is_default=True)
        address.is_default = False

        save_address(address, by=self.user)

        self.assertIs(Address.objects.get().is_default, True)

    def test_deleting_the_usual_address_promotes_the_newest(self):
        usual = make_address(self.user, is_default=True)
        make_address(self.user)
        newest = make_address(self.user)

        delete_address(usual, by=self.user)

        self.assertEqual(Address.objects.get(is_default=True), newest)

    def test_book_has_an_end(self):
        for _ in range(MAX_ADDRESSES):
            make_address(self.user)

        with assert_stays(Address.objects.all()), self.assertRaises(TooManyAddresses):
            save_address(Address(**VALUES), by=self.user)

    def test_known_address_is_not_kept_twice(self):
        keep_address(VALUES, by=self.user)
        keep_address(VALUES, by=self.user)

        self.assertEqual(Address.objects.count(), 1)


class PageTests(TestCase):
    """The pages under the account."""

    def setUp(self):
        self.user = make_user()
        self.client.force_login(self.user)
        self.address = make_address(self.user, is_default=True)

    def test_book_shows_own_addresses_only(self):
        make_address(make_user(), city="Secret")

        page = self.client.get(reverse("customers:addresses"))

        self.assertContains(page, "Harbour")
        self.assertContains(page, "Germany")
        self.assertNotContains(page, "Secret")

    def test_addresses_of_others_are_not_found(self):
        other = make_address(make_user())
        for name in ("edit", "delete"):
            url = reverse(f"customers:{name}", args=[other.pk])
            for method in (self.client.get, self.client.post):
                with self.subTest(url=url, method=method), assert_stays(Address.objects.all()):
                    self.assertEqual(method(url, VALUES).status_code, 404)

    def test_visitors_are_asked_to_sign_in(self):
        self.client.logout()
        for url in (
            reverse("customers:addresses"),
            reverse("customers:add"),
            reverse("customers:edit", args=[self.address.pk]),
            reverse("customers:delete", args=[self.address.pk]),
        ):
            with self.subTest(url=url):
                self.assertRedirects(
                    self.client.get(url),
                    f"{reverse('account_login')}?next={url}",
                    fetch_redirect_response=False,
                )

    def test_address_is_added_changed_and_deleted(self):
        self.client.post(reverse("customers:add"), VALUES | {"city": "Second"})
        second = Address.objects.get(city="Second")
        self.client.post(reverse("customers:edit", args=[second.pk]), VALUES | {"city": "Third"})
        self.assertEqual(set(self.user.addresses.values_list("city", flat=True)), {"Harbour", "Third"})

        self.client.post(reverse("customers:delete", args=[second.pk]))

        self.assertEqual(list(self.user.addresses.values_list("city", flat=True)), ["Harbour"])

    def test_owner_cannot_be_sent_along(self):
        other = make_user()

        self.client.post(reverse("customers:add"), VALUES | {"user": other.pk, "user_id": other.pk})

        self.assertEqual((other.addresses.count(), self.user.addresses.count()), (0, 2))

    def test_asking_deletes_nothing(self):
        with assert_stays(Address.objects.all()):
            page = self.client.get(reverse("customers:delete", args=[self.address.pk]))

        self.assertContains(page, "Your orders keep their copy of it.")

    def test_mistakes_are_named(self):
        cases = [
            ({"postcode": "1"}, "This is no postcode of Germany."),
            ({"country": "XX"}, "Select a valid choice."),
            ({"country": "US", "postcode": "12345"}, "Please enter the state or region."),
            ({"street": ""}, "This field is required."),
        ]
        for fields, sentence in cases:
            with self.subTest(fields=fields), assert_stays(Address.objects.all()):
                self.assertContains(self.client.post(reverse("customers:add"), VALUES | fields), sentence)

    def test_full_book_is_said(self):
        for _ in range(MAX_ADDRESSES):
            make_address(self.user)

        self.assertContains(self.client.post(reverse("customers:add"), VALUES), "Your address book is full.")


class CountryTests(TestCase):
    """The country that prices are shown for."""

    url = "/country/"

    def test_choice_is_kept_in_a_cookie(self):
        response = self.client.post(self.url, {"country": "AT", "next": "/cart/"})

        self.assertEqual((response.url, response.cookies["country"].value), ("/cart/", "AT"))

    def test_other_sites_are_no_next_page(self):
        response = self.client.post(self.url, {"country": "AT", "next": "https://evil.example/"})

        self.assertEqual(response.url, reverse("cart:detail"))

    def test_unknown_country_is_refused(self):
        response = self.client.post(self.url, {"country": "XX"})

        self.assertContains(response, "Select a valid choice.")
        self.assertNotIn("country", response.cookies)


class PersonalDataTests(TestCase):
    """Leaving and taking along."""

    def test_export_holds_the_book(self):
        user = make_user()
        make_address(user)
        make_address(make_user(), city="Secret")

        files = dict(personal_data.export(user))

        self.assertEqual([row["city"] for row in json.loads(files["addresses.json"])], ["Harbour"])

    def test_deleted_account_has_no_addresses(self):
        user, other = make_user(), make_user()
        make_address(user)
        kept = make_address(other)

        delete_account(user, by=user)

        self.assertEqual(list(Address.objects.all()), [kept])


@skipUnless(connection.vendor == "postgresql", "SQLite lets only one connection write at a time")
class RaceTests(TransactionTestCase):
    """Two windows."""

    def test_two_windows_make_one_usual_address(self):
        user = make_user()

        results = run_together(lambda: save_address(Address(**VALUES, is_default=True), by=user), 6)

        self.assertEqual([result for result in results if isinstance(result, Exception)], [])
        self.assertEqual(Address.objects.filter(is_default=True).count(), 1)
