"""The development server, and the gateway that it starts beside itself."""

import os
import socket
from unittest import mock

import requests
from django.conf import settings
from django.test import SimpleTestCase, override_settings

from payments.management.commands.runserver import Command, RunserverCommand, free_port, local_gateway


class RunserverTests(SimpleTestCase):
    def setUp(self):
        self.enterContext(mock.patch.dict(os.environ))
        self.enterContext(override_settings(STRIPE_API_BASE=f"http://127.0.0.1:{free_port(None)}"))
        self.command = Command()
        self.command.addr, self.command.port = "127.0.0.1", "8000"

    def run_command(self) -> tuple[mock.Mock, mock.Mock]:
        with (
            mock.patch("payments.management.commands.runserver.local_gateway") as gateway,
            mock.patch.object(RunserverCommand, "run") as served,
        ):
            self.command.run(use_reloader=True)
        return gateway, served

    def test_gateway_is_told_where_the_shop_is(self):
        for address in ("127.0.0.1", "0.0.0.0", "localhost"):  # noqa: S104 - compared only
            self.command.addr = address
            with self.subTest(address):
                gateway, served = self.run_command()
                gateway.assert_called_once_with("http://127.0.0.1:8000/payments/webhook/")
                served.assert_called_once_with(use_reloader=True)

    def test_reloaded_process_starts_no_second_one(self):
        os.environ["RUN_MAIN"] = "true"

        gateway, served = self.run_command()

        gateway.assert_not_called()
        served.assert_called_once()

    @override_settings(STRIPE_API_BASE="")
    def test_real_keys_need_no_gateway(self):
        gateway, served = self.run_command()

        gateway.assert_not_called()
        served.assert_called_once()

    def test_gateway_runs_as_long_as_the_block(self):
        with requests.Session() as http:
            http.trust_env = False
            with local_gateway("http://127.0.0.1:9/"):
                address = settings.STRIPE_API_BASE
                self.assertEqual(os.environ["STRIPE_API_BASE"], address)
                self.assertEqual(http.get(f"{address}/gateway.css").status_code, 200)

            with self.assertRaises(requests.ConnectionError):
                http.get(address)

    def test_taken_port_is_left_to_its_owner(self):
        with socket.socket() as owner:
            owner.bind(("127.0.0.1", 0))
            owner.listen()
            taken = owner.getsockname()[1]

            self.assertNotEqual(free_port(taken), taken)
