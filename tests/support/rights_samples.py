"""What format 5 brought: letters that are kept, a signed consent, requests and what was told. Every field filled."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta

from kpr_desktop.domain.consent import Consent, Giver, Signature
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.rights import (
    CorrectionNotice,
    Disclosure,
    Outcome,
    RequestKind,
    ReservationTalk,
    RightsRequest,
    due_after,
)
from kpr_desktop.store.unit_of_work import Work
from kpr_desktop.store.vault import UnlockedVault
from kpr_desktop.usecases.records import Delivery, LetterStep, Office
from tests.support.steady import NOW
from tests.support.vaults import OFFICE, USER, consent, full_person, person, uid

PDF = b"%PDF-1.7\n%%EOF\n"
DAY = date(2026, 11, 23)
RECEIVED = date(2026, 11, 2)


def owner() -> PersonId:
    """Whose they are."""
    return person(2).id


def sender() -> Office:
    return replace(
        OFFICE, logo=b"\x89PNG\r\n\x1a\n", logo_alt="Våpenet", logo_right=True, window=False, exempt=True
    )


def signed() -> Consent:
    signature = Signature("Stille Steinmo", NOW, (((0.1, 0.5), (0.25, 1.0)), ((0.0, 0.125), (0.75, 0.5))))
    return replace(
        consent(person(2)), id=uid(8001), withdrawn_on=None, signature=signature, letter=letters()[0].id
    )


def letters() -> list[Delivery]:
    """The newest first: one handed over, and one whose paper lies somewhere."""
    made = Delivery(
        id=uid(8101),
        person_id=owner(),
        kind="information",
        language="nn",
        made_at=NOW,
        made_by=USER,
        sha256=hashlib.sha256(PDF).hexdigest(),
        number="2026-000001",
        pages=2,
        subject=uid(8001),
        collect_by=DAY,
        printed_at=NOW,
        shielded=True,
    )
    delivered = replace(
        made, id=uid(8102), number="2026-000002", way="posted", delivered_on=DAY, settled="shredded",
        settled_on=DAY + timedelta(days=1),
    )  # fmt: skip
    return [delivered, made]


def steps() -> list[LetterStep]:
    """The oldest first."""
    delivered, made = letters()
    return [
        LetterStep(uid(8201), made.id, owner(), "printed", DAY, NOW, USER),
        LetterStep(uid(8202), delivered.id, owner(), "printed", DAY, NOW, USER),
        LetterStep(uid(8203), delivered.id, owner(), "posted", DAY, NOW, USER),
        LetterStep(uid(8204), delivered.id, owner(), "shredded", DAY + timedelta(days=1), NOW, USER),
    ]


def asked() -> RightsRequest:
    return RightsRequest(
        id=uid(8301),
        person_id=owner(),
        kind=RequestKind.CORRECTION,
        received_on=RECEIVED,
        received_by=USER,
        asked_by=Giver.GUARDIAN,
        asker_name="Stille Steinmo",
        words="Husstanden er feil",
        due_on=due_after(RECEIVED),
        made_at=NOW,
        made_by=USER,
    )


def extended() -> RightsRequest:
    return replace(asked(), extended_to=date(2027, 1, 10), extended_why="Må spørre andre", extended_on=DAY)


def answered() -> RightsRequest:
    return replace(
        extended(), answered_on=DAY, outcome=Outcome.PARTLY, answer="Noe av det", delivery_id=letters()[0].id
    )


def waiting() -> RightsRequest:
    return replace(asked(), id=uid(8302), kind=RequestKind.LOG, received_on=DAY, due_on=due_after(DAY))


def notices() -> list[CorrectionNotice]:
    """One who has been told, and one who has not."""
    first = CorrectionNotice(uid(8401), asked().id, owner(), "Fastlegen", "Kartleggingen", date(2026, 10, 1))
    return [replace(first, told_on=DAY, told_by=USER, told_how="Ringte"), replace(first, id=uid(8402))]


def told() -> list[Disclosure]:
    """A mistaken one, and the one that stands for it."""
    first = Disclosure(
        uid(8501), owner(), "Fastlegen", uid(4001), "avtalt", "Medisiner", DAY, "phone", NOW, USER
    )
    return [first, replace(first, id=uid(8502), recipient="Legevakten", consent_id="", replaces=uid(8501))]


def talk() -> ReservationTalk:
    return ReservationTalk(uid(8601), owner(), DAY, "helped", "Fikk hjelp med skjemaet", NOW, USER)


def fill_rights(vault: UnlockedVault) -> None:
    """Put them into the vault, step by step, as a desk does."""
    with vault.work() as work:
        work.records.save_office(sender())
        for letter in reversed(letters()):
            assert work.letters.number(2026) == letter.number
            made = replace(letter, way="", delivered_on=None, printed_at=None, settled="", settled_on=None)
            work.letters.keep(made, PDF)
        for step in steps():
            work.letters.step(step)
        work.consents.save(signed())
        for request in (asked(), extended(), answered(), waiting()):
            work.rights.save_request(request)
        for notice in notices():
            work.rights.save_notice(replace(notice, told_on=None, told_by="", told_how=""))
        work.rights.save_notice(notices()[0])
        for each in told():
            work.rights.add_disclosure(each)
        work.rights.add_talk(talk())
        work.commit()


def has_rights(work: Work) -> None:
    """Everything is as it was put in."""
    assert work.records.office() == sender()
    assert work.letters.of_person(owner()) == letters()
    assert work.letters.steps(owner()) == steps()
    assert [work.letters.data(each.id) for each in letters()] == [PDF, PDF]
    assert work.letters.open(limit=9) == letters()[1:]
    assert signed() in work.consents.of_person(owner())
    assert work.rights.requests(owner()) == [waiting(), answered()]
    assert work.rights.open_requests() == [waiting()]
    assert work.rights.notices(asked().id) == notices()
    assert work.rights.open_notices() == notices()[1:]
    assert work.rights.disclosures(owner()) == told()
    assert work.rights.talks(owner()) == [talk()]
    assert work.letters.of_person(full_person(1).id) == []
