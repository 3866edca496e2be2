"""The headless commands, end to end on real vaults."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kpr_desktop import __version__, bootstrap, cli
from kpr_desktop.bootstrap import Application
from kpr_desktop.commands import opening
from kpr_desktop.crypto.kdf import FLOOR_COST
from tests.support.submitting import may_submit
from tests.support.world import LOGIN, PASSPHRASE, World, make_world

Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def app(tmp_path: Path) -> Application:
    return Application(config=tmp_path / "config", cost=FLOOR_COST)


@pytest.fixture
def secret(tmp_path: Path) -> str:
    path = tmp_path / "frase"
    path.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    path.chmod(0o600)
    return str(path)


@pytest.fixture
def run(app: Application, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*argv: str) -> tuple[int, dict[str, Any]]:
        code = cli.main([*argv, "--json"], lambda: app)
        answer: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert answer["exit"] == code
        return code, answer

    return run


@pytest.fixture
def demo(run: Run, tmp_path: Path) -> tuple[str, str, list[str]]:
    """A training vault of ten: folder, passphrase file, person ids."""
    code, answer = run("demo", str(tmp_path / "ovelse"), "--persons", "10", "--seed", "3")
    assert code == cli.DONE
    path = tmp_path / "ovelsesfrase"
    path.write_text(answer["passphrase"], encoding="utf-8")
    path.chmod(0o600)
    return str(tmp_path / "ovelse"), str(path), [p["id"] for p in answer["persons"]]


def sheet(tmp_path: Path, name: str = "ark") -> tuple[str, ...]:
    """The recovery code goes into a file, and is typed back from it."""
    path = str(tmp_path / name)
    return ("--recovery-file", path, "--recovery-typed", path)


def test_init_then_check(run: Run, tmp_path: Path, secret: str) -> None:
    vault = str(tmp_path / "hvelv")
    common = ("--municipality", "4201", "--passphrase-file", secret)
    code, answer = run("init", vault, *common, "--user", "Kari Nordlys", *sheet(tmp_path))
    assert (code, answer["login"]) == (cli.DONE, "kari")
    assert run("check", vault, "--passphrase-file", secret)[0] == cli.DONE
    assert run("check", vault, "--user", "kari", "--passphrase-file", secret)[1]["persons"] == 0
    assert run("init", vault, *common, "--user", "Kari", *sheet(tmp_path, "ark2"))[0] == cli.PROBLEMS
    code, answer = run("init", str(tmp_path / "b"), "--municipality", "4201", "--passphrase-file", secret)
    assert (code, answer["reason"]) == (cli.WRONG_USE, "cli.user_missing")
    for changed, reason in (
        (("--municipality", "4201", "--user", " "), "cli.user_missing"),
        (("--municipality", "0000", "--user", "Kari"), "start.municipality_unknown"),
        (("--municipality", "4201", "--user", "K"), "start.login_pattern"),
    ):
        more = (*changed, "--passphrase-file", secret, *sheet(tmp_path, "ark3"))
        code, answer = run("init", str(tmp_path / "b"), *more)
        assert (code, answer["reason"]) == (cli.WRONG_USE, reason)


def test_words_for_people(
    app: Application, tmp_path: Path, demo: tuple[str, str, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    vault, secret, persons = demo
    out = tmp_path / "ut"
    out.mkdir()
    assert cli.main(["check", vault, "--passphrase-file", secret], lambda: app) == cli.DONE
    assert "10 personer" in capsys.readouterr().out
    letter = [
        "letter",
        vault,
        "--person",
        persons[0],
        "--kind",
        "information",
        "--out",
        str(out / "brev.pdf"),
    ]
    assert cli.main([*letter, "--passphrase-file", secret], lambda: app) == cli.DONE
    assert (out / "brev.pdf").read_bytes().startswith(b"%PDF")
    export = ["export", vault, "--format", "kpr-56", "--passphrase-file", secret]
    assert cli.main([*export, "--out", str(out)], lambda: app) == cli.PROBLEMS
    told = capsys.readouterr()
    assert told.err.startswith("- ")
    assert list(out.glob("*.xml")) == []


def test_a_command_speaks_the_language_it_is_asked_for(
    app: Application, demo: tuple[str, str, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    vault, secret, _ = demo
    for words, told in (("nb", "10 personer"), ("nn", "10 personar"), ("en", "10 persons")):
        command = ["--language", words, "check", vault, "--passphrase-file", secret]
        assert cli.main(command, lambda: app) == cli.DONE
        assert told in capsys.readouterr().out
    for wrong in (["--language", "de", "check", vault], ["--language"]):
        with pytest.raises(SystemExit):
            cli.main(wrong, lambda: app)


def test_a_dry_run_tells_what_would_happen(run: Run, demo: tuple[str, str, list[str]]) -> None:
    vault, secret, _ = demo
    code, answer = run("export", vault, "--format", "kpr-56", "--dry-run", "--passphrase-file", secret)
    assert code == cli.PROBLEMS
    assert answer["waiting"] >= answer["would_pass"]
    assert answer["problems"]


@pytest.mark.parametrize("form", ["kpr-56", "yearly"])
def test_no_command_makes_a_register_file_from_practice_persons(
    run: Run, demo: tuple[str, str, list[str]], tmp_path: Path, form: str
) -> None:
    vault, secret, _ = demo
    out = tmp_path / "ut"
    out.mkdir()
    code, answer = run("export", vault, "--format", form, "--out", str(out), "--passphrase-file", secret)
    assert (code, answer["reason"]) == (cli.PROBLEMS, "gate.training_vault")
    assert list(out.iterdir()) == []


def test_a_real_export(run: Run, tmp_path: Path, secret: str) -> None:
    from tests.usecases.test_submission import ready

    world: World = make_world(tmp_path, training=False)
    ready(world, 2)
    other = world.services.persons.register(
        world.form(identity="", birth_date="01.01.1950", user_number="x" * 120)
    )
    from tests.usecases.test_submission import add_stay

    add_stay(world, other.id)
    world.close()
    vault = str(world.path)
    code, answer = run("export", vault, "--format", "kpr-56", "--dry-run", "--passphrase-file", secret)
    assert (code, answer["would_pass"]) == (cli.PROBLEMS, 2)
    code, answer = run(
        "export", vault, "--format", "kpr-56", "--out", str(tmp_path), "--passphrase-file", secret
    )
    assert (code, answer["notifications"], answer["held_back"]) == (cli.PROBLEMS, 2, 1)
    assert Path(answer["file"]).is_file()
    code, answer = run(
        "export",
        vault,
        "--format",
        "yearly",
        "--year",
        "2026",
        "--out",
        str(tmp_path),
        "--passphrase-file",
        secret,
    )
    assert (code, answer["persons"]) == (cli.DONE, 3)
    code, answer = run("export", vault, "--format", "yearly", "--passphrase-file", secret)
    assert (code, answer["reason"]) == (cli.WRONG_USE, "cli.export.out_missing")


def test_a_dry_run_of_the_yearly_extract_is_of_the_yearly_extract(
    run: Run, demo: tuple[str, str, list[str]], app: Application, capsys: pytest.CaptureFixture[str]
) -> None:
    vault, secret, _ = demo
    ask = ["export", vault, "--format", "yearly", "--dry-run", "--passphrase-file", secret]
    year = app.clock().year
    code, answer = run(*ask, "--year", str(year))
    assert (code, answer["year"]) == (cli.DONE, year)
    assert 0 < answer["persons"] <= 10
    assert cli.main([*ask, "--year", str(year)], lambda: app) == cli.DONE
    assert str(year) in capsys.readouterr().out
    code, answer = run(*ask, "--year", "1901")
    assert (code, answer["reason"]) == (cli.DONE, "export.nothing_in_year")


def test_nothing_is_made_or_numbered_when_the_folder_is_not_there(
    run: Run, tmp_path: Path, secret: str
) -> None:
    from tests.usecases.test_submission import ready

    world: World = make_world(tmp_path, training=False)
    (person,) = ready(world)
    world.close()
    vault, nowhere = str(world.path), tmp_path / "finnes" / "ikke"
    opened = ["--passphrase-file", secret]
    code, answer = run("export", vault, "--format", "kpr-56", "--out", str(nowhere), *opened)
    assert (code, answer["reason"]) == (cli.WRONG_USE, "cli.no_folder")
    assert run("export", vault, "--format", "kpr-56", "--dry-run", *opened)[1]["waiting"] == 1
    code, answer = run(
        "letter", vault, "--person", person, "--kind", "information", "--out", str(nowhere / "b.pdf"), *opened
    )
    assert (code, answer["reason"]) == (cli.WRONG_USE, "cli.no_folder")
    world.reopen()
    assert world.services.letters.of_person(person) == []
    world.close()


def test_a_dry_run_tells_what_has_to_be_corrected(
    app: Application, run: Run, tmp_path: Path, secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from dataclasses import replace
    from datetime import date

    from tests.usecases.test_submission import ready

    world: World = make_world(tmp_path, training=False)
    (person,) = ready(world)
    world.services.messages.make_message(tmp_path)
    (service,) = world.services.care_services.of_person(person)
    world.services.care_services.save(replace(service, start=date(2026, 2, 2)), "Feil dag")
    world.close()
    dry = ["export", str(world.path), "--format", "kpr-56", "--dry-run", "--passphrase-file", secret]
    code, answer = run(*dry)
    assert code == cli.DONE
    assert answer["corrections"] == [
        {"person": person, "service": service.id, "event": "TjenesteStart", "status": "M"}
    ]
    cli.main(dry, lambda: app)
    assert "Rettelser av det som er meldt før, i samme melding: 1." in capsys.readouterr().out


def test_the_four_reasons_a_vault_does_not_open(
    run: Run, tmp_path: Path, demo: tuple[str, str, list[str]], secret: str
) -> None:
    vault, right, _ = demo
    assert run("check", vault, "--passphrase-file", secret)[1]["reason"] == "vault.wrong_passphrase"
    code, answer = run("check", str(tmp_path / "tomt"), "--passphrase-file", right)
    assert (code, answer["reason"]) == (cli.CANNOT_OPEN, "vault.missing")
    (tmp_path / "annet").mkdir()
    code, answer = run("check", str(tmp_path / "annet"), "--passphrase-file", right)
    assert (code, answer["reason"]) == (cli.CANNOT_OPEN, "vault.not_ours")
    for name in ("nokkel.kpr", "nokkel.kpr.kopi"):
        path = Path(vault) / name
        path.write_bytes(path.read_bytes().replace(b'"m_kib"', b'"m_kjb"'))
    code, answer = run("check", vault, "--passphrase-file", right)
    assert (code, answer["reason"]) == (cli.CANNOT_OPEN, "vault.key_damaged")


def test_a_damaged_database_is_told(run: Run, demo: tuple[str, str, list[str]]) -> None:
    vault, secret, _ = demo
    path = Path(vault) / "data.kpr"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    code, answer = run("check", vault, "--passphrase-file", secret)
    assert code in (cli.PROBLEMS, cli.CANNOT_OPEN)
    assert answer["problems"]


def test_passphrase_files_that_others_can_read_are_refused(
    run: Run, demo: tuple[str, str, list[str]], tmp_path: Path
) -> None:
    vault, secret, _ = demo
    Path(secret).chmod(0o644)
    code, answer = run("check", vault, "--passphrase-file", secret)
    assert (code, answer["reason"]) == (cli.WRONG_USE, "cli.passphrase_file_open")
    code, answer = run("check", vault, "--passphrase-file", str(tmp_path / "nei"))
    assert (code, answer["reason"]) == (cli.WRONG_USE, "cli.passphrase_file_unreadable")


def test_the_passphrase_can_be_typed(
    app: Application, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter([PASSPHRASE, "noe helt annet enn det", PASSPHRASE, PASSPHRASE])
    monkeypatch.setattr("getpass.getpass", lambda _: next(typed))
    words = ("init", str(tmp_path / "a"), "--municipality", "4201", "--user", "Kari", *sheet(tmp_path))
    assert run(*words)[1]["reason"] == "cli.passphrases_differ"
    assert run(*words)[0] == cli.DONE


def test_when_nobody_is_there_to_type_the_passphrase(
    run: Run, demo: tuple[str, str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(_: str) -> str:
        raise EOFError

    monkeypatch.setattr("getpass.getpass", nobody)
    code, answer = run("check", demo[0])
    assert (code, answer["reason"]) == (cli.WRONG_USE, "cli.passphrase_missing")


def test_the_passphrase_is_overwritten_once_the_vault_is_open(
    run: Run, demo: tuple[str, str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    vault, secret, _ = demo
    read = opening._from_file
    seen: list[bytearray] = []

    def noted(path: Path) -> bytearray:
        seen.append(read(path))
        return seen[-1]

    monkeypatch.setattr(opening, "_from_file", noted)
    assert run("check", vault, "--passphrase-file", secret)[0] == cli.DONE
    assert seen[0]
    assert not any(seen[0])


def test_wrong_use(app: Application, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for argv in (["tull"], [], ["export", "x", "--format", "kpr-99"], ["letter", "x"]):
        with pytest.raises(SystemExit) as ended:
            cli.main(argv, lambda: app)
        assert ended.value.code == cli.WRONG_USE
    code, answer = run("demo", str(tmp_path / "d"), "--persons", "200001")
    assert (code, answer["reason"]) == (cli.WRONG_USE, "cli.demo.too_many")
    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"], lambda: app)
    assert __version__ in capsys.readouterr().out


def test_which_user_must_be_said_when_there_are_several(
    run: Run, demo: tuple[str, str, list[str]], monkeypatch: pytest.MonkeyPatch, app: Application
) -> None:
    from dataclasses import replace

    vault, secret, _ = demo
    look = type(app.door.vaults).look
    monkeypatch.setattr(
        type(app.door.vaults), "look", lambda self, path: replace(look(self, path), logins=("ovelse", LOGIN))
    )
    assert run("check", vault, "--passphrase-file", secret)[1]["reason"] == "cli.user_missing"
    assert run("check", vault, "--user", "ovelse", "--passphrase-file", secret)[0] == cli.DONE


def test_the_programs_own_wiring() -> None:
    app = bootstrap.application()
    assert app.config is None
    assert app.clock().tzinfo is not None
    assert len({app.new_id() for _ in range(3)}) == 3
    assert app.door.program_version == __version__
    assert sys.modules["kpr_desktop.store.vault"]


def test_a_quiet_day_is_no_problem(
    app: Application, run: Run, tmp_path: Path, secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    vault = str(tmp_path / "hvelv")
    made = ("--municipality", "4201", "--user", "Áile Ávdnos", "--passphrase-file", secret)
    code, answer = run("init", vault, *made, *sheet(tmp_path))
    assert (code, answer["login"]) == (cli.DONE, "aile")
    export = ["export", vault, "--out", str(tmp_path), "--passphrase-file", secret, "--format"]
    world_office(app, vault, secret)
    code, answer = run(*export, "kpr-56")
    assert (code, answer["reason"]) == (cli.DONE, "export.nothing_waiting")
    assert cli.main([*export, "yearly", "--year", "2020"], lambda: app) == cli.DONE
    assert "2020" in capsys.readouterr().out


def world_office(app: Application, vault: str, secret: str) -> None:
    """Give the vault its contact persons, without which the whole message is stopped."""
    from tests.usecases.test_submission import CONTACTS

    session = app.door.open(Path(vault), "aile", bytearray(Path(secret).read_bytes().strip()))
    app.services(session).office.save(CONTACTS)
    may_submit(session)
    session.vault.close()
