"""`kpr`: the headless commands for administrators and scheduled work. Same use cases, rights and log as the window.

Exit codes: 0 done, 1 problems found (listed), 2 wrong use, 3 the vault can not be opened (which reason is told).
Everything that is asked for on the command line is looked at before anything is made or numbered.
"""

from __future__ import annotations

import argparse
import getpass
import json
import stat
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kpr_desktop import __version__
from kpr_desktop.bootstrap import Application, application
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.names import fold
from kpr_desktop.errors import EnvironmentFault, Fault, UserFault
from kpr_desktop.usecases import demo
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.submission import ExportMade, Rehearsal
from kpr_desktop.usecases.vault import FirstRun

DONE, PROBLEMS, WRONG_USE, CANNOT_OPEN = 0, 1, 2, 3
_NOTHING_TO_DO = frozenset(("export.nothing_waiting", "export.nothing_in_year"))
"""A scheduled export on a quiet day is no problem."""
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class _Console:
    """Words on the terminal, or one JSON object for machines."""

    def __init__(self, texts: Texts, *, machine: bool) -> None:
        self.texts = texts
        self._machine = machine
        self.answer: dict[str, Any] = {}

    def say(self, key: str, **params: str | int) -> None:
        self.tell(self.texts(key, **params))

    def tell(self, text: str) -> None:
        if not self._machine:
            print(text)

    def problem(self, code: str, text: str, **extra: str) -> None:
        self.answer.setdefault("problems", []).append({"code": code, "text": text, **extra})
        if not self._machine:
            print(f"- {text}", file=sys.stderr)

    def end(self, code: int) -> int:
        if self._machine:
            self.answer["exit"] = code
            print(json.dumps(self.answer, ensure_ascii=False, indent=1))
        return code


def main(argv: Sequence[str] | None = None, make: Callable[[], Application] = application) -> int:
    """Run one command and give its exit code."""
    app = make()
    texts = app.texts("nb")
    options = _parser(texts).parse_args(argv)
    console = _Console(texts, machine=options.json)
    try:
        return console.end(int(options.run(app, options, console)))
    except Fault as fault:
        console.answer["reason"] = fault.code
        if fault.code in _NOTHING_TO_DO:
            console.tell(texts.fault(fault))
            return console.end(DONE)
        console.problem(fault.code, texts.fault(fault))
        opening = isinstance(fault, EnvironmentFault) or fault.code == "vault.wrong_passphrase"
        return console.end(CANNOT_OPEN if opening and fault.code.startswith("vault.") else _exit_of(fault))


def _exit_of(fault: Fault) -> int:
    return WRONG_USE if fault.code.startswith(("cli.", "start.")) else PROBLEMS


