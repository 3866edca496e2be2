from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from kpr_desktop.domain.care_service import CareService
from kpr_desktop.domain.ids import ServiceId
from kpr_desktop.domain.notification import FIRST_PREVIOUS, Event, EventKind, Notification, Subject
from kpr_desktop.errors import UserFault
from kpr_desktop.store.unit_of_work import Work
from kpr_desktop.store.vault import UnlockedVault
from tests.support.steady import NOW
from tests.support.vaults import full_person, service, uid

OLA = full_person(1)
HOME_HELP = service(1, OLA)


@pytest.fixture
def work(shared: UnlockedVault) -> Iterator[Work]:
    """A person with a service; taken back after the test."""
    with shared.work() as work:
        work.persons.add(OLA)
        work.services.add(HOME_HELP)
        yield work


@pytest.mark.parametrize(
    "changed",
    [
        HOME_HELP,
        replace(HOME_HELP, rolling=True, end=date(2026, 12, 1)),
        replace(HOME_HELP, rolling=False, outcome=None, start=None, pauses=()),
    ],
)
def test_a_service_comes_back_as_it_was(work: Work, changed: CareService) -> None:
    added = replace(changed, id=ServiceId(uid(9)))
    work.services.add(added)
    assert work.services.get(added.id) == added
    assert added in work.services.of_person(OLA.id)


def test_newest_start_first_and_those_without_a_start_before(work: Work) -> None:
    later = service(2, OLA, start=date(2026, 6, 1))
    waiting = service(3, OLA, start=None)
    work.services.add(later)
    work.services.add(waiting)
    assert work.services.of_person(OLA.id) == [waiting, later, HOME_HELP]


def test_a_change_keeps_the_version_before(work: Work, shared: UnlockedVault) -> None:
    changed = replace(HOME_HELP, week_minutes=120, pauses=HOME_HELP.pauses[:1], version=2)
    work.services.update(changed)
    assert work.services.get(HOME_HELP.id) == changed
    assert shared._database.rows(
        "SELECT version, week_minutes, replaced_by, pauses FROM service_history"
    ) == [
        (
            1,
            90,
            shared.user.id,
            f'[["{uid(1)}","2026-03-01","2026-03-08","sykehus"],["{uid(2)}","2026-05-01",null,""]]',
        )
    ]


@pytest.mark.parametrize("version", [1, 3])
def test_a_service_changed_elsewhere(work: Work, version: int) -> None:
    with pytest.raises(UserFault, match=r"^service\.changed_elsewhere$"):
        work.services.update(replace(HOME_HELP, version=version))


def test_unknown(work: Work) -> None:
    with pytest.raises(UserFault, match=r"^service\.unknown$"):
        work.services.get(ServiceId("none"))
    with pytest.raises(UserFault, match=r"^person\.unknown$"):
        work.services.add(replace(HOME_HELP, person_id="nobody"))


def event(number: int, **more: object) -> Event:
    plain = Event(
        uid(5000 + number), EventKind.START, OLA.id, HOME_HELP.id, "1", date(2026, 2, 1), NOW, "123456785"
    )
    return replace(plain, **more)


def test_events_wait_in_the_order_they_were_registered(work: Work) -> None:
    first = event(9)
    second = event(1, kind=EventKind.PAUSE_BEGINS, pause_id=uid(1), provider_number="")
    work.events.save(first)
    work.events.save(second)
    changed = replace(first, happened_on=date(2026, 2, 2))
    work.events.save(changed)
    assert work.events.waiting() == work.events.of_service(HOME_HELP.id) == [changed, second]
    work.events.remove(second.id)
    assert work.events.waiting() == [changed]


def test_only_what_waits_can_be_taken_back(work: Work) -> None:
    work.events.save(event(1, notified_by=uid(7), overtaken=True))
    with pytest.raises(LookupError):
        work.events.remove(event(1).id)
    assert work.events.waiting() == []
    assert work.events.overtaken() == [event(1, notified_by=uid(7), overtaken=True)]


def notification(number: int, previous: str, of: Event) -> Notification:
    return Notification(
        of.id, number, previous, NOW, of, Subject(OLA.id, OLA.user_number, OLA.identity, "05")
    )


def test_the_chain(work: Work, shared: UnlockedVault) -> None:
    assert work.events.last("4201") == (0, FIRST_PREVIOUS)
    for number in (1, 2):
        work.events.save(event(number))
        work.events.add_notification(
            "4201", notification(number, work.events.last("4201")[1], event(number)), uid(8)
        )
    assert work.events.last("4201") == (2, event(2).id)
    assert work.events.last("0301") == (0, FIRST_PREVIOUS)
    assert work.events.waiting() == []
    assert [each.notified_by for each in work.events.of_service(HOME_HELP.id)] == [event(1).id, event(2).id]
    ((sealed,),) = shared._database.rows("SELECT number_sealed FROM notification WHERE number = 1")
    assert shared._hand.fields.open(OLA.id, sealed) == OLA.identity.reveal("test")


@pytest.mark.parametrize(("number", "previous"), [(2, FIRST_PREVIOUS), (1, uid(1))])
def test_a_link_that_does_not_follow_is_refused(work: Work, number: int, previous: str) -> None:
    work.events.save(event(1))
    with pytest.raises(LookupError):
        work.events.add_notification("4201", notification(number, previous, event(1)), uid(8))
