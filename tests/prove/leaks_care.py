"""What services and the desk keep, planted: provider, hospital, reasons, corrections, and the register's answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from kpr_desktop.domain.care_service import CareService, Outcome, Pause, ProviderChange
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.submission_records import HospitalStay
from tests.prove.planted import CARE, Care
from tests.support import numbers
from tests.support.bad_files import answer

DAY = date(2026, 5, 4)


def keep_care(services: Services, person: PersonId) -> None:
    """A service with all that it keeps, corrected; a stay in hospital; an answer of the register, followed up."""
    care = services.care_services
    made = care.save(_service(services, person, CARE))
    care.save(replace(made, start=date(2026, 2, 1)), CARE.correction)
    annulled = care.save(replace(_service(services, person, CARE), type="7", changes=(), pauses=()))
    care.annul(annulled.id, CARE.annulled)
    stay = HospitalStay(services.session.new_id(), person, DAY, DAY, "", CARE.hospital)
    services.breaks.admit(stay, [made.id])
    told = {"errorCode": "2006", "errorMessage": CARE.register}
    services.desk.read_in(answer(delivered=False, errors=[told]))
    (line,) = services.desk.faults()
    services.desk.handle(line.fault, CARE.handled)


def care_missing(services: Services, person: PersonId, care: Care = CARE) -> list[str]:
    """Fields of what was kept that the use cases do not give back."""
    kept = set(_kept(services, person))
    return [name for name, text in care.typed().items() if text not in kept]


def _service(services: Services, person: PersonId, care: Care) -> CareService:
    return replace(
        services.care_services.blank(person),
        type="2", outcome=Outcome.GRANTED, week_minutes=90, decided_on=date(2026, 1, 9), start=date(2026, 1, 12),
        provider_number=numbers.organisation(7), provider_name=care.provider, note=care.service,
        changes=(ProviderChange("a1", date(2026, 3, 1), numbers.organisation(8), care.next_provider),),
        pauses=(Pause("a2", date(2026, 4, 1), date(2026, 4, 9), care.pause, "other"),),
    )  # fmt: skip


def _kept(services: Services, person: PersonId) -> Iterator[str]:
    care = services.care_services
    for service in care.of_person(person):
        older = [version.service for version in care.history(service.id)]
        for each in (service, *older):
            yield from (each.provider_name, each.note, each.version_reason)
            yield from (change.name for change in each.changes)
            yield from (pause.reason for pause in each.pauses)
    yield from (stay.name for stay in services.breaks.stays(person))
    with services.session.work() as work:
        for receipt in work.sendings.receipts():
            for fault in work.sendings.faults(receipt.id):
                yield from (fault.text, fault.note)
