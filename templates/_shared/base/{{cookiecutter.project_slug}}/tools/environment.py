"""Makes the virtual environment and the secrets of this machine; needs nothing but Python 3.11 or newer."""

import hashlib
import os
import secrets
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OLDEST_PYTHON = (3, 11)
RUNTIME = ("requirements.txt",)
DEVELOPMENT = ("requirements.txt", "requirements-dev.txt")


def python_of(environment: Path) -> Path:
    """Return the interpreter of a virtual environment, on every system."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def prepare(locks: tuple[str, ...] = DEVELOPMENT, root: Path = ROOT) -> Path:
    """Bring .venv to what the locks say and return its interpreter; does nothing when it is up to date.

    Raises SystemExit on a Python that is too old, CalledProcessError when the installation fails.
    """
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            f"This needs Python 3.11 or newer, not {sys.version.split()[0]}. Try: make PYTHON=python3.13"
        )
    environment = root / ".venv"
    python = python_of(environment)
    if not python.exists():
        print("Making the virtual environment .venv", flush=True)
        venv.create(environment, with_pip=True, clear=True)
    changed = [lock for lock in locks if _digest(root / lock) != _installed(environment, lock)]
    if changed:
        print(f"Installing {', '.join(changed)} (the first time takes a minute)", flush=True)
        _install(python, [root / lock for lock in changed])
        for lock in changed:
            _stamp(environment, lock).write_text(_digest(root / lock), encoding="utf-8")
    return python


def write_secrets(root: Path = ROOT) -> bool:
    """Write .env with a random SECRET_KEY unless there is one; tell whether it was written."""
    path = root / ".env"
    if path.exists():
        return False
    text = f"# .env.example explains what may stand here.\nSECRET_KEY={secrets.token_urlsafe(50)}\n"
    path.write_text(text, encoding="utf-8", newline="\n")
    return True


def _install(python: Path, locks: list[Path]) -> None:
    """Install what the locks name: they are complete, so nothing is left for pip to find out."""
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--require-hashes", "--no-deps", "--no-compile"]
    for lock in locks:
        command += ["--requirement", str(lock)]
    subprocess.run(command, check=True)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _stamp(environment: Path, lock: str) -> Path:
    return environment / f"{lock}.sha256"


def _installed(environment: Path, lock: str) -> str:
    stamp = _stamp(environment, lock)
    return stamp.read_text(encoding="utf-8") if stamp.exists() else ""
