"""The archive of everything we hold about a user."""

import json
import tracemalloc
from collections.abc import Iterator
from io import BytesIO
from unittest import mock
from zipfile import ZipFile

from django.test import TestCase, override_settings

from accounts.export import export_account
from accounts.tests.factories import make_user
from accounts.tests.test_deletion import EMAIL, HANDLE, NAME, make_well_known_user
from core.export import zip_chunks

MEGABYTE = 1024 * 1024


def unpack(chunks: Iterator[bytes]) -> dict[str, bytes]:
    """Return the files of an archive by name."""
    with ZipFile(BytesIO(b"".join(chunks))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@override_settings(ACCOUNT_EXPORTERS=[])
class ExportTests(TestCase):
    def test_archive_holds_the_account_the_profile_and_the_picture(self):
        user = make_well_known_user()

        files = unpack(zip_chunks(export_account(user)))

        facts = json.loads(files["profile.json"])
        self.assertEqual((facts["email"], facts["name"], facts["handle"]), (EMAIL, NAME, HANDLE))
        self.assertEqual(facts["profile"]["bio"], f"I am {NAME}.")
        self.assertEqual(facts["email_addresses"], [{"email": EMAIL, "verified": True, "primary": True}])
        self.assertEqual([row["provider"] for row in facts["connected_accounts"]], ["github"])
        self.assertEqual([row["type"] for row in facts["second_factors"]], ["totp", "recovery_codes"])
        self.assertEqual(files[f"picture/{str(user.profile.avatar.name).rpartition('/')[2]}"], b"picture")

    def test_archive_holds_no_secrets(self):
        user = make_well_known_user()

        text = b"".join(unpack(zip_chunks(export_account(user))).values()).decode()

        for secret in (user.password, "JBSWY3DPEHPK3PXP", '"data"'):
            self.assertNotIn(secret, text)

    def test_other_apps_add_their_files(self):
        user = make_user()
        exporter = mock.Mock(return_value=iter([("letters.txt", iter([b"one ", b"two"]))]))

        with (
            override_settings(ACCOUNT_EXPORTERS=["accounts.export.export_for_test"]),
            mock.patch("accounts.export.export_for_test", exporter, create=True),
        ):
            files = unpack(zip_chunks(export_account(user)))

        self.assertEqual((set(files), files["letters.txt"]), ({"profile.json", "letters.txt"}, b"one two"))
        exporter.assert_called_once_with(user)

    def test_large_archive_needs_little_memory(self):
        user = make_user()
        exporter = mock.Mock(return_value=iter([("big.bin", (bytes(MEGABYTE) for _number in range(60)))]))

        with (
            override_settings(ACCOUNT_EXPORTERS=["accounts.export.export_for_test"]),
            mock.patch("accounts.export.export_for_test", exporter, create=True),
        ):
            tracemalloc.start()
            for _chunk in zip_chunks(export_account(user)):
                pass
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()

        self.assertLess(peak, 10 * MEGABYTE)
