"""Reviews in the administration."""

from allauth.mfa.models import Authenticator
from django.test import TestCase
from django.urls import reverse

from accounts.roles import Role
from accounts.tests.factories import make_user
from reviews.models import Review
from reviews.tests.factories import make_review

LIST = "admin:reviews_review_changelist"


class ReviewAdminTests(TestCase):
    def enter(self, role: str) -> None:
        user = make_user(None, role)
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
        self.client.force_login(user)

    def test_support_decides_about_many(self):
        reviews = [make_review(status="pending") for _number in range(2)]
        self.enter(Role.SUPPORT)

        chosen = [review.pk for review in reviews]
        self.client.post(reverse(LIST), {"action": "approve", "_selected_action": chosen})
        self.client.post(reverse(LIST), {"action": "reject", "_selected_action": chosen[:1]})

        self.assertEqual(
            list(Review.objects.order_by("pk").values_list("status", flat=True)), ["rejected", "approved"]
        )

    def test_warehouse_sees_none(self):
        self.enter(Role.WAREHOUSE)

        self.assertEqual(self.client.get(reverse(LIST)).status_code, 403)

    def test_nobody_rewrites_words(self):
        review = make_review()
        self.enter(Role.ADMINISTRATOR)
        address = reverse("admin:reviews_review_change", args=[review.pk])

        self.assertEqual(self.client.get(address).status_code, 200)
        self.assertEqual(self.client.post(address, {"body": "Other"}).status_code, 403)
