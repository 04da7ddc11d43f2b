"""The gateway as a process of its own: where it refuses to run, and how it ends."""

import subprocess
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest import mock

from django.conf import settings
from django.test import SimpleTestCase

from gateway.__main__ import main, read_options, refusal
from gateway.cards import BY_NUMBER
from gateway.server import HOST
from gateway.testing import SUCCESS, running_gateway
from gateway.tests.test_api import PARAMETERS


class ProcessTests(SimpleTestCase):
    def test_refuses_production_and_real_keys(self):
        cases = [
            ({}, False),
            ({"STRIPE_SECRET_KEY": "sk_test_1", "DJANGO_SETTINGS_MODULE": "config.settings.dev"}, False),
            ({"STRIPE_SECRET_KEY": "sk_live_1"}, True),
            ({"STRIPE_SECRET_KEY": "rk_live_1"}, True),
            ({"DJANGO_SETTINGS_MODULE": "config.settings.production"}, True),
        ]
        for environment, is_refused in cases:
            with self.subTest(environment=environment):
                self.assertEqual(bool(refusal(environment)), is_refused)

    def test_listens_on_this_machine_only(self):
        with running_gateway() as gateway:
            self.assertEqual((HOST, gateway._server.server_address[0]), ("127.0.0.1", "127.0.0.1"))

    def test_misbehaviour_is_chosen_by_options(self):
        options = read_options(["--copies", "2", "--delay", "1.5", "--lost", "1", "--reorder"])

        self.assertEqual((options.copies, options.delay, options.lost, options.reorder), (2, 1.5, 1, True))

    def test_real_key_ends_the_process_with_a_sentence(self):
        result = subprocess.run(
            [sys.executable, "-m", "gateway", "--port", "0", "--state", ":memory:"],
            cwd=settings.BASE_DIR,
            env={"STRIPE_SECRET_KEY": "sk_live_1"},
            capture_output=True,
            text=True,
            check=False,
        )

        self.assertEqual(result.returncode, 2)
        self.assertIn("takes test keys only", result.stderr)

    def test_process_ends_with_its_input(self):
        process = subprocess.Popen(
            [sys.executable, "-m", "gateway", "--port", "0", "--state", ":memory:", "--until-closed"],
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

        output, _errors = process.communicate(timeout=20)

        self.assertEqual(process.returncode, 0)
        self.assertIn("Local payment gateway: http://127.0.0.1:", output)

    def test_state_outlives_the_process(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "state.sqlite3"
            with running_gateway(path=path) as gateway:
                key = gateway.bank.create_session(PARAMETERS)["id"]
            with running_gateway(path=path) as gateway:
                gateway.bank.pay(key, BY_NUMBER[SUCCESS])

                self.assertEqual(gateway.bank.session(key)["status"], "complete")

    def test_main_says_why_it_refuses(self):
        production = {"DJANGO_SETTINGS_MODULE": "config.settings.production"}
        with mock.patch.dict("os.environ", production), redirect_stderr(StringIO()) as errors:
            self.assertEqual(main(["--port", "0"]), 2)

        self.assertIn("settings of production", errors.getvalue())

    def test_main_serves_until_its_input_ends(self):
        with mock.patch("sys.stdin", StringIO()), redirect_stdout(StringIO()) as output:
            self.assertEqual(main(["--port", "0", "--state", ":memory:", "--until-closed"]), 0)

        self.assertIn("Local payment gateway: http://127.0.0.1:", output.getvalue())

    def test_main_ends_with_ctrl_c(self):
        interrupted = mock.patch("threading.Event.wait", side_effect=KeyboardInterrupt)
        gateway = mock.patch("gateway.__main__.Gateway")

        with interrupted, gateway as made, redirect_stdout(StringIO()):
            self.assertEqual(main(["--port", "0", "--state", ":memory:"]), 0)

        made.return_value.stop.assert_called_once_with()
