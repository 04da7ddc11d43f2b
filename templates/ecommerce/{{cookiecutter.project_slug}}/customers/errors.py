"""What the rules of the address book refuse."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class TooManyAddresses(DomainError):
    """The address book is full."""

    message = _("Your address book is full. Please delete an address that you do not need.")