def _parser(texts: Texts) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kpr", description=texts("cli.about"))
    parser.add_argument("--version", action="version", version=f"KPR Desktop {__version__}")
    commands = parser.add_subparsers(required=True, metavar=texts("cli.command"))

    def command(name: str, run: Callable[..., int]) -> argparse.ArgumentParser:
        made = commands.add_parser(
            name, help=texts(f"cli.{name}.about"), description=texts(f"cli.{name}.about")
        )
        made.add_argument("--json", action="store_true", help=texts("cli.json"))
        made.set_defaults(run=run)
        return made

    def on_vault(name: str, run: Callable[..., int]) -> argparse.ArgumentParser:
        made = command(name, run)
        made.add_argument("vault", type=Path, help=texts("cli.vault"))
        made.add_argument("--user", default="", help=texts("cli.user"))
        made.add_argument("--passphrase-file", type=Path, help=texts("cli.passphrase_file"))
        return made

    init = on_vault("init", _init)
    init.add_argument("--municipality", required=True, help=texts("cli.municipality"))
    init.add_argument("--unit", default="", help=texts("cli.unit"))
    made = command("demo", _demo)
    made.add_argument("folder", type=Path, help=texts("cli.demo.folder"))
    made.add_argument("--persons", type=int, default=20, help=texts("cli.demo.persons"))
    made.add_argument("--seed", type=int, default=1, help=texts("cli.demo.seed"))
    made.add_argument("--municipality", default="4201", help=texts("cli.municipality"))
    on_vault("check", _check)
    letter = on_vault("letter", _letter)
    letter.add_argument("--person", required=True, help=texts("cli.person"))
    letter.add_argument("--kind", required=True, choices=("information",), help=texts("cli.letter.kind"))
    letter.add_argument("--language", default="nb", help=texts("cli.letter.language"))
    letter.add_argument("--out", required=True, type=Path, help=texts("cli.letter.out"))
    letter.add_argument("--reason", default="", help=texts("cli.reason"))
    export = on_vault("export", _export)
    export.add_argument(
        "--format", required=True, choices=("kpr-56", "yearly"), help=texts("cli.export.format")
    )
    export.add_argument("--out", type=Path, help=texts("cli.export.out"))
    export.add_argument("--year", type=int, help=texts("cli.export.year"))
    export.add_argument("--dry-run", action="store_true", help=texts("cli.export.dry_run"))
    export.add_argument("--reason", default="", help=texts("cli.reason"))
    return parser


# --- commands ---------------------------------------------------------------------------------------------------------


def _init(app: Application, options: argparse.Namespace, console: _Console) -> int:
    if not options.user.strip():
        raise UserFault("cli.user_missing")
    passphrase = _passphrase(options, console.texts, twice=True)
    login = fold(options.user.split()[0])
    first = FirstRun(
        options.vault, options.municipality, options.unit, options.user, login, passphrase, training=False
    )
    session = app.door.create(first)
    session.vault.close()
    console.answer |= {"vault": str(options.vault), "login": login}
    console.say("cli.init.done", login=login)
    return DONE


def _demo(app: Application, options: argparse.Namespace, console: _Console) -> int:
    if not 0 <= options.persons <= 200_000:
        raise UserFault("cli.demo.too_many")
    first = FirstRun(
        options.folder,
        options.municipality,
        console.texts("cli.demo.unit"),
        console.texts("cli.demo.user"),
        "ovelse",
        bytearray(demo.PASSPHRASE.encode()),
        training=True,
    )
    session = app.door.create(first)
    try:
        persons = demo.fill(session, app.demo_words(), demo.DemoPlan(options.persons, options.seed))
    finally:
        session.vault.close()
    console.answer |= {
        "vault": str(options.folder),
        "login": "ovelse",
        "passphrase": demo.PASSPHRASE,
        "persons": [{"id": i} for i in persons],
    }
    console.say("cli.demo.done", persons=len(persons), passphrase=demo.PASSPHRASE)
    return DONE


def _check(app: Application, options: argparse.Namespace, console: _Console) -> int:
    session = _open(app, options, console, write=False)
    try:
        session.require("vault.check")
        found = session.vault.check()
        with session.work() as work:
            persons = work.persons.count(hidden=True)
    finally:
        session.vault.close()
    console.answer |= {"persons": persons}
    for code in found:
        console.problem(code, console.texts(code))
    if not found:
        console.say("cli.check.sound", persons=persons)
    return PROBLEMS if found else DONE


def _letter(app: Application, options: argparse.Namespace, console: _Console) -> int:
    _check_folder(options.out.resolve().parent)
    session = _open(app, options, console, write=True)
    try:
        desk = app.services(session).letters
        letter = desk.make(PersonId(options.person), options.kind, options.language, options.reason)
        path = desk.save_copy(letter, options.out.resolve().parent, options.out.name)
    finally:
        session.vault.close()
    console.answer |= {"file": str(path), "sha256": letter.delivery.sha256}
    console.say("cli.letter.done", file=str(path))
    return DONE


