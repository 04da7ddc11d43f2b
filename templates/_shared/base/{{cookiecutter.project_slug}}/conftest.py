"""What every test begins with: an empty cache, the default language and time zone, no files, no network."""

import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone, translation
from pytest_django import Settings

from core.testing import empty_cache

connect = socket.socket.connect


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """Begin with an empty cache."""
    empty_cache()


@pytest.fixture(autouse=True)
def default_locale(settings: Settings) -> Iterator[None]:
    """Undo what the test before has activated."""
    translation.activate(settings.LANGUAGE_CODE)
    timezone.deactivate()
    yield
    translation.activate(settings.LANGUAGE_CODE)
    timezone.deactivate()


@pytest.fixture(autouse=True)
def media_in_temporary_folder(settings: Settings, tmp_path: Path) -> None:
    """Keep uploads of the tests out of the project."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to connect to any other machine."""

    def connect_here(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if not is_this_machine(host):
            raise OSError(f"A test may not connect to {host}.")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)


def is_this_machine(host: str) -> bool:
    """Tell whether a host name or address stays on this machine or in its private network of services."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False
