from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kpr_desktop.store.vault import UnlockedVault
from tests.support.tamper import key_of, say
from tests.support.vaults import closed_vault, fill_conversation, fill_sample, make_vault


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[UnlockedVault]:
    """A new training vault, open for writing."""
    made = make_vault(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[UnlockedVault]:
    """One vault for a whole module, for tests that leave it as it was."""
    made = make_vault(tmp_path_factory.mktemp("shared"))
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed vault with two persons."""
    return closed_vault(tmp_path)


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, bytes]:
    """A closed vault with two case files and a log; its folder and key."""
    vault = make_vault(tmp_path)
    fill_sample(vault)
    fill_conversation(vault)
    for number in range(6):
        say(vault, f"test.{number}")
    key = key_of(vault)
    assert vault.check() == []
    vault.close()
    return tmp_path / "hvelv", key
