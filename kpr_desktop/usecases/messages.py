"""Messages for the register: what one would hold, making it, and sending again what was told before."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.notification import Message, Notification
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.access import closed_persons
from kpr_desktop.usecases.chain import ACCEPTED, Ready, prepare
from kpr_desktop.usecases.chain_keeping import standing
from kpr_desktop.usecases.dispatch_records import EnvelopeData, Need
from kpr_desktop.usecases.gate import gate, let_out, submits
from kpr_desktop.usecases.output_ports import Certificates, Envelope, MessageWriter
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.raising import catch_up
from kpr_desktop.usecases.records import ExportRecord, Finding
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.stations import keep_sender, kept_receiver, stations
from kpr_desktop.usecases.submission_records import ExportMade, SendFilter, SendState, SendStep
from kpr_desktop.usecases.written_files import FileWriter, Leaving

PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Dispatch:
    """How a message is put up for its way. `envelope` is the envelope's id.

    `key_file` and `passphrase` are those of the sender, read for this one file and wiped by whoever makes it.
    """

    envelope: str = PLAIN
    key_file: bytearray = field(default_factory=bytearray, repr=False)
    passphrase: bytearray = field(default_factory=bytearray, repr=False)

    def wipe(self) -> None:
        """Leave nothing of key and passphrase."""
        for secret in (self.key_file, self.passphrase):
            secret[:] = bytes(len(secret))


@dataclass(frozen=True, slots=True)
class PreviewPerson:
    """One person a message would tell of, and by how many notifications; or whose events are held back, and why.

    `why`: the codes of what was found, with texts; empty for a person in the message.
    """

    person_id: PersonId
    user_number: str
    name: str
    count: int
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What a message would hold. `first` and `last` are numbers of the chain, 0 in an empty one.

    `persons` by name, without the `closed` ones whom a block closes to the user: the file tells of them all the same.
    `held_back` events wait for a correction, those of `held`; `whole` faults stop the message altogether.
    """

    count: int
    first: int
    last: int
    persons: tuple[PreviewPerson, ...]
    closed: int
    held_back: int
    whole: int
    held: tuple[PreviewPerson, ...] = ()

    @property
    def told_of(self) -> int:
        """Persons in the file."""
        return len(self.persons) + self.closed


