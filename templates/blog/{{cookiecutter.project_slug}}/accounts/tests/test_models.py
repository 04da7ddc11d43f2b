"""Users: addresses, handles and roles."""

from django.contrib.auth import authenticate
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory, TestCase, TransactionTestCase, override_settings
from django.urls import reverse

from accounts.models import Profile, User
from accounts.roles import Role
from accounts.tests.factories import make_user
from core.testing import run_together


class EmailTests(TestCase):
    def test_address_is_stored_in_lower_case(self):
        user = User.objects.create_user(" Rosa@Example.COM ", name="Rosa")

        self.assertEqual(User.objects.get(pk=user.pk).email, "rosa@example.com")

    def test_database_refuses_an_address_in_another_case(self):
        make_user("rosa@example.com")

        with self.assertRaises(IntegrityError), transaction.atomic():
            User.objects.bulk_create([User(email="ROSA@example.com", handle="other")])

    def test_sign_in_ignores_the_case_of_the_address(self):
        user = make_user("rosa@example.com")

        found = authenticate(RequestFactory().get("/"), email="ROSA@example.com", password="secret")

        self.assertEqual(found, user)
        self.assertEqual(User.objects.get_by_natural_key("Rosa@example.com"), user)


class HandleTests(TestCase):
    def test_handle_is_made_from_the_name(self):
        user = User.objects.create_user("secret.address@example.com", name="Rosa Lee")

        self.assertEqual(user.handle, "rosa-lee")

    def test_second_user_of_a_name_gets_another_handle(self):
        User.objects.create_user("one@example.com", name="Rosa Lee")
        user = User.objects.create_user("two@example.com", name="Rosa Lee")

        self.assertRegex(user.handle, r"^rosa-lee-[a-z0-9]{6}$")

    def test_handle_never_tells_the_address(self):
        for name in ("", "李", "🙂"):
            with self.subTest(name=name):
                user = User.objects.create_user(f"secret{len(name)}{name != '李'}@example.com", name=name)

                self.assertRegex(user.handle, r"^user-[a-z0-9]{6}$")

    def test_handle_of_a_long_name_fits_the_column(self):
        users = [User.objects.create_user(f"u{n}@example.com", name="long " * 30) for n in range(2)]

        self.assertLessEqual(max(len(user.handle) for user in users), 60)

    def test_taken_address_is_not_taken_for_a_taken_handle(self):
        User.objects.create_user("rosa@example.com", name="Rosa")

        with self.assertRaises(IntegrityError), transaction.atomic():
            User.objects.create_user("rosa@example.com", name="Rosa")

        self.assertEqual(User.objects.count(), 1)


class HandleRaceTests(TransactionTestCase):
    def setUp(self):
        if connection.vendor != "postgresql":
            self.skipTest("SQLite has one writer at a time: only PostgreSQL can show this race.")

    def test_eight_people_of_one_name_join_at_once(self):
        emails = iter([f"rosa{number}@example.com" for number in range(8)])

        results = run_together(lambda: User.objects.create_user(next(emails), name="Rosa Lee"), 8)

        self.assertEqual([type(result) for result in results], [User] * 8)
        self.assertEqual(User.objects.filter(handle="rosa-lee").count(), 1)
        self.assertEqual(len(set(User.objects.values_list("handle", flat=True))), 8)


class RoleTests(TestCase):
    def test_roles_are_read_once(self):
        user = User.objects.get(pk=make_user(None, Role.ADMINISTRATOR).pk)

        with self.assertNumQueries(1):
            self.assertTrue(user.has_role(*Role.values))
            self.assertTrue(user.has_role(Role.ADMINISTRATOR))

    def test_administrators_and_superusers_have_every_role(self):
        for user in (make_user(None, Role.ADMINISTRATOR), make_user(is_superuser=True)):
            self.assertEqual([role for role in Role if user.has_role(role)], list(Role))

    def test_inactive_user_has_no_role(self):
        user = make_user(None, Role.ADMINISTRATOR, is_superuser=True, is_active=False)

        self.assertFalse(user.has_role(*Role))

    def test_reader_has_no_role(self):
        self.assertFalse(make_user().has_role(*Role))

    def test_querysets_find_users_by_role(self):
        administrator, superuser = make_user(None, Role.ADMINISTRATOR), make_user(is_superuser=True)
        make_user(None, Role.ADMINISTRATOR, is_active=False)
        make_user()

        self.assertEqual(set(User.objects.administrators()), {administrator, superuser})
        self.assertEqual(User.objects.with_role(Role.ADMINISTRATOR).active().get(), administrator)


class DisplayTests(TestCase):
    def test_user_is_called_by_name_or_handle(self):
        self.assertEqual(str(User(name="Rosa", handle="rosa-lee", email="r@example.com")), "Rosa")
        self.assertEqual(str(User(handle="rosa-lee", email="r@example.com")), "rosa-lee")

    def test_public_page_is_a_matter_of_the_project(self):
        user = User(handle="rosa-lee")

        with override_settings(USER_PAGE_ROUTE=""):
            self.assertEqual(user.get_absolute_url(), reverse("accounts:overview"))
        with override_settings(USER_PAGE_ROUTE="account_confirm_email"):
            self.assertEqual(user.get_absolute_url(), reverse("account_confirm_email", args=["rosa-lee"]))

    def test_picture_is_optional(self):
        user = make_user()

        self.assertEqual(User.objects.get(pk=user.pk).avatar_url, "")
        self.assertEqual(User(handle="nobody").avatar_url, "")
        user.profile.avatar = "avatars/rosa.webp"
        self.assertEqual(user.avatar_url, "/media/avatars/rosa.webp")
        self.assertEqual(str(Profile(user=user)), user.name)

    def test_superuser_of_the_command_line_is_an_administrator(self):
        user = User.objects.create_superuser("boss@example.com", "secret", name="Boss")

        self.assertEqual((user.is_staff, user.is_superuser, user.profile.bio), (True, True, ""))
        self.assertTrue(user.has_role(Role.ADMINISTRATOR))
