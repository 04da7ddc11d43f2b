"""Bring the posts of a zip of Markdown files in."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from accounts.models import User
from core.errors import DomainError
from transfer.archives import Archive
from transfer.importing import Report, import_archive


class Command(BaseCommand):
    """``import_blog posts.zip --by editor@example.com``."""

    help = "Make a post of each Markdown file in a zip file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, who imports, and how."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="e-mail address of the user who imports")
        parser.add_argument("--update", action="store_true", help="save posts that exist as a new version")
        parser.add_argument("--only-check", action="store_true", help="say what would happen, keep nothing")

    def handle(self, *args: Any, file: Path, by: str, **options: Any) -> None:
        """Import and print what became of each file."""
        user = User.objects.filter(email__iexact=by, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no user with the address {by}.")
        try:
            with file.open("rb") as source:
                self._print(self._import(Archive(source), user, options))
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except DomainError as error:
            raise CommandError(str(error)) from error

    def _import(self, archive: Archive, user: User, options: dict[str, Any]) -> Report:
        with tqdm(total=len(archive.names), unit="file", disable=not self.stderr.isatty()) as bar:
            return import_archive(
                archive,
                user,
                update=options["update"],
                only_check=options["only_check"],
                progress=bar.update,
            )

    def _print(self, report: Report) -> None:
        for name, sentence in report.refused:
            self.stderr.write(f"{name}: {sentence}")
        counts = (len(report.created), len(report.updated), len(report.skipped), len(report.refused))
        self.stdout.write("{} created, {} updated, {} left alone, {} refused.".format(*counts))
