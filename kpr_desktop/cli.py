"""`kpr`: the headless commands for administrators and scheduled work. Same use cases, rights and log as the window.

Exit codes: 0 done, 1 problems found (listed), 2 wrong use, 3 the vault can not be opened (which reason is told).
Everything that is asked for on the command line is looked at before anything is made or numbered.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from kpr_desktop import __version__, process
from kpr_desktop.bootstrap import Application, application
from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.commands import (
    care,
    codebook,
    exchange,
    letters,
    manual,
    recovery,
    rehearse,
    statistics,
    submission,
)
from kpr_desktop.commands.console import CANNOT_OPEN, DONE, PROBLEMS, WRONG_USE, Console
from kpr_desktop.commands.opening import ask_passphrase, open_session
from kpr_desktop.commands.parser import Parser
from kpr_desktop.domain.names import fold
from kpr_desktop.errors import EnvironmentFault, Fault, UserFault
from kpr_desktop.usecases import demo
from kpr_desktop.usecases.submission_records import ExportMade
from kpr_desktop.usecases.upkeep import Upkeep
from kpr_desktop.usecases.vault import FirstRun

_NOTHING_TO_DO = frozenset(("export.nothing_waiting", "export.nothing_in_year"))
"""A scheduled export on a quiet day is no problem."""
_LANGUAGE = "--language"
_NOT_LET_IN = frozenset(("vault.wrong_passphrase", "vault.wait"))


def main(argv: Sequence[str] | None = None, make: Callable[[], Application] = application) -> int:
    """Run one command and give its exit code."""
    if argv is None:
        process.guard()
    app = make()
    words = list(sys.argv[1:] if argv is None else argv)
    texts = app.texts(_language(words))
    options = _parser(texts).parse_args(words)
    console = Console(texts, machine=options.json)
    try:
        return console.end(int(options.run(app, options, console)))
    except Fault as fault:
        console.answer["reason"] = fault.code
        if fault.code in _NOTHING_TO_DO:
            console.tell(texts.fault(fault))
            return console.end(DONE)
        console.problem(fault.code, texts.fault(fault))
        opening = isinstance(fault, EnvironmentFault) or fault.code in _NOT_LET_IN
        return console.end(CANNOT_OPEN if opening and fault.code.startswith("vault.") else _exit_of(fault))


def _language(words: Sequence[str]) -> str:
    """The language that is asked for before the command. The parser itself speaks it, so it is looked for first."""
    asked = words[1] if words[:1] == [_LANGUAGE] and len(words) > 1 else ""
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _exit_of(fault: Fault) -> int:
    return WRONG_USE if fault.code.startswith(("cli.", "start.")) else PROBLEMS


def _parser(texts: Texts) -> argparse.ArgumentParser:
    parser = Parser(texts, prog="kpr", description=texts("cli.about"))
    parser.add_argument(_LANGUAGE, dest="speak", choices=LANGUAGES, help=texts("cli.language"))
    parser.add_argument(
        "--version", action="version", version=f"KPR Desktop {__version__}", help=texts("cli.version")
    )
    commands = parser.add_subparsers(required=True, metavar=texts("cli.command"))

    def command(name: str, run: Callable[..., int]) -> argparse.ArgumentParser:
        made = commands.add_parser(
            name, texts=texts, help=texts(f"cli.{name}.about"), description=texts(f"cli.{name}.about")
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
    recovery.add_sheet_options(init, texts)
    made = command("demo", _demo)
    made.add_argument("folder", type=Path, help=texts("cli.demo.folder"))
    made.add_argument("--persons", type=int, default=20, help=texts("cli.demo.persons"))
    made.add_argument("--seed", type=int, default=1, help=texts("cli.demo.seed"))
    made.add_argument("--municipality", default="4201", help=texts("cli.municipality"))
    care.add(command, texts)
    manual.add(command, texts)
    recovery.add(command, texts)
    exchange.add(on_vault, texts)
    statistics.add(on_vault, texts)
    rehearse.add(on_vault, texts)
    submission.add(on_vault, texts)
    codebook.add(on_vault, texts)
    letters.add(on_vault, texts)
    _add_export(on_vault("export", _export), texts)
    return parser


def _add_export(export: argparse.ArgumentParser, texts: Texts) -> None:
    export.add_argument(
        "--format", required=True, choices=("kpr-56", "yearly", "fhir"), help=texts("cli.export.format")
    )
    export.add_argument("--out", type=Path, help=texts("cli.export.out"))
    export.add_argument("--person", default="", help=texts("cli.person"))
    export.add_argument("--purpose", default="", help=texts("cli.purpose"))
    export.add_argument("--year", type=int, help=texts("cli.export.year"))
    export.add_argument("--dry-run", action="store_true", help=texts("cli.export.dry_run"))
    export.add_argument("--reason", default="", help=texts("cli.reason"))
    submission.add_options(export, texts)


# --- commands ---------------------------------------------------------------------------------------------------------


def _init(app: Application, options: argparse.Namespace, console: Console) -> int:
    if not options.user.strip():
        raise UserFault("cli.user_missing")
    recovery.check_sheet_options(options)
    passphrase = ask_passphrase(options, console.texts, twice=True)
    login = fold(options.user.split()[0])
    first = FirstRun(
        options.vault, options.municipality, options.unit, options.user, login, passphrase, training=False
    )
    session = app.door.create(first)
    try:
        console.answer |= {"vault": str(options.vault), "login": login}
        console.say("cli.init.done", login=login)
        return recovery.make_sheet(app, session, options, console)
    finally:
        session.vault.close()


def _demo(app: Application, options: argparse.Namespace, console: Console) -> int:
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


def _export(app: Application, options: argparse.Namespace, console: Console) -> int:
    if not options.dry_run:
        if options.out is None:
            raise UserFault("cli.export.out_missing")
        _check_folder(options.out)
    again = options.format == "kpr-56" and submission.asks_again(options)
    session = open_session(app, options, console)
    try:
        session.grants.confirmed_at = session.now()  # the passphrase was given for this very command
        if options.format == "fhir":
            return exchange.export(app.services(session).exchange, session, options, console)
        services = app.services(session)
        if options.dry_run:
            Upkeep(session).rehearsing()
        year = options.year or session.today().year - 1
        made: ExportMade | None
        if options.format == "kpr-56":
            if options.dry_run and not again:
                return rehearse.tell_message(services.submission.rehearse(), console)
            made = submission.make(services.messages, options, console)
        else:
            if options.dry_run:
                return _tell_yearly(services.submission.rehearse_yearly(year), year, console)
            made = services.submission.make_yearly(year, options.out, options.reason)
    finally:
        session.vault.close()
    return _tell_export(made, console) if made is not None else DONE


def _check_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise UserFault("cli.no_folder")


def _tell_yearly(persons: int, year: int, console: Console) -> int:
    console.answer |= {"persons": persons, "year": year}
    console.say("cli.export.rehearsal_yearly", persons=persons, year=year)
    return DONE


def _tell_export(made: ExportMade, console: Console) -> int:
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
