"""What the rules of the community refuse."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class CannotLikeError(DomainError):
    message = _("This post cannot be liked.")


class CannotFollowError(DomainError):
    message = _("This author cannot be followed.")
