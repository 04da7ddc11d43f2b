"""Print the diagram of all tables, or write it to docs/data-model.md."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core.data_model import document


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare where the diagram goes."""
        parser.add_argument("--write", action="store_true", help="write docs/data-model.md")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print or write the document."""
        if not options["write"]:
            self.stdout.write(document())
            return
        path = Path(settings.BASE_DIR, "docs", "data-model.md")
        path.parent.mkdir(exist_ok=True)
        path.write_text(document(), encoding="utf-8")
        self.stdout.write(f"{path.name} is written.")
