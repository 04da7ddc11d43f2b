"""The documents say what is so: links lead somewhere, commands exist, and adding an app works."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from django.core.management import get_commands
from django.test import SimpleTestCase

from accounts.seed import DEMO_PASSWORD
from tools import run

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted(ROOT.glob("docs/*.md")),
]
# Mentioned as what a reader may make.
EXAMPLES = re.compile(r"events|site\.dump|main|media/|^/|\.env$|\.venv")


def requirements(name: str) -> set[str]:
    """Return the distributions that a .in file names."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return set(re.findall(r"^[A-Za-z][A-Za-z0-9-]*", text, re.MULTILINE))


class DocumentTests(SimpleTestCase):
    def test_links_lead_to_files(self) -> None:
        for document in DOCUMENTS:
            for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
                with self.subTest(document=document.name, link=link):
                    self.assertTrue((document.parent / link).exists())

    def test_paths_in_code_marks_exist(self) -> None:
        for document in DOCUMENTS:
            text = re.sub(r"^ {4,}.*$", "", document.read_text(encoding="utf-8"), flags=re.MULTILINE)
            for path in re.findall(r"`([\w./-]+(?:/|\.py|\.md|\.txt|\.in|\.toml))`", text):
                with self.subTest(document=document.name, path=path):
                    found = (
                        (ROOT / path).exists() or any(ROOT.glob(f"*/{path}")) or any(ROOT.glob(f"*/*/{path}"))
                    )
                    self.assertTrue(found or EXAMPLES.search(path), path)

    def test_make_commands_exist(self) -> None:
        for document in DOCUMENTS:
            text = document.read_text(encoding="utf-8")
            marked = " ".join(re.findall(r"`[^`]+`|^ {4,}.*$", text, re.MULTILINE))
            for command in re.findall(r"\bmake ([a-z][a-z0-9]*(?: [a-z][a-z0-9]*)*)", marked):
                for task in command.split():
                    with self.subTest(document=document.name, task=task):
                        self.assertIn(task, {"start", *run.TASKS})

    def test_management_commands_exist(self) -> None:
        known = get_commands()
        for document in DOCUMENTS:
            for name in re.findall(r"manage\.py ([a-z_]+)", document.read_text(encoding="utf-8")):
                with self.subTest(document=document.name, command=name):
                    self.assertIn(name, known)

    def test_every_library_has_its_decision(self) -> None:
        text = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
        site, tools = text.split("## Tools of the developer")
        tools = tools.split("## Settled questions")[0]

        self.assertEqual(
            set(re.findall(r"^\| `([^`]+)`", site, re.MULTILINE)), requirements("requirements.in")
        )
        named = {
            name
            for cell in re.findall(r"^\| (`.+?) \|", tools, re.MULTILINE)
            for name in cell.split("`")[1::2]
        }
        self.assertEqual(named, requirements("requirements-dev.in"))

    def test_demo_password_and_code_are_those_of_the_demo_data(self) -> None:
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        settings = (ROOT / "config" / "settings" / "dev.py").read_text(encoding="utf-8")
        code = re.findall(r'^MFA_TOTP_INSECURE_BYPASS_CODE = "(\d+)"$', settings, re.MULTILINE)[0]

        self.assertIn(f"`{DEMO_PASSWORD}`", readme)
        self.assertIn(f"second factor is `{code}`", readme)


class AddingAnAppTests(SimpleTestCase):
    def test_documented_steps_work(self) -> None:
        text = (ROOT / "docs" / "adding-an-app.md").read_text(encoding="utf-8")
        commands = re.findall(r"^ {7}python (manage\.py .*)$", text, re.MULTILINE)
        line = re.findall(r"^ {7}(LOCAL_APPS .*)$", text, re.MULTILINE)[0]
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "project"
            shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "*.sqlite3*", "media", "e2e"))

            outputs = [self.manage(copy, commands[0])]
            settings = copy / "config" / "settings" / "base.py"
            installed = "INSTALLED_APPS = LOCAL_APPS"
            settings.write_text(
                settings.read_text(encoding="utf-8").replace(installed, f"{line}\n{installed}")
            )
            model = "class Event(models.Model):\n    name = models.TextField()\n"
            (copy / "events" / "models.py").write_text(f"from django.db import models\n\n\n{model}")
            outputs += [self.manage(copy, command) for command in commands[1:3]]

        self.assertEqual(commands[0], "manage.py startapp events")
        self.assertIn("Create model Event", outputs[1])
        self.assertIn("Applying events.0001_initial... OK", outputs[2])

    def manage(self, folder: Path, command: str) -> str:
        """Run one command of manage.py in the copy; return what it prints."""
        environment = {
            name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP") if name in os.environ
        }
        result = subprocess.run(
            [sys.executable, *command.split()],
            cwd=folder,
            env=environment | {"ENV_FILE": "absent"},
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout
