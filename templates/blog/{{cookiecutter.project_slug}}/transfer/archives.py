"""Reading an archive that somebody sent: nothing in it is trusted, neither names nor sizes."""

import zipfile
from collections.abc import Iterator
from typing import IO

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from core.images import MAX_BYTES as MAX_PICTURE_BYTES
from transfer.errors import ArchiveTooLargeError, BadEntryError, NotAnArchiveError
from transfer.markdown_files import Entry, from_markdown

MAX_FILES = 5000
MAX_TEXT_BYTES = 2 * 1024 * 1024
MAX_TOTAL_BYTES = 200 * 1024 * 1024


class Archive:
    """A zip of Markdown files and pictures. Raises NotAnArchiveError and ArchiveTooLargeError when opened."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise NotAnArchiveError from error
        members = self._zip.infolist()
        # The sizes are those that the archive names; reading stops at them, see _read.
        if len(members) > MAX_FILES or sum(member.file_size for member in members) > MAX_TOTAL_BYTES:
            raise ArchiveTooLargeError
        self._members = {member.filename: member for member in members if not member.is_dir()}

    @property
    def names(self) -> list[str]:
        """The names of the Markdown files, sorted; files that programs of the Mac add are left out."""
        hidden = ("__MACOSX/", ".")
        return sorted(name for name in self._members if name.endswith(".md") and not name.startswith(hidden))

    def entries(self) -> Iterator[tuple[str, Entry | BadEntryError]]:
        """Yield each Markdown file with what it says, or with what is wrong with it."""
        for name in self.names:
            try:
                yield name, from_markdown(self._read(name, MAX_TEXT_BYTES).decode(), name)
            except UnicodeDecodeError:
                yield name, BadEntryError(_("It is not text in UTF-8."))
            except BadEntryError as error:
                yield name, error

    def picture(self, name: str) -> ContentFile:
        """Return a picture of the archive, as it is. Raises BadEntryError."""
        if name not in self._members:
            raise BadEntryError(_("Its picture “%(name)s” is not in the archive.") % {"name": name[:80]})
        return ContentFile(self._read(name, MAX_PICTURE_BYTES), name=name.rpartition("/")[2])

    def _read(self, name: str, limit: int) -> bytes:
        """Read at most `limit` bytes: a zip bomb names a small size and unpacks to a huge one."""
        try:
            with self._zip.open(self._members[name]) as file:
                content = file.read(limit + 1)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
            raise BadEntryError(_("It is damaged or locked by a password.")) from error
        if len(content) > limit:
            raise BadEntryError(_("“%(name)s” is too large.") % {"name": name[:80]})
        return content
