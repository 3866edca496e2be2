"""No test reaches beyond this machine: a connection or a name look-up raises."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest


class NetworkUsed(AssertionError):
    """The program promises to work without a network; so do its tests."""


def is_local(host: object) -> bool:
    """True for this machine itself, by number or as `localhost`."""
    try:
        return host == "localhost" or ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Guards the three calls through which Python code reaches a network."""
    patch = pytest.MonkeyPatch()
    plain_connect, plain_connect_ex, plain_look_up = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def check(family: int, address: Any) -> None:
        if family in (socket.AF_INET, socket.AF_INET6) and not is_local(address[0]):
            raise NetworkUsed("a test tried to reach the network")

    def connect(self: socket.socket, address: Any) -> None:
        check(self.family, address)
        plain_connect(self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:
        check(self.family, address)
        return plain_connect_ex(self, address)

    def look_up(host: Any, *args: Any, **options: Any) -> Any:
        if host is not None and not is_local(host):
            raise NetworkUsed("a test tried to look up a name")
        return plain_look_up(host, *args, **options)

    patch.setattr(socket.socket, "connect", connect)
    patch.setattr(socket.socket, "connect_ex", connect_ex)
    patch.setattr(socket, "getaddrinfo", look_up)
    yield
    patch.undo()
