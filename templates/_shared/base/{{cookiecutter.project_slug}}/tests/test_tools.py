"""The commands that make the environment and the repository."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import which
from unittest import mock, skipUnless

from django.test import SimpleTestCase

from tools import environment, repository, run, start


class FolderTestCase(SimpleTestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)


class PrepareTests(FolderTestCase):
    """`pip` is not called here: what is asked of it is enough."""

    def setUp(self) -> None:
        super().setUp()
        (self.folder / "requirements.txt").write_text("a==1\n")
        (self.folder / "requirements-dev.txt").write_text("b==1\n")
        create = self.enterContext(mock.patch.object(environment.venv, "create"))
        create.side_effect = self.make_environment
        self.calls = self.enterContext(mock.patch.object(environment.subprocess, "run"))
        self.enterContext(mock.patch("builtins.print"))

    def make_environment(self, path: Path, **_options: bool) -> None:
        python = environment.python_of(path)
        python.parent.mkdir(parents=True)
        python.touch()

    def installed(self) -> list[list[str]]:
        return [
            [part for part in call.args[0] if part.endswith(".txt")] for call in self.calls.call_args_list
        ]

    def test_installs_by_hash_into_a_new_environment(self) -> None:
        python = environment.prepare(environment.RUNTIME, self.folder)

        self.assertEqual(python, environment.python_of(self.folder / ".venv"))
        self.assertIn("--require-hashes", self.calls.call_args.args[0])
        self.assertEqual(self.installed(), [[str(self.folder / "requirements.txt")]])

    def test_second_call_installs_nothing(self) -> None:
        environment.prepare(environment.RUNTIME, self.folder)
        environment.prepare(environment.RUNTIME, self.folder)

        self.assertEqual(len(self.installed()), 1)

    def test_changed_lock_is_installed_again(self) -> None:
        environment.prepare(environment.DEVELOPMENT, self.folder)
        (self.folder / "requirements-dev.txt").write_text("b==2\n")
        environment.prepare(environment.DEVELOPMENT, self.folder)

        self.assertEqual(self.installed()[1], [str(self.folder / "requirements-dev.txt")])

    def test_failed_installation_is_tried_again(self) -> None:
        self.calls.side_effect = subprocess.CalledProcessError(1, "pip")
        for _attempt in range(2):
            with self.assertRaises(subprocess.CalledProcessError):
                environment.prepare(environment.RUNTIME, self.folder)

        self.assertEqual(len(self.installed()), 2)

    def test_old_python_is_refused_in_one_sentence(self) -> None:
        self.enterContext(mock.patch.object(environment.sys, "version_info", (3, 10, 0)))

        with self.assertRaisesMessage(SystemExit, "This needs Python 3.11 or newer"):
            environment.prepare(environment.RUNTIME, self.folder)

        self.assertEqual(self.installed(), [])


class WriteSecretsTests(FolderTestCase):
    def test_each_copy_gets_its_own_key_once(self) -> None:
        self.assertTrue(environment.write_secrets(self.folder))
        first = (self.folder / ".env").read_text()
        self.assertFalse(environment.write_secrets(self.folder))

        self.assertEqual((self.folder / ".env").read_text(), first)
        self.assertRegex(first, r"\nSECRET_KEY=[\w-]{60,}\n$")


@skipUnless(which("git"), "git is not installed")
class BeginRepositoryTests(FolderTestCase):
    def git(self, *arguments: str) -> str:
        command = ["git", "-C", str(self.folder), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    def test_first_commit_holds_the_files(self) -> None:
        (self.folder / "README.md").write_text("text")
        with mock.patch.dict("os.environ", {"HOME": str(self.folder), "GIT_CONFIG_NOSYSTEM": "1"}):
            self.assertTrue(repository.begin_repository(self.folder))

        self.assertEqual(self.git("log", "--format=%s %ae"), f"Begin the project. {repository.EMAIL}")
        self.assertEqual(self.git("ls-files"), "README.md")
        self.assertEqual(self.git("branch", "--show-current"), "main")

    def test_existing_repository_is_left_alone(self) -> None:
        self.git("init")
        (self.folder / "README.md").write_text("text")

        self.assertFalse(repository.begin_repository(self.folder))
        self.assertEqual(self.git("status", "--porcelain"), "?? README.md")


class StartTests(SimpleTestCase):
    def test_prepares_before_it_serves(self) -> None:
        with (
            mock.patch.object(environment, "prepare", return_value=Path("python")),
            mock.patch.object(environment, "write_secrets"),
            mock.patch.object(repository, "begin_repository"),
            mock.patch.object(start, "manage") as manage,
            mock.patch("builtins.print"),
        ):
            start.start("127.0.0.1:9000")

        self.assertEqual(
            [call.args[1:] for call in manage.call_args_list], [("prepare",), ("runserver", "127.0.0.1:9000")]
        )

    def status(self, *arguments: str, error: BaseException | None = None) -> tuple[int, mock.Mock]:
        with (
            mock.patch.object(start.sys, "argv", ["start.py", *arguments]),
            mock.patch.object(start, "start", side_effect=error) as begun,
        ):
            return start.main(), begun

    def test_address_may_be_given(self) -> None:
        status, begun = self.status("0.0.0.0:80", "--no-serve")

        self.assertEqual((status, begun.call_args), (0, mock.call("0.0.0.0:80", serve=False)))

    def test_failure_of_a_step_is_the_exit_status(self) -> None:
        status, _begun = self.status(error=subprocess.CalledProcessError(3, "manage.py"))

        self.assertEqual(status, 3)

    def test_interruption_is_no_failure(self) -> None:
        self.assertEqual(self.status(error=KeyboardInterrupt())[0], 0)

    def test_failing_command_is_an_error(self) -> None:
        with self.assertRaises(subprocess.CalledProcessError):
            start.manage(Path(sys.executable), "no_such_command")


class EditorTests(SimpleTestCase):
    """What the editors start is there; whether they like their file, only they know."""

    def setUp(self) -> None:
        self.installed = {"pytest", "celery"}

    def test_vs_code_starts_what_is_there(self) -> None:
        settings = json.loads((environment.ROOT / ".vscode" / "launch.json").read_text(encoding="utf-8"))

        for launch in settings["configurations"]:
            with self.subTest(launch=launch["name"]):
                program = launch.get("program", "").removeprefix("${workspaceFolder}/")
                self.assertTrue(
                    launch.get("module") in self.installed or (environment.ROOT / program).is_file(), launch
                )

    def test_pycharm_starts_what_is_there(self) -> None:
        text = (environment.ROOT / ".run" / "Site.run.xml").read_text(encoding="utf-8")

        self.assertEqual(re.findall(r'"\$PROJECT_DIR\$/([^"]+)"', text), ["manage.py"])

    def test_sublime_text_starts_what_is_there(self) -> None:
        settings = json.loads((environment.ROOT / "project.sublime-project").read_text(encoding="utf-8"))

        build = settings["build_systems"][0]
        commands = [step["cmd"] for step in [build, *build["variants"]]]
        self.assertEqual(
            [command[1] for command in commands], ["tools/start.py", "tools/run.py", "tools/run.py"]
        )
        self.assertLessEqual({command[2] for command in commands[1:]}, run.TASKS.keys())


class PipelineTests(SimpleTestCase):
    def test_pipeline_runs_known_tasks_only(self) -> None:
        pipelines = [
            path
            for path in (".github/workflows/ci.yml", ".gitlab-ci.yml", "Jenkinsfile")
            if (environment.ROOT / path).exists()
        ]
        self.assertEqual(len(pipelines), 1)

        text = (environment.ROOT / pipelines[0]).read_text(encoding="utf-8")
        self.assertEqual(
            set(re.findall(r"tools/run\.py (\w+)", text)) - {"test"}, {"lint", "types", "coverage", "e2e"}
        )


class RunTests(SimpleTestCase):
    def call(self, *arguments: str, statuses: list[int]) -> tuple[int, list[list[str]]]:
        with (
            mock.patch.object(environment, "prepare", return_value=Path("python")),
            mock.patch.object(environment, "write_secrets"),
            mock.patch.object(
                run.subprocess, "run", side_effect=[mock.Mock(returncode=s) for s in statuses]
            ) as calls,
            mock.patch("builtins.print"),
        ):
            status = run.main(list(arguments))
        return status, [call.args[0][1:] for call in calls.call_args_list]

    def test_more_arguments_go_to_the_program(self) -> None:
        status, calls = self.call("test", "posts", statuses=[0])

        self.assertEqual((status, calls), (0, [["-m", "pytest", "-n", "auto", "-m", "not e2e", "posts"]]))

    def test_stops_at_the_first_failure(self) -> None:
        status, calls = self.call("lint", statuses=[3])

        self.assertEqual((status, len(calls)), (3, 1))

    def test_unknown_task_is_refused(self) -> None:
        self.assertEqual(self.call("dance", statuses=[]), (2, []))

    def test_makefile_knows_every_task(self) -> None:
        makefile = (environment.ROOT / "Makefile").read_text(encoding="utf-8")

        self.assertIn(f"TASKS = {' '.join(run.TASKS)}\n", makefile)
