"""The demo accounts."""

from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.password_validation import validate_password
from django.test import TestCase
from django.urls import reverse

from accounts.models import User
from accounts.roles import STAFF_ROLES, Role
from accounts.seed import DEMO_ACCOUNTS, DEMO_PASSWORD, seed
from accounts.tests.factories import make_user


class SeedTests(TestCase):
    def seed(self, size):
        steps = []
        seed(size, lambda *step: steps.append(step))
        return steps

    def test_each_role_has_an_account_that_can_sign_in(self):
        self.seed(10)

        self.assertEqual({role for _email, _name, role in DEMO_ACCOUNTS}, {*Role.values, ""})
        for email, name, role in DEMO_ACCOUNTS:
            with self.subTest(email=email):
                user = User.objects.get(email=email)
                self.assertEqual((user.name, user.roles), (name, {role} - {""}))
                self.assertEqual(
                    (user.is_staff, user.check_password(DEMO_PASSWORD)), (role in STAFF_ROLES, True)
                )
                self.client.post(reverse("account_login"), {"login": email, "password": DEMO_PASSWORD})
                self.assertEqual("_auth_user_id" in self.client.session, role != Role.ADMINISTRATOR)
                self.client.logout()

    def test_administrator_has_a_second_factor(self):
        self.seed(10)

        self.assertTrue(is_mfa_enabled(User.objects.get(email="admin@example.com")))

    def test_password_is_one_that_the_site_accepts(self):
        validate_password(DEMO_PASSWORD, User(email="admin@example.com"))

    def test_every_account_is_complete(self):
        self.seed(300)

        self.assertEqual(User.objects.filter(profile__isnull=True).count(), 0)
        self.assertEqual(EmailAddress.objects.filter(verified=True).count(), User.objects.count())
        people = User.objects.exclude(email__in=[email for email, _name, _role in DEMO_ACCOUNTS])
        self.assertEqual(people.filter(groups=None).count(), 40)
        self.assertFalse(any(user.has_usable_password() for user in people))

    def test_progress_ends_at_the_total(self):
        steps = self.seed(100)

        self.assertEqual(steps[0][1], 0)
        self.assertEqual(steps[-1][1], steps[-1][2])

    def test_seeding_twice_keeps_what_is_there(self):
        user = make_user("admin@example.com", name="Mine")
        self.seed(10)
        count = User.objects.count()

        self.seed(10)

        self.assertEqual((User.objects.get(pk=user.pk).name, User.objects.count()), ("Mine", count))

    def test_names_are_the_same_every_time(self):
        self.seed(10)
        names = list(User.objects.order_by("email").values_list("email", "name", "handle"))
        User.objects.all().delete()

        self.seed(10)

        self.assertEqual(list(User.objects.order_by("email").values_list("email", "name", "handle")), names)
