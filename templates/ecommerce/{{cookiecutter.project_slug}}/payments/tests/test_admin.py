"""Support's pages."""

from unittest import mock

from django.conf import settings
from django.contrib.admin.sites import site
from django.test import TestCase, override_settings
from django.urls import reverse

from accounts.tests.factories import make_user
from core.testing import assert_stays
from gateway.testing import events_of
from inventory.models import Stock
from payments.errors import RefundTooLarge
from payments.models import GatewayEvent, Payment, Refund
from payments.tests.bench import GatewayMixin, make_support, make_variant


@override_settings(ADMIN_REQUIRES_MFA=False)
class AdminTests(GatewayMixin, TestCase):
    """To read, and to give money back."""

    def setUp(self):
        super().setUp()
        self.payment = self.make_paid((make_variant(), 2))
        self.address = reverse("admin:payments_payment_refund", args=[self.payment.pk])

    def login(self, *roles: str):
        user = make_user(None, *roles, is_staff=True)
        self.client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return user

    def post(self, **values):
        with self.captureOnCommitCallbacks(execute=True):
            return self.client.post(self.address, values, follow=True)

    def test_who_may_look_and_give_back(self):
        pages = [
            reverse("admin:payments_payment_changelist"),
            reverse("admin:payments_payment_change", args=[self.payment.pk]),
            reverse("admin:payments_gatewayevent_changelist"),
            self.address,
        ]
        cases = {"support": 200, "administrator": 200, "warehouse": 403, "catalog": 403}
        for role, status in cases.items():
            self.login(role)
            for page in pages:
                with self.subTest(role=role, page=page):
                    self.assertEqual(self.client.get(page).status_code, status)
            with self.subTest(role=role), assert_stays(Refund.objects.all()):
                self.client.post(self.address, {"amount": "0"})

    def test_customers_do_not_get_in(self):
        user = make_user()
        self.client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])

        with assert_stays(Refund.objects.all(), Payment.objects.all()):
            self.assertEqual(self.client.post(self.address, {"amount": "1.00"}).status_code, 302)

    @override_settings(ADMIN_REQUIRES_MFA=True)
    def test_second_factor_is_asked_for(self):
        self.login("support")

        with assert_stays(Refund.objects.all()):
            response = self.client.post(self.address, {"amount": "1.00"})

        self.assertRedirects(response, reverse("mfa_activate_totp"), fetch_redirect_response=False)

    def test_nothing_is_changed_by_hand(self):
        request = type("Request", (), {"user": make_support()})()
        for model in (Payment, GatewayEvent):
            model_admin = site.get_model_admin(model)
            with self.subTest(model=model.__name__):
                self.assertFalse(model_admin.has_add_permission(request))
                self.assertFalse(model_admin.has_change_permission(request))
                self.assertFalse(model_admin.has_delete_permission(request))

    def test_part_is_given_back_with_reason_and_goods(self):
        user = self.login("support")

        response = self.post(amount="5.00", reason="A dent", restock="on")

        refund = Refund.objects.get()
        self.assertContains(response, "The money is on its way back.")
        self.assertEqual((refund.amount, refund.reason, refund.by), (500, "A dent", user))
        self.assertEqual((refund.state, Stock.objects.get().on_hand), ("succeeded", 10))

    def test_wrong_amounts_are_refused_at_the_field(self):
        self.login("support")
        for amount in ("0", "-1", "1000.00", "1.001", "x", "", "1e3", "NaN"):
            with self.subTest(amount=amount), assert_stays(Refund.objects.all(), Payment.objects.all()):
                response = self.post(amount=amount)
                self.assertTrue(response.context["form"].errors["amount"])

    def test_refund_that_another_was_faster_with_is_refused_at_the_field(self):
        self.login("support")

        with mock.patch("payments.admin.request_refund", side_effect=RefundTooLarge):
            response = self.post(amount="5.00")

        self.assertEqual(response.context["form"].errors["amount"], [str(RefundTooLarge.message)])

    def test_form_offers_what_is_left(self):
        self.login("support")
        self.post(amount="5.00")

        response = self.client.get(self.address)

        self.assertContains(response, 'value="39.88"')
        self.assertContains(response, "At most €39.88.")

    def test_when_all_is_given_back_nothing_is_offered(self):
        self.login("support")
        self.post(amount="44.88")

        self.assertContains(self.client.get(self.address, follow=True), "Nothing is left to give back.")

    def test_list_costs_the_same_for_one_and_for_ten(self):
        self.login("support")
        address = reverse("admin:payments_payment_changelist")
        self.client.get(address)
        with self.assertNumQueries(6):
            self.client.get(address)
        for _ in range(3):
            self.make_started()

        with self.assertNumQueries(6):
            self.client.get(address)

    def test_events_are_found_by_their_id(self):
        self.login("support")
        event = events_of(self.gateway)[-1]

        response = self.client.get(reverse("admin:payments_gatewayevent_changelist"), {"q": event["id"]})

        self.assertContains(response, "checkout.session.completed")
