"""Bakes each set of answers once per session, however many tests and workers ask for it."""

import hashlib
import itertools
import json
import shutil
from pathlib import Path

from filelock import FileLock
from pytest_cookies.plugin import Cookies

from tests.trees import SUITE

Answers = dict[str, str]


def questions(template: str) -> dict[str, str | list[str]]:
    """Return what a template asks: question -> default, or choices of which the first is the default."""
    data = json.loads((SUITE / "templates" / template / "cookiecutter.json").read_text(encoding="utf-8"))
    return {question: default for question, default in data.items() if not question.startswith("_")}


def choices(template: str) -> dict[str, list[str]]:
    """Return the questions of a template that offer a choice."""
    return {question: asked for question, asked in questions(template).items() if isinstance(asked, list)}


def combinations(template: str) -> list[Answers]:
    """Return every combination of the choices of a template: the whole product, not a sample."""
    offered = choices(template)
    return [dict(zip(offered, values, strict=True)) for values in itertools.product(*offered.values())]


def templates() -> list[str]:
    """Return the names of the templates of the suite."""
    return sorted(path.parent.name for path in SUITE.glob("templates/*/cookiecutter.json"))


class Bakery:
    """Bakes with pytest-cookies from a clean copy of the suite, into a folder that all workers share."""

    def __init__(self, suite: Path, folder: Path, cookies: Cookies) -> None:
        self.suite = suite
        self._folder = folder
        self._cookies = cookies

    def bake(self, template: str, answers: Answers, *, copy: int = 0) -> Path:
        """Return the project of these answers; another ``copy`` is baked anew. Treat it as read-only."""
        key = hashlib.sha256(json.dumps([template, answers, copy], sort_keys=True).encode()).hexdigest()[:12]
        shelf = self._folder / key
        with FileLock(f"{shelf}.lock"):
            if not shelf.exists():
                self._bake_to(shelf, template, answers)
        return next(shelf.iterdir())

    def _bake_to(self, shelf: Path, template: str, answers: Answers) -> None:
        result = self._cookies.bake(extra_context=answers, template=str(self.suite / "templates" / template))
        assert result.exception is None, result.exception
        draft = shelf.with_suffix(".draft")
        draft.mkdir()
        shutil.move(result.project_path, draft / result.project_path.name)
        draft.rename(shelf)
