"""What conftest.py promises to every test; each pair of tests would disturb the other without it."""

import socket
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.test import SimpleTestCase, TestCase
from django.utils import timezone, translation
from zeal import NPlusOneError, zeal_context

from accounts.models import Profile
from accounts.tests.factories import make_user


class CleanBeginningTests(SimpleTestCase):
    def leave_traces(self) -> None:
        self.assertIsNone(cache.get("trace"))
        self.assertEqual(translation.get_language(), "en")
        self.assertEqual(timezone.get_current_timezone_name(), "UTC")

        cache.set("trace", 1)
        translation.activate("de")
        timezone.activate("Asia/Tokyo")

    def test_first_test_leaves_traces(self) -> None:
        self.leave_traces()

    def test_second_test_finds_none(self) -> None:
        self.leave_traces()

    def test_uploads_go_to_a_temporary_folder(self) -> None:
        path = Path(default_storage.path("x"))

        self.assertFalse(path.is_relative_to(settings.BASE_DIR))
        self.assertTrue(path.is_relative_to(settings.MEDIA_ROOT))


class NoNetworkTests(SimpleTestCase):
    def test_other_machines_are_out_of_reach(self) -> None:
        connection = socket.socket()
        self.addCleanup(connection.close)

        with self.assertRaisesMessage(OSError, "A test may not connect to example.com."):
            connection.connect(("example.com", 80))


class RepeatedQueryTests(TestCase):
    def test_query_for_each_row_is_an_error(self) -> None:
        for _number in range(3):
            make_user()

        with zeal_context(), self.assertRaises(NPlusOneError):
            [profile.user.email for profile in Profile.objects.all()]
