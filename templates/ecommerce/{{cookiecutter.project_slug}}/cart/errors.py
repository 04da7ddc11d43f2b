"""What a cart refuses, in sentences for the customer."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.errors import DomainError


class BadQuantity(DomainError):
    """Less than one or more than a cart carries."""

    message = _("Please enter a number from 1 to 99.")


class NotForSale(DomainError):
    """The article was taken off the shelf, or has no price in this currency."""

    message = _("This article is not for sale any more.")


class NotEnough(DomainError):
    """There are fewer pieces than asked for."""

    def __init__(self, available: int) -> None:
        """Say how many there are."""
        self.available = available
        none = _("This article is sold out.")
        some = ngettext_lazy(
            "There is only %(count)d piece left.", "There are only %(count)d pieces left.", "count"
        ) % {"count": available}
        super().__init__(some if available else none)


class CartClosed(DomainError):
    """The cart was ordered or merged in another window."""

    message = _("This cart was ordered already. Please load the page again.")
