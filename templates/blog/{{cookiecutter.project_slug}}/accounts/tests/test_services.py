"""Making, changing and locking accounts, and the rule of the last administrator."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import TestCase, TransactionTestCase

from accounts.errors import LastAdministratorError
from accounts.models import User
from accounts.roles import STAFF_ROLES, Role
from accounts.services import (
    activate_account,
    change_roles,
    create_account,
    deactivate_account,
    update_profile,
)
from accounts.tests.factories import make_user
from core.testing import run_together


class CreateAccountTests(TestCase):
    def test_administrator_makes_an_account_without_password(self):
        boss = make_user(None, Role.ADMINISTRATOR)

        user = create_account(email="New@example.com", name="New", roles=[Role.ADMINISTRATOR], by=boss)

        self.assertFalse(user.has_usable_password())
        self.assertEqual(user.roles, {Role.ADMINISTRATOR})
        address = EmailAddress.objects.get(user=user)
        self.assertEqual((address.email, address.verified, address.primary), ("new@example.com", False, True))

    def test_others_make_no_accounts(self):
        with self.assertRaises(PermissionDenied):
            create_account(email="new@example.com", name="New", by=make_user())

        self.assertEqual(User.objects.count(), 1)


class UpdateProfileTests(TestCase):
    def test_owner_changes_some_fields(self):
        user = make_user(name="Old", handle="old")

        update_profile(user, by=user, name="New", bio="I write.", notify_by_email=False)

        user = User.objects.get(pk=user.pk)
        self.assertEqual((user.name, user.handle), ("New", "old"))
        self.assertEqual((user.profile.bio, user.profile.notify_by_email), ("I write.", False))

    def test_stranger_changes_nothing(self):
        user = make_user(name="Old")

        with self.assertRaises(PermissionDenied):
            update_profile(user, by=make_user(), name="New")

        self.assertEqual(User.objects.get(pk=user.pk).name, "Old")

    def test_old_picture_is_deleted_after_the_commit(self):
        user = make_user()
        update_profile(user, by=user, avatar=ContentFile(b"one", "one.webp"))
        old = str(user.profile.avatar.name)

        with self.captureOnCommitCallbacks() as callbacks:
            update_profile(user, by=user, avatar=None)

        self.assertTrue(default_storage.exists(old))
        for callback in callbacks:
            callback()
        self.assertFalse(default_storage.exists(old))
        self.assertEqual(User.objects.get(pk=user.pk).avatar_url, "")


class ChangeRolesTests(TestCase):
    def setUp(self):
        self.boss = make_user(None, Role.ADMINISTRATOR)

    def test_roles_decide_who_enters_the_administration(self):
        user = make_user()

        for role in Role:
            change_roles(user, [role], by=self.boss)

            stored = User.objects.get(pk=user.pk)
            self.assertEqual((stored.roles, stored.is_staff), ({role}, role in STAFF_ROLES))
            self.assertEqual(user.roles, {role})

        change_roles(user, [], by=self.boss)
        self.assertFalse(User.objects.get(pk=user.pk).is_staff)

    def test_groups_that_are_no_roles_are_kept(self):
        user = make_user(None, "translators")

        change_roles(user, [Role.ADMINISTRATOR], by=self.boss)

        self.assertEqual(user.roles, {"translators", Role.ADMINISTRATOR})

    def test_role_younger_than_the_migration_gets_its_group(self):
        user = make_user()
        Group.objects.exclude(name=Role.ADMINISTRATOR).delete()

        change_roles(user, [Role.values[0]], by=self.boss)

        self.assertEqual(User.objects.get(pk=user.pk).roles, {Role.values[0]})

    def test_unknown_role_is_refused(self):
        with self.assertRaises(ValueError):
            change_roles(make_user(), ["emperor"], by=self.boss)

    def test_nobody_makes_themselves_an_administrator(self):
        user = make_user()

        with self.assertRaises(PermissionDenied):
            change_roles(user, [Role.ADMINISTRATOR], by=user)

        self.assertEqual(User.objects.get(pk=user.pk).roles, set())


class LastAdministratorTests(TestCase):
    def test_last_administrator_keeps_the_role(self):
        boss = make_user(None, Role.ADMINISTRATOR)

        for action in (lambda: change_roles(boss, [], by=boss), lambda: deactivate_account(boss, by=boss)):
            with self.assertRaises(LastAdministratorError):
                action()

            self.assertEqual(User.objects.administrators().get(), boss)

    def test_an_inactive_administrator_does_not_count(self):
        boss = make_user(None, Role.ADMINISTRATOR)
        make_user(None, Role.ADMINISTRATOR, is_active=False)

        with self.assertRaises(LastAdministratorError):
            change_roles(boss, [], by=boss)

    def test_one_of_two_may_go(self):
        boss, other = make_user(None, Role.ADMINISTRATOR), make_user(None, Role.ADMINISTRATOR)

        change_roles(boss, [], by=other)

        self.assertEqual(User.objects.administrators().get(), other)


class LockOutTests(TestCase):
    def test_locked_out_user_is_signed_out_at_once(self):
        boss, user = make_user(None, Role.ADMINISTRATOR), make_user()
        self.client.force_login(user)

        deactivate_account(user, by=boss)
        response = self.client.get("/accounts/")

        self.assertEqual(response.status_code, 302)
        activate_account(user, by=boss)
        self.assertEqual(self.client.get("/accounts/").status_code, 200)

    def test_others_lock_nobody_out(self):
        user = make_user()

        for service in (deactivate_account, activate_account):
            with self.assertRaises(PermissionDenied):
                service(user, by=make_user())

        self.assertTrue(User.objects.get(pk=user.pk).is_active)


class AdministratorRaceTests(TransactionTestCase):
    def setUp(self):
        if connection.vendor != "postgresql":
            self.skipTest("SQLite has one writer at a time: only PostgreSQL can show this race.")

    def test_two_administrators_who_dismiss_each_other_leave_one(self):
        bosses = [make_user(None, Role.ADMINISTRATOR) for _number in range(2)]
        # Both were administrators when their pages were opened; the roles are read once per instance.
        self.assertTrue(all(boss.has_role(Role.ADMINISTRATOR) for boss in bosses))
        pairs = iter([(bosses[0], bosses[1]), (bosses[1], bosses[0])])

        def dismiss():
            by, user = next(pairs)
            change_roles(user, [], by=by)

        results = run_together(dismiss, 2)

        self.assertEqual(User.objects.administrators().count(), 1)
        self.assertEqual([type(result) for result in results if result], [LastAdministratorError])
