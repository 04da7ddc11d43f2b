"""Generates a project with the suite's own cookiecutter and the default answers."""

import shutil
import subprocess
from pathlib import Path

from tools import environment


def bake(template: str, output: Path, *answers: str, suite: Path = environment.SUITE) -> Path:
    """Generate one project into a fresh folder; return the project.

    Raises SystemExit when there is no such template, CalledProcessError when cookiecutter refuses.
    """
    source = suite / "templates" / template
    if not (source / "cookiecutter.json").exists():
        known = ", ".join(sorted(path.parent.name for path in suite.glob("templates/*/cookiecutter.json")))
        raise SystemExit(f"There is no template {template}; there is: {known}.")
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    python = environment.ensure(suite)
    command = [
        str(python),
        "-m",
        "cookiecutter",
        "--no-input",
        "--output-dir",
        str(output),
        str(source),
        *answers,
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return next(path for path in output.iterdir() if path.is_dir())
