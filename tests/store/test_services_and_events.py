from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from kpr_desktop.domain.care_service import CareService, Pause, ProviderChange
from kpr_desktop.domain.ids import ServiceId
from kpr_desktop.domain.notification import FIRST_PREVIOUS, Event, EventKind, Notification, Status, Subject
from kpr_desktop.errors import UserFault
from kpr_desktop.store.unit_of_work import Work
from kpr_desktop.store.vault import UnlockedVault
from kpr_desktop.usecases.records import ExportRecord
from kpr_desktop.usecases.submission_records import HospitalStay, SendFilter
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
        replace(HOME_HELP, rolling=False, outcome=None, start=None, pauses=(), changes=()),
        replace(
            HOME_HELP,
            complained_on=date(2026, 3, 1),
            complaint_answered_on=date(2026, 3, 9),
            annulled=True,
            version_reason="Feil person",
            pauses=(Pause(uid(3), date(2026, 3, 1), kind="hospital"),),
            changes=(
                ProviderChange(uid(4), date(2026, 4, 1)),
                ProviderChange(uid(5), date(2026, 5, 1), "1", "B"),
            ),
        ),
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
    (kept,) = work.services.history(HOME_HELP.id)
    assert (kept.service, kept.replaced_by, kept.replaced_at) == (HOME_HELP, shared.user.id, NOW)
    assert shared._database.rows("SELECT pauses FROM service_history") == [
        (f'[["{uid(1)}","2026-03-01","2026-03-08","sykehus",""],["{uid(2)}","2026-05-01",null,"",""]]',)
    ]


def test_the_history_of_an_older_form_has_pauses_without_a_kind(work: Work, shared: UnlockedVault) -> None:
    assert work.services.history(ServiceId("none")) == []
    work.services.update(replace(HOME_HELP, version=2))
    shared._database.run(
        "UPDATE service_history SET changes = '[]', pauses = ?", (f'[["{uid(1)}","2026-03-01",null,"x"]]',)
    )
    (kept,) = work.services.history(HOME_HELP.id)
    assert kept.service.pauses == (Pause(uid(1), date(2026, 3, 1), None, "x"),)
    assert kept.service.changes == ()


def test_what_has_to_be_planned_anew(work: Work) -> None:
    other = service(2, OLA)
    work.services.add(other)
    assert work.services.to_plan(5) == []
    work.services.plan_all()
    assert work.services.to_plan(5) == [HOME_HELP, other]
    assert work.services.to_plan(1) == [HOME_HELP]
    work.services.planned(HOME_HELP.id)
    assert work.services.to_plan(5) == [other]
    work.services.update(replace(other, version=2))
    assert work.services.to_plan(5) == []


def test_stays_in_hospital(work: Work) -> None:
    first = HospitalStay(
        uid(1), OLA.id, date(2026, 3, 1), date(2026, 3, 8), "974760673", "St. Olavs", (uid(2),)
    )
    second = HospitalStay(uid(3), OLA.id, date(2026, 5, 1))
    work.hospital.save(first)
    work.hospital.save(second)
    assert work.hospital.of_person(OLA.id) == [second, first]
    longer = replace(second, to_date=date(2026, 5, 9), name="Riks")
    work.hospital.save(longer)
    work.hospital.save(replace(first, withdrawn=True))
    assert work.hospital.of_person(OLA.id) == [longer]


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
    second = event(1, kind=EventKind.PAUSE_BEGINS, part_id=uid(1), provider_number="")
    work.events.save(first)
    work.events.save(second)
    changed = replace(first, happened_on=date(2026, 2, 2))
    work.events.save(changed)
    assert work.events.waiting() == work.events.of_service(HOME_HELP.id) == [changed, second]
    work.events.remove(second.id)
    assert work.events.waiting() == [changed]


def test_only_what_waits_can_be_taken_back(work: Work) -> None:
    told = event(1, notified_by=uid(7), status=Status.ANNULS, refers_to=uid(6))
    work.events.save(told)
    with pytest.raises(LookupError):
        work.events.remove(told.id)
    assert work.events.waiting() == []
    assert work.events.of_service(HOME_HELP.id) == [told]


