"""What every test begins with: an empty cache, the default language and time zone, no files, no network."""

import ipaddress
import socket
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.utils import timezone, translation
from pytest_django import Settings

connect = socket.socket.connect


@pytest.fixture(autouse=True)
def empty_cache(settings: Settings) -> None:
    """Begin with an empty cache, without emptying a server that somebody else may use as well."""
    for alias, config in settings.CACHES.items():
        cache = caches[alias]
        if isinstance(cache, LocMemCache):
            cache.clear()
        else:
            # Threads that a test starts make their own connection from the settings.
            config["KEY_PREFIX"] = cache.key_prefix = uuid.uuid4().hex


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
