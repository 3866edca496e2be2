"""A log-in for writing brings the key file up to date; nothing else does, and nobody is kept out for it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kpr_desktop.crypto import copies
from kpr_desktop.errors import EnvironmentFault
from tests.support.vaults import LOGIN, SAMPLE, make_vaults, passphrase


def version(folder: Path, name: str) -> int:
    return int(json.loads((folder / name).read_bytes())["version"])


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    shutil.copytree(SAMPLE / "v2", tmp_path / "hvelv")
    return tmp_path / "hvelv"


def test_a_first_key_file_is_brought_up_by_the_log_in(sample: Path, tmp_path: Path) -> None:
    vaults = make_vaults(tmp_path)
    for _ in range(2):
        vaults.open(sample, LOGIN, passphrase()).close()
        assert [version(sample, name) for name in copies.NAMES] == [2, 2]


def test_a_reader_writes_nothing(sample: Path, tmp_path: Path) -> None:
    make_vaults(tmp_path).open(sample, LOGIN, passphrase()).close()
    whole = (sample / copies.COPY_NAME).read_bytes()
    (sample / copies.COPY_NAME).unlink()
    make_vaults(tmp_path).open(sample, LOGIN, passphrase(), write=False).close()
    assert not (sample / copies.COPY_NAME).exists()
    make_vaults(tmp_path).open(sample, LOGIN, passphrase()).close()
    assert (sample / copies.COPY_NAME).read_bytes() == whole


def test_a_disk_that_fails_keeps_nobody_out(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise EnvironmentFault("vault.disk_full")

    monkeypatch.setattr(copies, "write_durably", full)
    opened = make_vaults(tmp_path).open(sample, LOGIN, passphrase())
    assert opened.writable
    opened.close()
    assert version(sample, copies.FILE_NAME) == 1
