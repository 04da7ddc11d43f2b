"""What the rules of prices refuse."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class CouponRefused(DomainError):
    """The coupon is unknown, over, used up, or not for this cart."""

    message = _("This coupon is not valid.")


class NotDelivered(DomainError):
    """No shipping method goes to the country, or can carry the weight."""

    message = _("We cannot deliver this order to that country.")


class NoPrice(DomainError):
    """An article has no price in the currency of the cart."""

    message = _("This article is not sold in your currency.")
