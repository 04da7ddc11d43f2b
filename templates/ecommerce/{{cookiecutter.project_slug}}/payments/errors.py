"""What payments refuse, in sentences for customers and support."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class NotPayable(DomainError):
    """The order is paid, cancelled or over."""

    message = _("This order can no longer be paid.")


class GatewayUnavailable(DomainError):
    """The gateway cannot be reached; the same call may be sent again."""

    message = _("The payment service cannot be reached. Please try again in a moment.")


class GatewayRefused(DomainError):
    """The gateway understood the call and refuses it: the same call again will not help."""

    message = _("The payment service refused this step.")


class RefundTooLarge(DomainError):
    """More than was paid, less what was given back or is on its way."""

    message = _("More than is left of this payment cannot be given back.")


class BadEvent(DomainError):
    """A message that the gateway did not sign, or long ago."""

    message = _("This message does not come from the payment service.")
