"""Checks that any generated project must pass, whatever the answers were; each returns what is wrong."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import html5lib
import yaml

from tests.trees import paths

BINARY = (".png", ".webp", ".jpg", ".ico", ".mo", ".woff2")
JINJA_LEFT = re.compile(r"# \{[%#]|\{\{-?\s*cookiecutter|\{\{-?\s*caller|\{% *raw *%\}")
DJANGO_TAG = re.compile(r"\{%-?\s*comment\b.*?endcomment\s*%\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
DJANGO_VARIABLE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
# A template is a part of a page, and both branches of an "if" are in it: these say no more than that.
HTML_OF_A_PART = ("expected-doctype-but-got", "duplicate-attribute", "unexpected-end-tag", "expected-closing-tag")


def text_files(project: Path) -> dict[str, str]:
    """Return the text of every file that is text."""
    found = {path: file for path, file in paths(project).items() if not path.endswith(BINARY)}
    return {path: file.read_text(encoding="utf-8") for path, file in found.items()}


def jinja_left(project: Path) -> list[str]:
    """Return the files whose path or text still has a piece of the template language."""
    unrendered = [path for path, text in text_files(project).items() if JINJA_LEFT.search(text)]
    return unrendered + [path for path in paths(project) if re.search(r"[{}]|cookiecutter", path)]


def html_errors(text: str) -> list[str]:
    """Return the parse errors of an HTML template, its Django tags taken out."""
    parser = html5lib.HTMLParser()
    parser.parseFragment(DJANGO_VARIABLE.sub("x", DJANGO_TAG.sub("", text)))
    return [f"{position[0]}: {code}" for position, code, _ in parser.errors if not code.startswith(HTML_OF_A_PART)]


def parse_html(text: str) -> None:
    """Raise ValueError when an HTML template has parse errors."""
    errors = html_errors(text)
    if errors:
        raise ValueError("; ".join(errors))


PARSERS: dict[str, Callable[[str], object]] = {
    ".py": lambda text: compile(text, "generated", "exec", dont_inherit=True),
    ".toml": tomllib.loads,
    ".yml": lambda text: list(yaml.safe_load_all(text)),
    ".yaml": lambda text: list(yaml.safe_load_all(text)),
    ".json": json.loads,
    ".html": parse_html,
}


def unparsable(project: Path) -> list[str]:
    """Return the files that are not what their name says, with the reason."""
    wrong = []
    for path, text in text_files(project).items():
        try:
            PARSERS.get(Path(path).suffix, str)(text)
        except (SyntaxError, ValueError, yaml.YAMLError) as error:
            wrong.append(f"{path}: {error}")
    return wrong


def ruff(project: Path, *arguments: str) -> str:
    """Return what ruff complains of under the project's own configuration; empty when it is content."""
    command = [sys.executable, "-m", "ruff", *arguments, "--no-cache", "."]
    done = subprocess.run(command, cwd=project, capture_output=True, encoding="utf-8", check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def untidy(project: Path) -> list[str]:
    """Return the text files with CRLF, a space at a line's end, or no newline at the end."""
    found = []
    for path, text in text_files(project).items():
        crooked = "\r" in text or re.search(r"[ \t]$", text, re.MULTILINE) or not text.endswith("\n")
        if text and crooked:
            found.append(path)
    return found
