"""The site speaks every language of its list: nothing is left in English, and what is compiled is current."""

import gettext
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import skipUnless

from django.conf import settings
from django.test import SimpleTestCase

HAS_GETTEXT = shutil.which("msgfmt") is not None
# Not "**": the virtual environment lies in the project, and holds the catalogues of the libraries.
CATALOGUES = sorted(
    path
    for folder in ("locale", "*/locale")
    for path in settings.BASE_DIR.glob(f"{folder}/*/LC_MESSAGES/django.po")
)
NOT_SOURCES = shutil.ignore_patterns(".*", "media", "staticfiles", "node_modules", "*.sqlite3")


def run(*command: str | Path, folder: Path = settings.BASE_DIR) -> str:
    """Run a program and return what it printed."""
    parts = [str(part) for part in command]
    result = subprocess.run(parts, cwd=folder, check=True, capture_output=True, text=True)
    return result.stdout


def catalogue(path: Path) -> dict[object, str]:
    """Return the sentences of a compiled catalogue with their translations."""
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)._catalog


@skipUnless(HAS_GETTEXT, "the programs of GNU gettext are not installed")
class TranslationTests(SimpleTestCase):
    """The catalogues beside the apps."""

    def test_every_app_speaks_every_language(self):
        languages = {path.parents[1].name for path in CATALOGUES}

        self.assertEqual(languages, {code for code, _ in settings.LANGUAGES} - {"en"})

    def test_compiled_catalogues_are_those_of_the_sources(self):
        for source in CATALOGUES:
            with self.subTest(source), tempfile.TemporaryDirectory() as folder:
                fresh = Path(folder) / "django.mo"
                run("msgfmt", "--check-format", "-o", fresh, source)

                self.assertEqual(catalogue(source.with_suffix(".mo")), catalogue(fresh))

    def test_every_sentence_is_translated(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "project"
            shutil.copytree(settings.BASE_DIR, folder, ignore=NOT_SOURCES)
            run(sys.executable, "manage.py", "makemessages", "--all", "--no-obsolete", folder=folder)

            for source in folder.glob("**/locale/*/LC_MESSAGES/django.po"):
                for state in ("--untranslated", "--only-fuzzy"):
                    left = run("msgattrib", state, "--no-obsolete", source)
                    with self.subTest(source.relative_to(folder), state=state):
                        self.assertEqual(left, "")
