"""Writing the address book."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from customers.errors import TooManyAddresses
from customers.models import Address

MAX_ADDRESSES = 20


@transaction.atomic
def save_address(address: Address, *, by: User) -> Address:
    """Save an address of the book; the first one, or a new usual one, replaces the usual one.

    The account is locked, so that two windows cannot make two usual addresses. Raises TooManyAddresses.
    """
    User.objects.select_for_update().get(pk=by.pk)
    others = Address.objects.filter(user=by).exclude(pk=address.pk)
    if others.count() >= MAX_ADDRESSES and not Address.objects.filter(pk=address.pk).exists():
        raise TooManyAddresses
    if not others.filter(is_default=True).exists():
        address.is_default = True
    if address.is_default:
        others.filter(is_default=True).update(is_default=False)
    address.user = by
    address.save()
    return address


def keep_address(values: Mapping[str, Any], *, by: User) -> Address:
    """Put an address that was entered at checkout into the book, unless it is in it already."""
    known = Address.objects.filter(user=by, **values).first()
    return known or save_address(Address(**values), by=by)


@transaction.atomic
def delete_address(address: Address, *, by: User) -> None:
    """Delete an address; if it was the usual one, the newest of the others is from now on."""
    User.objects.select_for_update().get(pk=by.pk)
    address.delete()
    others = Address.objects.filter(user=by)
    if address.is_default and (newest := others.order_by("-pk").first()):
        others.filter(pk=newest.pk).update(is_default=True)
