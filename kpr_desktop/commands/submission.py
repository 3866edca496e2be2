"""Messages for the register from the command line: made, sent again, answers read in, and what was told of a person."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from kpr_desktop.bootstrap import Application
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.commands.console import DONE, PROBLEMS, Console
from kpr_desktop.commands.opening import open_session, passphrase_from_file
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.notification import Event
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.messages import PLAIN, Dispatch, MessageDesk, Preview
from kpr_desktop.usecases.submission_records import ExportMade, SendFilter

OnVault = Callable[[str, Callable[..., int]], argparse.ArgumentParser]
_MOST_KEY, _MOST_RECEIPT = 1_000_000, 5_000_000
_ASKED = ("since", "until", "ids", "from_id", "to_id", "again", "person")


def add(on_vault: OnVault, texts: Texts) -> None:
    """Put `kpr receipt` and `kpr events` beside the other commands."""
    receipt = on_vault("receipt", _receipt)
    receipt.add_argument("file", type=Path, help=texts("cli.receipt.file"))
    receipt.add_argument("--answers", default="", help=texts("cli.receipt.answers"))
    events = on_vault("events", _events)
    events.add_argument("--person", required=True, help=texts("cli.person"))


def add_options(export: argparse.ArgumentParser, texts: Texts) -> None:
    """What `kpr export --format kpr-56` takes beside the others': what to send again, and the envelope."""
    for name in ("since", "until"):
        export.add_argument(f"--{name}", type=date.fromisoformat, help=texts(f"cli.export.{name}"))
    export.add_argument("--ids", default="", help=texts("cli.export.ids"))
    export.add_argument("--from-id", default="", help=texts("cli.export.from_id"))
    export.add_argument("--to-id", default="", help=texts("cli.export.to_id"))
    export.add_argument("--again", default="", help=texts("cli.export.again"))
    export.add_argument("--envelope", default=PLAIN, help=texts("cli.export.envelope"))
    export.add_argument("--key-file", type=Path, help=texts("cli.export.key_file"))
    export.add_argument("--key-passphrase-file", type=Path, help=texts("cli.export.key_passphrase_file"))


def asks_again(options: argparse.Namespace) -> bool:
    """Whether notifications that were told before are asked for."""
    return any(getattr(options, name) for name in _ASKED)


def make(desk: MessageDesk, options: argparse.Namespace, console: Console) -> ExportMade | None:
    """Make the message of what waits, or of what is asked for again; None when it was only a try."""
    if not asks_again(options):
        return desk.make_message(options.out, options.reason, _dispatch(options))
    chosen = _chosen(options)
    _tell(desk.preview(chosen), console)
    if options.dry_run:
        return None
    return desk.send_again(chosen, options.out, options.reason, _dispatch(options))


def _chosen(options: argparse.Namespace) -> SendFilter:
    return SendFilter(
        "",
        ids=tuple(each.strip() for each in options.ids.split(",") if each.strip()),
        since=options.since,
        until=options.until,
        from_id=options.from_id,
        to_id=options.to_id,
        person=PersonId(options.person) if options.person else None,
        export=options.again,
    )


def _dispatch(options: argparse.Namespace) -> Dispatch:
    if options.key_file is None:
        return Dispatch(options.envelope)
    if options.key_passphrase_file is None:
        raise UserFault("cli.export.key_passphrase_missing")
    key = bytearray(_read(options.key_file, _MOST_KEY))
    return Dispatch(options.envelope, key, passphrase_from_file(options.key_passphrase_file))


def _tell(found: Preview, console: Console) -> None:
    console.answer |= {
        "notifications": found.count,
        "first": found.first,
        "last": found.last,
        "persons": found.told_of,
        "persons_told_of": [p.person_id for p in found.persons],
    }
    console.say(
        "cli.export.before", count=found.count, persons=found.told_of, first=found.first, last=found.last
    )


def _receipt(app: Application, options: argparse.Namespace, console: Console) -> int:
    data = _read(options.file, _MOST_RECEIPT + 1)
    session = open_session(app, options, console)
    try:
        desk = app.services(session).desk
        read = desk.read_in(data, options.answers)
        faults = [line for line in desk.faults() if line.fault.receipt_id == read.receipt.id]
    finally:
        session.vault.close()
    console.answer |= {
        "outcome": read.receipt.outcome,
        "export": read.receipt.export_id,
        "faults": read.faults,
        "matched": read.matched,
    }
    console.say(f"desk.read_{read.receipt.outcome}")
    if read.receipt.export_id is None:
        console.say("desk.read_unknown")
    for line in faults:
        # The register's own words may name somebody: they stay in the vault, and the code tells which it is.
        console.problem(
            "cli.receipt.fault",
            console.texts("cli.receipt.fault", code=line.fault.code, id=line.fault.notification_id or "–"),
            told=line.fault.code,
            notification=line.fault.notification_id,
        )
    return DONE if read.receipt.outcome == "accepted" else PROBLEMS


def _events(app: Application, options: argparse.Namespace, console: Console) -> int:
    session = open_session(app, options, console)
    try:
        story = app.services(session).desk.of_person(PersonId(options.person))
    finally:
        session.vault.close()
    console.answer |= {
        "waiting": [_event(event) | {"refers_to": event.refers_to} for event in story.waiting],
        "told": [
            _event(sent.notification.event)
            | {
                "number": sent.notification.number,
                "at": sent.notification.made_at.isoformat(),
                "id": sent.notification.id,
                "status": sent.notification.status,
                "refers_to": sent.notification.reference,
                "files": list(sent.exports),
            }
            for sent in story.told
        ],
    }
    for sent in story.told:
        link = sent.notification
        console.say("cli.events.told", number=link.number, status=link.status, **_said(link.event))
    for event in story.waiting:
        console.say("cli.events.waits", status=event.status.value, **_said(event))
    console.say("cli.events.done", told=len(story.told), waiting=len(story.waiting))
    return DONE


def _event(event: Event) -> dict[str, object]:
    return {
        "event": event.kind.value,
        "service": event.service_id,
        "type": event.service_type,
        "day": event.happened_on.isoformat(),
        "status": event.status.value,
        "id": event.id,
    }


def _said(event: Event) -> dict[str, str]:
    return {"event": event.kind.value, "service": event.service_id, "day": event.happened_on.isoformat()}


def _read(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError:
        raise EnvironmentFault("submission.cannot_read") from None
