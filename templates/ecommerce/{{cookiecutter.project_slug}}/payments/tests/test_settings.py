"""The keys and addresses, as a process of its own reads them."""

import os
import subprocess
import sys

from django.conf import settings
from django.test import SimpleTestCase

NAMES = "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_API_BASE"


def read(**variables: str) -> list[str]:
    """Return key, secret, address and where forms may lead, with nothing but these variables."""
    expression = ", ".join(f"settings.{name}" for name in NAMES)
    policy = "settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'][-1]"
    code = f"from django.conf import settings; print({expression}, {policy}, sep='|')"
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": "absent"}
    result = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env=environment | {"DJANGO_SETTINGS_MODULE": "config.settings.dev"} | variables,
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stdout.strip().split("|")


class KeyTests(SimpleTestCase):
    def test_laptop_sells_without_any_key(self):
        self.assertEqual(
            read(), ["sk_test_local", "whsec_local", "http://127.0.0.1:8008", "http://127.0.0.1:*"]
        )

    def test_two_keys_are_all_that_a_public_shop_needs(self):
        found = read(STRIPE_SECRET_KEY="sk_live_1", STRIPE_WEBHOOK_SECRET="whsec_1")

        self.assertEqual(found, ["sk_live_1", "whsec_1", "", "https://checkout.stripe.com"])

    def test_forgotten_secret_is_not_a_known_one(self):
        self.assertEqual(read(STRIPE_SECRET_KEY="sk_live_1")[1:3], ["", ""])
