"""Every way to use the suite gives the same project, byte for byte."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from templates import share
from tests.bakery import Bakery, questions, templates
from tests.trees import commit, differences, git, scripts, tree

PROJECT = "my-blog"
CRUFT_RECORD = ".cruft.json"


class Consumer:
    """A person with the suite at hand in some form, an empty home and an empty folder."""

    def __init__(self, suite: Path, folder: Path) -> None:
        self.suite = suite
        self.output = folder / "output"
        self.home = folder / "home"
        self.scratch = folder / "scratch"
        for path in (self.output, self.home, self.scratch):
            path.mkdir()

    def run(self, module: str, *arguments: str | Path, keys: str = "", cwd: Path | None = None) -> str:
        """Run ``python -m module`` as that person; return what it printed. Raises CalledProcessError."""
        environment = os.environ | {
            "HOME": str(self.home),
            "USERPROFILE": str(self.home),
            "PYTHONIOENCODING": "utf-8",
            "GIT_CONFIG_GLOBAL": str(self.git_configuration()),
        }
        command = [sys.executable, "-m", module, *arguments]
        done = subprocess.run(
            command,
            cwd=cwd or self.output,
            env=environment,
            input=keys,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{command}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def cookiecutter(self, *arguments: str | Path, keys: str = "") -> Path:
        """Generate into the output folder; return the project."""
        self.run("cookiecutter", *arguments, keys=keys)
        return self.output / PROJECT

    def git_configuration(self) -> Path:
        """Write the configuration that lets this person clone from a folder; return its path."""
        path = self.home / "gitconfig"
        path.write_text(
            '[protocol "file"]\n\tallow = always\n[user]\n\tname = Test\n\temail = test@example.com\n',
            encoding="utf-8",
        )
        return path

    @property
    def url(self) -> str:
        """The address of the suite's repository; cookiecutter wants to be told that it is Git."""
        return "git+" + self.suite.as_uri()

    def clone(self, *settings: str) -> Path:
        """Clone the suite with Git settings like ``core.autocrlf=true``; return the clone."""
        options = [part for setting in settings for part in ("--config", setting)]
        git(self.scratch, "clone", "--quiet", *options, self.suite.as_uri(), "clone")
        return self.scratch / "clone"

    def zip(self) -> Path:
        """Pack the suite as a forge does; return the zip."""
        path = self.scratch / "django-capstones-main.zip"
        git(
            self.suite,
            "archive",
            "--format=zip",
            "--prefix=django-capstones-main/",
            f"--output={path}",
            "main",
        )
        return path


@pytest.fixture
def consumer(suite: Path, tmp_path: Path) -> Consumer:
    """A person with a copy of the suite."""
    return Consumer(suite, tmp_path)


@pytest.fixture
def reference(bakery: Bakery) -> Path:
    """The project that pytest-cookies makes of the default answers."""
    return bakery.bake("blog", {})


def menu_unattended(person: Consumer) -> Path:
    return person.cookiecutter("--no-input", person.suite)


def menu_answered(person: Consumer) -> Path:
    keys = f"{templates().index('blog') + 1}\n" + "\n" * len(questions("blog"))
    return person.cookiecutter(person.suite, keys=keys)


def menu_of_a_repository(person: Consumer) -> Path:
    return person.cookiecutter("--no-input", person.url)


def menu_of_a_zip(person: Consumer) -> Path:
    return person.cookiecutter("--no-input", person.zip())


def directory_of_a_path(person: Consumer) -> Path:
    return person.cookiecutter("--no-input", person.suite, "--directory", "templates/blog")


def directory_of_a_relative_path(person: Consumer) -> Path:
    suite = Path(os.path.relpath(person.suite, person.output))
    return person.cookiecutter("--no-input", suite, "--directory", "templates/blog")


def directory_of_a_repository(person: Consumer) -> Path:
    return person.cookiecutter(
        "--no-input", person.url, "--checkout", "main", "--directory", "templates/blog"
    )


def directory_of_a_zip(person: Consumer) -> Path:
    return person.cookiecutter("--no-input", person.zip(), "--directory", "templates/blog")


def path_of_the_template(person: Consumer) -> Path:
    return person.cookiecutter("--no-input", person.suite / "templates" / "blog")


def template_copied_out_alone(person: Consumer) -> Path:
    shutil.copytree(person.suite / "templates" / "blog", person.scratch / "alone")
    return person.cookiecutter("--no-input", person.scratch / "alone")


def without_hooks(person: Consumer) -> Path:
    return person.cookiecutter("--no-input", "--accept-hooks", "no", person.suite / "templates" / "blog")


def replayed(person: Consumer) -> Path:
    shutil.rmtree(person.cookiecutter("--no-input", person.suite, "--directory", "templates/blog"))
    return person.cookiecutter("--replay", person.suite, "--directory", "templates/blog")


