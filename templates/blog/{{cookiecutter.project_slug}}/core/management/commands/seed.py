"""Fill the database with demonstration data, the same on every machine."""

import random
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string
from tqdm import tqdm

RANDOM_SEED = 20


class ProgressBars:
    """Called by a seeder as `progress("Posts", done, total)`; draws one bar per label."""

    def __init__(self, is_shown: bool) -> None:
        self.is_shown = is_shown
        self.bars: dict[str, tqdm[Any]] = {}

    def __call__(self, label: str, done: int, total: int) -> None:
        if label not in self.bars:
            self.bars[label] = tqdm(desc=label, total=total, disable=not self.is_shown, leave=True)
        bar = self.bars[label]
        bar.update(done - bar.n)
        if done >= total:
            bar.close()


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare how much to make."""
        parser.add_argument("--size", type=int, default=60, help="how many main rows, such as posts, to make")
        parser.add_argument("--progress", action="store_true", help="draw progress bars")
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there are users already")

    def handle(self, *args: Any, **options: Any) -> None:
        """Call each function of the setting SEEDERS as `seed(size, progress)`, in order."""
        if options["if_empty"] and get_user_model().objects.exists():
            self.stdout.write("There is data already, nothing was added.")
            return
        started = time.perf_counter()
        progress = ProgressBars(options["progress"])
        for name in settings.SEEDERS:
            # Each seeder begins at the same point, whatever ran before it.
            random.seed(RANDOM_SEED)
            import_string(name)(options["size"], progress)
        seconds = time.perf_counter() - started
        self.stdout.write(self.style.SUCCESS(f"The demonstration data is ready ({seconds:.1f} s)."))
