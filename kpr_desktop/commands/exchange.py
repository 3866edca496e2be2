"""`kpr export --format fhir` and `kpr import`: one person's case to another program and back."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from kpr_desktop.bootstrap import Application
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.commands.console import DONE, PROBLEMS, Console
from kpr_desktop.commands.opening import open_session
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.access import ReasonFault
from kpr_desktop.usecases.exchange import ExchangeDesk, Line, Preview
from kpr_desktop.usecases.session import Session

OnVault = Callable[[str, Callable[..., int]], argparse.ArgumentParser]


def add(on_vault: OnVault, texts: Texts) -> None:
    """Put `kpr import` beside the other commands."""
    made = on_vault("import", _import)
    made.add_argument("file", type=Path, help=texts("cli.import.file"))
    made.add_argument("--yes", action="store_true", help=texts("cli.import.yes"))
    made.add_argument("--reason", default="", help=texts("cli.reason"))
    made.add_argument("--purpose", default="", help=texts("cli.purpose"))


def export(desk: ExchangeDesk, session: Session, options: argparse.Namespace, console: Console) -> int:
    """Write the case of one person to the folder. It has no dry run: nothing is numbered by it."""
    if not options.person:
        raise UserFault("cli.export.person_missing")
    if options.dry_run:
        raise UserFault("cli.export.no_dry_run")
    person = PersonId(options.person)
    if options.purpose:
        session.give_reason(person, options.purpose, options.reason)
    path, count = desk.save(person, options.out, purpose="journal", reason=options.reason)
    console.answer |= {"file": str(path), "assessments": count}
    console.say("cli.export.case", file=str(path), count=count)
    return DONE


def _import(app: Application, options: argparse.Namespace, console: Console) -> int:
    session = open_session(app, options, console)
    try:
        desk = app.services(session).exchange
        preview = _preview(desk, session, options)
        for line in preview.lines:
            _tell(line, console)
        console.answer |= {"refused": preview.refusals, "new_person": preview.new_person}
        if preview.refusals:
            console.say("cli.import.refused", count=preview.refusals)
            return PROBLEMS
        if preview.nothing_new:
            console.say("fhir.nothing_new")
            return DONE
        if not options.yes:
            console.say("cli.import.ask")
            return DONE
        taken = desk.take(preview, options.reason)
    finally:
        session.vault.close()
    console.answer |= {"person": taken.person_id, "assessments": list(taken.assessments)}
    console.say("cli.import.done", count=len(taken.assessments))
    return DONE


def _preview(desk: ExchangeDesk, session: Session, options: argparse.Namespace) -> Preview:
    """The preview; a person outside the own list is opened with the reason that was given."""
    try:
        return desk.read_file(options.file)
    except ReasonFault as fault:
        if not options.purpose:
            raise
        session.give_reason(fault.person_id, options.purpose, options.reason)
        return desk.read_file(options.file)


def _tell(line: Line, console: Console) -> None:
    text = console.texts(line.code, **line.params)
    if line.rule is not None:
        text = f"{text} {line.rule.in_(console.texts.language)}"
    console.answer.setdefault("lines", []).append(
        {"state": line.state, "what": line.what, "where": line.where, "code": line.code}
    )
    if line.state == "refused":
        console.problem(line.code, f"{line.where}: {text}", where=line.where)
    else:
        console.tell(f"{line.where}: {text}")
