"""What can go wrong with a newsletter, in sentences for people."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class AlreadySentError(DomainError):
    """An issue that was sent cannot be changed or sent again."""

    message = _("This issue was sent already.")


class NobodySubscribedError(DomainError):
    """There is nobody to send to."""

    message = _("Nobody has subscribed yet, so there is nobody to send this issue to.")
