"""The rules that refuse a review, each with a sentence for the customer."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class NotBought(DomainError):
    message = _("Only customers who have bought this product review it.")


class AlreadyReviewed(DomainError):
    message = _("You have already reviewed this product. You can change your review instead.")


class NotAllowed(DomainError):
    message = _("You may not do that.")
