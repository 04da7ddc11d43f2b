"""Render the Markdown of all posts again, on all processors."""

from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from posts.models import Post
from posts.services import render_again


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many pages have changed."""
        with tqdm(desc="Posts", total=Post.objects.count(), disable=None) as bar:
            changed = render_again(bar.update)
        self.stdout.write(f"{changed} pages have changed.")
