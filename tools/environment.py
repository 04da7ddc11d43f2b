"""Makes the suite's virtual environment from its lock; needs nothing but Python 3.11 or newer.

``python -m tools.environment ruff check`` runs a module in it.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

SUITE = Path(__file__).resolve().parents[1]
OLDEST_PYTHON = (3, 11)
WINDOWS = os.name == "nt"


def python_of(environment: Path) -> Path:
    """Return the interpreter of a virtual environment, on every system."""
    return environment / ("Scripts/python.exe" if WINDOWS else "bin/python")


def ensure(suite: Path = SUITE) -> Path:
    """Make or refresh ``.venv`` when it does not match the lock; return its interpreter.

    Raises SystemExit on a Python that is too old, CalledProcessError when the installation fails.
    """
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}.")
    environment, lock = suite / ".venv", suite / "requirements.txt"
    python, stamp = python_of(environment), environment / "lock.sha256"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if python.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    print(f"Making the environment {environment} ...", flush=True)
    venv.create(environment, with_pip=True, clear=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", str(lock)]
    subprocess.run(install, check=True)
    stamp.write_text(wanted, encoding="utf-8")
    return python


def main(arguments: list[str]) -> int:
    """Make the environment; run a module in it when one is named. Return the exit status."""
    python = ensure()
    if not arguments:
        return 0
    return subprocess.run([str(python), "-m", *arguments], cwd=SUITE, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
