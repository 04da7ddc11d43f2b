"""The rules of accounts that an action may break."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class LastAdministratorError(DomainError):
    """Nobody would be left who can give roles."""

    message = _("This is the last administrator. Make somebody else an administrator first.")
