"""Generated projects run their own suites: each choice, the locked and the newest versions, real services.

The choices only choose which files ship, as test_source_is_the_same_for_every_choice proves. So the whole
suite runs three times, with answers that differ, and not once for each combination.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import services, workshop
from tests.bakery import Answers, Bakery, combinations, templates
from tests.trees import SUITE, differences, tree
from tools.environment import python_of

pytestmark = pytest.mark.deep

NEWEST_DJANGO = "Django>=6.1,<7"
PYTEST = ["-m", "pytest", "-n", "2", "--max-worker-restart", "0"]
NOT_IN_A_BROWSER = ["-m", "not e2e"]
ON_SQLITE: Answers = {"cache": "redis", "ci": "github"}
ON_POSTGRES_AND_REDIS: Answers = {
    "cache": "redis",
    "ci": "jenkins",
    "project_name": 'O\'Brien & "Söhne" 博客',
    "project_slug": "obrien",
    "author_name": 'Conan "C" O\'Brien',
    "description": "Say 'hi' <b>&amp; \\ more</b>.",
}
ON_MEMCACHED: Answers = {"cache": "memcached", "ci": "gitlab"}
PROJECTS = [ON_SQLITE, ON_POSTGRES_AND_REDIS, ON_MEMCACHED]


class Workshop:
    """Projects that may be written to, and the environments that run them, each made once."""

    def __init__(self, bakery: Bakery, folder: Path) -> None:
        self._bakery = bakery
        self.folder = folder

    def project(self, template: str, answers: Answers) -> Path:
        """Return a copy of a generated project in which commands may leave files."""
        source = self._bakery.bake(template, answers)
        target = self.folder / "-".join([template, *answers.values()][:3]) / source.name
        if not target.exists():
            shutil.copytree(source, target)
        return target

    def python(self, template: str) -> Path:
        """Return the interpreter with the locked requirements of a template."""
        return workshop.locked_environment(
            self.folder / f"{template}-locked", self.project(template, ON_SQLITE)
        )

    def newest_python(self, template: str) -> Path:
        """Return the newest interpreter of the machine, with the newest Django."""
        target, project = self.folder / f"{template}-newest", self.project(template, ON_SQLITE)
        return workshop.newest_environment(target, project, workshop.newest_python(), NEWEST_DJANGO)


@pytest.fixture(scope="session")
def works(bakery: Bakery, tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """The workshop of this session."""
    return Workshop(bakery, tmp_path_factory.mktemp("workshop"))


@pytest.fixture(params=templates())
def template(request: pytest.FixtureRequest) -> str:
    """Each template in turn."""
    return str(request.param)


@pytest.fixture
def postgres(works: Workshop, template: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    server = services.postgres()
    with workshop.database(server, works.python(template)) as url:
        yield url


def succeeds(python: Path, project: Path, *arguments: str, **variables: str) -> str:
    """Run the interpreter in a project; return what it printed. Raises AssertionError when it fails."""
    outcome = workshop.run([str(python), *arguments], project, variables)
    assert outcome.status == 0, f"{' '.join(arguments)} ended with {outcome.status}"
    return outcome.output


class TestChoices:
    def test_source_is_the_same_for_every_choice(self, template: str, bakery: Bakery) -> None:
        sources = [
            {
                path: text
                for path, text in tree(bakery.bake(template, answers)).items()
                if path.endswith((".py", ".html"))
            }
            for answers in combinations(template)
        ]

        assert [differences(sources[0], other) for other in sources[1:]] == [[] for _ in sources[1:]]

    def test_every_value_occurs_in_a_project_that_is_run(self, template: str) -> None:
        offered = {
            (question, value) for answers in combinations(template) for question, value in answers.items()
        }

        assert offered <= {pair for answers in PROJECTS for pair in answers.items()}


@pytest.mark.parametrize("answers", PROJECTS, ids=lambda answers: "-".join([*answers.values()][:2]))
class TestProject:
    def test_it_may_be_deployed(
        self, answers: Answers, template: str, works: Workshop, postgres: str
    ) -> None:
        cache = "redis://127.0.0.1:6379/1" if answers["cache"] == "redis" else "pymemcache://127.0.0.1:11211"
        variables = {
            "DATABASE_URL": postgres,
            "CACHE_URL": cache,
            "CELERY_BROKER_URL": "redis://127.0.0.1:6379/0",
        }

        succeeds(
            works.python(template),
            works.project(template, answers),
            *("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
            **workshop.PRODUCTION,
            **variables,
        )

    def test_no_migration_is_missing(self, answers: Answers, template: str, works: Workshop) -> None:
        project = works.project(template, answers)

        succeeds(works.python(template), project, "manage.py", "makemigrations", "--check", "--dry-run")

    def test_the_types_are_right(self, answers: Answers, template: str, works: Workshop) -> None:
        cache = works.folder / f"{template}-mypy"

        succeeds(
            works.python(template),
            works.project(template, answers),
            "-m",
            "mypy",
            "--cache-dir",
            str(cache),
            ".",
        )


class TestSuites:
    def test_on_sqlite_with_coverage(self, template: str, works: Workshop) -> None:
        project = works.project(template, ON_SQLITE)

        coverage = ["--cov", "--cov-report", "term:skip-covered"]

        succeeds(works.python(template), project, *PYTEST, *NOT_IN_A_BROWSER, *coverage)

    def test_on_postgres_and_redis(self, template: str, works: Workshop, postgres: str) -> None:
        project = works.project(template, ON_POSTGRES_AND_REDIS)
        cache = services.redis()

        succeeds(
            works.python(template),
            project,
            *PYTEST,
            *NOT_IN_A_BROWSER,
            DATABASE_URL=postgres,
            CACHE_URL=f"{cache}/1",
            REDIS_URL=f"{cache}/2",
        )

    def test_on_the_newest_django_and_python(self, template: str, works: Workshop) -> None:
        project = works.project(template, ON_MEMCACHED)
        python = works.newest_python(template)

        succeeds(python, project, "-W", "error::DeprecationWarning", "manage.py", "check")
        succeeds(python, project, *PYTEST, *NOT_IN_A_BROWSER, "-W", "error")

    def test_the_cache_on_memcached_and_postgres(self, template: str, works: Workshop, postgres: str) -> None:
        project = works.project(template, ON_MEMCACHED)

        with services.memcached() as address:
            succeeds(
                works.python(template),
                project,
                *PYTEST,
                *("-m", "not e2e", "-k", "cach or conditional or ratelimit"),
                DATABASE_URL=postgres,
                CACHE_URL=f"pymemcache://{address}",
            )

    def test_in_a_browser(self, template: str, works: Workshop) -> None:
        chromium = services.browser()
        project = works.project(template, ON_SQLITE)

        succeeds(works.python(template), project, "-m", "pytest", "-m", "e2e", CHROMIUM=chromium)


ASK = """
import sys, time, urllib.request
from urllib.error import URLError
address, patience = sys.argv[1], time.monotonic() + 60
while True:
    try:
        page = urllib.request.urlopen(address, timeout=30).read().decode()
        break
    except URLError as error:
        if hasattr(error, "code") or time.monotonic() > patience:
            raise
        time.sleep(0.2)
