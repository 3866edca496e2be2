from __future__ import annotations

from pathlib import Path

import pytest

from kpr_desktop.crypto import kdf
from tests.crypto.keys import USER, VAULT, key_files, new_vault

_KNOWN: dict[tuple[bytes, bytes, kdf.Cost], bytes] = {}


@pytest.fixture(autouse=True)
def _asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id is asked once for the same question: its real answer is remembered, or the tests would take minutes."""
    real = kdf.passphrase_key

    def remembered(normal: bytearray, salt: bytes, cost: kdf.Cost) -> bytearray:
        question = (bytes(normal), salt, cost)
        if question not in _KNOWN:
            _KNOWN[question] = bytes(real(normal, salt, cost))
        return bytearray(_KNOWN[question])

    monkeypatch.setattr(kdf, "passphrase_key", remembered)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the key file of a new vault: one user, no recovery."""
    key_files().create(new_vault(tmp_path), VAULT, USER)
    return tmp_path
