"""Every combination of the choices of every template, generated and checked; the summary counts them."""

from pathlib import Path

import pytest

from tests import checks
from tests.bakery import Answers, Bakery, combinations, templates
from tests.manifests import expected_files
from tests.trees import differences, tree

CASES = [
    pytest.param((template, answers), id="-".join([template, *answers.values()]))
    for template in templates()
    for answers in combinations(template)
]


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> tuple[str, Answers]:
    """One template with one combination of its choices."""
    chosen: tuple[str, Answers] = request.param
    return chosen


@pytest.fixture
def project(case: tuple[str, Answers], bakery: Bakery) -> Path:
    """The generated project of a case; read-only."""
    return bakery.bake(*case)


def test_no_template_language_is_left(project: Path) -> None:
    assert checks.jinja_left(project) == []


def test_every_file_parses(project: Path) -> None:
    assert checks.unparsable(project) == []


def test_no_file_is_untidy(project: Path) -> None:
    assert checks.untidy(project) == []


def test_the_linter_is_content(project: Path) -> None:
    assert checks.ruff(project, "check") == ""


def test_the_formatter_is_content(project: Path) -> None:
    assert checks.ruff(project, "format", "--check") == ""


def test_the_files_are_exactly_the_expected_ones(project: Path, case: tuple[str, Answers]) -> None:
    template, answers = case

    assert sorted(tree(project)) == expected_files(template, answers)


def test_no_folder_is_empty(project: Path) -> None:
    assert [folder for folder in project.rglob("*") if folder.is_dir() and not any(folder.iterdir())] == []


def test_a_second_generation_gives_the_same_bytes(
    project: Path, case: tuple[str, Answers], bakery: Bakery
) -> None:
    assert differences(tree(project), tree(bakery.bake(*case, copy=1))) == []
