"""The gate, the rehearsal and the export."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import UserFault
from tests.support import numbers
from tests.support.submitting import may_submit
from tests.support.world import World

BORN = date(1942, 3, 14)
CONTACTS = {
    "name": "Risør kommune",
    "contact16_name": "Kari",
    "contact16_email": "kari@example.no",
    "contact17_name": "Ola",
    "contact17_email": "ola@example.no",
    "contact17_phone": "22 22 22 22",
}


def ready(world: World, persons: int = 1) -> list[PersonId]:
    """A vault with contacts, and persons who each have a long-term stay that waits to be told."""
    world.services.office.save(CONTACTS)
    may_submit(world.session)
    series = "tenor" if world.session.training else "real"
    made = []
    for seed in range(persons):
        person = world.services.persons.register(
            world.form(identity=numbers.fnr(seed + 1, born=BORN, series=series))
        )
        add_stay(world, person.id)
        made.append(person.id)
    return made


def add_stay(world: World, person: PersonId, start: date = date(2026, 2, 1)) -> None:
    desk = world.services.care_services
    desk.save(replace(desk.blank(person), type="21", decided_on=date(2026, 1, 9), start=start))


def test_the_yearly_extract_holds_scores_and_services_of_the_year(real: World, tmp_path: Path) -> None:
    from kpr_desktop.domain.assessment import Reason

    (person,) = ready(real)
    interview = real.services.interviews.start(person, date(2026, 3, 1), Reason.PERIODIC)
    interview.answer("v07", "4")
    interview.answer("household", "1")
    interview.finish()
    silent = real.services.persons.register(real.form(identity=numbers.fnr(9, born=BORN, series="real")))
    made = real.services.submission.make_yearly(2026, tmp_path)
    import json

    text = (made.path / "innhold.json").read_text(encoding="utf-8")
    told = json.loads(text)
    assert made.record.persons == 1
    assert silent.id not in text
    (row,) = told["persons"]
    assert row["assessments"][0]["scores"]["7"] in (4, "4")
    assert len(row["services"]) == 1
    with pytest.raises(UserFault, match=r"export\.nothing_in_year"):
        real.services.submission.make_yearly(2020, tmp_path)


def test_an_assessment_that_was_moved_to_another_year_is_told_there_only(real: World) -> None:
    from kpr_desktop.domain.assessment import Reason

    (person,) = ready(real)
    interview = real.services.interviews.start(person, date(2026, 1, 3), Reason.PERIODIC)
    interview.answer("household", "1")
    wrong = interview.finish()
    moved = real.services.interviews.revise(wrong.id, "feil dag")
    moved.change_head(date(2025, 12, 30), Reason.PERIODIC)
    moved.finish()
    told = {}
    with real.session.work() as work:
        for year in (2025, 2026):
            extract = real.services.submission.yearly_extract(work, year)
            told[year] = [a.version for p in extract.persons for a in p.assessments]
    assert told == {2025: [2], 2026: []}


def test_odd_things_are_told_but_do_not_stop(real: World) -> None:
    ready(real)
    rehearsal = real.services.submission.rehearse()
    assert rehearsal.odd
    assert rehearsal.message.notifications


def test_an_old_assessment_is_odd_by_the_municipalitys_interval(real: World) -> None:
    (person,) = ready(real)
    real.services.interviews.start(
        person, real.session.today() - timedelta(weeks=10), Reason.PERIODIC
    ).finish()
    real.services.talk_settings.set_interval("2")
    (odd,) = (
        each for each in real.services.submission.rehearse().odd if each.problem.code == "assessment.old"
    )
    assert odd.problem.params == {"months": 2}


def test_the_same_work_on_a_connection_beside(real: World) -> None:
    ready(real)
    beside = real.session.vault.beside()
    try:
        session = replace(real.session, vault=beside)
        assert real.services.submission.on(session).rehearse().persons == 1
    finally:
        beside.close()
