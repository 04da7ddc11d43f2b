"""Sign-up with an account of another site, without the other site."""

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.test import RequestFactory, TestCase

from accounts.models import User


class SocialSignUpTests(TestCase):
    def save(self, **data):
        request = RequestFactory().get("/")
        request.session = self.client.session
        login = SocialLogin(user=User(), account=SocialAccount(provider="github", uid="1"))
        adapter = get_adapter()
        adapter.populate_user(request, login, data)
        return adapter.save_user(request, login)

    def test_name_and_address_are_taken_over(self):
        user = self.save(name="Rosa Lee", email="Rosa@example.com")

        self.assertEqual((user.name, user.handle, user.email), ("Rosa Lee", "rosa-lee", "rosa@example.com"))
        self.assertEqual((user.has_usable_password(), user.profile.bio), (False, ""))
        self.assertEqual(SocialAccount.objects.get().user, user)

    def test_parts_of_a_name_will_do(self):
        user = self.save(first_name="Rosa", last_name=None, email="rosa@example.com")

        self.assertEqual(user.name, "Rosa")
