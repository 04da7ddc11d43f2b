"""Which release of the project is running: pages that a browser keeps are out of date after a deploy."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings

SOURCES = ("*.html", "*.py")
SKIPPED = {".venv", "node_modules", "tests", "__pycache__", "staticfiles", "media"}


@lru_cache(maxsize=1)
def release() -> str:
    """Return the setting RELEASE or, without it, a digest of the templates and the code."""
    return getattr(settings, "RELEASE", "") or _digest(Path(settings.BASE_DIR))


def _digest(folder: Path) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for app in sorted(path for path in folder.iterdir() if path.is_dir()):
        if app.name in SKIPPED or app.name.startswith("."):
            continue
        for pattern in SOURCES:
            for path in sorted(app.rglob(pattern)):
                if SKIPPED.isdisjoint(path.parts):
                    digest.update(path.read_bytes())
    return digest.hexdigest()
