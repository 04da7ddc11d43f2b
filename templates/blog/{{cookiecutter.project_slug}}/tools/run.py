"""The other commands of a developer's day, the same on every system: python tools/run.py TASK [MORE ...]."""

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools import environment

LOCK = (
    "-m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header"
    " --no-emit-index-url --output-file"
)
# Each task is one or more calls of the interpreter in .venv. What follows the task goes to the last call.
TASKS: dict[str, list[str]] = {
    "test": ["-m pytest -n auto -m not~e2e"],
    "coverage": ["-m pytest -n auto -m not~e2e --cov --cov-report=term:skip-covered"],
    "e2e": ["-m pytest -m e2e"],
    "lint": [
        "-m ruff check",
        "-m ruff format --check",
        "-m djlint --lint --quiet .",
        "manage.py makemigrations --check --dry-run",
    ],
    "format": ["-m ruff check --fix", "-m ruff format"],
    "types": ["-m mypy ."],
    "seed": ["manage.py seed --progress"],
    "worker": ["-m celery -A config worker --loglevel INFO"],
    "beat": ["-m celery -A config beat --loglevel INFO --schedule .celerybeat-schedule"],
    "bench": ["-m benchmarks"],
    "messages": [
        "manage.py makemessages --all --ignore .venv --no-obsolete",
        "manage.py compilemessages --ignore .venv",
    ],
    "lock": [f"{LOCK} requirements.txt requirements.in", f"{LOCK} requirements-dev.txt requirements-dev.in"],
}


def run(task: str, more: list[str]) -> int:
    """Run one task in the environment; return the exit status of its first call that fails, else 0."""
    python = str(environment.prepare())
    environment.write_secrets()
    *first, last = [[part.replace("~", " ") for part in call.split()] for call in TASKS[task]]
    for call in [*first, last + more]:
        status = subprocess.run([python, *call], cwd=environment.ROOT, check=False).returncode
        if status:
            return status
    return 0


def main(arguments: list[str]) -> int:
    """Run the named task, or say which ones there are."""
    if not arguments or arguments[0] not in TASKS:
        print(f"{__doc__}\nTasks: {', '.join(TASKS)}.")
        return 2
    return run(arguments[0], arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
