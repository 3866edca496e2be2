"""`kpr statistics`, as scheduled work runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kpr_desktop.cli import main
from tests.support.world import LOGIN, PASSPHRASE, make_world


@pytest.mark.parametrize(("kind", "year"), [("csv", 2026), ("xlsx", 2025)])
def test_the_years_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, year: int) -> None:
    world = make_world(tmp_path / "w")
    world.demo(8)
    world.close()
    secret = tmp_path / "secret"
    secret.write_text(PASSPHRASE)
    secret.chmod(0o600)
    argv = ["statistics", str(world.path), str(tmp_path), "--format", kind, "--user", LOGIN, "--json"]
    argv += ["--passphrase-file", str(secret), *(("--year", "2026") if year == 2026 else ())]
    assert main(argv, lambda: world.app) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["year"], told["hidden_below"]) == (year, 5)
    assert Path(told["file"]).suffix == f".{kind}"
    argv[2] = str(tmp_path / "none")
    assert main(argv, lambda: world.app) == 2
