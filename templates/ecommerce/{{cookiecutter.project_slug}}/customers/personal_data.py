"""What the address book adds to the export of an account, and what its deletion does with it."""

from collections.abc import Iterator

from accounts.models import User
from core.export import json_file
from customers.models import Address, Customer

COLUMNS = (
    "name",
    "company",
    "street",
    "extra",
    "postcode",
    "city",
    "region",
    "country",
    "phone",
    "is_default",
)


def export(user: User) -> Iterator[tuple[str, bytes]]:
    """Yield the address book, and the id under which the orders of the account are stored."""
    yield "addresses.json", json_file(Address.objects.filter(user=user).values(*COLUMNS))
    yield "customer.json", json_file(Customer.objects.filter(user=user).values("id"))


def erase(user: User) -> None:
    """Delete the address book. The customer's id stays: the orders are kept for the books under it."""
    Address.objects.filter(user=user).delete()
