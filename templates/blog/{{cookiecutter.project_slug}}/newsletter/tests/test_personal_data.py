"""What the export of an account contains, and what its deletion leaves."""

import json

from django.test import TestCase

from accounts.tests.factories import make_user
from newsletter.models import Subscriber
from newsletter.personal_data import erase, export
from newsletter.tests.factories import make_subscriber


class PersonalDataTests(TestCase):
    """A user whose address is subscribed."""

    def setUp(self):
        self.user = make_user("ada@example.org")
        make_subscriber(email="ada@example.org")
        self.other = make_subscriber()

    def test_export_names_the_subscription(self):
        [(name, content)] = export(self.user)

        [row] = json.loads(content)
        self.assertEqual(
            (name, row["email"], row["status"]), ("newsletter.json", "ada@example.org", "confirmed")
        )

    def test_erasing_forgets_this_address_only(self):
        erase(self.user)

        self.assertEqual(list(Subscriber.objects.all()), [self.other])
