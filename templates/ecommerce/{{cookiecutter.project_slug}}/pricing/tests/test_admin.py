"""Taxes, shipping and promotions in the administration."""

from django.test import TestCase, override_settings
from django.urls import reverse

from accounts.roles import Role
from accounts.tests.factories import make_user
from core.testing import assert_stays
from pricing.forms import PromotionForm
from pricing.models import Promotion, PromotionUse, ShippingMethod, ShippingZone, TaxRate
from pricing.tests.factories import make_method, make_promotion, make_tax_class

PAGES = ("taxclass", "shippingzone", "promotion", "promotionuse")


def formset(prefix, *rows):
    """Return what a set of rows sends."""
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


@override_settings(ADMIN_REQUIRES_MFA=False)
class AdminTests(TestCase):
    """Those who keep the catalogue keep its prices."""

    def sign_in(self, role):
        """Come as somebody of a role."""
        self.client.force_login(make_user(None, role))

    def test_pages_open_by_role(self):
        cases = [
            (Role.CATALOG, 200),
            (Role.ADMINISTRATOR, 200),
            (Role.SUPPORT, 403),
            (Role.WAREHOUSE, 403),
        ]
        make_promotion()
        for role, status in cases:
            self.sign_in(role)
            for name in PAGES:
                with self.subTest(role=role, name=name):
                    self.assertEqual(self.client.get(f"/admin/pricing/{name}/").status_code, status)

    def test_class_is_added_with_its_rates(self):
        self.sign_in(Role.CATALOG)
        rate = {"country": "DE", "basis_points": 700, "included": "on"}

        self.client.post("/admin/pricing/taxclass/add/", {"name": "Books"} | formset("rates", rate))

        self.assertEqual(
            list(TaxRate.objects.values_list("tax_class__name", "country", "basis_points")),
            [("Books", "DE", 700)],
        )

    def test_impossible_rates_are_refused(self):
        self.sign_in(Role.CATALOG)
        tax_class = make_tax_class(DE=1900)
        url = reverse("admin:pricing_taxclass_change", args=[tax_class.pk])
        for row in [
            {"country": "DE", "basis_points": 700},
            {"country": "XX", "basis_points": 700},
            {"country": "AT", "basis_points": 10001},
        ]:
            data = {"name": tax_class.name} | formset("rates", row)
            with self.subTest(row=row), assert_stays(TaxRate.objects.all()):
                self.assertEqual(self.client.post(url, data).status_code, 200)

    def test_zone_is_added_with_its_methods(self):
        self.sign_in(Role.CATALOG)
        method = {
            "name": "Parcel",
            "currency": "EUR",
            "amount": 490,
            "amount_per_kilogram": 0,
            "days_min": 2,
            "days_max": 4,
            "is_active": "on",
        }
        data = {"name": "Europe", "countries": ["DE", "AT"]} | formset("methods", method)

        self.client.post("/admin/pricing/shippingzone/add/", data)

        self.assertEqual(ShippingZone.objects.get().countries, ["DE", "AT"])
        self.assertEqual(ShippingMethod.objects.get().amount, 490)

    def test_zone_of_unknown_countries_is_refused(self):
        self.sign_in(Role.CATALOG)
        for countries in (["XX"], [], "DE"):
            data = {"name": "Nowhere", "countries": countries} | formset("methods")
            with self.subTest(countries=countries):
                self.client.post("/admin/pricing/shippingzone/add/", data)
        self.assertEqual([zone.countries for zone in ShippingZone.objects.all()], [["DE"]])

    def test_days_out_of_order_are_refused(self):
        self.sign_in(Role.CATALOG)
        zone = make_method().zone
        url = reverse("admin:pricing_shippingzone_change", args=[zone.pk])
        row = {"name": "X", "currency": "EUR", "amount": 1, "amount_per_kilogram": 0} | {
            "days_min": 5,
            "days_max": 2,
        }

        with assert_stays(ShippingMethod.objects.all()):
            response = self.client.post(
                url, {"name": zone.name, "countries": ["DE"]} | formset("methods", row)
            )

        self.assertEqual(response.status_code, 200)

    def test_uses_are_counted_and_not_typed(self):
        self.sign_in(Role.ADMINISTRATOR)
        promotion = make_promotion(used=3)
        use = PromotionUse.objects.create(promotion=promotion, email="a@example.org", used=3)
        data = {"name": "New", "kind": "percent", "percent": 5, "amount": 0, "minimum": 0, "used": 0}

        self.client.post(reverse("admin:pricing_promotion_change", args=[promotion.pk]), data)
        status = self.client.post(
            reverse("admin:pricing_promotionuse_change", args=[use.pk]), {"used": 0}
        ).status_code

        promotion.refresh_from_db()
        self.assertEqual((promotion.name, promotion.used, status), ("New", 3, 403))


class PromotionFormTests(TestCase):
    """What a promotion must say."""

    base = {"name": "Sale", "kind": "percent", "percent": 10, "amount": 0, "minimum": 0, "is_active": "on"}

    def errors(self, instance=None, **fields):
        """Return the fields in which something is wrong."""
        return set(PromotionForm(self.base | fields, instance=instance).errors)

    def test_table(self):
        cases = [
            ({}, set()),
            ({"percent": 0}, {"percent"}),
            ({"percent": 101}, {"percent"}),
            ({"kind": "fixed"}, {"amount", "currency"}),
            ({"kind": "fixed", "amount": 500, "currency": "EUR"}, set()),
            ({"kind": "fixed", "amount": 500, "currency": "QQQ"}, {"currency"}),
            ({"minimum": 100}, {"currency"}),
            ({"kind": "shipping", "percent": 0}, set()),
            ({"starts_at": "2026-01-02", "ends_at": "2026-01-01"}, {"ends_at"}),
        ]
        for fields, expected in cases:
            with self.subTest(fields=fields):
                self.assertEqual(self.errors(**fields), expected)

    def test_limit_below_the_uses_is_refused(self):
        self.assertEqual(self.errors(make_promotion(used=3), limit=2), {"limit"})

    def test_codes_are_written_in_capitals_and_known_again(self):
        form = PromotionForm(self.base | {"code": " spring "})
        self.assertTrue(form.is_valid())
        form.save()

        self.assertEqual(Promotion.objects.get().code, "SPRING")
        self.assertEqual(self.errors(code="Spring"), {"code"})

    def test_no_code_is_an_offer_for_everybody(self):
        form = PromotionForm(self.base | {"code": "  "})
        self.assertTrue(form.is_valid())
        form.save()

        self.assertIsNone(Promotion.objects.get().code)
