"""Runs commands inside generated projects, in environments made once, with engines of our choice."""

import os
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from tools.environment import python_of

LOCKS = ("requirements.txt", "requirements-dev.txt")
PATIENCE_SECONDS = 1800
# What the machine of the tests has set must not choose the engines of a generated project.
ENGINES = (
    "DATABASE_URL",
    "CACHE_URL",
    "CELERY_BROKER_URL",
    "EMAIL_URL",
    "DJANGO_SETTINGS_MODULE",
    "SECRET_KEY",
)
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "a-secret-of-the-tests-long-enough-for-the-check-0123456789-abcdefghij",
    "ALLOWED_HOSTS": "example.com",
    "EMAIL_URL": "smtp://localhost:25",
}


class Outcome(NamedTuple):
    """How a command ended."""

    status: int
    output: str


def run(command: list[str], folder: Path, variables: Mapping[str, str] | None = None) -> Outcome:
    """Run a command in a generated project and return how it ended; show what it printed, for a failure."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))
    }
    environment = {name: value for name, value in inherited.items() if name not in ENGINES}
    environment |= {"PYTHONUTF8": "1", **(variables or {})}
    if shutil.which(command[0]) is None:
        return Outcome(127, f"{command[0]} is not installed")
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    print(f"$ {' '.join(command)}\n{done.stdout[-20_000:]}")
    return Outcome(done.returncode, done.stdout)


def uv(folder: Path, *arguments: str) -> None:
    """Run the suite's uv. Raises AssertionError when it fails."""
    outcome = run([sys.executable, "-m", "uv", *arguments], folder)
    assert outcome.status == 0, outcome.output[-4000:]


def locked_environment(target: Path, project: Path) -> Path:
    """Make an environment from the locks of a project, on this Python; return its interpreter."""
    if not target.exists():
        uv(project, "venv", "--quiet", "--python", sys.executable, str(target))
        wanted = [part for lock in LOCKS for part in ("--requirement", lock)]
        uv(
            project,
            "pip",
            "install",
            "--quiet",
            "--python",
            str(python_of(target)),
            "--require-hashes",
            *wanted,
        )
    return python_of(target)


def newest_environment(target: Path, project: Path, python: str, override: str) -> Path:
    """Make an environment on another Python and another Django; return its interpreter."""
    if not target.exists():
        overrides = target.with_suffix(".txt")
        overrides.write_text(override + "\n", encoding="utf-8")
        uv(project, "venv", "--quiet", "--python", python, str(target))
        wanted = [part for lock in LOCKS for part in ("--requirement", lock)]
        options = [
            "--quiet",
            "--python",
            str(python_of(target)),
            "--no-verify-hashes",
            "--override",
            str(overrides),
        ]
        uv(project, "pip", "install", *options, *wanted)
    return python_of(target)


def newest_python() -> str:
    """Return the newest released Python on this machine that a generated project may run on."""
    names = [f"python3.{minor}" for minor in (14, 13, 12, 11)]
    candidates = [path for path in map(shutil.which, names) if path]
    candidates += [str(path) for path in Path.home().glob(".pyenv/versions/*/bin/python3")]
    versions = {version_of(path): path for path in [sys.executable, *candidates]}
    return versions[max(version for version in versions if version[:2] <= (3, 14))]


def version_of(python: str) -> tuple[int, ...]:
    """Return the version of an interpreter; (0,) for one that does not start or is no release."""
    with suppress(OSError):
        done = subprocess.run([python, "--version"], capture_output=True, encoding="utf-8", check=False)
        found = re.fullmatch(r"Python (\d+)\.(\d+)\.(\d+)", done.stdout.strip())
        if done.returncode == 0 and found:
            return tuple(map(int, found.groups()))
    return (0,)


@contextmanager
def database(server: str, python: Path) -> Iterator[str]:
    """Create a PostgreSQL database of our own and drop it, and what was made from it, afterwards."""
    name = f"capstones_{uuid.uuid4().hex[:8]}"
    url = urlsplit(server)._replace(path=f"/{name}").geturl()
    try:
        sql(python, server, f'CREATE DATABASE "{name}"')
        yield url
    finally:
        drop = "SELECT datname FROM pg_database WHERE datname LIKE %s"
        sql(python, server, drop, f"%{name}%", drop=True)


SQL = """
import sys, psycopg
server, statement, *parameters = sys.argv[1:-1]
with psycopg.connect(server, autocommit=True) as connection:
    cursor = connection.execute(statement, parameters or None)
    for (name,) in cursor.fetchall() if sys.argv[-1] == "drop" else []:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
"""


def sql(python: Path, server: str, statement: str, *parameters: str, drop: bool = False) -> None:
    """Run a statement with the driver of the generated project, or drop the databases it names."""
    command = [str(python), "-c", SQL, server, statement, *parameters, "drop" if drop else "only"]
    subprocess.run(command, check=True, timeout=60)
