"""The recovery sheet on the command line: shown once, typed back, tried on a copy of the vault."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from kpr_desktop.bootstrap import Application
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.commands.console import DONE, PROBLEMS, Console
from kpr_desktop.commands.opening import code_from_file, open_session
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.recovery import RecoveryDesk
from kpr_desktop.usecases.session import Session

GROUPS = 9
Command = Callable[[str, Callable[..., int]], argparse.ArgumentParser]


def add(command: Command, texts: Texts) -> None:
    """Put `kpr recovery` beside the other commands."""
    made = command("recovery", _recovery)
    made.add_argument("act", choices=("new", "prove"), help=texts("cli.recovery.act"))
    made.add_argument("vault", type=Path, help=texts("cli.vault"))
    made.add_argument("--user", default="", help=texts("cli.user"))
    made.add_argument("--passphrase-file", type=Path, help=texts("cli.passphrase_file"))
    add_sheet_options(made, texts)


def add_sheet_options(made: argparse.ArgumentParser, texts: Texts) -> None:
    """Where the code goes, and where it is read back from, when nobody sits at a terminal."""
    made.add_argument("--recovery-file", type=Path, help=texts("cli.recovery.file"))
    made.add_argument("--recovery-typed", type=Path, help=texts("cli.recovery.typed"))


def check_sheet_options(options: argparse.Namespace) -> None:
    """Before anything is made: the code is shown once, so it must have somewhere to go.

    Raises UserFault cli.recovery.file_missing | file_there.
    """
    place = options.recovery_file
    if place is None and (options.json or not sys.stdin.isatty()):
        raise UserFault("cli.recovery.file_missing")
    if place is not None and (place.exists() or not place.absolute().parent.is_dir()):
        raise UserFault("cli.recovery.file_there")


def make_sheet(app: Application, session: Session, options: argparse.Namespace, console: Console) -> int:
    """A new code, shown once, and typed back."""
    desk = app.services(session).recovery
    made = desk.make()
    text = " ".join(made.groups)
    console.answer |= {"fingerprint": made.fingerprint}
    if options.recovery_file is None:
        console.say("cli.recovery.code", fingerprint=made.fingerprint)
        console.tell(text)
    else:
        _write(options.recovery_file, text)
        console.say("cli.recovery.written", file=str(options.recovery_file), fingerprint=made.fingerprint)
    return prove_sheet(desk, options, console)


def prove_sheet(desk: RecoveryDesk, options: argparse.Namespace, console: Console) -> int:
    """Read the code back and try it. PROBLEMS when nobody is there to type it."""
    if options.recovery_typed is not None:
        typed = code_from_file(options.recovery_typed)
    elif not options.json and sys.stdin.isatty():
        typed = "-".join(_typed(desk, number, console) for number in range(1, GROUPS + 1))
    else:
        console.problem("cli.recovery.not_proved", console.texts("cli.recovery.not_proved"))
        return PROBLEMS
    desk.prove(typed)
    console.say("cli.recovery.proved")
    return DONE


def _recovery(app: Application, options: argparse.Namespace, console: Console) -> int:
    if options.act == "new":
        check_sheet_options(options)
    session = open_session(app, options, console)
    try:
        if options.act == "prove":
            return prove_sheet(app.services(session).recovery, options, console)
        session.grants.confirmed_at = session.now()  # the passphrase was given for this very command
        return make_sheet(app, session, options, console)
    finally:
        session.vault.close()


def _typed(desk: RecoveryDesk, number: int, console: Console) -> str:
    """One group, asked for until it is right."""
    while True:
        group = input(console.texts("cli.recovery.group", number=number) + " ")
        try:
            desk.check_group(number, group)
        except UserFault as fault:
            console.tell(console.texts.fault(fault))
        else:
            return group


def _write(path: Path, text: str) -> None:
    """A new file that the owner alone reads. Raises UserFault cli.recovery.file_there."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        raise UserFault("cli.recovery.file_there") from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{text}\n")
        file.flush()
        os.fsync(file.fileno())
