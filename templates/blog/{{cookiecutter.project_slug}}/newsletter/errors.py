"""What can go wrong with a newsletter, in sentences for people."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class NoDraftError(DomainError):
    """Only a draft can be changed, sent or deleted."""

    message = _("This issue is no draft any more: somebody has sent or deleted it.")


class NobodySubscribedError(DomainError):
    """There is nobody to send to."""

    message = _("Nobody has subscribed yet, so there is nobody to send this issue to.")
