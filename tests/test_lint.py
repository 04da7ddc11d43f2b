"""The linters of the suite's own code, each content."""

import subprocess
import sys

import pytest

from tests.services import program
from tests.trees import SUITE, working_files

YAML_RULES = """
extends: default
rules:
  line-length: {max: 120}
  document-start: disable
  truthy: {check-keys: false}
"""


def complaints(*command: str) -> str:
    """Return what a linter says, or nothing when it is content."""
    done = subprocess.run(command, cwd=SUITE, capture_output=True, encoding="utf-8", check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def own_files(*endings: str) -> list[str]:
    """Return the files of the suite itself, not of a template, with one of these endings."""
    return [path for path in working_files() if path.endswith(endings) and not path.startswith("templates/")]


@pytest.mark.parametrize(
    "arguments",
    [("ruff", "check", "--no-cache"), ("ruff", "format", "--check", "--no-cache"), ("mypy",)],
    ids=" ".join,
)
def test_python(arguments: tuple[str, ...]) -> None:
    assert complaints(sys.executable, "-m", *arguments) == ""


def test_yaml() -> None:
    files = own_files(".yml", ".yaml")

    assert files
    assert complaints(sys.executable, "-m", "yamllint", "--strict", "-d", YAML_RULES, *files) == ""


def test_shell() -> None:
    assert complaints(program("shellcheck"), ".ci/run") == ""
