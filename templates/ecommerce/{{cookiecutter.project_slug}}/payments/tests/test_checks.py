"""What a public shop may not start with."""

from django.test import SimpleTestCase, override_settings

from gateway.defaults import LOCAL_ADDRESS, LOCAL_KEY, LOCAL_SIGNING_KEY
from payments.checks import check_payments

GOOD = {"STRIPE_SECRET_KEY": "sk_live_1", "STRIPE_WEBHOOK_SECRET": "whsec_1", "STRIPE_API_BASE": ""}


class CheckTests(SimpleTestCase):
    def found(self, **values: str) -> list[str]:
        with override_settings(**GOOD | values):
            return [error.id for error in check_payments(None)]

    def test_real_keys_are_fine(self):
        self.assertEqual(self.found(), [])

    def test_defaults_and_the_local_gateway_are_errors(self):
        cases = [
            ({"STRIPE_SECRET_KEY": LOCAL_KEY}, "payments.E001"),
            ({"STRIPE_SECRET_KEY": ""}, "payments.E001"),
            ({"STRIPE_WEBHOOK_SECRET": LOCAL_SIGNING_KEY}, "payments.E002"),
            ({"STRIPE_WEBHOOK_SECRET": ""}, "payments.E002"),
            ({"STRIPE_API_BASE": LOCAL_ADDRESS}, "payments.E003"),
            ({"STRIPE_API_BASE": "http://localhost:9000"}, "payments.E003"),
        ]
        for values, error in cases:
            with self.subTest(values=values):
                self.assertEqual(self.found(**values), [error])
