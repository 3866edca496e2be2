"""`kpr letter`: a letter to one person; `kpr form`: the whole conversation on paper, for a power cut."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from kpr_desktop.bootstrap import Application
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.commands.console import DONE, Console
from kpr_desktop.commands.opening import open_session
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import UserFault

OnVault = Callable[[str, Callable[..., int]], argparse.ArgumentParser]
_PURPOSE = "citizen"


def add(on_vault: OnVault, texts: Texts) -> None:
    """Put the two beside the other commands."""
    letter = on_vault("letter", _letter)
    letter.add_argument("--person", required=True, help=texts("cli.person"))
    letter.add_argument("--kind", required=True, help=texts("cli.letter.kind"))
    letter.add_argument("--language", default="", help=texts("cli.letter.language"))
    letter.add_argument("--about", default="", metavar="ID", help=texts("cli.letter.of"))
    letter.add_argument(
        "--set", action="append", default=[], metavar=texts("cli.letter.value"), help=texts("cli.letter.set")
    )
    letter.add_argument("--fillable", action="store_true", help=texts("cli.letter.fillable"))
    letter.add_argument("--out", required=True, type=Path, help=texts("cli.letter.out"))
    letter.add_argument("--reason", default="", help=texts("cli.reason"))
    letter.add_argument("--purpose", default="", help=texts("cli.purpose"))
    form = on_vault("form", _form)
    form.add_argument("folder", type=Path, help=texts("cli.form.folder"))
    form.add_argument("--language", default="nb", help=texts("cli.letter.language"))
    form.add_argument("--fillable", action="store_true", help=texts("cli.letter.fillable"))


def _letter(app: Application, options: argparse.Namespace, console: Console) -> int:
    folder = options.out.resolve().parent
    if not folder.is_dir():
        raise UserFault("cli.no_folder")
    filled = _filled(options.set)
    session = open_session(app, options, console)
    try:
        person = PersonId(options.person)
        if options.purpose:
            session.give_reason(person, options.purpose, options.reason)
        desk = app.services(session).letters
        letter = desk.make(
            person,
            options.kind,
            options.language,
            options.reason,
            filled=filled,
            about=options.about,
            fillable=options.fillable,
        )
        path = desk.save_copy(letter, folder, options.out.name, purpose=_PURPOSE)
    finally:
        session.vault.close()
    made = letter.delivery
    console.answer |= {"file": str(path), "sha256": made.sha256, "number": made.number, "pages": made.pages}
    console.say("cli.letter.done", file=str(path))
    return DONE


def _filled(given: Sequence[str]) -> dict[str, str]:
    """What was set, by name. Raises UserFault cli.letter.set_wrong."""
    pairs = [each.partition("=") for each in given]
    if not all(name and sign for name, sign, _ in pairs):
        raise UserFault("cli.letter.set_wrong")
    return {name: value for name, _, value in pairs}


def _form(app: Application, options: argparse.Namespace, console: Console) -> int:
    if not options.folder.is_dir():
        raise UserFault("cli.no_folder")
    session = open_session(app, options, console)
    try:
        sheets = app.services(session).sheets
        made = sheets.blank_form(options.language, fillable=options.fillable)
        path = sheets.save(made, options.folder)
    finally:
        session.vault.close()
    console.answer |= {"file": str(path), "number": made.number}
    console.say("cli.letter.done", file=str(path))
    return DONE
