"""Measures a generation, and the way from nothing to the first page: ``python -m benchmarks.generation``.

Times depend on the machine, so the first is given as a ratio to ``cookiecutter --version`` in the same run.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from socket import socket

from tools import environment
from tools.bake import bake

GOAL_RATIO = 2.0
GOAL_FIRST_PAGE_SECONDS = 15.0
ROUNDS = 10
PATIENCE_SECONDS = 300


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes, by the clock on the wall."""
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def verdict(what: str, measured: float, goal: float, unit: str) -> str:
    """Return the line that compares a measurement with its goal."""
    outcome = "met" if measured <= goal else "missed"
    return f"{what}: {measured:.2f}{unit} (goal: at most {goal:g}{unit}, {outcome})"


def generation(python: Path, template: str, rounds: int) -> tuple[float, float]:
    """Return the best time of ``cookiecutter --version`` and of a generation, the rounds interleaved."""
    version = [str(python), "-m", "cookiecutter", "--version"]
    anchors, generations = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(rounds):
            anchors.append(seconds(lambda: subprocess.run(version, check=True, stdout=subprocess.DEVNULL)))
            output = Path(folder) / str(number)
            generations.append(seconds(lambda output=output: bake(template, output)))  # type: ignore[misc]
    return min(anchors), min(generations)


def first_page(template: str) -> float:
    """Return the time from no project at all to its front page, with the packages downloaded before."""
    with tempfile.TemporaryDirectory() as folder:
        return seconds(lambda: serve_until_asked(template, Path(folder) / "project"))


def serve_until_asked(template: str, output: Path) -> None:
    """Generate a project, start it, and stop it when its front page has answered."""
    project, port = bake(template, output), free_port()
    subprocess.run(
        [sys.executable, "tools/start.py", "--no-serve"], cwd=project, check=True, stdout=subprocess.DEVNULL
    )
    command = [
        str(environment.python_of(project / ".venv")),
        "manage.py",
        "runserver",
        "--noreload",
        str(port),
    ]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.DEVNULL) as server:
        try:
            wait_for_page(port, server)
        finally:
            server.terminate()


def wait_for_page(port: int, server: "subprocess.Popen[bytes]") -> None:
    """Return when the front page answers 200; raises TimeoutError when it does not, or the server ends."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError), closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
            connection.request("GET", "/")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.05)
    raise TimeoutError(f"no front page at port {port}")


def free_port() -> int:
    """Return a TCP port that nobody uses at this moment."""
    with socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def main(arguments: list[str] | None = None) -> int:
    """Measure one template and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("template", nargs="?", default="blog")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args(arguments)
    anchor, generated = generation(environment.ensure(), options.template, options.rounds)
    print(f"cookiecutter --version: {anchor:.3f} s, generation: {generated:.3f} s")
    print(verdict("generation / cookiecutter --version", generated / anchor, GOAL_RATIO, ""))
    print("The first of two ways to the first page fills the download cache.", flush=True)
    first_page(options.template)
    print(
        verdict("from nothing to the first page", first_page(options.template), GOAL_FIRST_PAGE_SECONDS, " s")
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
