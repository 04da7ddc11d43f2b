"""What the catalogue refuses, in words for people."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class SlugTaken(DomainError):
    """Another product or category has the address."""

    message = _("This address is taken. Please choose another one.")


class CategoryInItself(DomainError):
    """A category would lie in its own branch."""

    message = _("A category cannot lie in itself or in one of its own parts.")


class NothingToSell(DomainError):
    """A product without a variant and a price cannot be offered."""

    message = _("A product needs a variant with a price before it can be offered.")


class BadPercentage(DomainError):
    """A change of prices beyond all sense."""

    message = _("Prices can be changed by -90 to +300 percent, in steps of a hundredth.")
