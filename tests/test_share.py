"""The sharing tool: copies, drift, own files."""

from pathlib import Path

import pytest

from templates import share
from tests.trees import SUITE

SPACED = "{{cookiecutter.project_slug}}/{{ 'a.txt' if cookiecutter.ci == 'x' }}"


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """A suite with one template, two layers and a hook, not yet shared."""
    for path, text in {
        "hooks/pre_gen_project.py": "hook",
        "templates/_shared/base/project/both.txt": "base",
        "templates/_shared/base/project/deep/only.txt": "only",
        "templates/_shared/base/project/__pycache__/x.pyc": "cache",
        f"templates/_shared/base/{SPACED}": "spaced",
        "templates/_shared/web/project/both.txt": "web",
        "templates/blog/project/own.txt": "own",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def text_of(toy: Path, path: str) -> str:
    return (toy / "templates" / "blog" / path).read_text(encoding="utf-8")


class TestSharing:
    def test_a_later_layer_wins_over_an_earlier_one(self, toy: Path) -> None:
        share.main([], toy)

        assert text_of(toy, "project/both.txt") == "web"
        assert text_of(toy, "project/deep/only.txt") == "only"
        assert text_of(toy, "hooks/pre_gen_project.py") == "hook"
        assert text_of(toy, SPACED) == "spaced"

    def test_the_caches_of_tools_are_not_shared(self, toy: Path) -> None:
        share.main([], toy)

        assert not (toy / "templates/blog/project/__pycache__").exists()

    def test_the_list_of_copies_is_the_attributes_file(self, toy: Path) -> None:
        share.main([], toy)

        assert text_of(toy, ".gitattributes").splitlines()[1:] == [
            "/hooks/pre_gen_project.py linguist-generated",
            "/project/both.txt linguist-generated",
            "/project/deep/only.txt linguist-generated",
            f'"/{SPACED}" linguist-generated',
        ]

    def test_an_edited_copy_is_written_over(self, toy: Path) -> None:
        share.main([], toy)
        (toy / "templates/blog/project/both.txt").write_text("edited", encoding="utf-8")

        share.main([], toy)

        assert text_of(toy, "project/both.txt") == "web"

    def test_a_copy_goes_with_its_source_and_its_folder(self, toy: Path) -> None:
        share.main([], toy)
        (toy / "templates/_shared/base/project/deep/only.txt").unlink()

        share.main([], toy)

        assert not (toy / "templates/blog/project/deep").exists()
        assert text_of(toy, "project/own.txt") == "own"

    def test_a_lost_executable_bit_comes_back(self, toy: Path) -> None:
        (toy / "templates/_shared/base/project/both.txt").unlink()
        source = toy / "templates/_shared/web/project/both.txt"
        source.chmod(0o755)
        share.main([], toy)
        copy = toy / "templates/blog/project/both.txt"
        copy.chmod(0o644)

        share.main([], toy)

        assert copy.stat().st_mode & 0o111 == source.stat().st_mode & 0o111


class TestChecking:
    def test_a_shared_tree_has_no_drift(self, toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
        share.main([], toy)
        capsys.readouterr()

        assert share.main(["--check"], toy) == 0
        assert capsys.readouterr().out == ""

    def test_each_kind_of_drift_is_named_and_nothing_is_written(
        self, toy: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        share.main([], toy)
        (toy / "templates/blog/project/both.txt").write_text("edited", encoding="utf-8")
        (toy / "templates/_shared/base/project/deep/only.txt").unlink()
        capsys.readouterr()

        assert share.main(["--check"], toy) == 1
        assert capsys.readouterr().out.splitlines() == [
            "differs: blog/project/both.txt",
            "no longer shared: blog/project/deep/only.txt",
            "differs: blog/.gitattributes",
            "Edit shared files in templates/_shared or hooks, then run: python templates/share.py",
        ]
        assert text_of(toy, "project/both.txt") == "edited"

    def test_an_own_file_wins_and_is_named(self, toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (toy / "templates/blog/project/both.txt").write_text("own", encoding="utf-8")
        share.main([], toy)
        capsys.readouterr()

        assert share.main(["--check"], toy) == 0
        assert capsys.readouterr().out == "own file wins: blog/project/both.txt\n"
        assert text_of(toy, "project/both.txt") == "own"

    def test_the_suite_itself_has_no_drift(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert share.main(["--check"], SUITE) == 0, capsys.readouterr().out
