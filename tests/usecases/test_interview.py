"""The interview, on a real vault: every gesture is on disk, finished means locked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpr_desktop.codebook.model import ItemKind
from kpr_desktop.domain.assessment import Cursor, Reason, State
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.problems import Severity
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.interview import Interview
from kpr_desktop.usecases.interview_values import NOTE_LIMIT
from kpr_desktop.usecases.refusal import RulesRefused
from tests.support.world import TODAY, World


@pytest.fixture
def person(training: World) -> PersonId:
    return training.services.persons.register(training.form()).id


def begin(world: World, person: PersonId, day: date = TODAY) -> Interview:
    return world.services.interviews.start(person, day, Reason.PERIODIC)


def answer_all(interview: Interview, score: str = "2") -> None:
    item: str | None = interview.visible()[0].item
    while item is not None:
        spec = interview.item(item)
        if spec.kind is ItemKind.SCORE:
            interview.answer(item, score)
        elif spec.kind is ItemKind.DATE:
            interview.answer(item, "01.10.2026")
        elif spec.kind is not ItemKind.ENTRIES:
            interview.answer(item, interview.book.lists[spec.list].codes[0].code)
        item = interview.next(item)


def test_every_gesture_is_there_after_opening_again(training: World, person: PersonId) -> None:
    interview = begin(training, person)
    first = interview.visible()[0].item
    assert interview.cursor == Cursor(first)
    interview.answer(first, "3")
    second = interview.next(first)
    assert second is not None
    interview.move(second)
    interview.type_note(second, "Bruker dus", 10)
    training.reopen()
    again = training.services.interviews.resume(interview.assessment.id)
    assert again.values[first] == "3"
    assert again.note(second) == "Bruker dus"
    assert again.cursor == Cursor(second, "note", 10)
    assert again.assessment == interview.assessment


def test_a_person_has_one_draft(training: World, person: PersonId) -> None:
    one = begin(training, person)
    assert begin(training, person).assessment.id == one.assessment.id
    assert training.services.interviews.draft_of(person) == one.assessment.id
    one.discard()
    assert training.services.interviews.draft_of(person) is None


@pytest.mark.parametrize(
    ("day", "code"),
    [(TODAY + timedelta(days=1), "interview.date_future"), (date(1942, 3, 13), "interview.before_birth")],
)
def test_the_day_must_be_possible(training: World, person: PersonId, day: date, code: str) -> None:
    with pytest.raises(UserFault) as told:
        begin(training, person, day)
    assert (told.value.code, told.value.field) == (code, "assessed_on")


def test_not_after_death(training: World) -> None:
    dead = training.services.persons.register(training.form(death_date="01.02.2026"))
    with pytest.raises(UserFault, match=r"interview\.after_death"):
        begin(training, dead.id)
    assert begin(training, dead.id, date(2026, 1, 31)).assessment.assessed_on == date(2026, 1, 31)


def test_only_values_of_the_list_are_taken(training: World, person: PersonId) -> None:
    interview = begin(training, person)
    for bad in ("0", "6", "2,5", "x", "10"):
        with pytest.raises(UserFault) as told:
            interview.answer("v01", bad)
        assert (told.value.code, told.value.field) == ("interview.value_not_allowed", "v01")
    assert "v01" not in interview.values
    for good in ("1", "5", "9", ""):
        interview.answer("v01", good)
        assert interview.values["v01"] == good
    with pytest.raises(UserFault, match=r"date\.impossible"):
        interview.answer("doctor_date", "31.02.2026")
    interview.answer("doctor_date", "1.2.2026")
    assert interview.values["doctor_date"] == "2026-02-01"


def test_a_note_that_is_too_long_is_refused_whole(training: World, person: PersonId) -> None:
    interview = begin(training, person)
    interview.type_note("v01", "a" * NOTE_LIMIT, 0)
    with pytest.raises(UserFault, match=r"interview\.note_too_long"):
        interview.type_note("v01", "a" * (NOTE_LIMIT + 1), 0)
    assert interview.note("v01") == "a" * NOTE_LIMIT
    assert interview.note("v02") == ""


def test_a_note_is_saved_by_key_stroke_and_logged_once(training: World, person: PersonId) -> None:
    interview = begin(training, person)
    for end in range(1, 6):
        interview.type_note("v01", "Notat"[:end], end)
    interview.leave_text("v01", "note")
    with training.session.work() as work:
        assert [e.action for e in work.records.log_entries(limit=100)].count("interview.note") == 1


def test_skip_logic_hides_and_shows(training: World, person: PersonId) -> None:
    interview = begin(training, person)
    (hidden, condition) = next(
        (s.item, s.visible_when) for s in interview.book.steps if s.visible_when is not None
    )
    assert hidden not in [s.item for s in interview.visible()]
    interview.answer(condition.item, min(condition.values))
    assert interview.next(condition.item) == hidden
    assert interview.back(hidden) == condition.item


def test_rows_of_a_repeating_item(training: World, person: PersonId) -> None:
    interview = begin(training, person)
    fields = {f.id: f for f in interview.item("diagnosis").fields}
    system = next(f for f in fields.values() if f.kind == "system")
    code = interview.book.lists[system.list].codes[0].code
    good = {system.id: code, **{f.id: "P70" for f in fields.values() if f.required and f.kind == "text"}}
    entry = interview.save_entry("diagnosis", good)
    other = interview.save_entry("diagnosis", good)
    with pytest.raises(UserFault, match=r"interview\.entry_incomplete"):
        interview.save_entry("diagnosis", {})
    with pytest.raises(UserFault) as told:
        interview.save_entry("diagnosis", good | {system.id: "tull"})
    assert told.value.field == f"diagnosis.{system.id}"
    with pytest.raises(UserFault, match=r"interview\.note_too_long"):
        interview.save_entry(
            "diagnosis",
            good | {next(f.id for f in fields.values() if f.kind == "text"): "x" * (NOTE_LIMIT + 1)},
        )
    changed = interview.save_entry("diagnosis", good, entry.id)
    assert interview.entries("diagnosis") == (changed, other)
    assert interview.values["diagnosis"] == "entries"
    again = training.services.interviews.resume(interview.assessment.id)
    assert again.entries("diagnosis") == (changed, other)
    interview.remove_entry(other.id)
    assert interview.entries("diagnosis") == (changed,)


def test_finished_is_locked_and_a_change_is_a_new_version(training: World, person: PersonId) -> None:
    interviews = training.services.interviews
    interview = begin(training, person)
    answer_all(interview)
    interview.type_note("v07", "Bruker dusjkrakk.", 3)
    hard = [p.code for p in interview.problems() if p.severity is Severity.HARD]
    assert hard == []
    done = interview.finish()
    assert done.state is State.FINISHED
    with pytest.raises(UserFault, match=r"interview\.finished"):
        interviews.resume(done.id)
    with pytest.raises(UserFault, match=r"interview\.reason_missing"):
        interviews.revise(done.id, " ")
    training.clock.forward(days=1)
    revised = interviews.revise(done.id, "Skrev feil")
    with pytest.raises(UserFault, match=r"interview\.(not_newest|draft_exists)"):
        interviews.revise(done.id, "Igjen")
    assert revised.values == interview.values
    revised.answer("v07", "4")
    second = revised.finish()
    assert (second.version, second.version_reason, second.series_id) == (2, "Skrev feil", done.series_id)
    with pytest.raises(UserFault, match=r"interview\.not_newest"):
        interviews.revise(done.id, "Gammel")
    assert not interviews.read(done.id).newest
    assert interviews.read(second.id).newest
    versions = {a.version: a for a in interviews.of_person(person)}
    assert versions[1].value("v07") == "2"
    assert versions[2].value("v07") == "4"
    assert versions[1].note("v07") == versions[2].note("v07") == "Bruker dusjkrakk."


def test_a_draft_stands_in_the_way_of_a_change(training: World, person: PersonId) -> None:
    interview = begin(training, person)
    answer_all(interview)
    done = interview.finish()
    begin(training, person)
    with pytest.raises(UserFault, match=r"interview\.draft_exists"):
        training.services.interviews.revise(done.id, "Skrev feil")


def test_last_time_stands_beside(training: World, person: PersonId) -> None:
    old = begin(training, person, date(2026, 3, 14))
    answer_all(old, "3")
    old.finish()
    newer = begin(training, person)
    assert newer.previous is not None
    assert newer.previous.value("v07") == "3"
    paper = newer.assessment
    newer.discard()
    earlier = begin(training, person, date(2026, 1, 1))
    assert earlier.previous is None, paper


def test_household_goes_to_the_register(training: World, person: PersonId) -> None:
    interview = begin(training, person)
    answer_all(interview)
    interview.finish()
    assert training.services.persons.open(person).household == "1"
    training.clock.forward(days=1)
    same = begin(training, person, TODAY)
    answer_all(same)
    before = training.services.persons.open(person).version
    same.finish()
    assert training.services.persons.open(person).version == before


def test_an_older_paper_form_does_not_change_the_household(training: World, person: PersonId) -> None:
    for day, household in ((date(2026, 6, 1), "2"), (date(2025, 6, 1), "1")):
        interview = begin(training, person, day)
        answer_all(interview)
        interview.answer("household", household)
        interview.finish()
    assert training.services.persons.open(person).household == "2"


def test_without_a_household_the_register_keeps_its_own(training: World) -> None:
    made = training.services.persons.register(training.form(household="2"))
    interview = begin(training, made.id)
    interview.answer("v01", "3")
    try:
        interview.finish()
    except RulesRefused:
        pytest.skip("household is required at finish")
    assert training.services.persons.open(made.id).household == "2"


def test_hard_rules_stop_finishing(training: World, person: PersonId) -> None:
    interview = begin(training, person)
    answer_all(interview)
    interview.answer("doctor_date", "24.11.2026")
    with pytest.raises(RulesRefused) as told:
        interview.finish()
    assert [p.target for p in told.value.problems] == ["doctor_date"]
    assert interview.assessment.state is State.DRAFT


def test_the_head_of_a_draft_can_be_changed(training: World, person: PersonId) -> None:
    interview = begin(training, person)
    interview.change_head(date(2026, 11, 1), Reason.CHANGE)
    again = training.services.interviews.resume(interview.assessment.id)
    assert (again.assessment.assessed_on, again.assessment.reason) == (date(2026, 11, 1), Reason.CHANGE)
    with pytest.raises(UserFault, match=r"interview\.date_future"):
        interview.change_head(date(2027, 1, 1), Reason.CHANGE)


def test_with_another_date_last_time_is_another_one(training: World, person: PersonId) -> None:
    first = begin(training, person, date(2026, 6, 1))
    answer_all(first)
    first.finish()
    interview = begin(training, person, date(2026, 7, 1))
    assert interview.previous is not None
    interview.change_head(date(2026, 5, 1), Reason.PERIODIC)
    assert interview.previous is None


def test_progress(training: World, person: PersonId) -> None:
    interview = begin(training, person)
    assert interview.progress().variables == 20
    interview.answer("v01", "3")
    interview.answer("household", "1")
    assert (interview.progress().variables_done, interview.progress().items_done) == (1, 2)


def test_moving_to_where_one_stands_writes_nothing(training: World, person: PersonId) -> None:
    interview = begin(training, person)
    interview.move(interview.cursor.item)
    assert interview.cursor.field == "score"
