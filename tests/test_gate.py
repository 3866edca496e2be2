"""The gate: training and synthetic persons reach no register file, by no command, use case or page.

Every command of `kpr`, every use case that takes a path, and every module of the window that asks for a folder stands
in a table here: a new one fails the test until it is tried, or is told apart as one that writes nothing of persons.
"""

from __future__ import annotations

import argparse
import inspect
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from kpr_desktop import cli
from kpr_desktop.bootstrap import Application
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.identity import Fnr
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.messages import Dispatch
from kpr_desktop.usecases.records import ExportRecord
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.submission_records import SendFilter
from tests.support import certificates, numbers
from tests.support.bad_files import answer
from tests.support.overview import nothing_done
from tests.support.pdf import text_of
from tests.support.world import PASSPHRASE, World, make_world
from tests.usecases.test_messages import STATIONS, sealed
from tests.usecases.test_submission import BORN, ready

ROOT = Path(__file__).parents[1]
_REGISTER = re.compile(rb"npr\.no/xmlstds|MsgHead|messageHeader|kpr-desktop-yearly", re.IGNORECASE)
"""What every file that a register could take holds: the message, each of its envelopes, the yearly extract."""


def register_files(folder: Path) -> list[str]:
    """Files that a register could take, anywhere below a folder, whatever they are called."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path.name for path in files if _REGISTER.search(path.read_bytes())]


def test_the_search_knows_every_register_file(tmp_path: Path) -> None:
    world = make_world(tmp_path / "v", training=False)
    ready(world)
    world.services.stations.save(STATIONS)
    key, receiver = sealed(world.session.now())
    world.services.stations.take_receiver(receiver)
    out = tmp_path / "ut"
    out.mkdir()
    world.services.messages.make_message(out)
    for way in ("msghead", "api-2021"):
        dispatch = Dispatch(way, bytearray(key), bytearray(certificates.PASSPHRASE))
        world.services.messages.send_again(SendFilter(""), out, "Prøve", dispatch)
    world.services.submission.make_yearly(2026, out)
    world.close()
    assert len({Path(name).suffixes[0] for name in register_files(out)}) >= 2
    assert len(register_files(out)) >= 4


# --- use cases ----------------------------------------------------------------------------------------------------


@pytest.fixture(params=["training", "synthetic"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """A training vault; and a real one where a person was given a synthetic number past every desk."""
    training = request.param == "training"
    made = make_world(tmp_path / "vault", training=training)
    (person,) = ready(made)
    if not training:
        with made.session.work() as work:
            found = work.persons.get(person)
            number = Fnr.parse(numbers.fnr(3, born=BORN, series="tenor"))
            work.persons.update(replace(found, identity=number, version=found.version + 1))
            work.commit()
    else:
        # As if a file had been kept, past every desk: it is not written again either.
        with made.session.work() as work:
            kept = ExportRecord(
                made.ids(), "kpr-56", made.session.now(), made.session.user.id, "f.xml", "0", 1, 1
            )
            work.records.add_export(kept, b'<Melding xmlns="http://www.npr.no/xmlstds/56_0_0_ipl"/>')
            work.commit()
    interview = made.services.interviews.start(person, date(2026, 3, 1), Reason.PERIODIC)
    interview.answer("household", "1")
    interview.finish()
    yield made
    made.close()


NOT_OUT = {
    ("diagnosis_codes", "import_file"), ("diagnosis_codes", "preview"), ("renewal", "import_file"),
    ("renewal", "preview"), ("guidance", "read_file"), ("exchange", "read_file"), ("written_files", "risks"),
    ("backups", "set_second"), ("key_care", "old_copies"), ("key_care", "remove_old_copies"),
}  # fmt: skip
"""Take a path and write nothing there: they read, remember it, or remove old backups."""


def attempts(world: World, out: Path) -> Mapping[tuple[str, str], Callable[[], object]]:
    """Every way out of the vault that the use cases have."""
    services = world.services
    person = next(iter(_persons(world)))
    key, _ = sealed(world.session.now())

    def messages() -> None:
        for way in ("plain", "msghead", "api-2021"):
            with suppress(Fault):
                services.messages.make_message(
                    out, dispatch=Dispatch(way, bytearray(key), bytearray(certificates.PASSPHRASE))
                )

    return {
        ("letters", "save_copy"): lambda: services.letters.save_copy(
            services.letters.make(person, "information", "nb", ""), out, purpose="post"
        ),
        ("sheets", "save"): lambda: services.sheets.save(services.sheets.blank_form("nb"), out),
        ("submission", "make_yearly"): lambda: services.submission.make_yearly(2026, out),
        ("submission", "write_again"): lambda: services.submission.write_again(
            services.submission.made(limit=1)[0].id, out
        ),
        ("messages", "make_message"): messages,
        ("messages", "send_again"): lambda: services.messages.send_again(SendFilter(""), out, "Prøve"),
        ("guidance", "save_file"): lambda: services.guidance.save_file(out, {}),
        ("drills", "save_certificate"): lambda: services.drills.save_certificate(None, out, "nb"),  # type: ignore[arg-type]
        ("recovery", "save"): lambda: services.recovery.save(None, out, purpose="archive"),  # type: ignore[arg-type]
        ("exchange", "save"): lambda: services.exchange.save(person, out, purpose="journal"),
        ("exchange", "save_questionnaire"): lambda: services.exchange.save_questionnaire(2026, out),
        ("overview", "save"): lambda: services.overview.save(nothing_done(), out, purpose="archive"),
        ("manuals", "save"): lambda: services.manuals.save("lost", "nb", out),
        ("support", "save"): lambda: services.support.save(
            services.support.report(Texts.load("nb"), {}), out
        ),
        ("statistics", "save"): lambda: services.statistics.save(
            services.statistics.make(2026), out, "csv", purpose="archive"
        ),
    }


def _persons(world: World) -> list[PersonId]:
    with world.session.work() as work:
        return list(work.persons.ids())


def _desks() -> Iterator[tuple[str, type]]:
    yield from ((n, t) for n, t in get_type_hints(Services).items() if inspect.isclass(t))
    for name, prop in vars(Services).items():
        if isinstance(prop, property) and prop.fget is not None:
            yield name, get_type_hints(prop.fget)["return"]


def test_every_use_case_that_takes_a_path_is_tried(world: World, tmp_path: Path) -> None:
    known = {
        (desk, name)
        for desk, kind in _desks()
        for name, method in inspect.getmembers(kind, inspect.isfunction)
        if not name.startswith("_") and "Path" in " ".join(
            str(p.annotation) for p in inspect.signature(method).parameters.values()
        )
    }  # fmt: skip
    out = tmp_path / "ut"
    out.mkdir()
    tried = attempts(world, out)
    assert set(tried) == known - NOT_OUT
    for act in tried.values():
        with suppress(Fault, IndexError, AttributeError, ValueError):
            act()
    assert register_files(out) == []
    assert any(out.iterdir())  # the letter got out: the folder is one that can be written to


def test_a_practice_persons_letters_are_marked(world: World) -> None:
    person = next(iter(_persons(world)))
    letters = world.services.letters
    for kind, filled in (
        ("information", {}), ("reservation", {}), ("consent_others", {"kilder": "Datteren", "formaal": "Prøve"}),
    ):  # fmt: skip
        made = letters.make(person, kind, "nb", filled=filled)
        assert "Dette er ikke et ekte brev" in text_of(made.pdf)
        assert letters.reprint(made.delivery.id).pdf == made.pdf
    (made_in_batch,) = world.services.letter_batch.make([person], "information", "nb").made
    assert "Dette er ikke et ekte brev" in text_of(letters.reprint(made_in_batch.id).pdf)


# --- commands -----------------------------------------------------------------------------------------------------


def _options(folder: Path, world: World, secret: str) -> Mapping[str, list[list[str]]]:
    """Every command, in every way that could put something into a folder."""
    out, person, vault = str(folder), _persons(world)[0], str(world.path)
    export = ["export", vault, "--out", out, "--reason", "Prøve", "--passphrase-file", secret]
    message = [*export, "--format", "kpr-56"]
    receipt = folder.parent / "svar.json"
    receipt.write_bytes(answer(delivered=True, errors=[]))
    common = ["--passphrase-file", secret]
    letter = ["letter", vault, "--person", person, "--kind", "information"]
    return {
        "export": [
            message,
            [*message, "--envelope", "msghead"],
            [*message, "--envelope", "api-2021"],
            [*message, "--since", "2020-01-01"],
            [*message, "--ids", "x"],
            [*message, "--person", person],
            [*message, "--dry-run"],
            [*export, "--format", "yearly", "--year", "2026"],
            [*export, "--format", "fhir", "--person", person, "--purpose", "journal"],
        ],
        "receipt": [["receipt", vault, str(receipt), *common]],
        "events": [["events", vault, "--person", person, *common]],
        "rehearse": [["rehearse", vault, *common]],
        "statistics": [
            ["statistics", vault, out, "--year", "2026", "--format", "csv", *common],
            ["statistics", vault, out, "--year", "2026", "--format", "xlsx", *common],
        ],
        "letter": [[*letter, "--out", f"{out}/brev.pdf", *common]],
        "form": [["form", vault, out, *common]],
        "check": [["check", vault, *common]],
        "log": [["log", vault, "--out", out, *common]],
        "backup": [["backup", vault, *common]],
        "import": [["import", vault, str(receipt), *common]],
        "codebook": [["codebook", vault, *common]],
        "recovery": [["recovery", vault, *common]],
        "rotate": [["rotate", vault, *common]],
        "restore": [["restore", vault, f"{out}/hvelv", *common]],
        "init": [["init", f"{out}/nytt", "--municipality", "4201", "--user", "Kari", *common]],
        "salvage": [["salvage", vault, f"{out}/berget", *common]],
        "accept": [["accept", vault, "--reason", "Prøve", *common]],
        "demo": [["demo", f"{out}/ovelse", "--persons", "1"]],
        "manual": [["manual", out, "--part", "lost"]],
    }


def test_every_command_is_tried(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = tmp_path / "frase"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    secret.chmod(0o600)
    out = tmp_path / "ut"
    out.mkdir()
    app = Application(clock=world.clock, config=tmp_path / "config", cost=FLOOR_COST)
    tables = _options(out, world, str(secret))
    parser = cli._parser(Texts.load("nb"))
    (commands,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    assert set(tables) == set(commands.choices)
    world.close()
    codes: dict[str, Any] = {}
    for name, tries in tables.items():
        for argv in tries:
            try:
                codes[name] = cli.main([*argv, "--json"], lambda: app)
            except SystemExit as stopped:  # options of a command that this test need not know
                codes[name] = stopped.code
            answered = capsys.readouterr().out
            if name == "export" and "fhir" not in argv and "--dry-run" not in argv:
                assert json.loads(answered)["reason"].startswith("gate.") or codes[name] != cli.DONE, argv
    assert codes["letter"] == cli.DONE
    assert register_files(out) == []
    world.reopen()


# --- the window ---------------------------------------------------------------------------------------------------

ASK_FOR_A_FOLDER = {
    "exchange/exchanging.py", "letters/leaving.py", "overview/table_part.py", "recovery/recovery_page.py",
    "settings/guidance_card.py", "settings/own_letters_card.py", "start/folder.py",
    "submission/statistics_view.py", "submission/way_out.py",
}  # fmt: skip
"""The window's ways to a folder; what each writes goes through a use case above."""


def test_every_page_that_asks_for_a_folder_is_known() -> None:
    pages = ROOT / "ui" / "kpr_desktop_ui" / "pages"
    asks = {
        str(path.relative_to(pages))
        for path in pages.rglob("*.py")
        if re.search(r"getExistingDirectory|getSaveFileName", path.read_text(encoding="utf-8"))
    }
    assert asks == ASK_FOR_A_FOLDER


def test_no_page_writes_a_file_itself() -> None:
    writes = re.compile(r"write_bytes|write_text|\.open\(\"[wxa]|open\([^)]*\"[wxa]")
    ui = ROOT / "ui" / "kpr_desktop_ui"
    assert [p.name for p in ui.rglob("*.py") if writes.search(p.read_text(encoding="utf-8"))] == []
