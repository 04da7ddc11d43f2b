"""What is wrong with a file, in a sentence for the person who sent it."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class NotAnArchiveError(DomainError):
    """The upload is no zip file."""

    message = _("This is not a zip file. Choose the file that the export made.")


class ArchiveTooLargeError(DomainError):
    """The archive holds more than one request can carry."""

    message = _("This archive is too large: at most 5,000 files of together 200 MB can be imported at once.")


class BadEntryError(DomainError):
    """One file of the archive cannot become a post; the sentence says why."""
