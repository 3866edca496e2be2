"""The next links of the chain: who is told of, what is held back, corrections and what they point to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kpr_desktop import __version__
from kpr_desktop.domain.identity import Fnr, IdKind
from kpr_desktop.domain.notification import FIRST_PREVIOUS, PRACTICE_LOCAL_ID, Notification
from kpr_desktop.domain.person import Residence
from kpr_desktop.errors import UserFault
from kpr_desktop.exports.registry import message_writer
from kpr_desktop.usecases.chain import HELD_WITH, Ready, prepare
from kpr_desktop.usecases.raising import catch_up
from tests.support import numbers
from tests.support.world import World
from tests.usecases.test_submission import BORN, CONTACTS, add_stay, ready


def prepared(world: World) -> Ready:
    with world.session.work() as work:
        catch_up(world.session, work)
        return prepare(world.session, work, message_writer(__version__))


def chain(world: World) -> Sequence[Notification]:
    return prepared(world).message.notifications


def test_the_first_link_points_to_the_all_zero_guid(real: World, tmp_path: Path) -> None:
    ready(real, 2)
    first, second = chain(real)
    assert (first.number, first.previous) == (1, FIRST_PREVIOUS)
    assert (second.number, second.previous) == (2, first.id)
    real.services.messages.make_message(tmp_path)
    assert prepared(real).message.notifications == ()


def test_practice_is_marked(training: World) -> None:
    ready(training)
    assert prepared(training).message.local_id == PRACTICE_LOCAL_ID


def test_who_has_neither_number_nor_birth_date_waits(real: World) -> None:
    (first,) = ready(real)
    other = real.services.persons.register(real.form(identity="", birth_date="01.01.1950", user_number="7"))
    add_stay(real, other.id)
    with real.session.work() as work:
        person = work.persons.get(other.id)
        work.persons.update(replace(person, birth_date=None, version=person.version + 1))
        work.commit()
    found = prepared(real)
    assert [(s.person_id, s.finding.code) for s in found.stopped] == [(other.id, "export.no_identity")]
    assert (found.waiting, set(found.persons)) == (2, {first, other.id})


def test_one_event_that_is_held_back_holds_the_others_of_its_service(real: World) -> None:
    ready(real)
    long = real.services.persons.register(
        real.form(identity=numbers.fnr(8, born=BORN, series="real"), user_number="x" * 120)
    )
    add_stay(real, long.id)
    (service,) = real.services.care_services.of_person(long.id)
    real.services.care_services.save(replace(service, end=date(2026, 5, 1)), reason="Flyttet")
    found = prepared(real)
    assert {s.person_id for s in found.stopped} == {long.id}
    assert [n.number for n in found.message.notifications] == [1]


def test_what_only_one_event_breaks_stops_its_whole_service_and_is_told_so(real: World) -> None:
    (person,) = ready(real)
    add_stay(real, person, date(2026, 3, 1))
    with real.session.work() as work:
        first = work.events.waiting()[0]
        work.events.save(replace(first, provider_number="12"))
        end = replace(first, id=real.ids(), part_id="annen", happened_on=date(2026, 4, 1))
        work.events.save(end)
        work.commit()
    with real.session.work() as work:  # without planning anew, which would put right what is wrong here
        found = prepare(real.session, work, message_writer(__version__))
    codes = {s.finding.notification_id: s.finding.code for s in found.stopped}
    assert codes[first.id] == "kpr56.field.tjenesteOrgNr"
    assert codes[end.id] == HELD_WITH
    assert len(found.message.notifications) == 1


def test_what_looks_wrong_is_told_and_sent(real: World) -> None:
    real.services.office.save(CONTACTS)
    person = real.services.persons.register(real.form(identity=""))
    add_stay(real, person.id)
    found = prepared(real)
    (sent,) = found.message.notifications
    assert sent.subject.identity.kind.type_code == "9"
    assert "kpr56.odd.identity" in {r.finding.code for r in found.remarks}


def test_a_correction_and_an_annulment_point_to_the_original(real: World, tmp_path: Path) -> None:
    (person,) = ready(real)
    real.services.messages.make_message(tmp_path)
    (service,) = real.services.care_services.of_person(person)
    real.services.care_services.save(replace(service, start=date(2026, 2, 2)), reason="Feil dato")
    (correction,) = chain(real)
    with real.session.work() as work:
        (original,) = work.events.told_of(service.id)
    assert (correction.status, correction.reference) == ("M", original.id)
    assert correction.event.happened_on == date(2026, 2, 2)
    with real.session.work() as work:
        found = work.persons.get(person)
        work.persons.update(
            replace(
                found,
                identity=Fnr.parse(numbers.fnr(30, born=BORN, series="real")),
                version=found.version + 1,
            )
        )
        work.commit()
    real.services.care_services.annul(service.id, "Registrert ved en feil")
    (gone,) = chain(real)
    assert (gone.status, gone.reference) == ("C", original.id)
    # The row that is taken back is the one that the register was told of, under the number it was told.
    assert gone.subject == original.subject


def test_the_district_of_a_protected_person_is_not_told(real: World) -> None:
    (person_id,) = ready(real)
    home = (Residence(date(2020, 1, 1), "0301", "030102"),)
    districts = []
    for protected in (False, True):
        with real.session.work() as work:
            person = work.persons.get(person_id)
            work.persons.update(
                replace(person, protected=protected, residences=home, version=person.version + 1)
            )
            work.commit()
        (sent,) = chain(real)
        districts.append(sent.subject.district)
    assert districts == ["030102", ""]


def test_a_synthetic_number_under_another_kind_stops_the_file(real: World, tmp_path: Path) -> None:
    (person_id,) = ready(real)
    number = Fnr.other(IdKind.OTHER, numbers.fnr(3, born=BORN, series="tenor"))
    with real.session.work() as work:
        person = work.persons.get(person_id)
        work.persons.update(replace(person, identity=number, version=person.version + 1))
        work.commit()
    with pytest.raises(UserFault, match=r"gate\.synthetic_person"):
        real.services.messages.make_message(tmp_path)