def test_what_waits_for_one_person(work: Work) -> None:
    rask = full_person(2)
    work.persons.add(rask)
    work.events.save(event(1))
    work.events.save(event(2, person_id=rask.id))
    work.events.save(event(3, notified_by=uid(7)))
    assert [each.id for each in work.events.waiting_of(OLA.id)] == [event(1).id]


def notification(number: int, previous: str, of: Event) -> Notification:
    return Notification(
        of.id, number, previous, NOW, of, Subject(OLA.id, OLA.user_number, OLA.identity, "05")
    )


def add_file(work: Work, shared: UnlockedVault, number: int) -> str:
    record = ExportRecord(uid(number), "kpr-56", NOW, shared.user.id, "f.xml", "0", 1, 1)
    work.records.add_export(record, b"")
    return record.id


def test_the_chain(work: Work, shared: UnlockedVault) -> None:
    assert work.events.last("4201") == (0, FIRST_PREVIOUS)
    export = add_file(work, shared, 8)
    for number in (1, 2):
        work.events.save(event(number))
        link = notification(number, work.events.last("4201")[1], event(number))
        work.events.add_notifications("4201", [link], export)
    assert work.events.last("4201") == (2, event(2).id)
    assert work.events.last("0301") == (0, FIRST_PREVIOUS)
    assert work.events.waiting() == []
    assert [each.notified_by for each in work.events.of_service(HOME_HELP.id)] == [event(1).id, event(2).id]
    ((sealed,),) = shared._database.rows("SELECT number_sealed FROM notification WHERE number = 1")
    assert shared._hand.fields.open(OLA.id, sealed) == OLA.identity.reveal("test")


def test_links_are_found_again(work: Work, shared: UnlockedVault) -> None:
    first, second = add_file(work, shared, 8), add_file(work, shared, 9)
    events = [event(1), event(2, status=Status.REPLACES, refers_to=event(1).id)]
    for number, each in enumerate(events, 1):
        work.events.save(each)
        link = notification(number, work.events.last("4201")[1], each)
        link = replace(link, status=each.status.value, reference=each.refers_to)
        work.events.add_notifications("4201", [link], first)
    work.events.send_in(second, [event(1).id])
    one, two = work.events.links(SendFilter("4201"))
    assert (one.exports, two.exports, one.municipality) == ((first, second), (first,), "4201")
    assert (two.notification.status, two.notification.reference) == ("M", event(1).id)
    assert one.notification.event == replace(event(1), notified_by=event(1).id)
    assert work.events.link(event(2).id) == two
    assert work.events.link("none") is None
    assert work.events.told_of(HOME_HELP.id) == [one.notification, two.notification]
    for chosen, expected in (
        ({"ids": (event(2).id,)}, [two]),
        ({"since": NOW.date(), "until": NOW.date()}, [one, two]),
        ({"since": date(2027, 1, 1)}, []),
        ({"from_id": event(2).id}, [two]),
        ({"to_id": event(1).id}, [one]),
        ({"person": OLA.id}, [one, two]),
        ({"person": "nobody"}, []),
        ({"export": second}, [one]),
    ):
        assert work.events.links(SendFilter("4201", **chosen)) == expected  # type: ignore[arg-type]
    assert work.events.links(SendFilter("0301")) == []


@pytest.mark.parametrize(("number", "previous"), [(2, FIRST_PREVIOUS), (1, uid(1))])
def test_a_link_that_does_not_follow_is_refused(work: Work, number: int, previous: str) -> None:
    work.events.save(event(1))
    with pytest.raises(LookupError):
        work.events.add_notifications("4201", [notification(number, previous, event(1))], uid(8))


def test_many_links_in_one_go(work: Work, shared: UnlockedVault) -> None:
    export = add_file(work, shared, 8)
    previous, links = FIRST_PREVIOUS, []
    for number in range(1, 504):
        work.events.save(event(number))
        links.append(notification(number, previous, event(number)))
        previous = event(number).id
    with pytest.raises(LookupError):
        work.events.add_notifications("4201", [*links[:2], links[3]], export)
    assert work.events.last("4201") == (0, FIRST_PREVIOUS)
    work.events.add_notifications("4201", iter(links), export)
    assert work.events.last("4201") == (503, previous)
    assert [sent.notification.id for sent in work.events.links(SendFilter("4201", export=export))] == [
        link.id for link in links
    ]
    work.verify(OLA.id)
