"""Blocking: enforced in search, lists, opening, letters, results and rehearsal; lifted with its history kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import AssessmentId, PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.access import BlockedFault
from kpr_desktop.usecases.blocking import WHY_LIMIT, BlockDesk, NewBlock
from kpr_desktop.usecases.interview import Interview
from kpr_desktop.usecases.refusal import NumberTaken
from kpr_desktop.usecases.vault_records import Block
from tests.support import numbers
from tests.support.world import TODAY, World
from tests.usecases.access_cases import OLAV, add_olav, as_roles, logged, register

ITEM = "v01"


def refused(code: str) -> pytest.RaisesExc[UserFault]:
    return pytest.raises(UserFault, match=rf"^{code}$")


def block(world: World, person: PersonId, against: str = "all", target: str = "", **more: str) -> Block:
    new = NewBlock(person, against, target, "Ønsker det ikke", "person")
    return BlockDesk(world.session).set(replace(new, **more))  # type: ignore[arg-type]


def finished(world: World, person: PersonId, day: date = TODAY) -> Interview:
    interview = world.services.interviews.start(person, day, Reason.CHANGE)
    interview.answer(ITEM, "3")
    interview.type_note(ITEM, "Det som er skrevet", 0)
    interview.finish()
    return interview


@pytest.mark.parametrize(("against", "target"), [("all", ""), ("role", "auditor"), ("user", "me")])
def test_a_blocked_person_is_nowhere(training: World, against: str, target: str) -> None:
    person = register(training, user_number="Ø-17", planned_visit="23.11.2026")
    target = training.session.user.id if target == "me" else target
    made = block(training, person, against, target)
    services = training.services
    for typed in ("", "Fjell", "Ø-17", "14.03.1942", "blid fj"):
        assert services.persons.find(typed) == []
    assert services.persons.count() == services.work_lists.view().persons == 0
    assert services.work_lists.view().rows == ()
    with pytest.raises(BlockedFault) as told:
        services.persons.open(person)
    assert told.value.emergency_possible
    assert (logged(training)[0].action, logged(training)[0].result) == ("person.read", "denied")
    with pytest.raises(BlockedFault) as told:
        services.letters.make(person, "information", "nb")
    assert not told.value.emergency_possible
    with refused("access.blocked"):
        training.session.give_reason(person, "stand_in", "Vikar")
    desk = BlockDesk(training.session)
    (line,) = desk.holding()
    assert (line.name, line.user_number, line.set_by) == ("", "Ø-17", "Kari Saksbehandler")
    desk.lift(made.id, "Ikke lenger ønsket")
    assert [p.id for p in services.persons.find("Fjell")] == [person]
    services.persons.open(person)


def test_a_search_by_number_finds_nobody_and_is_logged(real: World) -> None:
    number = numbers.fnr(3, born=date(1942, 3, 14))
    person = register(real, identity=number)
    block(real, person)
    assert real.services.persons.find(number) == []
    entry = logged(real)[0]
    assert (entry.action, entry.person_id, entry.result) == ("person.find_by_number", person, "denied")


def test_the_numbers_of_a_blocked_person_do_not_lead_there(training: World) -> None:
    person = register(training, user_number="Ø-17")
    with pytest.raises(NumberTaken):
        register(training, user_number="Ø-17", identity="")
    block(training, person)
    with pytest.raises(UserFault, match=r"^access\.number_blocked$") as told:
        register(training, user_number="Ø-17", identity="")
    assert told.value.field == "user_number"
    with pytest.raises(UserFault, match=r"^access\.number_blocked$") as told:
        register(training)
    assert told.value.field == "identity"


def test_others_blocks_do_not_hold(training: World) -> None:
    add_olav(training)
    person = register(training)
    block(training, person, "user", OLAV)
    training.services.persons.open(person)


def test_a_hidden_person_who_is_blocked_is_counted_once(training: World) -> None:
    person = register(training)
    training.services.persons.hide(training.services.persons.open(person))
    block(training, person)
    assert [training.services.persons.count(hidden=hidden) for hidden in (False, True)] == [0, 0]
    assert training.services.work_lists.view().persons == 0


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"against": "unit"}, "blocking.against_unknown"),
        ({"against": "role", "target": "boss"}, "blocking.target_unknown"),
        ({"against": "user", "target": "nobody"}, "blocking.target_unknown"),
        ({"wished_by": "me"}, "blocking.wished_by_missing"),
        ({"why": "  "}, "blocking.why_missing"),
        ({"why": "x" * (WHY_LIMIT + 1)}, "form.too_long"),
        ({"assessment_id": "none"}, "blocking.no_such_assessment"),
        ({"item": ITEM}, "blocking.no_such_assessment"),
    ],
)
def test_a_form_that_is_not_in_order_is_refused(training: World, wrong: dict[str, str], code: str) -> None:
    person = register(training)
    with refused(code):
        block(training, person, **wrong)
    with training.session.work() as work:
        assert work.access.blocks() == []


def test_an_item_that_is_not_in_the_book_is_refused(training: World) -> None:
    person = register(training)
    held = finished(training, person).assessment.id
    with refused("blocking.no_such_assessment"):
        block(training, person, assessment_id=held, item="v99")


def test_lifting_is_for_leaders_once_with_a_passphrase_and_keeps_history(training: World) -> None:
    person = register(training)
    desk, made = BlockDesk(training.session), block(training, person)
    as_roles(training, "case_worker")
    with refused("rights.not_allowed"):
        desk.lift(made.id, "Vil se")
    as_roles(training, "leader")
    training.session.grants.confirmed_at = None
    with refused("access.passphrase_needed"):
        desk.lift(made.id, "Ikke lenger ønsket")
    training.session.grants.confirmed_at = training.session.now()
    with refused("blocking.unknown"):
        desk.lift("none", "Ikke lenger ønsket")
    with refused("blocking.why_missing"):
        desk.lift(made.id, " ")
    desk.lift(made.id, "Ikke lenger ønsket")
    with refused("blocking.lifted"):
        desk.lift(made.id, "Ikke lenger ønsket")
    (line,) = desk.of_person(person)
    assert (line.block.lift_why, line.lifted_by, line.name) == (
        "Ikke lenger ønsket", "Kari Saksbehandler", "Blid Fjellbekk",
    )  # fmt: skip
    assert desk.holding() == []


def test_a_blocked_assessment_is_left_out_in_every_version(training: World) -> None:
    person = register(training)
    interviews = training.services.interviews
    old = finished(training, person, date(2026, 1, 5))
    first = finished(training, person)
    block(training, person, assessment_id=first.assessment.id)
    assert [a.id for a in interviews.of_person(person)] == [old.assessment.id]
    with pytest.raises(BlockedFault) as told:
        interviews.read(first.assessment.id)
    assert told.value.emergency_possible
    assert (logged(training)[0].subject, logged(training)[0].result) == (first.assessment.id, "denied")
    with pytest.raises(BlockedFault) as told:
        interviews.revise(first.assessment.id, "Feil")
    assert not told.value.emergency_possible
    assert interviews.start(person, TODAY, Reason.CHANGE).previous is not None
    draft = interviews.draft_of(person)
    assert draft is not None
    resumed = interviews.resume(draft)
    assert resumed.previous is not None
    assert resumed.previous.id == old.assessment.id
    resumed.change_head(date(2026, 11, 22), Reason.CHANGE)
    assert resumed.previous is not None
    assert resumed.previous.id == old.assessment.id


def test_a_blocked_draft_is_neither_resumed_nor_on_the_work_list(training: World) -> None:
    person = register(training)
    interviews = training.services.interviews
    draft = interviews.start(person, TODAY, Reason.CHANGE).assessment.id
    assert [row.why for row in training.services.work_lists.view().rows] == ["draft"]
    block(training, person, assessment_id=draft)
    assert training.services.work_lists.view().rows == ()
    for try_it in (
        lambda: interviews.draft_of(person),
        lambda: interviews.resume(draft),
        lambda: interviews.start(person, TODAY, Reason.CHANGE),
    ):
        with refused("access.blocked"):
            try_it()


def test_a_blocked_note_is_hidden_and_kept_by_whoever_goes_on(training: World) -> None:
    person = register(training)
    interviews = training.services.interviews
    held = finished(training, person).assessment.id
    block(training, person, assessment_id=held, item=ITEM)
    block(training, person, assessment_id=held, item="v03")
    assert interviews.read(held).assessment.answer(ITEM).note == ""
    interview = interviews.revise(held, "Feil")
    assert (interview.note(ITEM), interview.seen(ITEM).value) == ("", "3")
    with refused("access.blocked"):
        interview.type_note(ITEM, "Noe annet", 0)
    interview.answer(ITEM, "2")
    interview.set_evidence(ITEM, ["seen"])
    interview.type_note("v17", "Fritt", 0)
    with training.session.work() as work:
        kept = work.assessments.get(interview.assessment.id).answer(ITEM)
    assert (kept.value, kept.note, kept.evidence.ways) == ("2", "Det som er skrevet", {"seen"})
    assert interviews.resume(AssessmentId(interview.assessment.id)).note(ITEM) == ""


def test_the_rehearsal_tells_nothing_of_a_blocked_person_and_the_file_holds_everybody(
    training: World,
) -> None:
    training.demo(40)
    submission = training.services.submission
    before = submission.rehearse()
    told = [*before.ready.stopped, *before.odd]
    assert told
    person = told[0].person_id
    theirs = sum(
        1 for each in (*before.ready.stopped, *before.ready.remarks, *before.odd) if each.person_id == person
    )
    block(training, person)
    after = submission.rehearse()
    assert after.closed == theirs > 0
    assert all(each.person_id != person for each in (*after.ready.stopped, *after.ready.remarks, *after.odd))
    assert after.message.notifications == before.message.notifications
    assert person not in training.services.persons.names([each.person_id for each in told])


def test_rules_that_look_at_an_assessment_do_not_look_at_a_blocked_one(training: World) -> None:
    training.demo(40)
    before = training.services.submission.rehearse().odd
    with training.session.work() as work:
        held = {o.person_id: work.assessments.of_person(o.person_id) for o in before}
    for person, assessments in held.items():
        for each in assessments:
            block(training, person, assessment_id=each.id)
    after = training.services.submission.rehearse().odd
    assert all(each in before for each in after)