style = address + page.partition('rel="stylesheet" href="/')[2].partition('"')[0]
assert "text/css" in urllib.request.urlopen(style, timeout=30).headers["Content-Type"], style
print(page)
"""
# Serves in a network of its own in which there is nothing else, asks for the front page, and stops.
ALONE = """
ip link set lo up
"$1" tools/start.py "127.0.0.1:8000" &
"$1" -c "$2" "http://127.0.0.1:8000/"
"""


PHOTOGRAPH = """
import sys
from playwright.sync_api import sync_playwright
address, browser, folder, name = sys.argv[1:]
with sync_playwright() as playwright:
    chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
    for scheme in ("light", "dark"):
        page = chromium.new_page(viewport={"width": 1200, "height": 800}, color_scheme=scheme)
        page.goto(address, wait_until="networkidle")
        page.evaluate("document.querySelector('#djDebug')?.remove()")  # the tool bar of developers
        page.screenshot(path=f"{folder}/{name}-{scheme}.png")
"""


class TestReadme:
    @pytest.fixture
    def machine(self, tmp_path: Path, suite: Path) -> Path:
        """A fresh clone of the suite; its own environment is lent to it, to save the time of a second one."""
        target = tmp_path / "clone"
        subprocess.run(["git", "clone", "--quiet", suite, target], check=True)
        if sys.prefix != sys.base_prefix:
            (target / ".venv").symlink_to(sys.prefix, target_is_directory=True)
        return target

    @pytest.mark.skipif(os.name == "nt", reason="a link to a folder needs rights on Windows")
    def test_the_demo_shows_posts_without_a_network(self, machine: Path, template: str) -> None:
        prepared = workshop.run([sys.executable, "-m", "tools.demo", template, "--no-serve"], machine)
        assert prepared.status == 0, prepared.output[-2000:]
        project = next((machine / "demo" / template).iterdir())

        page = self.front_page(project)

        assert "<article" in page
        assert "<h1" in page

    def front_page(self, project: Path) -> str:
        """Return the front page, asked for where no other machine can be reached."""
        python = str(python_of(project / ".venv"))
        cut_off = ["unshare", "--net", "--pid", "--fork", "sh", "-c", ALONE, "sh", python, ASK]
        if shutil.which("ip") and workshop.run([*cut_off[:4], "true"], project).status == 0:
            outcome = workshop.run(cut_off, project)
            assert outcome.status == 0, outcome.output[-2000:]
            return outcome.output
        port = str(services.free_port())
        with subprocess.Popen([python, "manage.py", "runserver", "--noreload", port], cwd=project) as server:
            try:
                return workshop.run([python, "-c", ASK, f"http://127.0.0.1:{port}/"], project).output
            finally:
                server.terminate()

    def test_the_front_page_is_photographed_light_and_dark(
        self, template: str, works: Workshop, tmp_path: Path, request: pytest.FixtureRequest
    ) -> None:
        browser, port = services.browser(), services.free_port()
        folder = SUITE / "docs" / "images" if request.config.option.update_screenshots else tmp_path
        python, project = works.python(template), works.project(template, ON_SQLITE)
        for command in (["migrate", "--verbosity", "0"], ["seed", "--if-empty"]):
            succeeds(python, project, "manage.py", *command)

        with subprocess.Popen(
            [python, "manage.py", "runserver", "--noreload", str(port)], cwd=project
        ) as server:
            try:
                services.wait_for("127.0.0.1", port)
                succeeds(
                    python,
                    project,
                    "-c",
                    PHOTOGRAPH,
                    f"http://127.0.0.1:{port}/",
                    browser,
                    str(folder),
                    template,
                )
            finally:
                server.terminate()

        assert all(
            (folder / f"{template}-{scheme}.png").stat().st_size > 10_000 for scheme in ("light", "dark")
        )

    def test_the_oldest_cookiecutter_gives_the_same_project(
        self, template: str, bakery: Bakery, suite: Path, tmp_path: Path
    ) -> None:
        named = re.search(
            r"cookiecutter\]\(.*?\) (\d+\.\d+) or newer", (SUITE / "README.md").read_text("utf-8")
        )
        assert named is not None
        workshop.uv(tmp_path, "venv", "--quiet", "--python", sys.executable, "old")
        python = python_of(tmp_path / "old")
        workshop.uv(
            tmp_path, "pip", "install", "--quiet", "--python", str(python), f"cookiecutter=={named[1]}.0"
        )

        command = [
            str(python),
            "-m",
            "cookiecutter",
            "--no-input",
            str(suite),
            "--directory",
            f"templates/{template}",
        ]
        outcome = workshop.run(command, tmp_path, {"HOME": str(tmp_path)})

        assert outcome.status == 0
        reference = bakery.bake(template, {})
        assert differences(tree(tmp_path / reference.name), tree(reference)) == []

    def test_make_start_and_make_test_work_in_a_generated_project(
        self, works: Workshop, template: str
    ) -> None:
        project = works.project(template, ON_SQLITE)

        assert (
            workshop.run([sys.executable, "tools/run.py", "test", "--collect-only", "-q"], project).status
            == 0
        )
        assert workshop.run([sys.executable, "tools/start.py", "--no-serve"], project).status == 0
