"""What the rules of orders refuse."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class CartChanged(DomainError):
    """The total is not the one that the customer saw and agreed to."""

    message = _("Prices or stock have changed. Please look at the new total and order again.")


class EmptyCart(DomainError):
    """There is nothing to order."""

    message = _("Your cart is empty.")


class WrongState(DomainError):
    """The order is not in a state from which the step leads anywhere."""

    message = _("This step is not possible in the present state of the order.")
