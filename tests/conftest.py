"""Fixtures that every test of the suite may use, and the line that counts the combinations."""

import os
from pathlib import Path

import pytest
from filelock import FileLock
from pytest_cookies.plugin import Cookies

from tests.bakery import Bakery, combinations, templates
from tests.trees import copy_suite


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the browser tests write the pictures of the README."""
    parser.addoption("--update-screenshots", action="store_true", help="write docs/images anew")


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A temporary folder of this session, the same one for all workers of pytest-xdist."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def suite(shared_folder: Path) -> Path:
    """A clean copy of the suite, as a Git repository; read-only."""
    target = shared_folder / "suite"
    with FileLock(f"{target}.lock"):
        if not target.exists():
            copy_suite(shared_folder / "suite.draft").rename(target)
    return target


@pytest.fixture(scope="session")
def bakery(suite: Path, shared_folder: Path, cookies_session: Cookies) -> Bakery:
    """Bakes projects, each once."""
    return Bakery(suite, shared_folder, cookies_session)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many combinations of the choices passed every test of test_combinations.py."""
    results: dict[str, bool] = {}
    for outcome in ("passed", "failed", "error"):
        for report in terminalreporter.stats.get(outcome, []):
            if "test_combinations.py" in report.nodeid and "[" in report.nodeid:
                name = report.nodeid.rpartition("[")[2]
                results[name] = results.get(name, True) and outcome == "passed"
    if results:
        total = sum(len(combinations(template)) for template in templates())
        terminalreporter.write_line(f"{sum(results.values())} of {total} combinations are right")
