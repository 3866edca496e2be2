"""The commands that care for a vault: check, backup, restore, rotate, and following the log."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from kpr_desktop.bootstrap import Application
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.commands import salvage
from kpr_desktop.commands.console import DONE, PROBLEMS, Console
from kpr_desktop.commands.opening import ask_passphrase, code_from_file, open_session
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.backup_ports import Made, Opening
from kpr_desktop.usecases.backups import DAILY, MANUAL
from kpr_desktop.usecases.upkeep import Upkeep

Command = Callable[[str, Callable[..., int]], argparse.ArgumentParser]


def add(command: Command, texts: Texts) -> None:
    """Put these commands beside the others. `command` makes one of a name and what runs it."""
    _with_vault(command("check", _check), texts)
    backup = _with_vault(command("backup", _backup), texts)
    backup.add_argument("--if-due", action="store_true", help=texts("cli.backup.if_due"))
    restore = command("restore", _restore)
    restore.add_argument("backup", type=Path, help=texts("cli.restore.backup"))
    restore.add_argument("target", type=Path, help=texts("cli.restore.target"))
    restore.add_argument("--recovery-file", type=Path, help=texts("cli.restore.recovery_file"))
    restore.add_argument("--in-use", default="", metavar=texts("cli.why"), help=texts("cli.restore.in_use"))
    _with_user(restore, texts)
    salvage.add(command, texts)
    rotate = _with_vault(command("rotate", _rotate), texts)
    rotate.add_argument("--reason", required=True, help=texts("cli.rotate.reason"))
    log = command("log", _log)
    log.add_argument("act", choices=("verify",), help=texts("cli.log.act"))
    _with_vault(log, texts)


def _with_vault(made: argparse.ArgumentParser, texts: Texts) -> argparse.ArgumentParser:
    made.add_argument("vault", type=Path, help=texts("cli.vault"))
    return _with_user(made, texts)


def _with_user(made: argparse.ArgumentParser, texts: Texts) -> argparse.ArgumentParser:
    made.add_argument("--user", default="", help=texts("cli.user"))
    made.add_argument("--passphrase-file", type=Path, help=texts("cli.passphrase_file"))
    return made


def _check(app: Application, options: argparse.Namespace, console: Console) -> int:
    session = open_session(app, options, console, or_read=True)
    try:
        checked = Upkeep(session).check()
    finally:
        session.vault.close()
    found = checked.found
    console.answer |= {"persons": checked.persons, "administrators": checked.administrators}
    _tell_logged(console, logged=checked.logged)
    if checked.few:
        console.warn("authorisation.few_administrators")
    console.answer["key_due"] = checked.key_due
    if checked.key_due:
        console.warn("backup.key_due")
    for trouble in found:
        places = {"where": trouble.where, "person": trouble.person_id or "", "line": str(trouble.seq or "")}
        console.problem(trouble.code, console.texts.fault(trouble.fault()), **places)
    if not found:
        console.say("cli.check.sound", persons=checked.persons)
    return PROBLEMS if found else DONE


def _log(app: Application, options: argparse.Namespace, console: Console) -> int:
    session = open_session(app, options, console, or_read=True)
    try:
        report, logged = Upkeep(session).verify_log()
    finally:
        session.vault.close()
    console.answer |= {"lines": report.lines, "mark": report.mark}
    _tell_logged(console, logged=logged)
    if report.first_bad is None:
        console.say("cli.log.whole", lines=report.lines, mark=report.mark)
        return DONE
    console.problem(
        "cli.log.broken", console.texts("cli.log.broken", line=report.first_bad), line=str(report.first_bad)
    )
    return PROBLEMS


def _tell_logged(console: Console, *, logged: bool) -> None:
    console.answer["logged"] = logged
    if not logged:
        console.warn("cli.not_logged")


def _backup(app: Application, options: argparse.Namespace, console: Console) -> int:
    session = open_session(app, options, console)
    try:
        desk = app.services(session).backups
        if options.if_due and not desk.due(closing=True):
            console.say("cli.backup.not_due")
            return DONE
        return _tell_made(desk.make(DAILY if options.if_due else MANUAL), console)
    finally:
        session.vault.close()


def _tell_made(made: Made, console: Console) -> int:
    first = made.first
    console.answer |= {
        "folder": str(first.path),
        "persons": first.persons,
        "sha256": first.sha256,
        "second": str(made.second.path) if made.second else "",
        "removed": made.removed,
    }
    console.say("cli.backup.done", folder=str(first.path), persons=first.persons)
    if made.second:
        console.say("cli.backup.second", folder=str(made.second.path))
    if made.second_fault:
        fault = EnvironmentFault(made.second_fault, **made.second_facts)
        console.problem(fault.code, console.texts.fault(fault))
    return PROBLEMS if made.second_fault else DONE


def _restore(app: Application, options: argparse.Namespace, console: Console) -> int:
    backup, info = app.restoring.look(options.backup)
    login = options.user or (info.logins[0] if len(info.logins) == 1 else "")
    if not login:
        raise UserFault("cli.user_missing")
    code = code_from_file(options.recovery_file) if options.recovery_file else ""
    passphrase = ask_passphrase(options, console.texts, twice=bool(code))
    kept = bytearray(passphrase)
    try:
        made = app.restoring.restore(options.backup, options.target, Opening(login, passphrase, code))
        console.answer |= {
            "folder": str(options.target),
            "persons": made.persons,
            "assessments": made.assessments,
            "log_lines": made.log_lines,
            "backup": backup.name,
        }
        console.say("cli.restore.done", folder=str(options.target), persons=made.persons)
        if options.in_use:
            session = app.door.open(options.target, login, kept)
            try:
                app.services(session).backups.confirm_restore(options.in_use)
            finally:
                session.vault.close()
            console.say("cli.restore.used")
        else:
            console.say("cli.restore.waits")
    finally:
        kept[:] = bytes(len(kept))
    return DONE


def _rotate(app: Application, options: argparse.Namespace, console: Console) -> int:
    session = open_session(app, options, console)
    try:
        session.grants.confirmed_at = session.now()  # the passphrase was given for this very command
        app.services(session).keys.rotate(options.reason)
    finally:
        session.vault.close()
    console.say("cli.rotate.done")
    console.say("backup.old_copies")
    return DONE