def _export(app: Application, options: argparse.Namespace, console: _Console) -> int:
    if not options.dry_run:
        if options.out is None:
            raise UserFault("cli.export.out_missing")
        _check_folder(options.out)
    session = _open(app, options, console, write=not options.dry_run)
    try:
        submission = app.services(session).submission
        year = options.year or session.today().year - 1
        if options.format == "kpr-56":
            if options.dry_run:
                return _tell_rehearsal(submission.rehearse(), console)
            made = submission.make_message(options.out, options.reason)
        else:
            if options.dry_run:
                return _tell_yearly(submission.rehearse_yearly(year), year, console)
            made = submission.make_yearly(year, options.out, options.reason)
    finally:
        session.vault.close()
    return _tell_export(made, console)


def _check_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise UserFault("cli.no_folder")


def _tell_rehearsal(found: Rehearsal, console: _Console) -> int:
    console.answer |= {
        "waiting": found.waiting,
        "would_pass": len(found.message.notifications),
        "persons": found.persons,
        "overtaken": len(found.overtaken),
        "odd": len(found.remarks) + len(found.odd),
        "corrections": [
            {"person": e.person_id, "service": e.service_id, "event": e.kind.value} for e in found.overtaken
        ],
    }
    console.say("cli.export.rehearsal", passing=len(found.message.notifications), persons=found.persons)
    if found.overtaken:
        console.say("cli.export.overtaken", count=len(found.overtaken))
    for finding in found.whole:
        console.problem(finding.code, console.texts(finding.code))
    for stop in found.stopped:
        text = console.texts(stop.finding.code)
        console.problem(stop.finding.code, text, person=stop.person_id, service=stop.service_id)
    return PROBLEMS if found.whole or found.stopped else DONE


def _tell_yearly(persons: int, year: int, console: _Console) -> int:
    console.answer |= {"persons": persons, "year": year}
    console.say("cli.export.rehearsal_yearly", persons=persons, year=year)
    return DONE


def _tell_export(made: ExportMade, console: _Console) -> int:
    console.answer |= {
        "file": str(made.path),
        "sha256": made.record.sha256,
        "notifications": made.record.notifications,
        "persons": made.record.persons,
        "held_back": made.held_back,
    }
    console.say("cli.export.done", file=str(made.path), persons=made.record.persons)
    if made.held_back:
        console.problem("export.held_back", console.texts("export.held_back", count=made.held_back))
    return PROBLEMS if made.held_back else DONE


# --- opening ----------------------------------------------------------------------------------------------------------


def _open(app: Application, options: argparse.Namespace, console: _Console, *, write: bool) -> Session:
    info = app.door.look(options.vault)
    login = options.user or (info.logins[0] if len(info.logins) == 1 else "")
    if not login:
        raise UserFault("cli.user_missing")
    passphrase = _passphrase(options, console.texts)
    try:
        return app.door.open(options.vault, login, passphrase, write=write)
    finally:
        passphrase[:] = bytes(len(passphrase))


def _passphrase(options: argparse.Namespace, texts: Texts, *, twice: bool = False) -> bytearray:
    if options.passphrase_file is not None:
        return _from_file(options.passphrase_file)
    try:
        typed = getpass.getpass(texts("cli.passphrase_prompt") + " ")
        again = getpass.getpass(texts("cli.passphrase_again") + " ") if twice else typed
    except EOFError:  # scheduled work: nobody is there to type
        raise UserFault("cli.passphrase_missing") from None
    if again != typed:
        raise UserFault("cli.passphrases_differ")
    return bytearray(typed.encode())


def _from_file(path: Path) -> bytearray:
    try:
        mode = path.stat().st_mode
        data = path.read_bytes()
    except OSError:
        raise UserFault("cli.passphrase_file_unreadable") from None
    if sys.platform != "win32" and mode & _OTHERS:
        raise UserFault("cli.passphrase_file_open")
    return bytearray(data.removesuffix(b"\n").removesuffix(b"\r"))
