from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.test import RequestFactory, TestCase, override_settings
from django.urls import reverse

from accounts.models import User
from accounts.tests.factories import make_user
from core.admin import ReadOnlyAdmin, ReadOnlyInline, SecureAdminSite


@override_settings(ADMIN_REQUIRES_MFA=True)
class SecondFactorTests(TestCase):
    def visit(self, user=None):
        if user:
            self.client.force_login(user)
        return self.client.get(reverse("admin:index"))

    def test_site_is_ours(self):
        self.assertIsInstance(admin.site, SecureAdminSite)

    def test_visitor_is_sent_to_the_login_of_the_site(self):
        index = self.visit()
        login = self.client.get(index.headers["Location"])

        self.assertRedirects(login, f"{reverse('account_login')}?next=/admin/", fetch_redirect_response=False)

    def test_staff_without_second_factor_is_sent_to_set_it_up(self):
        response = self.visit(make_user(is_staff=True))

        self.assertRedirects(response, reverse("mfa_activate_totp"), fetch_redirect_response=False)

    def test_staff_with_second_factor_enters(self):
        user = make_user(is_staff=True)
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})

        self.assertEqual(self.visit(user).status_code, 200)

    def test_recovery_codes_alone_are_no_second_factor(self):
        user = make_user(is_staff=True)
        Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={})

        self.assertEqual(self.visit(user).status_code, 302)

    def test_member_is_sent_away(self):
        index = self.visit(make_user())
        login = self.client.get(index.headers["Location"])

        self.assertRedirects(login, "/", fetch_redirect_response=False)

    def test_every_page_is_guarded(self):
        self.client.force_login(make_user(is_staff=True, is_superuser=True))
        for name in ("password_change", "jsi18n", "accounts_user_changelist", "accounts_user_add"):
            with self.subTest(name=name):
                response = self.client.get(reverse(f"admin:{name}"))

                self.assertRedirects(response, reverse("mfa_activate_totp"), fetch_redirect_response=False)

    @override_settings(ADMIN_REQUIRES_MFA=False)
    def test_laptop_may_go_without(self):
        self.assertEqual(self.visit(make_user(is_staff=True)).status_code, 200)


class NullSignTests(TestCase):
    def test_sign_that_no_text_of_postgresql_has_is_refused(self):
        self.client.force_login(make_user(is_staff=True, is_superuser=True))
        address = reverse("admin:accounts_user_changelist")

        for query in ("?q=a%00b", "?is_active__exact=1%00"):
            self.assertEqual(self.client.get(address + query).status_code, 400, query)


class UserInline(ReadOnlyInline):
    model = User


class ReadOnlyTests(TestCase):
    def test_even_a_superuser_may_only_look(self):
        request = RequestFactory().get("/")
        request.user = make_user(is_staff=True, is_superuser=True)
        page, inline = ReadOnlyAdmin(User, admin.site), UserInline(User, admin.site)

        allowed = [
            page.has_view_permission(request),
            page.has_add_permission(request),
            page.has_change_permission(request),
            page.has_delete_permission(request),
            inline.has_view_permission(request),
            inline.has_add_permission(request),
            inline.has_change_permission(request),
            inline.can_delete,
        ]

        self.assertEqual(allowed, [True, False, False, False, True, False, False, False])
