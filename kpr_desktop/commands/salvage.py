"""The commands for a damaged vault: salvaging what is whole, and accepting what is not."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from kpr_desktop.bootstrap import Application
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.commands.console import DONE, PROBLEMS, Console
from kpr_desktop.commands.opening import ask_passphrase, code_from_file, open_session
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.backup_ports import Opening
from kpr_desktop.usecases.salvage_ports import Salvaged

_SHOWN = 20
"""So many user numbers in one line on a terminal."""


def add(command: Callable[[str, Callable[..., int]], argparse.ArgumentParser], texts: Texts) -> None:
    """Put these commands beside the others."""
    salvage = command("salvage", _salvage)
    salvage.add_argument("vault", type=Path, help=texts("cli.salvage.vault"))
    salvage.add_argument("target", type=Path, help=texts("cli.salvage.target"))
    salvage.add_argument("--recovery-file", type=Path, help=texts("cli.restore.recovery_file"))
    accept = command("accept", _accept)
    accept.add_argument("vault", type=Path, help=texts("cli.vault"))
    accept.add_argument("--reason", default="", help=texts("cli.accept.reason"))
    accept.add_argument("--number", action="append", help=texts("cli.accept.number"))
    for each in (salvage, accept):
        each.add_argument("--user", default="", help=texts("cli.user"))
        each.add_argument("--passphrase-file", type=Path, help=texts("cli.passphrase_file"))


def _salvage(app: Application, options: argparse.Namespace, console: Console) -> int:
    info = app.salvaging.look(options.vault)
    login = options.user or (info.logins[0] if len(info.logins) == 1 else "")
    if not login:
        raise UserFault("cli.user_missing")
    code = code_from_file(options.recovery_file) if options.recovery_file else ""
    passphrase = ask_passphrase(options, console.texts, twice=bool(code))
    made = app.salvaging.salvage(options.vault, options.target, Opening(login, passphrase, code))
    return _tell(made, console)


def _tell(made: Salvaged, console: Console) -> int:
    """On the terminal the tables where something is lacking; for machines all of them."""
    texts = console.texts
    console.answer |= {
        "folder": str(made.path),
        "rows": made.rows,
        "expected": made.expected,
        "tables": [
            {"table": each.table, "rows": each.rows, "gaps": each.gaps, "expected": each.expected}
            for each in made.tables
        ],
        "persons": made.persons,
        "whole": made.whole,
        "incomplete": list(made.incomplete),
        "lost": made.lost,
        "loose": made.loose,
        "log_breaks": [list(each) for each in made.log_breaks],
        "saves_missing": made.saves_missing,
        "latest": made.latest,
    }
    console.say("cli.salvage.done", folder=str(made.path))
    if made.expected is None:
        console.say("salvage.rows", rows=made.rows)
    else:
        console.say("salvage.rows_of", rows=made.rows, expected=made.expected)
    for each in made.tables:
        if each.gaps or each.expected not in (None, each.rows):
            expected = "?" if each.expected is None else each.expected
            console.say(
                "cli.salvage.table", table=each.table, rows=each.rows, expected=expected, gaps=each.gaps
            )
    console.say("salvage.whole", whole=made.whole, persons=made.persons)
    for code, count in made.lacking:
        console.problem(code, texts.fault(EnvironmentFault(code, count=count)))
    if made.incomplete:
        shown = list(made.incomplete[:_SHOWN]) + ["…"] * (len(made.incomplete) > _SHOWN)
        console.say("cli.salvage.numbers", numbers=", ".join(shown))
    console.say("cli.salvage.waits")
    return PROBLEMS if made.lacking else DONE


def _accept(app: Application, options: argparse.Namespace, console: Console) -> int:
    session = open_session(app, options, console, or_read=True)
    try:
        desk = app.services(session).incomplete
        if options.reason:
            count = desk.accept(options.reason, options.number)
            console.answer |= {"accepted": count}
            console.say("cli.accept.done", count=count)
            return DONE
        numbers = [each.user_number for each in desk.all()]
        console.answer |= {"incomplete": numbers}
        for number in numbers:
            console.tell(number)
        console.say("cli.accept.left", count=len(numbers))
        return PROBLEMS if numbers else DONE
    finally:
        session.vault.close()
