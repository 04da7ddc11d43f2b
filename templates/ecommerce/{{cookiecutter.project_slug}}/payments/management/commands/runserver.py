"""Serve a developer's copy, and beside it the local gateway unless there are keys of a real one."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.management.commands.runserver import Command as RunserverCommand
from django.urls import reverse
from django.utils.autoreload import DJANGO_AUTORELOAD_ENV

from gateway.defaults import is_local

START_SECONDS = 10


class Command(RunserverCommand):
    help = __doc__
    addr: str
    port: str

    def run(self, **options: Any) -> None:
        """Start the gateway in the outer process only, which outlives every reload."""
        is_inner = os.environ.get(DJANGO_AUTORELOAD_ENV) == "true"
        if is_inner or not is_local(settings.STRIPE_API_BASE):
            return super().run(**options)
        with local_gateway(f"http://{self._shop_host}:{self.port}{reverse('payments:webhook')}"):
            return super().run(**options)

    @property
    def _shop_host(self) -> str:
        return "127.0.0.1" if self.addr in ("0.0.0.0", "localhost") else self.addr  # noqa: S104 - compared only


@contextmanager
def local_gateway(webhook_url: str) -> Iterator[None]:
    """Run `python -m gateway` until the block ends; on another port when its own is taken."""
    port = free_port(urlsplit(settings.STRIPE_API_BASE).port)
    # For this process, and by the environment for the one that the autoreloader starts.
    settings.STRIPE_API_BASE = os.environ["STRIPE_API_BASE"] = f"http://127.0.0.1:{port}"
    keys = {
        "STRIPE_SECRET_KEY": settings.STRIPE_SECRET_KEY,
        "STRIPE_WEBHOOK_SECRET": settings.STRIPE_WEBHOOK_SECRET,
    }
    command = [sys.executable, "-m", "gateway", "--port", str(port), "--webhook-url", webhook_url]
    process = subprocess.Popen(  # noqa: S603 - our own program
        [*command, "--until-closed"], cwd=settings.BASE_DIR, env=os.environ | keys, stdin=subprocess.PIPE
    )
    try:
        _wait_for(port)
        yield
    finally:
        # Its standard input ends: also when this process is killed, so that no gateway is left behind.
        process.communicate(timeout=10)


def _wait_for(port: int) -> None:
    """Return when somebody listens at the port, or after some seconds in any case."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.05)


def free_port(wanted: int | None) -> int:
    """Return the port, or any other when somebody listens there."""
    with socket.socket() as probe:
        if wanted and probe.connect_ex(("127.0.0.1", wanted)):
            return wanted
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