def replayed_from_a_file(person: Consumer) -> Path:
    shutil.rmtree(person.cookiecutter("--no-input", person.suite, "--directory", "templates/blog"))
    record = person.home / ".cookiecutter_replay" / "blog.json"
    return person.cookiecutter("--replay-file", record, person.suite, "--directory", "templates/blog")


def clone_without_symlinks(person: Consumer) -> Path:
    return person.cookiecutter("--no-input", person.clone("core.symlinks=false") / "templates" / "blog")


def clone_with_windows_line_ends(person: Consumer) -> Path:
    return person.cookiecutter("--no-input", person.clone("core.autocrlf=true") / "templates" / "blog")


def cruft_created(person: Consumer) -> Path:
    person.run("cruft", "create", "--no-input", "--directory", "templates/blog", person.suite.as_uri())
    return person.output / PROJECT


WAYS: list[Callable[[Consumer], Path]] = [
    menu_unattended,
    menu_answered,
    menu_of_a_repository,
    menu_of_a_zip,
    directory_of_a_path,
    directory_of_a_relative_path,
    directory_of_a_repository,
    directory_of_a_zip,
    path_of_the_template,
    template_copied_out_alone,
    without_hooks,
    replayed,
    replayed_from_a_file,
    clone_without_symlinks,
    clone_with_windows_line_ends,
    cruft_created,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
class TestWays:
    def test_the_project_is_the_same(
        self, way: Callable[[Consumer], Path], consumer: Consumer, reference: Path
    ) -> None:
        project = way(consumer)

        assert differences(tree(project, without=(CRUFT_RECORD,)), tree(reference)) == []
        assert scripts(project) == scripts(reference)


class TestZip:
    def test_it_leaves_out_the_shared_layers_and_the_tests(self, consumer: Consumer) -> None:
        with zipfile.ZipFile(consumer.zip()) as archive:
            folders = {"/".join(name.split("/")[1:3]) for name in archive.namelist()}

        assert "templates/blog" in folders
        assert not any(folder.startswith(("templates/_shared", "tests")) for folder in folders)


class TestCruft:
    @pytest.fixture
    def upstream(self, suite: Path, tmp_path: Path) -> Path:
        """A copy of the suite that the test may change."""
        git(tmp_path, "clone", "--quiet", suite.as_uri(), "upstream")
        return tmp_path / "upstream"

    @pytest.fixture
    def person(self, upstream: Path, tmp_path: Path) -> Consumer:
        return Consumer(upstream, tmp_path)

    @pytest.fixture
    def project(self, person: Consumer) -> Path:
        """A project made by cruft and committed by its owner."""
        project = cruft_created(person)
        git(project, "init", "--quiet")
        commit(project, "Begin")
        return project

    def change_a_shared_file(self, upstream: Path) -> None:
        """Add a line to a shared file and one to a rendered one, share, and commit."""
        for path in ("manage.py", "config/settings/base.py"):
            file = upstream / "templates/_shared/base/{{cookiecutter.project_slug}}" / path
            file.write_text(file.read_text(encoding="utf-8") + "# Changed.\n", encoding="utf-8", newline="\n")
        share.main([], upstream)
        commit(upstream, "Change a shared file")

    def test_a_fresh_project_is_up_to_date(self, person: Consumer, project: Path) -> None:
        assert "up to date" in person.run("cruft", "check", cwd=project)

    def test_a_changed_shared_file_is_noticed(self, person: Consumer, project: Path, upstream: Path) -> None:
        self.change_a_shared_file(upstream)

        with pytest.raises(RuntimeError, match="out of date"):
            person.run("cruft", "check", cwd=project)

    def test_an_update_gives_what_a_new_project_would_have(
        self, person: Consumer, project: Path, upstream: Path
    ) -> None:
        self.change_a_shared_file(upstream)

        person.run("cruft", "update", "--skip-apply-ask", cwd=project)

        updated = tree(project, without=(CRUFT_RECORD,))
        person.output = person.scratch
        fresh = person.cookiecutter("--no-input", upstream, "--directory", "templates/blog")
        assert updated["manage.py"].endswith(b"# Changed.\n")
        assert differences(updated, tree(fresh)) == []
        assert "up to date" in person.run("cruft", "check", cwd=project)

    def test_an_update_keeps_what_the_owner_wrote(
        self, person: Consumer, project: Path, upstream: Path
    ) -> None:
        file = project / "config" / "urls.py"
        file.write_text(file.read_text(encoding="utf-8") + "# Mine.\n", encoding="utf-8")
        commit(project, "Write")
        self.change_a_shared_file(upstream)

        person.run("cruft", "update", "--skip-apply-ask", cwd=project)

        assert file.read_text(encoding="utf-8").endswith("# Mine.\n")
        assert (project / "manage.py").read_text(encoding="utf-8").endswith("# Changed.\n")
