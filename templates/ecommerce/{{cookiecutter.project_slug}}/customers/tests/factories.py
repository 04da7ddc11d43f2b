"""Addresses for tests."""

from accounts.models import User
from customers.models import Address

VALUES = {
    "name": "Ada Example",
    "street": "Long Street 1",
    "postcode": "12345",
    "city": "Harbour",
    "country": "DE",
}


def make_address(user: User, **fields) -> Address:
    """Return an address in the book of a user."""
    return Address.objects.create(user=user, **VALUES | fields)
