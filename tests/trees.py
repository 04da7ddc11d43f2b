"""Reads generated projects as data, so that two of them can be compared."""

import os
import shutil
import subprocess
from pathlib import Path

SUITE = Path(__file__).resolve().parents[1]
GENERATED_CACHES = ("__pycache__", ".ruff_cache", ".mypy_cache", ".pytest_cache", ".git")
GIT_IDENTITY = {
    "GIT_AUTHOR_NAME": "Test",
    "GIT_AUTHOR_EMAIL": "test@example.com",
    "GIT_COMMITTER_NAME": "Test",
    "GIT_COMMITTER_EMAIL": "test@example.com",
    "GIT_CONFIG_NOSYSTEM": "1",
}


def paths(folder: Path) -> dict[str, Path]:
    """Return the files of a project by their POSIX path, without what tools leave behind."""
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not set(path.relative_to(folder).parts) & set(GENERATED_CACHES)
    }


def tree(folder: Path, *, without: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Return the bytes of each file of a project by its path."""
    return {path: file.read_bytes() for path, file in paths(folder).items() if path not in without}


def scripts(folder: Path) -> set[str]:
    """Return the paths of the files that may be executed."""
    return {path for path, file in paths(folder).items() if os.access(file, os.X_OK)}


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Return the paths that are missing on one side, or whose bytes differ."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def git(folder: Path, *arguments: str) -> str:
    """Run Git in a folder, apart from the configuration of the user; return what it printed."""
    environment = os.environ | GIT_IDENTITY | {"GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", "-c", "protocol.file.allow=always", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, check=True, capture_output=True, encoding="utf-8"
    ).stdout


def working_files() -> list[str]:
    """Return the files of the working tree that Git would keep; all files where there is no Git."""
    if not (SUITE / ".git").exists():
        skipped = {".venv", "demo", "build", *GENERATED_CACHES}
        found = (path.relative_to(SUITE) for path in SUITE.rglob("*") if path.is_file())
        return [path.as_posix() for path in found if not skipped & set(path.parts)]
    listed = git(SUITE, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    return [path for path in listed if path and (SUITE / path).is_file()]


def copy_suite(target: Path) -> Path:
    """Copy the suite as it is in the working tree into a Git repository with one commit."""
    for path in working_files():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SUITE / path, target / path)
    git(target, "init", "--quiet", "--initial-branch", "main")
    commit(target, "Copy the suite")
    return target


def commit(folder: Path, message: str) -> None:
    """Commit everything in a folder."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
