"""The rules that refuse a comment, each with a sentence for the reader."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class CommentsClosedError(DomainError):
    message = _("This post takes no comments.")


class WrongThreadError(DomainError):
    message = _("The comment that you answer is not there any more.")


class DuplicateCommentError(DomainError):
    message = _("You have already written that.")


class EditWindowError(DomainError):
    message = _("The time in which you can change this comment is over.")


class AlreadyReportedError(DomainError):
    message = _("You have already reported this comment. Thank you, a moderator will look at it.")


class TextGoneError(DomainError):
    message = _("Its author deleted this comment: there is no text to restore.")


class NotAllowedError(DomainError):
    message = _("You may not do that.")