class MessageDesk:
    """Everything that makes a message."""

    def __init__(
        self,
        session: Session,
        writer: MessageWriter,
        envelopes: Sequence[Envelope],
        certificates: Certificates,
        files: FileWriter,
    ) -> None:
        self._session = session
        self._writer = writer
        self._envelopes = envelopes
        self._certificates = certificates
        self._files = files

    def on(self, session: Session) -> MessageDesk:
        """The same on another session: a worker's, with a connection of its own."""
        return MessageDesk(session, self._writer, self._envelopes, self._certificates, self._files)

    def ways(self) -> Sequence[Envelope]:
        """The envelopes there are, the default first."""
        return self._envelopes

    def preview(self, chosen: SendFilter | None = None) -> Preview:
        """How many notifications and whose a message would hold; of a filter: what would be sent again.

        The log has it that the names were shown. Raises what `send_again` raises of a filter.
        """
        session = self._session
        with session.work() as work:
            session.admit(work, "export.rehearse")
            if chosen is None:
                ready = self._ready(work)
            else:
                message = self._again(work, chosen)
                ready = Ready(message, self._whole(message), (), (), len(message.notifications), ())
            closed = closed_persons(session, work)
            found = _preview(work, ready, closed)
            person = chosen.person if chosen is not None else None
            session.log(work, "export.preview", person=person, subject=str(len(found.persons)))
            work.commit()
        return found

    def make_message(self, folder: Path, reason: str = "", dispatch: Dispatch | None = None) -> ExportMade:
        """Number what waits and write the KPR message to `folder`.

        The numbers, the file's bytes and the log are saved before the file appears, so that the chain never forks;
        `Submission.write_again` writes the same bytes when the folder failed. Key and passphrase are wiped.

        Raises UserFault gate.*, export.not_submitting, export.not_approved, export.nothing_waiting,
        export.message_stopped, envelope.*, certificate.*, outbox.*.
        """
        how = dispatch or Dispatch()
        try:
            # What was numbered is let go of here: the file alone is much, when it is read again to be written.
            record, held = self._numbered(how, reason)
        finally:
            how.wipe()
        return ExportMade(record, self._put(record, folder), held)

    def send_again(
        self, chosen: SendFilter, folder: Path, reason: str, dispatch: Dispatch | None = None
    ) -> ExportMade:
        """Write notifications that were told before to a new file: the same ids, numbers and times.

        Raises UserFault export.nothing_chosen, submission.no_such_notification, submission.reason_missing (reason),
        and what `make_message` raises.
        """
        how = dispatch or Dispatch()
        try:
            record = self._repeated(chosen, how, reason)
        finally:
            how.wipe()
        return ExportMade(record, self._put(record, folder), 0)

    # --- parts

    def _numbered(self, how: Dispatch, reason: str) -> tuple[ExportRecord, int]:
        """The next message, in the vault and in the chain; and how many events were held back."""
        session = self._session
        with session.work() as work:
            self._let_out(work)
            if standing(session, work).needed:
                raise UserFault("export.not_approved")
            ready = self._ready(work)
            message = ready.message
            self._check(message, len(ready.whole))
            if not message.notifications:
                raise UserFault("export.nothing_waiting")
            record = self._put_up(work, message, how)
            work.events.add_notifications(message.municipality, message.notifications, record.id)
            self._made(work, record, "export.make", reason)
        return record, _held(ready)

    def _repeated(self, chosen: SendFilter, how: Dispatch, reason: str) -> ExportRecord:
        """A message of what a filter asks for, in the vault."""
        with self._session.work() as work:
            self._let_out(work)
            if not reason.strip():
                raise UserFault("submission.reason_missing", "reason")
            message = self._again(work, chosen)
            self._check(message, len(self._whole(message)))
            record = self._put_up(work, message, how, chosen_as_text(chosen))
            work.events.send_in(record.id, (n.id for n in message.notifications))
            self._made(work, record, "export.again", reason)
        return record

    def _let_out(self, work: UnitOfWork) -> None:
        let_out(self._session, work)
        if not submits(work):
            raise UserFault("export.not_submitting")

    def _ready(self, work: UnitOfWork) -> Ready:
        catch_up(self._session, work)
        return prepare(self._session, work, self._writer)

    def _again(self, work: UnitOfWork, chosen: SendFilter) -> Message:
        """A message of what a filter asks for; the head is today's.

        A file keeps the municipality that it told of; all else is asked of today's chain.
        """
        office = work.records.office()
        asked = replace(
            chosen,
            municipality=chosen.municipality or ("" if chosen.export else office.municipality),
            ids=tuple(_guid(each) for each in chosen.ids),
            from_id=_guid(chosen.from_id),
            to_id=_guid(chosen.to_id),
        )
        for each in (*asked.ids, asked.from_id, asked.to_id):
            if each and work.events.link(each) is None:
                raise UserFault("submission.no_such_notification", "notification")
        found = work.events.links(asked)
        if not found:
            raise UserFault("export.nothing_chosen")
        links = tuple(sent.notification for sent in found)
        return Message(found[0].municipality, office.contacts, links, picked=True)

    def _whole(self, message: Message) -> tuple[Finding, ...]:
        return tuple(f for f in self._writer.check(message) if f.consequence != ACCEPTED)

    def _check(self, message: Message, faults: int) -> None:
        gate(self._session, (n.subject.identity for n in message.notifications))
        if faults:
            raise UserFault("export.message_stopped", count=faults)

    def _put_up(self, work: UnitOfWork, message: Message, how: Dispatch, chosen: str = "") -> ExportRecord:
        """The finished bytes in their envelope, kept in the vault; `_put` takes them from there."""
        session = self._session
        envelope = next((each for each in self._envelopes if each.id == how.envelope), None)
        if envelope is None:
            raise UserFault("envelope.unknown", "envelope")
        about = self._about(work, envelope, how)
        data = envelope.wrap(self._writer.write(message), about)
        now = session.now()
        record = ExportRecord(
            id=session.new_id(),
            format=self._writer.id,
            made_at=now,
            made_by=session.user.id,
            file_name=envelope.file_name(self._writer.file_name(message, now)),
            sha256=hashlib.sha256(data).hexdigest(),
            notifications=len(message.notifications),
            persons=len({n.subject.person_id for n in message.notifications}),
            envelope=envelope.id,
            message_id=about.message_id,
            chosen=chosen,
        )
        work.records.add_export(record, data)
        return record

    def _about(self, work: UnitOfWork, envelope: Envelope, how: Dispatch) -> EnvelopeData:
        """What stands on the envelope. The key is read and judged here, before anything is numbered for good."""
        session, now = self._session, self._session.now()
        about = EnvelopeData(session.new_id(), now)
        if Need.HER_IDS in envelope.needs:
            sender, receiver = stations(work)
            about = replace(about, sender=sender, receiver=receiver)
        if Need.CERTIFICATES in envelope.needs:
            own, key, words = self._certificates, how.key_file, how.passphrase
            other = kept_receiver(work)
            if not key or not other:
                raise UserFault("envelope.no_certificates")
            keep_sender(work, own.sender(bytearray(key), bytearray(words), now))
            about = replace(about, seal=own.sealer(key, words, other, now))
        return about

    def _made(self, work: UnitOfWork, record: ExportRecord, action: str, reason: str) -> None:
        session = self._session
        step = SendStep(session.new_id(), record.id, SendState.MADE, session.now(), session.user.id)
        work.sendings.add_step(step)
        session.log(work, action, subject=record.id, reason=reason)
        work.commit()

    def _put(self, record: ExportRecord, folder: Path) -> Path:
        """Write what the vault keeps; a second act, with its own line in the log."""
        with self._session.work() as work:
            data = work.records.export_data(record.id)

        def log(work: UnitOfWork, subject: str) -> None:
            let_out(self._session, work)
            self._session.log(work, "export.write", subject=subject)

        leaving = Leaving("message", record.id, record.file_name, data, "register")
        return self._files.put(self._session, folder, leaving, log)


