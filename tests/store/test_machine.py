"""What the machine says of itself."""

from __future__ import annotations

import getpass
import platform
from pathlib import Path

import pytest

from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store import machine
from kpr_desktop.store.machine import ThisMachine


def test_room(tmp_path: Path) -> None:
    assert ThisMachine().room(tmp_path) > 0
    with pytest.raises(EnvironmentFault):
        ThisMachine().room(tmp_path / "gone")


def test_versions_tell_of_programs_and_of_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "LIBRARIES", ("cryptography", "no-such-library"))
    told = ThisMachine().versions()
    assert told["Python"] == platform.python_version()
    assert int(told["Vault"]) >= 5
    assert told["no-such-library"] == "-"
    assert told["cryptography"] != "-"
    assert platform.node() not in " ".join(told.values()) or len(platform.node()) < 3
    assert getpass.getuser() not in told.values()
