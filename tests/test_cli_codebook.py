"""`kpr codebook`, end to end: looked at without --yes, read in with it, and never by who may not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kpr_desktop import cli
from tests.support.codebooks import YEAR, Publisher, klass, municipalities, put
from tests.support.world import PASSPHRASE, World, make_world

Run = Callable[..., tuple[int, dict[str, Any]]]
PUBLISHER = Publisher()


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A closed vault."""
    made = make_world(tmp_path)
    made.close()
    return made


@pytest.fixture
def options(world: World, tmp_path: Path) -> list[str]:
    secret = tmp_path / "frase"
    secret.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    secret.chmod(0o600)
    return ["--passphrase-file", str(secret)]


@pytest.fixture
def run(world: World, options: list[str], capsys: pytest.CaptureFixture[str]) -> Run:
    def run(path: Path, *more: str) -> tuple[int, dict[str, Any]]:
        code = cli.main(
            ["codebook", str(world.path), str(path), *options, "--json", *more], lambda: world.app
        )
        return code, json.loads(capsys.readouterr().out)

    return run


def held(world: World) -> list[str]:
    world.reopen()
    found = [f"{each.kind} {each.year}" for each in world.services.renewal.held()]
    world.close()
    return found


def test_a_new_key_is_named_before_anything_is_read_in(run: Run, world: World, tmp_path: Path) -> None:
    path = put(tmp_path, PUBLISHER.scope('"1": yes'))
    code, told = run(path)
    assert (code, told["kind"], told["year"], told["trust"]) == (cli.DONE, "services", YEAR, "unknown")
    assert told["changes"] == [
        {
            "kind": "new",
            "what": "scope",
            "code": "1",
            "before": "",
            "after": "Praktisk bistand: daglige gjøremål",
        }
    ]
    code, answer = run(path, "--yes")
    assert (code, answer["reason"]) == (cli.PROBLEMS, "codebook.key_unknown")
    assert held(world) == []
    code, answer = run(path, "--yes", "--accept-key", told["fingerprint"])
    assert (code, "read_in" in answer) == (cli.DONE, True)
    assert held(world) == [f"services {YEAR}"]
    assert run(path)[1]["trust"] == "accepted"


def test_places_and_words(
    run: Run, world: World, options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = put(tmp_path, klass(municipalities()), "131.csv")
    command = ["codebook", str(world.path), str(path), *options, "--year", str(YEAR + 1)]
    assert cli.main(command, lambda: world.app) == cli.DONE
    told = capsys.readouterr().out
    for words in (
        f"Kommuner og bydeler for {YEAR + 1}",
        "ingen signatur",
        "Ingenting er annerledes",
        "--yes",
    ):
        assert words in told
    assert held(world) == []
    assert run(path, "--year", str(YEAR + 1), "--yes")[0] == cli.DONE
    assert held(world) == [f"places {YEAR + 1}"]
    package = put(tmp_path, PUBLISHER.scope('"1": yes'))
    assert cli.main(["codebook", str(world.path), str(package), *options], lambda: world.app) == cli.DONE
    told = capsys.readouterr().out
    assert PUBLISHER.name in told
    assert "Nytt: i meldingen til registeret, tjenestetype 1" in told
    assert "Få fingeravtrykket fra utgiveren på en annen måte" in told
    rows = [[code, parent, level, "Nye Eigersund" if code == "1101" else name, *rest]
            for code, parent, level, name, *rest in municipalities()]  # fmt: skip
    renamed = put(tmp_path, klass(rows), "131-ny.csv")
    assert cli.main([*command[:2], str(renamed), *command[3:]], lambda: world.app) == cli.DONE
    told = capsys.readouterr().out
    assert f"Noe er lest inn for {YEAR + 1} fra før" in told
    assert "Koder for «uoppgitt» som ikke tas med: 1." in told
    assert "Nytt navn: kommune 1101, fra Eigersund til Nye Eigersund" in told


def test_a_wrong_file_is_refused(run: Run, world: World, tmp_path: Path) -> None:
    path = put(tmp_path, PUBLISHER.scope('"1": yes', 2026))
    code, answer = run(path, "--yes")
    assert (code, answer["reason"]) == (cli.PROBLEMS, "codebook.begun")
    assert held(world) == []
