"""`kpr init` and `kpr recovery`: the code shown once, typed back, tried."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from kpr_desktop import cli
from kpr_desktop.bootstrap import Application
from kpr_desktop.commands import recovery
from kpr_desktop.crypto.kdf import FLOOR_COST
from tests.support.world import PASSPHRASE

MADE = ("--municipality", "4201", "--user", "Kari")


class Terminal:
    """Somebody sits there."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def app(tmp_path: Path) -> Application:
    return Application(config=tmp_path / "config", cost=FLOOR_COST)


@pytest.fixture
def secret(tmp_path: Path) -> tuple[str, str]:
    path = tmp_path / "frase"
    path.write_text(PASSPHRASE, encoding="utf-8")
    path.chmod(0o600)
    return ("--passphrase-file", str(path))


@pytest.fixture
def vault(tmp_path: Path) -> str:
    return str(tmp_path / "hvelv")


def required(app: Application, vault: str) -> bool:
    session = app.door.open(Path(vault), "kari", bytearray(PASSPHRASE.encode()))
    try:
        return app.services(session).recovery.required()
    finally:
        session.vault.close()


def test_at_a_terminal_the_code_is_shown_and_typed_back_group_by_group(
    app: Application,
    vault: str,
    secret: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shown: list[str] = []
    asked: list[str] = []

    def typed(prompt: str) -> str:
        if not shown:
            shown.extend(
                next(line for line in capsys.readouterr().out.splitlines() if line.count(" ") == 8).split()
            )
        asked.append(prompt)
        if len(asked) == 2:
            return "XXXXX"
        return shown[int(prompt.split()[1].strip(":")) - 1].lower()

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("builtins.input", typed)
    assert cli.main(["init", vault, *MADE, *secret], lambda: app) == cli.DONE
    assert len(asked) == 10
    said = capsys.readouterr().out
    assert "Gruppe 2" in said
    assert "Arket virker" in said
    assert not required(app, vault)


def test_nobody_there_and_no_file_makes_nothing(
    app: Application, vault: str, secret: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["init", vault, *MADE, *secret, "--json"], lambda: app) == cli.WRONG_USE
    assert json.loads(capsys.readouterr().out)["reason"] == "cli.recovery.file_missing"
    assert not Path(vault).exists()


def test_the_code_is_never_written_over_a_file(
    app: Application, vault: str, secret: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "ark"
    place.touch()
    words = ["init", vault, *MADE, *secret, "--recovery-file"]
    assert cli.main([*words, str(place)], lambda: app) == cli.WRONG_USE
    assert cli.main([*words, str(tmp_path / "nei" / "ark")], lambda: app) == cli.WRONG_USE
    assert not Path(vault).exists()
    monkeypatch.setattr(recovery, "check_sheet_options", lambda _options: None)  # it came there just now
    assert cli.main([*words, str(place)], lambda: app) == cli.WRONG_USE
    assert place.read_bytes() == b""


def test_a_code_in_a_file_is_proved_later_and_replaced(
    app: Application, vault: str, secret: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "ark", tmp_path / "ark2"
    assert (
        cli.main(["init", vault, *MADE, *secret, "--recovery-file", str(first)], lambda: app) == cli.PROBLEMS
    )
    assert "ikke ferdig" in capsys.readouterr().err
    assert first.stat().st_mode & 0o777 == 0o600
    assert required(app, vault)
    prove = ["recovery", "prove", vault, *secret, "--json", "--recovery-typed"]
    assert cli.main([*prove, str(first)], lambda: app) == cli.DONE
    assert not required(app, vault)
    new = ["recovery", "new", vault, *secret, "--recovery-file", str(second)]
    assert cli.main([*new, "--recovery-typed", str(second)], lambda: app) == cli.DONE
    assert cli.main([*prove, str(first)], lambda: app) == cli.PROBLEMS
    assert first.read_text() != second.read_text()
