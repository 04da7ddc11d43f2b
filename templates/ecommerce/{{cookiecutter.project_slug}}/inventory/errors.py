"""What the stock refuses, in sentences for the customer."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalog.models import Variant
from core.errors import DomainError


class OutOfStock(DomainError):
    """Fewer pieces are left than were asked for."""

    def __init__(self, variant: Variant, available: int) -> None:
        """Say which article, and how many there are."""
        self.variant = variant
        self.available = available
        name = str(variant)
        if not available:
            super().__init__(_("“%(name)s” is sold out.") % {"name": name})
            return
        sentence = ngettext(
            "Of “%(name)s” only %(count)d piece is left.",
            "Of “%(name)s” only %(count)d pieces are left.",
            available,
        )
        super().__init__(sentence % {"name": name, "count": available})


class NotReserved(DomainError):
    """The pieces are no longer held for the order."""

    message = _("The reservation of this order has ended.")


class TooFewOnHand(DomainError):
    """A correction would leave fewer pieces than are promised to orders."""

    message = _("Fewer pieces would be left than are promised to orders.")
