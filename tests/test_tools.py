"""The commands of the suite, without the installations and servers that they start."""

import subprocess
import sys
import venv
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from benchmarks import generation
from tests import manifests
from tools import bake, demo, environment
from tools import test as test_command


class Calls:
    """Stands in for subprocess.run: notes each command and ends with a status of our choice."""

    def __init__(self, status: int = 0, effect: Callable[[], None] = lambda: None) -> None:
        self.commands: list[list[str]] = []
        self.status = status
        self.effect = effect

    def __call__(self, command: list[str], **_: Any) -> "subprocess.CompletedProcess[str]":
        self.commands.append([str(part) for part in command])
        self.effect()
        return subprocess.CompletedProcess(command, self.status)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Notes the commands that would run."""
    calls = Calls()
    monkeypatch.setattr(subprocess, "run", calls)
    return calls


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment that exists already: that of the tests."""
    monkeypatch.setattr(environment, "ensure", lambda *_: Path(sys.executable))


class TestEnvironment:
    @pytest.fixture
    def made(self, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
        """The environments that were made."""
        made: list[Path] = []

        def create(folder: Path, **_: bool) -> None:
            python = environment.python_of(folder)
            python.parent.mkdir(parents=True, exist_ok=True)
            python.touch()
            made.append(folder)

        monkeypatch.setattr(venv, "create", create)
        return made

    def test_it_is_made_from_the_lock_once(self, tmp_path: Path, made: list[Path], calls: Calls) -> None:
        (tmp_path / "requirements.txt").write_text("one", encoding="utf-8")

        pythons = {environment.ensure(tmp_path), environment.ensure(tmp_path)}

        assert pythons == {environment.python_of(tmp_path / ".venv")}
        assert made == [tmp_path / ".venv"]
        assert len(calls.commands) == 1
        assert "--require-hashes" in calls.commands[0]
        assert calls.commands[0][-1] == str(tmp_path / "requirements.txt")

    def test_it_is_made_anew_when_the_lock_changes(
        self, tmp_path: Path, made: list[Path], calls: Calls
    ) -> None:
        lock = tmp_path / "requirements.txt"
        lock.write_text("one", encoding="utf-8")
        environment.ensure(tmp_path)
        lock.write_text("two", encoding="utf-8")

        environment.ensure(tmp_path)

        assert len(made) == len(calls.commands) == 2

    def test_an_old_python_is_refused_in_a_sentence(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "version_info", (3, 10, 1))

        with pytest.raises(SystemExit, match=r"Python 3\.11 or newer is needed"):
            environment.ensure(tmp_path)

    @pytest.mark.usefixtures("ready")
    def test_a_module_runs_in_it(self, calls: Calls) -> None:
        assert environment.main([]) == 0
        assert calls.commands == []
        assert environment.main(["ruff", "check"]) == 0
        assert calls.commands == [[sys.executable, "-m", "ruff", "check"]]

    def test_its_interpreter_is_found_on_every_system(self, monkeypatch: pytest.MonkeyPatch) -> None:
        names = {}
        for system, scripts in (("posix", "bin"), ("nt", "Scripts")):
            monkeypatch.setattr(environment, "WINDOWS", system == "nt")
            names[scripts] = environment.python_of(Path(".venv")).as_posix()

        assert names == {"bin": ".venv/bin/python", "Scripts": ".venv/Scripts/python.exe"}


@pytest.mark.usefixtures("ready")
class TestBake:
    def test_a_project_is_generated_into_a_fresh_folder(self, tmp_path: Path, suite: Path) -> None:
        (tmp_path / "out" / "old").mkdir(parents=True)

        project = bake.bake("blog", tmp_path / "out", "project_name=Other Blog", suite=suite)

        assert project == tmp_path / "out" / "other-blog"
        assert (project / "manage.py").is_file()
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["other-blog"]

    def test_an_unknown_template_is_refused_in_a_sentence(self, tmp_path: Path) -> None:
        with pytest.raises(SystemExit, match=r"There is no template wiki; there is: blog\."):
            bake.bake("wiki", tmp_path / "out")

        assert not (tmp_path / "out").exists()


class TestDemo:
    @pytest.fixture(autouse=True)
    def project(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(demo, "bake", lambda template, _: tmp_path / template)

    def test_the_project_is_started(self, calls: Calls) -> None:
        calls.status = 3

        assert demo.main(["blog", "127.0.0.1:9000"]) == 3
        assert calls.commands == [[sys.executable, "tools/start.py", "127.0.0.1:9000"]]

    def test_it_can_only_be_prepared(self, calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ADDRESS", "127.0.0.1:9001")

        assert demo.main(["--no-serve"]) == 0
        assert calls.commands == [[sys.executable, "tools/start.py", "127.0.0.1:9001", "--no-serve"]]

    def test_control_c_ends_it_quietly(self, calls: Calls) -> None:
        def interrupt() -> None:
            raise KeyboardInterrupt

        calls.effect = interrupt

        assert demo.main(["blog"]) == 0


@pytest.mark.usefixtures("ready")
class TestTestCommand:
    def test_both_halves_run_one_after_the_other(self, calls: Calls) -> None:
        assert test_command.main([]) == 0
        assert [command[3:5] for command in calls.commands] == [["-m", "not deep"], ["-m", "deep"]]

    def test_a_failing_half_is_the_last(self, calls: Calls) -> None:
        calls.status = 1

        assert test_command.main([]) == 1
        assert len(calls.commands) == 1

    def test_one_half_runs_alone(self, calls: Calls) -> None:
        assert test_command.main(["deep"]) == 0
        assert [command[3:5] for command in calls.commands] == [["-m", "deep"]]


class TestManifests:
    def test_files_are_listed_with_the_choice_that_brings_them(self) -> None:
        listed = manifests.split(
            {
                ("always", "cache-a", "ci-x"): {"both", "of a", "of x"},
                ("always", "cache-a", "ci-y"): {"both", "of a"},
                ("always", "cache-b", "ci-x"): {"both", "of x"},
                ("always", "cache-b", "ci-y"): {"both"},
            }
        )

        assert listed == {
            "always": {"both"},
            "cache-a": {"of a"},
            "cache-b": set(),
            "ci-x": {"of x"},
            "ci-y": set(),
        }


class Page(BaseHTTPRequestHandler):
    """Answers 503 once, as a server that still starts, and then 200."""

    statuses: list[int]

    def do_GET(self) -> None:
        self.send_response(self.statuses.pop(0))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.usefixtures("ready")
class TestBenchmark:
    def test_it_prints_each_measurement_beside_its_goal(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(generation, "generation", lambda *_: (0.5, 0.75))
        monkeypatch.setattr(generation, "first_page", lambda _: 16.0)

        assert generation.main([]) == 0
        assert capsys.readouterr().out.splitlines() == [
            "cookiecutter --version: 0.500 s, generation: 0.750 s",
            "generation / cookiecutter --version: 1.50 (goal: at most 2, met)",
            "The first of two ways to the first page fills the download cache.",
            "from nothing to the first page: 16.00 s (goal: at most 15 s, missed)",
        ]

    def test_a_generation_is_timed(self) -> None:
        anchor, generated = generation.generation(Path(sys.executable), "blog", 1)

        assert anchor > 0
        assert generated > 0

    def test_the_first_page_is_waited_for(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        Page.statuses = [503, 200]
        for name, source in {"tools/start.py": "", "manage.py": "import time; time.sleep(60)"}.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(source, encoding="utf-8")
        monkeypatch.setattr(environment, "python_of", lambda _: Path(sys.executable))
        monkeypatch.setattr(generation, "bake", lambda *_: tmp_path)
        with HTTPServer(("127.0.0.1", 0), Page) as server:
            Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
            monkeypatch.setattr(generation, "free_port", lambda: server.server_port)

            assert generation.first_page("blog") > 0
            server.shutdown()

        assert Page.statuses == []

    def test_a_server_that_ends_is_not_waited_for(self) -> None:
        with subprocess.Popen([sys.executable, "-c", ""]) as server:
            server.wait()
            with pytest.raises(TimeoutError, match="no front page at port"):
                generation.wait_for_page(generation.free_port(), server)
