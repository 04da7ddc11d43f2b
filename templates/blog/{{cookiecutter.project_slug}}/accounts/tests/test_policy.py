"""Who may do what with an account: everybody against every action."""

from django.contrib.auth.models import AnonymousUser
from django.test import TestCase

from accounts.policy import ACTIONS
from accounts.roles import Role
from accounts.tests.factories import make_user

OWN = {"edit_profile", "export_account", "delete_account"}
LIST = {"see_accounts", "create_account"}
MANAGE = {"edit_profile", "delete_account", "change_roles", "deactivate_account"}


class PolicyTests(TestCase):
    """What each kind of user may do to an ordinary account, the own one, a superuser's and a deleted one."""

    def test_every_kind_of_user_against_every_action(self):
        kinds = {
            "visitor": AnonymousUser(),
            "reader": make_user(),
            "locked out": make_user(None, Role.ADMINISTRATOR, is_superuser=True, is_active=False),
            **{role: make_user(None, role) for role in Role.values if role != Role.ADMINISTRATOR},
            "administrator": make_user(None, Role.ADMINISTRATOR),
            "superuser": make_user(is_superuser=True),
        }
        nobody: tuple[set[str], ...] = (set(), set(), set(), set())
        expected: dict[str, tuple[set[str], ...]] = dict.fromkeys(kinds, (set(), OWN, set(), set())) | {
            "visitor": nobody,
            "locked out": nobody,
            "administrator": (LIST | MANAGE, LIST | MANAGE | OWN, LIST, LIST),
            "superuser": (LIST | MANAGE, LIST | MANAGE | OWN, LIST | MANAGE, LIST),
        }
        ordinary, boss, gone = (
            make_user(),
            make_user(is_superuser=True),
            make_user(deleted_at="2026-01-01T00:00Z"),
        )

        for kind, user in kinds.items():
            own = ordinary if kind == "visitor" else user
            for account, allowed in zip((ordinary, own, boss, gone), expected[kind], strict=True):
                with self.subTest(kind=kind, account=account):
                    self.assertEqual({name for name, rule in ACTIONS.items() if rule(user, account)}, allowed)
