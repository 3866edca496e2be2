"""`kpr manual`: a manual as PDF, for who has no vault open. It holds nobody's data and asks for no passphrase."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from kpr_desktop.bootstrap import Application
from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.manual import PARTS
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.commands.console import DONE, Console
from kpr_desktop.errors import UserFault

Command = Callable[[str, Callable[..., int]], argparse.ArgumentParser]


def add(command: Command, texts: Texts) -> None:
    """Put it beside the other commands."""
    made = command("manual", _manual)
    made.add_argument("folder", type=Path, help=texts("cli.manual.folder"))
    made.add_argument("--part", choices=PARTS, default=PARTS[0], help=texts("cli.manual.part"))
    made.add_argument(
        "--in", dest="language", choices=LANGUAGES, default="", help=texts("cli.letter.language")
    )


def _manual(app: Application, options: argparse.Namespace, console: Console) -> int:
    if not options.folder.is_dir():
        raise UserFault("cli.no_folder")
    language = options.language or console.texts.language
    path = app.manuals().save(options.part, language, options.folder)
    console.answer |= {"file": str(path)}
    console.say("cli.manual.done", file=str(path))
    return DONE
