"""Write all posts to a zip of Markdown files or to a JSON file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from core.export import json_chunks, zip_chunks
from posts.models import Post
from transfer.exporting import export_entries, export_records


class Command(BaseCommand):
    """``export_blog posts.zip`` or ``export_blog posts.json``."""

    help = "Write all posts to a file: a name that ends in .zip gets Markdown files, one in .json gets JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name of the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Write the file beside its place and move it there when it is whole."""
        posts = Post.objects.all()
        if file.suffix not in (".zip", ".json"):
            raise CommandError("The name of the file must end in .zip or .json.")
        bar = tqdm(total=posts.count(), unit="post", disable=not self.stderr.isatty())
        partial = file.with_name(f"{file.name}.part")
        with partial.open("wb") as target:
            for chunk in self._chunks(file, posts, bar):
                target.write(chunk)
        partial.replace(file)
        self.stdout.write(f"Posts written to {file}: {posts.count()}.")

    def _chunks(self, file: Path, posts: Any, bar: Any) -> Any:
        if file.suffix == ".zip":
            return zip_chunks(self._counted(export_entries(posts), bar))
        return json_chunks(self._counted(export_records(posts), bar))

    def _counted(self, items: Any, bar: Any) -> Any:
        for item in items:
            bar.update(not isinstance(item, tuple) or item[0].startswith("posts/"))
            yield item
