"""Unlocking a vault from the command line: the passphrase is typed, or read from a file that nobody else can read."""

from __future__ import annotations

import argparse
import getpass
import stat
import sys
from pathlib import Path

from kpr_desktop.bootstrap import Application
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.commands.console import Console
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.session import Session

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def open_session(
    app: Application, options: argparse.Namespace, console: Console, *, or_read: bool = False
) -> Session:
    """Log in as the command line says, to write: the log has to hold what is done.

    With `or_read` a vault that can not be written is opened to read; not while somebody else writes. Raises UserFault
    cli.*, and what `VaultDoor.open` raises.
    """
    info = app.door.look(options.vault)
    login = options.user or (info.logins[0] if len(info.logins) == 1 else "")
    if not login:
        raise UserFault("cli.user_missing")
    passphrase = ask_passphrase(options, console.texts)
    try:
        return app.door.open(options.vault, login, passphrase)
    except EnvironmentFault as fault:
        if not or_read or fault.code == "vault.in_use":
            raise
        return app.door.open(options.vault, login, passphrase, write=False)
    finally:
        passphrase[:] = bytes(len(passphrase))


def ask_passphrase(options: argparse.Namespace, texts: Texts, *, twice: bool = False) -> bytearray:
    """The passphrase, from the file that was named or typed; the caller wipes it. Raises UserFault cli.*."""
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


def passphrase_from_file(path: Path) -> bytearray:
    """A passphrase from a file that nobody else can read; the caller wipes it. Raises UserFault cli.*."""
    return _from_file(path)


def code_from_file(path: Path) -> str:
    """The recovery code as it was written into a file; the same rules as for a passphrase."""
    try:
        return _from_file(path).decode()
    except UnicodeDecodeError:
        raise UserFault("cli.passphrase_file_unreadable") from None
