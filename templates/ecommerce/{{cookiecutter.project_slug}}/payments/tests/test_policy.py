"""Who may do what: every role and every action."""

from django.contrib.auth.models import AnonymousUser
from django.test import TestCase

from accounts.roles import Role
from accounts.tests.factories import make_user
from orders.models import Order
from payments.models import Payment
from payments.policy import ACTIONS, OBJECT_ACTIONS


class PolicyTests(TestCase):
    def test_support_and_administrators_only(self):
        allowed = {Role.SUPPORT, Role.ADMINISTRATOR}
        for name, policy in ACTIONS.items():
            for role in Role:
                with self.subTest(name, role=role):
                    self.assertEqual(policy(make_user(None, role)), role in allowed)
            with self.subTest(name):
                self.assertFalse(policy(AnonymousUser()))
                self.assertFalse(policy(make_user()))

    def test_only_what_is_left_can_be_given_back(self):
        policy, support = OBJECT_ACTIONS["refund payment"], make_user(None, Role.SUPPORT)

        for captured, refunded, is_allowed in [(0, 0, False), (10, 4, True), (10, 10, False)]:
            payment = Payment(captured=captured, refunded=refunded)
            with self.subTest(captured=captured, refunded=refunded):
                self.assertEqual(policy(support, payment), is_allowed)
                self.assertFalse(policy(make_user(), payment))

    def test_order_of_an_account_is_paid_by_its_owner(self):
        policy, owner = OBJECT_ACTIONS["pay order"], make_user()
        order = Order(user=owner)

        self.assertEqual(
            [policy(user, order) for user in (owner, make_user(), AnonymousUser())], [True, False, False]
        )
        self.assertTrue(policy(AnonymousUser(), Order()))
