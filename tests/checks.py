"""Checks that any generated project must pass, whatever the answers were; each returns what is wrong."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Collection
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import yaml

from tests.trees import paths

BINARY = (".png", ".webp", ".jpg", ".ico", ".mo", ".woff2")
JINJA_LEFT = re.compile(r"# \{[%#]|\{\{-?\s*cookiecutter|\{\{-?\s*caller|\{% *raw *%\}")
DJANGO_TAG = re.compile(r"\{%-?\s*comment\b.*?endcomment\s*%\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
TAG_NAME_BY_DJANGO = re.compile(r"(?<=<)\{%.*?%\}|(?<=</)\{%.*?%\}")
DJANGO_VARIABLE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
# A template is a part of a page, and both branches of an "if" are in it: these say no more than that.
HTML_OF_A_PART = (
    "attributes-in-end-tag",
    "duplicate-attribute",
    "end-tag-too-early",
    "expected-closing-tag",
    "expected-doctype-but-got",
    "unexpected-end-tag",
    "unexpected-start-tag-ignored",
)
SPACE_AT_END = re.compile(r"^(?!-- $).*[ \t]$", re.MULTILINE)  # but "-- " begins the signature of a mail


def text_files(project: Path, only: Collection[str] | None = None) -> dict[str, str]:
    """Return the text of every file that is text, or of only these."""
    found = {path: file for path, file in paths(project).items() if not path.endswith(BINARY)}
    return {
        path: file.read_text(encoding="utf-8") for path, file in found.items() if only is None or path in only
    }


def jinja_left(project: Path, only: Collection[str] | None = None) -> list[str]:
    """Return the files whose path or text still has a piece of the template language."""
    unrendered = [path for path, text in text_files(project, only).items() if JINJA_LEFT.search(text)]
    return unrendered + [path for path in paths(project) if re.search(r"[{}]|cookiecutter", path)]


def html_errors(text: str) -> list[str]:
    """Return the parse errors of an HTML template, its Django tags taken out."""
    without_tags = DJANGO_TAG.sub(" ", TAG_NAME_BY_DJANGO.sub("", text))
    parser, markup = html5lib.HTMLParser(), DJANGO_VARIABLE.sub("x", without_tags).strip()
    parse = parser.parse if markup.lower().startswith("<!doctype") else parser.parseFragment
    parse(markup)
    return [
        f"{position[0]}: {code}" for position, code, _ in parser.errors if not code.startswith(HTML_OF_A_PART)
    ]


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
    ".sublime-project": json.loads,
    ".xml": lambda text: ElementTree.fromstring(text.replace("{%", "<!--").replace("%}", "-->")),
    ".html": parse_html,
}


def unparsable(project: Path, only: Collection[str] | None = None) -> list[str]:
    """Return the files that are not what their name says, with the reason."""
    wrong = []
    for path, text in text_files(project, only).items():
        try:
            PARSERS.get(Path(path).suffix, str)(text)
        except (SyntaxError, ValueError, yaml.YAMLError) as error:
            wrong.append(f"{path}: {error}")
    return wrong


def ruff(project: Path, *arguments: str, only: Collection[str] = (".",)) -> str:
    """Return what ruff complains of under the project's own configuration; empty when it is content."""
    command = [sys.executable, "-m", "ruff", *arguments, "--no-cache", *only]
    done = subprocess.run(command, cwd=project, capture_output=True, encoding="utf-8", check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def untidy(project: Path, only: Collection[str] | None = None) -> list[str]:
    """Return the text files with CRLF, a space at a line's end, or no newline at the end."""
    found = []
    for path, text in text_files(project, only).items():
        if text and ("\r" in text or SPACE_AT_END.search(text) or not text.endswith("\n")):
            found.append(path)
    return found
