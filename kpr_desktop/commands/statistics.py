"""`kpr statistics`: the year's numbers to a folder."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from kpr_desktop.bootstrap import Application
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.commands.console import DONE, Console
from kpr_desktop.commands.opening import open_session
from kpr_desktop.errors import UserFault

OnVault = Callable[[str, Callable[..., int]], argparse.ArgumentParser]
_PURPOSE = "archive"


def add(on_vault: OnVault, texts: Texts) -> None:
    """Put `kpr statistics` beside the other commands."""
    made = on_vault("statistics", _statistics)
    made.add_argument("folder", type=Path, help=texts("cli.statistics.folder"))
    made.add_argument("--year", type=int, help=texts("cli.statistics.year"))
    made.add_argument("--format", choices=("csv", "xlsx"), default="csv", help=texts("cli.statistics.format"))


def _statistics(app: Application, options: argparse.Namespace, console: Console) -> int:
    if not options.folder.is_dir():
        raise UserFault("cli.no_folder")
    session = open_session(app, options, console)
    try:
        desk = app.services(session).statistics
        made = desk.make(options.year or session.today().year - 1, console.texts.language)
        path = desk.save(made, options.folder, options.format, purpose=_PURPOSE)
    finally:
        session.vault.close()
    console.answer |= {"file": str(path), "year": made.year, "hidden_below": made.least}
    console.say("cli.statistics.done", file=str(path), least=made.least)
    return DONE
