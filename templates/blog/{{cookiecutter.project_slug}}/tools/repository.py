"""Puts a new project under version control: one repository, one first commit."""

import shutil
import subprocess
from pathlib import Path

from tools.environment import ROOT

# For a machine where Git has not been told whose commits these are.
NAME = "{{ cookiecutter.__author_name_quoted }}"
EMAIL = "{{ cookiecutter.author_email }}"


def begin_repository(root: Path = ROOT) -> bool:
    """Make a repository with a first commit; False without Git or when the folder is in one already."""
    if shutil.which("git") is None or _git(root, "rev-parse", "--is-inside-work-tree") == 0:
        return False
    who = (
        []
        if _git(root, "config", "user.email") == 0
        else ["-c", f"user.name={NAME}", "-c", f"user.email={EMAIL}"]
    )
    steps = (
        ["init", "--initial-branch=main"],
        ["add", "--all"],
        [*who, "commit", "-m", "Begin the project."],
    )
    return all(_git(root, *step) == 0 for step in steps)


def _git(root: Path, *arguments: str) -> int:
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    ).returncode
