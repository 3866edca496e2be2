"""Kept letters and what citizens ask for: what was said once is never said over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kpr_desktop.domain.consent import Signature
from kpr_desktop.domain.rights import Outcome
from kpr_desktop.errors import UserFault
from kpr_desktop.store.unit_of_work import Work
from kpr_desktop.store.vault import UnlockedVault
from tests.support import rights_samples as given
from tests.support.steady import NOW
from tests.support.vaults import USER, person, uid


@pytest.fixture
def held(vault: UnlockedVault) -> Iterator[Work]:
    with vault.work() as work:
        work.persons.add(person(2))
        yield work


def test_numbers_run_through_the_year(held: Work) -> None:
    assert [held.letters.number(year) for year in (2026, 2026, 2027, 2026)] == [
        "2026-000001", "2026-000002", "2027-000001", "2026-000003",
    ]  # fmt: skip


def test_a_letter_is_open_from_print_to_the_end_of_the_paper(held: Work) -> None:
    made = replace(given.letters()[1], printed_at=None)
    held.letters.keep(made, given.PDF)
    assert (held.letters.get(made.id), held.letters.data(made.id)) == (made, given.PDF)
    assert held.letters.open(limit=9) == []

    def step(number: int, what: str) -> None:
        held.letters.step(replace(given.steps()[0], id=uid(number), what=what))

    step(1, "printed")
    assert [each.id for each in held.letters.open(limit=9)] == [made.id]
    step(2, "handed_over")
    found = held.letters.get(made.id)
    assert (found.way, found.delivered_on, found.settled, found.settled_on) == (
        "handed_over", given.DAY, "handed_over", given.DAY,
    )  # fmt: skip
    assert held.letters.open(limit=9) == []
    step(3, "reprinted")
    again = held.letters.get(made.id)
    assert (again.way, again.settled, again.settled_on) == ("handed_over", "", None)
    assert held.letters.open(limit=9) == [again]
    step(4, "shredded")
    assert (held.letters.get(made.id).way, held.letters.get(made.id).settled) == ("handed_over", "shredded")
    assert [each.what for each in held.letters.steps(made.person_id)] == [
        "printed", "handed_over", "reprinted", "shredded",
    ]  # fmt: skip


def test_what_is_not_there(held: Work) -> None:
    with pytest.raises(UserFault, match=r"letter\.unknown"):
        held.letters.get("borte")
    assert held.letters.data("borte") is None
    with pytest.raises(UserFault, match=r"rights\.request_unknown"):
        held.rights.request("borte")


def test_a_request_is_extended_once_and_answered_once(held: Work) -> None:
    held.rights.save_request(given.asked())
    held.rights.save_request(given.extended())
    with pytest.raises(LookupError):
        held.rights.save_request(replace(given.extended(), extended_why="Noe annet"))
    held.rights.save_request(given.answered())
    for other in (given.extended(), replace(given.answered(), outcome=Outcome.REFUSED)):
        with pytest.raises(LookupError):
            held.rights.save_request(other)
    assert held.rights.request(given.asked().id) == given.answered()


def test_the_one_due_first_stands_first(held: Work) -> None:
    for request in (given.asked(), given.extended(), given.waiting()):
        held.rights.save_request(request)
    assert [each.id for each in held.rights.open_requests()] == [given.waiting().id, given.asked().id]


def test_somebody_is_told_once(held: Work) -> None:
    told, not_told = given.notices()
    held.rights.save_notice(not_told)
    held.rights.save_notice(replace(not_told, told_on=given.DAY, told_by=USER, told_how="Brev"))
    with pytest.raises(LookupError):
        held.rights.save_notice(not_told)
    held.rights.save_notice(told)
    assert held.rights.open_notices() == []


def test_what_was_signed_is_never_signed_over(held: Work) -> None:
    consent = given.signed()
    held.consents.save(replace(consent, signature=None))
    held.consents.save(consent)
    held.consents.save(replace(consent, signature=Signature("En annen", NOW, ()), withdrawn_on=given.DAY))
    assert held.consents.of_person(person(2).id) == [replace(consent, withdrawn_on=given.DAY)]


def test_consents_that_end(held: Work) -> None:
    ends = date(2026, 12, 1)
    soon = replace(given.signed(), expires_on=ends)
    later = replace(soon, id=uid(2), expires_on=ends + timedelta(days=1))
    for each in (
        later,
        soon,
        replace(soon, id=uid(3), withdrawn_on=ends),
        replace(soon, id=uid(4), expires_on=None),
    ):
        held.consents.save(each)
    assert held.consents.expiring(ends, ends) == [soon]
    assert held.consents.expiring(ends, ends + timedelta(days=1)) == [soon, later]
    assert held.consents.expiring(ends + timedelta(days=2), ends + timedelta(days=9)) == []
