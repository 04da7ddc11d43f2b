"""The migrations as a whole: none is missing, and all can be undone and done again."""

from io import StringIO
from pathlib import Path

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import SimpleTestCase, TransactionTestCase


def apps_with_tables() -> list[AppConfig]:
    """Return the project's own apps that have migrations."""
    return [
        config
        for config in apps.get_app_configs()
        if Path(config.path).parent == settings.BASE_DIR and Path(config.path, "migrations").is_dir()
    ]


class MissingMigrationTests(SimpleTestCase):
    databases = {"default"}

    def test_models_and_migrations_agree(self) -> None:
        output = StringIO()

        try:
            call_command("makemigrations", check=True, dry_run=True, stdout=output)
        except SystemExit:
            self.fail(output.getvalue())


class WholeWayTests(TransactionTestCase):
    def tables(self) -> set[str]:
        return set(connection.introspection.table_names())

    def test_all_can_be_undone_and_done_again(self) -> None:
        own = {model._meta.db_table for app in apps_with_tables() for model in app.get_models()}
        before = self.tables()
        self.addCleanup(call_command, "migrate", verbosity=0)

        for app in apps_with_tables():
            call_command("migrate", app.label, "zero", verbosity=0)
        self.assertEqual(self.tables() & own, set())

        call_command("migrate", verbosity=0)
        self.assertEqual(self.tables(), before)
