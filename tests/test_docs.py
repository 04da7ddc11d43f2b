"""What the documents name exists: commands, files, options, answers."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bakery import questions, templates
from tests.trees import SUITE

DOCUMENTS = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *(f"docs/{path.name}" for path in SUITE.glob("docs/*.md")),
]
PAGE_LINES = 150


def text_of(document: str) -> str:
    return (SUITE / document).read_text(encoding="utf-8")


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))


@pytest.mark.parametrize("document", DOCUMENTS)
class TestDocuments:
    def test_every_link_leads_to_a_file(self, document: str) -> None:
        links = re.findall(r"\]\(([^)#]+)", text_of(document))
        local = [link for link in links if not link.startswith("http")]

        assert [link for link in local if not (SUITE / document).parent.joinpath(link).exists()] == []

    def test_every_make_command_exists(self, document: str) -> None:
        named = set(re.findall(r"\bmake ([a-z]+)\b", text_of(document)))
        of_a_generated_project = {"start", "lock"}

        assert (
            named
            & {"demo", "test", "quick", "share", "manifests", "bench", "start", "lock"}
            - (make_targets() | of_a_generated_project)
            == set()
        )

    def test_every_module_exists(self, document: str) -> None:
        named = re.findall(r"python -m ((?:tools|benchmarks|tests)\.\w+)", text_of(document))

        assert [name for name in named if not (SUITE / (name.replace(".", "/") + ".py")).exists()] == []

    def test_every_option_of_cookiecutter_exists(self, document: str) -> None:
        calls = re.findall(r"^ *\|?.*?`?(cookiecutter [A-Za-z].*?)(?:`|#|$)", text_of(document), re.MULTILINE)
        named = {option for call in calls for option in re.findall(r"--[a-z-]+", call)}
        command = [sys.executable, "-m", "cookiecutter", "--help"]
        offered = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout

        assert [option for option in named if option not in offered] == []

    def test_it_fits_a_page(self, document: str) -> None:
        assert len(text_of(document).splitlines()) <= PAGE_LINES


class TestContents:
    def test_the_questions_are_explained(self) -> None:
        explained = set(re.findall(r"`(\w+)`", text_of("docs/using.md")))

        assert {question for name in templates() for question in questions(name)} <= explained

    def test_the_readme_lists_every_template(self) -> None:
        assert [name for name in templates() if f"](templates/{name})" not in text_of("README.md")] == []

    def test_the_first_screen_names_both_commands(self) -> None:
        screen = "\n".join(text_of("README.md").splitlines()[:20])

        assert "make demo" in screen
        assert "make test" in screen

    def test_every_make_target_is_plain_python(self) -> None:
        recipes = re.findall(r"^\t(?!@)(.*)$", text_of("Makefile"), re.MULTILINE)

        assert recipes
        assert [line for line in recipes if not re.match(r"(\$\(PYTHON\)|\.venv/bin/python) ", line)] == []

    def test_the_tool_folders_are_described(self) -> None:
        folders = {path.name for path in SUITE.iterdir() if path.is_dir() and (path / "__init__.py").exists()}

        assert [name for name in sorted(folders) if f"{name}/" not in text_of("README.md")] == []


def test_the_ci_command_runs_the_readme_command() -> None:
    script = Path(SUITE, ".ci", "run").read_text(encoding="utf-8")

    assert "REQUIRE_SERVICES=1 make test" in script
