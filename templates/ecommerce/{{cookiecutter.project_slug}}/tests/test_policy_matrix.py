"""Who may do what: every role, every action of every app, every kind of object, in one table.

The letters are the roles: V visitor, I somebody whose account is locked, R another customer, O the
owner of the object, C catalogue manager, W warehouse, S support, A administrator. Who is not named
is refused.
"""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.test import Client, TestCase
from django.urls import reverse
from django.utils.module_loading import import_module, module_has_submodule

from accounts.roles import Role
from accounts.tests.factories import make_user
from catalog.tests.factories import make_product
from customers.tests.factories import make_address
from orders.models import Order
from orders.states import State
from orders.tests.factories import make_order
from payments.models import Payment
from reviews.tests.factories import make_review
from wishlist.services import add_wish

EVERYBODY, SIGNED_IN, STAFF = "VIROCWSA", "ROCWSA", "CWSA"

# App -> action -> kind of object ("" for none) -> who may.
MATRIX: dict[str, dict[str, dict[str, str]]] = {
    "accounts": {
        "see_accounts": {"owner": "A", "other": "A"},
        "create_account": {"owner": "A", "other": "A"},
        "edit_profile": {"owner": "OA", "other": "RA"},
        "export_account": {"owner": "O", "other": "R"},
        "delete_account": {"owner": "OA", "other": "RA"},
        "change_roles": {"owner": "A", "other": "A"},
        "deactivate_account": {"owner": "A", "other": "A"},
    },
    "catalog": {
        "manage catalog": {"": "CA"},
        "import products": {"": "CA"},
        "see catalog": {"": STAFF},
    },
    "pricing": {"manage prices": {"": "CA"}},
    "inventory": {"view stock": {"": STAFF}, "move stock": {"": "WA"}},
    "orders": {
        "view orders": {"": "WSA"},
        "send orders": {"": "WA"},
        "support orders": {"": "SA"},
        "view order": {"unpaid": "OWSA", "paid": "OWSA", "guest": "WSA"},
        "cancel order": {"unpaid": "OSA", "paid": "", "guest": "SA"},
    },
    "payments": {
        "view payments": {"": "SA"},
        "refund": {"": "SA"},
        "refund payment": {"captured": "SA", "empty": ""},
        "pay order": {"unpaid": "O", "guest": EVERYBODY},
    },
    "reviews": {
        "moderate reviews": {"": "SA"},
        "write review": {"bought": "O", "other product": ""},
        "edit review": {"review": "O"},
    },
    "wishlist": {
        "keep wishlist": {"": SIGNED_IN},
        "change wishlist": {"private list": "O", "shared list": "O"},
        "read wishlist": {"private list": "O", "shared list": EVERYBODY},
    },
    "reports": {"see reports": {"": "A"}},
}
# Pages without an object.
PAGES = {
    "reports:dashboard": "A",
    "reports:sales_csv": "A",
    "reviews:moderation": "SA",
    "orders:list": SIGNED_IN,
    "wishlist:detail": SIGNED_IN,
    "customers:addresses": SIGNED_IN,
    "customers:add": SIGNED_IN,
    "accounts:overview": SIGNED_IN,
}


def make_people() -> dict[str, Any]:
    """Return a user for each letter."""
    return {
        "V": AnonymousUser(),
        "I": make_user(None, Role.ADMINISTRATOR, is_active=False),
        "R": make_user(),
        "O": make_user(),
        "C": make_user(None, Role.CATALOG),
        "W": make_user(None, Role.WAREHOUSE),
        "S": make_user(None, Role.SUPPORT),
        "A": make_user(None, Role.ADMINISTRATOR),
    }


def make_payment(order: Order, captured: int) -> Payment:
    """Return a payment of an order, of which so much was taken."""
    return Payment.objects.create(
        customer_id=order.customer_id,
        order=order,
        idempotency_key=uuid4().hex,
        attempt=1 + order.payments.count(),
        amount=order.total,
        captured=captured,
        currency=order.currency,
    )


def make_objects(people: dict[str, Any]) -> dict[str, Any]:
    """Return an object of each kind; what can have an owner belongs to O."""
    owner, product = people["O"], make_product(stock=50)
    variant = product.variants.select_related("product").get()
    paid = make_order((variant, 1), user=owner, state=State.PAID)
    private = add_wish(variant, by=owner).wishlist
    shared = type(private)(user=owner, is_shared=True)
    return {
        "": None,
        "owner": owner,
        "other": people["R"],
        "unpaid": make_order((variant, 1), user=owner),
        "paid": paid,
        "guest": make_order((variant, 1)),
        "captured": make_payment(paid, paid.total),
        "empty": make_payment(paid, 0),
        "bought": product,
        "other product": make_product(),
        "review": make_review(product, owner),
        "private list": private,
        "shared list": shared,
    }


def policies() -> dict[str, dict[str, Callable[..., bool]]]:
    """Return the actions of all apps that have a policy, with and without an object."""
    found = {}
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "policy"):
            policy = import_module(f"{app.name}.policy")
            found[app.name] = policy.ACTIONS | getattr(policy, "OBJECT_ACTIONS", {})
    return found


class PolicyMatrixTests(TestCase):
    def test_every_action_of_every_app_is_in_the_table(self):
        written = {app: set(actions) for app, actions in MATRIX.items()}

        self.assertEqual(written, {app: set(actions) for app, actions in policies().items()})

    def test_policies_say_what_the_table_says(self):
        people = make_people()
        objects = make_objects(people)
        for app, actions in policies().items():
            for action, allows in actions.items():
                for kind, expected in MATRIX[app][action].items():
                    arguments = [objects[kind]] if kind else []
                    letters = [letter for letter, user in people.items() if allows(user, *arguments)]
                    with self.subTest(app=app, action=action, kind=kind):
                        self.assertEqual("".join(letters), expected)


class PagesMatrixTests(TestCase):
    def setUp(self):
        self.people = make_people()
        self.clients = {letter: Client() for letter in self.people}
        for letter, user in self.people.items():
            if letter != "V":
                self.clients[letter].force_login(user)

    def test_pages_let_in_whom_the_table_names(self):
        for name, allowed in PAGES.items():
            for letter, client in self.clients.items():
                refused = 302 if letter in "VI" else 403
                with self.subTest(page=name, role=letter):
                    status = client.get(reverse(name)).status_code
                    self.assertEqual(status, 200 if letter in allowed else refused)

    def test_what_belongs_to_somebody_else_does_not_exist(self):
        order = make_order(user=self.people["O"])
        address = make_address(self.people["O"])
        pages = {
            reverse("orders:detail", args=[order.pk]): 404,
            reverse("orders:cancel", args=[order.pk]): 404,
            reverse("orders:document", args=[order.pk, "1"]): 404,
            reverse("customers:edit", args=[address.pk]): 404,
            reverse("customers:delete", args=[address.pk]): 404,
        }
        for page, expected in pages.items():
            for letter in "RCWSA":
                with self.subTest(page=page, role=letter):
                    self.assertEqual(self.clients[letter].get(page).status_code, expected)
            with self.subTest(page=page, role="V"):
                self.assertEqual(self.clients["V"].get(page).status_code, 302)
