"""A sample vault of the present format: `python -m tests.support.samples tests/data/vaults/v<n> <scratch folder>`."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from kpr_desktop.domain.care_service import CareService, Pause, ProviderChange
from kpr_desktop.domain.ids import UserId
from kpr_desktop.domain.notification import FIRST_PREVIOUS, Event, EventKind, Notification, Status, Subject
from kpr_desktop.domain.person import Person
from kpr_desktop.store.vault import UnlockedVault
from kpr_desktop.usecases.gate import SUBMITS_SETTING
from kpr_desktop.usecases.raising import FIRST_DAY_SETTING
from kpr_desktop.usecases.records import ExportRecord
from kpr_desktop.usecases.renewal_ports import Renewal
from kpr_desktop.usecases.submission_records import (
    Approval,
    HospitalStay,
    ReceiptFault,
    ReceiptRecord,
    RehearsalRecord,
    SendState,
    SendStep,
)
from tests.support import numbers
from tests.support.rights_samples import fill_rights
from tests.support.steady import NOW
from tests.support.vaults import (
    USER,
    fill_conversation,
    fill_sample,
    fill_watched,
    full_person,
    make_vaults,
    new_vault,
    service,
    uid,
)

MUNICIPALITY = "4201"
COLLEAGUE = UserId(uid(7001))
FIRST_DAY = date(2022, 1, 1)
FILE = b"<x/>"


def third() -> Person:
    """Whose services fill all that format 4 brought."""
    return full_person(3, "Varm Solli")


def before() -> CareService:
    """As it was before it was corrected."""
    return service(
        4,
        third(),
        changes=(
            ProviderChange(uid(7), date(2026, 4, 1), numbers.organisation(1), "Øvingstjenesten"),
            ProviderChange(uid(8), date(2026, 6, 1), numbers.organisation(2), "Nye øvingstjenester"),
        ),
        pauses=(Pause(uid(1), date(2026, 3, 1), date(2026, 3, 8), "sykehus", "hospital"),),
    )


def corrected() -> CareService:
    """Its second version: a complaint and its answer, and a start that was another day."""
    return replace(
        before(),
        start=date(2026, 2, 2),
        complained_on=date(2026, 3, 1),
        complaint_answered_on=date(2026, 3, 20),
        version=2,
        version_reason="Feil startdato",
    )


def mistaken() -> CareService:
    """Registered by mistake."""
    return service(5, third(), annulled=True, version_reason="Feil person", pauses=(), changes=())


def stay() -> HospitalStay:
    return HospitalStay(
        uid(7101), third().id, date(2026, 3, 1), date(2026, 3, 8), "974760673", "Øvingssykehuset", (uid(1),)
    )


def told() -> Event:
    """The start as the register was told of it."""
    return Event(
        uid(7201), EventKind.START, third().id, before().id, "1", date(2026, 2, 1), NOW,
        notified_by=uid(7301),
    )  # fmt: skip


def correction() -> Event:
    """What waits after the start was corrected."""
    later = NOW + timedelta(days=1)
    return replace(
        told(), id=uid(7202), happened_on=date(2026, 2, 2), registered_at=later, notified_by=None,
        status=Status.REPLACES, refers_to=uid(7301),
    )  # fmt: skip


def link() -> Notification:
    identity = third().identity
    assert identity is not None
    subject = Subject(third().id, third().user_number, identity, "05")
    return Notification(uid(7301), 1, FIRST_PREVIOUS, NOW, told(), subject)


def files() -> list[ExportRecord]:
    """The newest first: one in which the link was sent again, and the one in which it went."""
    first = ExportRecord(
        uid(7401), "kpr-56", NOW, USER, "a.xml", "0" * 64, 1, 1, "msghead", uid(7501)
    )  # fmt: skip
    chosen = f'{{"ids":["{uid(7301)}"]}}'
    return [replace(first, id=uid(7402), file_name="b.xml", message_id=uid(7502), chosen=chosen), first]


def steps() -> list[SendStep]:
    """What happened to the first file."""
    return [
        SendStep(uid(7600 + number), uid(7401), state, NOW + timedelta(hours=number), USER, note)
        for number, (state, note) in enumerate(
            [(SendState.MADE, ""), (SendState.HANDED_OVER, "minnepinne"), (SendState.ERRORS, "")], 1
        )
    ]


def receipt() -> ReceiptRecord:
    return ReceiptRecord(uid(7701), uid(7401), "R-1", "errors", "1" * 64, NOW, USER)


def faults() -> list[ReceiptFault]:
    """One that was followed up, and one that was not."""
    left = ReceiptFault(uid(7801), receipt().id, uid(7301), "12", "Ugyldig bydel")
    return [left, replace(left, id=uid(7802), handled_at=NOW, handled_by=USER, note="rettet")]


def approval() -> Approval:
    return Approval(uid(7901), USER, NOW, COLLEAGUE, NOW + timedelta(hours=1), "second")


def rehearsal() -> RehearsalRecord:
    return RehearsalRecord(uid(7902), NOW, USER, 3, 1, 0, {"identity": 1})


def renewal() -> Renewal:
    return Renewal(uid(7903), "services", 2027, "{}", "2" * 64, "", NOW, USER)


def fill_submission(vault: UnlockedVault) -> None:
    """What format 4 brought."""
    newest, first = files()
    open_fault, handled = faults()
    with vault.work() as work:
        work.persons.add(third())
        work.services.add(before())
        work.services.update(corrected())
        work.services.add(mistaken())
        work.hospital.save(stay())
        work.events.save(replace(told(), notified_by=None))
        work.records.add_export(first, FILE)
        work.events.add_notifications(MUNICIPALITY, [link()], first.id)
        work.records.add_export(newest, FILE)
        work.events.send_in(newest.id, [link().id])
        work.events.save(correction())
        for step in steps():
            work.sendings.add_step(step)
        work.sendings.add_receipt(receipt(), [open_fault, replace(handled, handled_at=None, handled_by=None)])
        work.sendings.handle(handled)
        work.sendings.save_approval(approval())
        work.sendings.add_rehearsal(rehearsal())
        work.renewals.add(renewal())
        work.records.save_setting(SUBMITS_SETTING, "yes")
        work.records.save_setting(FIRST_DAY_SETTING, FIRST_DAY.isoformat())
        work.commit()


def make_sample(folder: Path, scratch: Path) -> None:
    """Write a sample vault of the present format."""
    vault = make_vaults(scratch).create(new_vault(folder))
    fill_sample(vault)
    fill_conversation(vault)
    fill_watched(vault)
    fill_submission(vault)
    fill_rights(vault)
    vault.close()
    (folder / "skriver.laas").unlink()


if __name__ == "__main__":
    make_sample(Path(sys.argv[1]), Path(sys.argv[2]))
