"""The rules that refuse a wish, each with a sentence for the customer."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class ListFull(DomainError):
    message = _("Your wishlist is full. Please take something out first.")


class NotForSale(DomainError):
    message = _("This product is not for sale.")
