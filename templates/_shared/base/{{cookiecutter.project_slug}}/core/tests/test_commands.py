import random
import tempfile
from io import StringIO
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings
from django.core.management import call_command
from django.test import SimpleTestCase, TestCase, override_settings

from accounts.tests.factories import make_user
from core import checks, data_model, release

calls: list[Any] = []


def seed_random(size, progress):
    """Stands for the seeder of an app."""
    for number in range(size):
        progress("Numbers", number + 1, size)
    calls.append((size, random.random()))  # noqa: S311


SEEDER = f"{__name__}.seed_random"


class SeedTests(TestCase):
    def seed(self, *args):
        calls.clear()
        with override_settings(SEEDERS=[SEEDER, SEEDER]):
            output = StringIO()
            call_command("seed", *args, stdout=output)
        return output.getvalue()

    def test_each_seeder_begins_at_the_same_point(self):
        self.assertIn("The demonstration data is ready", self.seed("--size", "3"))

        self.assertEqual(len(calls), 2)
        self.assertEqual(calls[0], calls[1])
        self.assertEqual(calls[0][0], 3)

    def test_data_that_is_there_is_left_alone(self):
        make_user()

        self.assertEqual(self.seed("--if-empty"), "There is data already, nothing was added.\n")
        self.assertEqual(calls, [])

    def test_progress_is_drawn_on_request(self):
        for arguments, is_drawn in ((("--progress",), True), ((), False)):
            with self.subTest(arguments=arguments), mock.patch("sys.stderr", StringIO()) as stderr:
                self.seed("--size", "2", *arguments)

                self.assertEqual("Numbers: 100%" in stderr.getvalue(), is_drawn)


class DataModelTests(SimpleTestCase):
    def test_document_is_up_to_date(self):
        written = Path(settings.BASE_DIR, "docs", "data-model.md").read_text(encoding="utf-8")

        self.assertEqual(written, data_model.document(), "Run: python manage.py data_model --write")

    def test_tables_columns_and_relations_are_drawn(self):
        document = data_model.document()

        for line in (
            "## accounts",
            "    User {",
            "        BigAuto id PK",
            "        Char email UK",
            "    User ||--o| Profile : user",
            "    User }o--o{ Group : groups",
        ):
            self.assertIn(line, document)
        self.assertNotIn("## sessions", document)

    def test_command_prints_or_writes(self):
        output = StringIO()
        call_command("data_model", stdout=output)
        self.assertEqual(output.getvalue(), data_model.document())

        with mock.patch.object(Path, "write_text") as write:
            call_command("data_model", "--write", stdout=StringIO())
        write.assert_called_once_with(data_model.document(), encoding="utf-8")


class ProductionCheckTests(SimpleTestCase):
    GOOD: dict[str, Any] = {
        "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql"}},
        "CACHES": {"default": {"BACKEND": "core.cache_backends.TolerantRedisCache"}},
        "CELERY_TASK_ALWAYS_EAGER": False,
        "MAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "SITE_URL": "https://example.com",
        "ADMIN_REQUIRES_MFA": True,
    }
    BAD: dict[str, dict[str, Any]] = {
        "core.W001": {"DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3"}}},
        "core.W002": {"CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}},
        "core.W003": {"CELERY_TASK_ALWAYS_EAGER": True},
        "core.W004": {"MAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"},
        "core.W005": {"SITE_URL": "http://example.com"},
        "core.W006": {"ADMIN_REQUIRES_MFA": False},
    }

    def test_good_settings_pass(self):
        with mock.patch.object(checks, "settings", mock.Mock(**self.GOOD)):
            self.assertEqual(checks.check_production(None), [])

    def test_each_wrong_engine_is_named(self):
        for code, wrong in self.BAD.items():
            settings_found = mock.Mock(**self.GOOD | wrong)
            with self.subTest(code=code), mock.patch.object(checks, "settings", settings_found):
                found = checks.check_production(None)

                self.assertEqual([warning.id for warning in found], [code])
                self.assertTrue(str(found[0].hint).startswith("Set "))


class ReleaseTests(SimpleTestCase):
    def setUp(self):
        release.release.cache_clear()
        self.addCleanup(release.release.cache_clear)

    def test_setting_names_the_release(self):
        with override_settings(RELEASE="2026-01"):
            self.assertEqual(release.release(), "2026-01")

    def test_changed_template_is_another_release(self):
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder, "templates", "page.html")
            page.parent.mkdir()
            Path(folder, "manage.py").touch()
            page.write_text("old")
            old = release._digest(Path(folder))
            self.assertEqual(release._digest(Path(folder)), old)
            page.write_text("new")
            self.assertNotEqual(release._digest(Path(folder)), old)

    def test_digest_takes_little_time(self):
        with override_settings(RELEASE=""):
            self.assertRegex(release.release(), r"^[0-9a-f]{16}$")
