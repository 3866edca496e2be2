"""`kpr import` and `kpr export --format fhir`, as an administrator or another program runs them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kpr_desktop.cli import main
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases import exchange
from kpr_desktop.usecases.access import ReasonFault
from tests.exports.fhir_samples import FORM, case
from tests.support.bad_fhir import good, item
from tests.support.world import LOGIN, PASSPHRASE, World, make_world

Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = make_world(tmp_path / "w")
    made.close()
    return made


@pytest.fixture
def run(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    secret = tmp_path / "secret"
    secret.write_text(PASSPHRASE)
    secret.chmod(0o600)

    def call(command: str, *options: str) -> tuple[int, dict[str, Any]]:
        argv = [
            command,
            str(world.path),
            *options,
            "--user",
            LOGIN,
            "--passphrase-file",
            str(secret),
            "--json",
        ]
        code = main(argv, lambda: world.app)
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return code, found

    return call


def written(folder: Path, found: dict[str, Any]) -> str:
    path = folder / "case.json"
    path.write_text(json.dumps(found))
    return str(path)


def test_preview_then_import_then_nothing_new_then_out_again(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, good())
    code, seen = run("import", file)
    assert (code, seen["refused"], seen["new_person"]) == (0, 0, True)
    assert "person" not in seen
    code, taken = run("import", file, "--yes")
    assert (code, len(taken["assessments"])) == (0, 1)
    code, again = run("import", file, "--yes")
    assert (code, [line["state"] for line in again["lines"]]) == (0, ["exists", "exists"])
    out = tmp_path / "out"
    out.mkdir()
    code, made = run("export", "--format", "fhir", "--person", taken["person"], "--out", str(out))
    assert (code, made["assessments"]) == (0, 1)
    assert Path(made["file"]).name.endswith(".ovelse.fhir.json")


def test_what_is_refused_is_told_with_its_place(run: Run, tmp_path: Path) -> None:
    found = good()
    item(found, "doctor_date")["answer"][0]["valueDate"] = "2026-12-05"
    code, told = run("import", written(tmp_path, found), "--yes")
    assert (code, told["refused"]) == (1, 1)
    assert told["problems"][0]["where"].startswith("/entry/1/resource/item/")
    assert "Blid" not in json.dumps(told)


def test_wrong_use(run: Run, tmp_path: Path) -> None:
    code, told = run("import", str(tmp_path / "none"))
    assert (code, told["reason"]) == (1, "fhir.cannot_read")
    code, told = run("export", "--format", "fhir", "--out", str(tmp_path))
    assert (code, told["reason"]) == (2, "cli.export.person_missing")
    code, told = run("export", "--format", "fhir", "--person", "x", "--dry-run")
    assert (code, told["reason"]) == (2, "cli.export.no_dry_run")
    code, told = run(
        "export",
        "--format",
        "fhir",
        "--person",
        "x",
        "--out",
        str(tmp_path),
        "--purpose",
        "care_now",
        "--reason",
        "x",
    )
    assert (code, told["reason"]) == (1, "person.unknown")


@pytest.mark.parametrize("purpose", [(), ("--purpose", "care_now", "--reason", "Vikar")])
def test_a_person_outside_the_own_list_is_opened_with_a_reason(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, purpose: tuple[str, ...]
) -> None:
    file = written(tmp_path, good())
    _, taken = run("import", file, "--yes")
    asked = []
    real = exchange.ExchangeDesk.read_file

    def first_asked(self: exchange.ExchangeDesk, path: Path) -> exchange.Preview:
        if not asked:
            asked.append(path)
            raise ReasonFault("access.reason_needed", PersonId(taken["person"]))
        return real(self, path)

    monkeypatch.setattr(exchange.ExchangeDesk, "read_file", first_asked)
    code, told = run("import", file, *purpose)
    assert (code, told.get("reason", "")) == ((0, "") if purpose else (1, "access.reason_needed"))


def test_what_rests_on_a_consent_that_is_unknown_here_is_not_imported(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_bytes(FORM.write(case()))
    for options in ((), ("--yes",)):
        code, found = run("import", str(file), *options)
        assert code == 1
        assert [line["code"] for line in found["lines"] if line["state"] == "refused"] == [
            "fhir.consent_unknown"
        ]
    code, found = run("import", written(tmp_path, good()), "--yes")
    assert code == 0
    assert found["new_person"]
