"""Leaving: nothing personal stays anywhere in the database."""

from typing import Any
from unittest import mock

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import TestCase, override_settings
from django.urls import reverse

from accounts.deletion import delete_account
from accounts.errors import LastAdministratorError
from accounts.models import User
from accounts.roles import Role
from accounts.services import update_profile
from accounts.tests.factories import make_user
from core.testing import assert_stays

EMAIL, NAME, HANDLE = "zoe.unmistakable@example.com", "Zoë Unmistakable", "zoe-unmistakable"


def make_well_known_user() -> User:
    """Return a user who left traces in every table of accounts."""
    user = make_user(
        EMAIL, Role.values[0], name=NAME, handle=HANDLE, language="en", time_zone="Europe/Berlin"
    )
    avatar = ContentFile(b"picture", f"{HANDLE}.webp")
    update_profile(
        user, by=user, bio=f"I am {NAME}.", website=f"https://{HANDLE}.example.com/", avatar=avatar
    )
    SocialAccount.objects.create(user=user, provider="github", uid="1", extra_data={"login": HANDLE})
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(user.pk),
        object_repr=NAME,
        action_flag=CHANGE,
        change_message=f"Changed {EMAIL}",
    )
    return user


def find_text(text: str) -> list[str]:
    """Return the columns of all tables in which the text occurs, in any row."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if any(
            text.lower() in str(value).lower()
            for value in model._default_manager.values_list(field.name, flat=True)
        )
    ]


class DeleteAccountTests(TestCase):
    def test_nothing_personal_is_left_in_any_table(self):
        user = make_well_known_user()
        code = RecoveryCodes.activate(user).get_unused_codes()[0]
        self.client.post(reverse("account_login"), {"login": EMAIL, "password": "secret"})
        self.client.post(reverse("mfa_authenticate"), {"code": code})
        for text in (EMAIL, NAME, HANDLE):
            self.assertNotEqual(find_text(text), [])

        with self.captureOnCommitCallbacks(execute=True):
            delete_account(user, by=user)

        for text in (EMAIL, "Unmistakable", HANDLE):
            with self.subTest(text=text):
                self.assertEqual(find_text(text), [])
        models = (EmailAddress, SocialAccount, UserSession, Session)
        self.assertEqual([model.objects.count() for model in models], [0, 0, 0, 0])
        self.assertEqual(default_storage.listdir("avatars")[1], [])

    def test_row_stays_for_those_who_point_at_it(self):
        user = make_well_known_user()

        delete_account(user, by=user)

        left = User.objects.get(pk=user.pk)
        self.assertEqual(left.email, f"deleted-{user.pk}@invalid.example")
        self.assertEqual((left.display_name, left.handle), ("Deleted user", f"deleted-{user.pk}"))
        self.assertEqual((left.is_active, left.has_usable_password(), left.roles), (False, False, set()))
        self.assertEqual((left.profile.bio, left.avatar_url), ("", ""))
        self.assertIsNotNone(left.deleted_at)

    def test_farewell_goes_to_the_old_address(self):
        user = make_user(EMAIL, name="Tom & Zoë")

        with self.captureOnCommitCallbacks(execute=True):
            delete_account(user, by=user)

        self.assertEqual([message.to for message in mail.outbox], [[EMAIL]])
        message: Any = mail.outbox[0]
        self.assertIn("Hello Tom & Zoë,", message.body)
        self.assertIn("Hello Tom &amp; Zoë,", message.alternatives[0][0])

    def test_other_apps_erase_before_the_row_is_anonymous(self):
        user = make_user(EMAIL)
        eraser = mock.Mock(side_effect=lambda user: self.assertEqual(user.email, EMAIL))

        with (
            override_settings(ACCOUNT_ERASERS=["accounts.deletion.erase_for_test"]),
            mock.patch("accounts.deletion.erase_for_test", eraser, create=True),
        ):
            delete_account(user, by=user)

        eraser.assert_called_once()

    def test_failing_eraser_leaves_everything_as_it_was(self):
        user = make_well_known_user()
        broken = mock.Mock(side_effect=RuntimeError)

        with (
            override_settings(ACCOUNT_ERASERS=["accounts.deletion.erase_for_test"]),
            mock.patch("accounts.deletion.erase_for_test", broken, create=True),
            assert_stays(User.objects.all(), EmailAddress.objects.all(), SocialAccount.objects.all()),
            self.captureOnCommitCallbacks(execute=True),
            self.assertRaises(RuntimeError),
        ):
            delete_account(user, by=user)

        self.assertEqual(mail.outbox, [])
        self.assertTrue(default_storage.exists(str(user.profile.avatar.name)))

    def test_stranger_deletes_nobody(self):
        user, stranger = make_well_known_user(), make_user()

        with assert_stays(User.objects.all()), self.assertRaises(PermissionDenied):
            delete_account(user, by=stranger)

    def test_last_administrator_stays(self):
        boss = make_user(None, Role.ADMINISTRATOR)

        with assert_stays(User.objects.all()), self.assertRaises(LastAdministratorError):
            delete_account(boss, by=boss)

    def test_second_click_deletes_nothing(self):
        boss, user = make_user(None, Role.ADMINISTRATOR), make_user()
        delete_account(user, by=boss)

        with assert_stays(User.objects.all()), self.assertRaises(PermissionDenied):
            delete_account(user, by=boss)
