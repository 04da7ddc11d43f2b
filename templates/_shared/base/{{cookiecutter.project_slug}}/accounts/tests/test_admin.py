"""The administration of accounts: who enters, what may be changed, and that services do it."""

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.messages import get_messages
from django.core import mail
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import STAFF_ROLES, Role
from accounts.tests.factories import make_user

LIST = "admin:accounts_user_changelist"


class UserAdminTests(TestCase):
    def setUp(self):
        self.boss = self.sign_in(
            make_user("boss@example.com", Role.ADMINISTRATOR, name="Boss", handle="boss")
        )

    def sign_in(self, user):
        TOTP.activate(user, "JBSWY3DPEHPK3PXP")
        self.client.force_login(user)
        return user

    def save(self, user, **data):
        url = reverse("admin:accounts_user_change", args=[user.pk])
        return self.client.post(url, {"name": user.name, "handle": user.handle, "roles": []} | data)

    def run_action(self, action, *users, **data):
        selected = {"action": action, "_selected_action": [user.pk for user in users]}
        with self.captureOnCommitCallbacks(execute=True):
            return self.client.post(reverse(LIST), selected | data)

    def messages(self, response):
        return [str(message) for message in get_messages(response.wsgi_request)]

    def test_only_administrators_see_accounts(self):
        expected = dict.fromkeys(STAFF_ROLES, 403) | {Role.ADMINISTRATOR: 200}

        for role in Role:
            with self.subTest(role=role):
                self.sign_in(make_user(None, role))

                self.assertEqual(self.client.get(reverse(LIST)).status_code, expected.get(role, 302))

    def test_list_needs_as_many_queries_for_ten_users_as_for_one(self):
        self.client.get(reverse(LIST))
        counts = []
        for _number in range(2):
            with self.subTest(), CaptureQueriesContext(connection) as queries:
                self.client.get(reverse(LIST))
            counts.append(len(queries))
            for _user in range(10):
                make_user(None, Role.values[0])

        self.assertEqual(counts[0], counts[1])

    def test_list_is_searched_and_filtered(self):
        other = make_user("zoe@example.com", Role.values[0])

        for query in ({"q": "zoe@"}, {"role": Role.values[0]}):
            users = self.client.get(reverse(LIST), query).context["cl"].queryset
            self.assertEqual(list(users), [other])

    def test_roles_and_name_are_changed(self):
        user = make_user(name="Old", handle="old")

        self.save(user, name="New", roles=[Role.ADMINISTRATOR])

        user = User.objects.get(pk=user.pk)
        self.assertEqual((user.name, user.roles, user.is_staff), ("New", {Role.ADMINISTRATOR}, True))

    def test_address_password_and_superuser_flag_cannot_be_changed(self):
        user = make_user("rosa@example.com")

        self.save(user, email="evil@example.com", password="x", is_superuser="on", is_active="")

        stored = User.objects.get(pk=user.pk)
        self.assertEqual((stored.email, stored.password), ("rosa@example.com", user.password))
        self.assertEqual((stored.is_superuser, stored.is_active), (False, True))

    def test_superusers_are_out_of_reach(self):
        root = make_user(name="Root", is_superuser=True)

        self.assertEqual(self.save(root, name="Toor").status_code, 403)
        self.run_action("deactivate", root)

        root = User.objects.get(pk=root.pk)
        self.assertEqual((root.name, root.is_active), ("Root", True))

    def test_last_administrator_keeps_the_role(self):
        response = self.save(self.boss)

        self.assertIn("This is the last administrator.", self.messages(response)[0])
        self.assertEqual(User.objects.get(pk=self.boss.pk).roles, {Role.ADMINISTRATOR})

    def test_new_account_waits_for_its_owner(self):
        data = {"email": "New@example.com", "name": "New", "roles": [Role.values[0]]}

        self.client.post(reverse("admin:accounts_user_add"), data)

        user = User.objects.get(email="new@example.com")
        self.assertEqual((user.roles, user.has_usable_password()), ({Role.values[0]}, False))
        self.assertTrue(EmailAddress.objects.filter(user=user, verified=False, primary=True).exists())

    def test_taken_address_is_refused(self):
        data = {"email": "BOSS@example.com", "name": "New"}

        response = self.client.post(reverse("admin:accounts_user_add"), data)

        self.assertEqual(list(response.context["adminform"].form.errors), ["email"])
        self.assertEqual(User.objects.count(), 1)

    def test_locking_out_and_letting_in(self):
        user = make_user()

        self.run_action("deactivate", user, self.boss)
        self.assertEqual(list(User.objects.active()), [self.boss])
        self.run_action("activate", user)
        self.assertEqual(User.objects.active().count(), 2)

    def test_accounts_are_deleted_after_a_question(self):
        user = make_user("rosa@example.com", name="Rosa")

        question = self.run_action("delete_accounts", user)
        self.assertContains(question, "rosa@example.com")
        self.assertEqual(User.objects.get(pk=user.pk).name, "Rosa")
        self.run_action("delete_accounts", user, confirmed="yes")

        self.assertEqual(User.objects.get(pk=user.pk).name, "Deleted user")
        self.assertEqual(mail.outbox[0].to, ["rosa@example.com"])

    def test_rows_are_never_deleted(self):
        user = make_user()

        response = self.client.post(reverse("admin:accounts_user_delete", args=[user.pk]), {"post": "yes"})

        self.assertEqual((response.status_code, User.objects.count()), (403, 2))
