from __future__ import annotations

from pathlib import Path

import pytest

from tests.crypto.keys import USER, VAULT, key_files, new_vault


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the key file of a new vault: one user, no recovery."""
    key_files().create(new_vault(tmp_path), VAULT, USER)
    return tmp_path