def chosen_as_text(chosen: SendFilter) -> str:
    """What is kept of a filter: the parts that ask for something, as JSON."""
    parts = {
        "ids": list(chosen.ids),
        "since": chosen.since and chosen.since.isoformat(),
        "until": chosen.until and chosen.until.isoformat(),
        "from_id": chosen.from_id,
        "to_id": chosen.to_id,
        "person": chosen.person,
        "export": chosen.export,
    }
    return json.dumps({name: value for name, value in parts.items() if value}, sort_keys=True)


def _guid(typed: str) -> str:
    return typed.strip().lower()


def _held(ready: Ready) -> int:
    return len({s.finding.notification_id for s in ready.stopped})


def _preview(work: UnitOfWork, ready: Ready, closed: frozenset[PersonId]) -> Preview:
    links: tuple[Notification, ...] = ready.message.notifications
    counts = Counter(n.subject.person_id for n in links)
    user_numbers = {n.subject.person_id: n.subject.user_number for n in links}
    why: dict[PersonId, dict[str, set[str]]] = {}
    for stop in ready.stopped:
        why.setdefault(stop.person_id, {}).setdefault(stop.finding.code, set()).add(
            stop.finding.notification_id
        )
    shown, stopped = counts.keys() - closed, why.keys() - closed
    names = {i: found.name for i, found in work.persons.summaries(shown | stopped).items()}
    persons = [PreviewPerson(i, user_numbers[i], names.get(i, ""), counts[i]) for i in shown]
    held = [
        PreviewPerson(i, "", names.get(i, ""), len(set().union(*why[i].values())), tuple(sorted(why[i])))
        for i in stopped
    ]
    return Preview(
        count=len(links),
        first=links[0].number if links else 0,
        last=links[-1].number if links else 0,
        persons=_by_name(persons),
        closed=len(counts) - len(shown),
        held_back=_held(ready),
        whole=len(ready.whole),
        held=_by_name(held),
    )


def _by_name(persons: Iterable[PreviewPerson]) -> tuple[PreviewPerson, ...]:
    return tuple(sorted(persons, key=lambda p: (p.name, p.user_number, p.person_id)))
