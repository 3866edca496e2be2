"""`kpr codebook`: look at a new year's code book, services or places, and read them in."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from kpr_desktop.bootstrap import Application
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.codebook.wording import change_words
from kpr_desktop.commands.console import DONE, Console
from kpr_desktop.commands.opening import open_session
from kpr_desktop.usecases.renewal import UNKNOWN, RenewalPreview

Command = Callable[[str, Callable[..., int]], argparse.ArgumentParser]


def add(on_vault: Command, texts: Texts) -> None:
    """Put the command beside the others. `on_vault` makes one that opens a vault."""
    made = on_vault("codebook", _codebook)
    made.add_argument("file", type=Path, help=texts("cli.codebook.file"))
    made.add_argument("--year", type=int, help=texts("cli.codebook.year"))
    made.add_argument("--yes", action="store_true", help=texts("cli.codebook.yes"))
    made.add_argument("--accept-key", default="", help=texts("cli.codebook.accept_key"))


def _codebook(app: Application, options: argparse.Namespace, console: Console) -> int:
    session = open_session(app, options, console)
    try:
        desk = app.services(session).renewal
        preview = desk.preview(options.file, options.year)
        _tell(preview, console)
        if not options.yes:
            console.say("cli.codebook.only_looked")
            return DONE
        session.grants.confirmed_at = session.now()  # the passphrase was given for this very command
        made = desk.import_file(options.file, preview.sha256, options.year, options.accept_key)
    finally:
        session.vault.close()
    console.answer["read_in"] = made.id
    console.tell(
        console.texts("codebook.done", what=console.texts(f"codebook.kind_{made.kind}"), year=made.year)
    )
    return DONE


def _tell(preview: RenewalPreview, console: Console) -> None:
    texts = console.texts
    console.answer |= {
        "kind": preview.kind,
        "year": preview.year,
        "sha256": preview.sha256,
        "trust": preview.trust,
        "fingerprint": preview.fingerprint,
        "publisher": preview.publisher,
        "changes": [asdict(each) for each in preview.changes],
        "left_out": preview.left_out,
    }
    lines = [
        texts("codebook.what", what=texts(f"codebook.kind_{preview.kind}"), year=preview.year),
        f"{texts('codebook.fact_file')}: {preview.sha256}",
        f"{texts('codebook.fact_signed')}: {texts(f'codebook.trust_{preview.trust}')}",
    ]
    if preview.fingerprint:
        lines.append(f"{texts('codebook.fact_publisher')}: {preview.publisher}")
        lines.append(f"{texts('codebook.fact_key')}: {preview.fingerprint}")
    if preview.trust == UNKNOWN:
        lines.append(texts("codebook.accept_ask"))
    if preview.replaces is not None:
        day = preview.replaces.at.date().isoformat()
        lines.append(texts("codebook.replaces", year=preview.year, day=day))
    if preview.left_out:
        lines.append(texts("codebook.left_out", count=preview.left_out))
    lines += [change_words(each, texts) for each in preview.changes]
    if not preview.changes:
        lines.append(texts("codebook.no_changes"))
    for line in lines:
        console.tell(line)
