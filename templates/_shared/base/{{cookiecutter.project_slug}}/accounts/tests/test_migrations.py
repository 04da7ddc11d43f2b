"""The groups of the roles come and go with their migration."""

from importlib import import_module

from django.apps import apps
from django.contrib.auth.models import Group
from django.test import TestCase

from accounts.roles import Role

migration = import_module("accounts.migrations.0002_roles")


class RolesMigrationTests(TestCase):
    def test_groups_are_made_once_and_dropped_again(self):
        Group.objects.create(name="translators")
        for _attempt in range(2):
            migration.make_groups(apps, None)

        self.assertEqual(set(Group.objects.values_list("name", flat=True)), {*Role.values, "translators"})
        migration.drop_groups(apps, None)
        self.assertEqual(Group.objects.get().name, "translators")
