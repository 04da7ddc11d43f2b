"""Who may do what with an order, as a table."""

from django.contrib.auth.models import AnonymousUser
from django.test import TestCase

from accounts.roles import Role
from accounts.tests.factories import make_user
from orders.policy import ACTIONS, OBJECT_ACTIONS
from orders.states import State
from orders.tests.factories import make_order


class PolicyTests(TestCase):
    """Every role against every action."""

    def setUp(self):
        self.owner = make_user()
        self.users = {role: make_user(None, role) for role in Role} | {
            "owner": self.owner,
            "other": make_user(),
            "left": make_user(None, Role.ADMINISTRATOR, is_active=False),
            "visitor": AnonymousUser(),
        }

    def test_actions_on_all_orders(self):
        expected = {
            "view orders": {Role.WAREHOUSE, Role.SUPPORT, Role.ADMINISTRATOR},
            "send orders": {Role.WAREHOUSE, Role.ADMINISTRATOR},
            "support orders": {Role.SUPPORT, Role.ADMINISTRATOR},
        }
        for action, is_allowed in ACTIONS.items():
            with self.subTest(action=action):
                allowed = {name for name, user in self.users.items() if is_allowed(user)}
                self.assertEqual(allowed, expected[action])

    def test_actions_on_one_order(self):
        support = {"owner", Role.SUPPORT, Role.ADMINISTRATOR}
        cases = [
            ("view order", State.PAID, support | {Role.WAREHOUSE}),
            ("cancel order", State.AWAITING_PAYMENT, support),
            ("cancel order", State.PAID, set()),
        ]
        for action, state, expected in cases:
            order = make_order(user=self.owner, state=state)
            with self.subTest(action=action, state=state):
                is_allowed = OBJECT_ACTIONS[action]
                allowed = {name for name, user in self.users.items() if is_allowed(user, order)}
                self.assertEqual(allowed, expected)

    def test_order_of_a_guest_belongs_to_no_account(self):
        order = make_order()

        self.assertIs(OBJECT_ACTIONS["view order"](AnonymousUser(), order), False)
        self.assertIs(OBJECT_ACTIONS["view order"](self.users["other"], order), False)
