"""Letters to many: one transaction each, nobody left out silently, stopped at a whole letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.access import ReasonFault
from kpr_desktop.usecases.blocking import NewBlock
from kpr_desktop.usecases.letter_batch import Batch, LeftOut, LetterBatch, Sent
from kpr_desktop.usecases.letters import LetterDesk, MadeLetter
from kpr_desktop.usecases.ports import UnitOfWork
from tests.support.world import World


@pytest.fixture
def batch(training: World) -> LetterBatch:
    return training.services.letter_batch


def letters_of(world: World, person: PersonId) -> int:
    with world.session.work() as work:
        return len(work.letters.of_person(person))


def test_everybody_gets_one_and_progress_is_told(training: World, batch: LetterBatch) -> None:
    persons = training.demo(3)
    steps: list[tuple[int, int]] = []
    made = batch.make([*persons, persons[0]], "information", "nb", lambda *step: steps.append(step))
    assert [each.person_id for each in made.made] == persons
    assert (made.left_out, made.not_reached, steps) == ((), (), [(1, 3), (2, 3), (3, 3)])
    assert [each.number for each in made.made] == ["2026-000001", "2026-000002", "2026-000003"]
    for each in made.made:
        assert training.services.letters.reprint(each.id).delivery == each


def test_each_in_the_own_language(training: World, batch: LetterBatch) -> None:
    nynorsk = training.services.persons.register(training.form(language="nn")).id
    bokmaal = training.services.persons.register(training.form(identity="")).id
    assert [each.language for each in batch.make([nynorsk, bokmaal], "information").made] == ["nn", "nb"]


def test_who_gets_none_is_told_and_why(training: World, batch: LetterBatch) -> None:
    blocked, dead, others, own = training.demo(4)
    me = training.session.user.id
    training.services.blocks.set(NewBlock(blocked, "user", me, "Ønsker det slik", "person"))
    with training.session.work() as work:
        found = work.persons.get(dead)
        work.persons.update(replace(found, death_date=date(2026, 11, 1), version=found.version + 1))
        found = work.persons.get(others)
        work.persons.update(replace(found, responsible=None, version=found.version + 1))
        work.commit()
    unknown = PersonId("borte")
    made = batch.make([blocked, dead, unknown, own], "information", "nb")
    assert [each.person_id for each in made.made] == [own]
    assert made.left_out == (
        LeftOut(blocked, "access.blocked"),
        LeftOut(dead, "letter.person_dead"),
        LeftOut(unknown, "person.unknown"),
    )


def test_it_stops_at_a_whole_letter(training: World, batch: LetterBatch) -> None:
    persons = training.demo(4)
    done: list[int] = []
    made = batch.make(
        persons, "information", "nb", lambda place, _all: done.append(place), lambda: len(done) == 2
    )
    assert [each.person_id for each in made.made] == persons[:2]
    assert made.not_reached == tuple(persons[2:])
    assert [letters_of(training, each) for each in persons] == [1, 1, 0, 0]


def test_what_the_disk_says_stops_it_and_keeps_what_is_made(
    training: World, batch: LetterBatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    persons = training.demo(3)
    with training.session.work() as work:
        kind = type(work)
    commits: list[UnitOfWork] = []
    commit = kind.commit

    def full(work: UnitOfWork) -> None:
        commits.append(work)
        if len(commits) == 2:
            raise EnvironmentFault("vault.disk_full")
        commit(work)  # type: ignore[arg-type]

    monkeypatch.setattr(kind, "commit", full)
    with pytest.raises(EnvironmentFault, match=r"vault\.disk_full"):
        batch.make(persons, "information", "nb")
    assert [letters_of(training, each) for each in persons] == [1, 0, 0]


def test_what_is_asked_for_must_be_there(training: World, batch: LetterBatch) -> None:
    for kind, language, code in (
        ("none", "nb", "letter.unknown_kind"),
        ("information", "xx", "letter.no_such_language"),
        ("recovery", "nb", "letter.office_kind"),
        ("consent_others", "nb", "letter.not_in_batch"),
    ):
        with pytest.raises(UserFault, match=code.replace(".", r"\.")):
            batch.make([], kind, language)
    assert batch.on(training.session).make([], "information") == Batch((), (), ())


def test_everybody_is_all_of_them_but_the_blocked(training: World, batch: LetterBatch) -> None:
    persons = training.demo(203)
    me = training.session.user.id
    training.services.blocks.set(NewBlock(persons[7], "user", me, "Ønsker det slik", "person"))
    found = batch.everybody()
    assert {each.id for each in found} == set(persons) - {persons[7]}
    training.session.vault.user = replace(training.session.user, roles=frozenset())
    with pytest.raises(UserFault, match=r"rights\.not_allowed"):
        batch.everybody()


def test_letters_leave_one_at_a_time_and_it_goes_on_from_where_it_stopped(
    training: World, batch: LetterBatch
) -> None:
    made = batch.make(training.demo(3), "information", "nb").made
    came: list[str] = []
    steps: list[tuple[int, int]] = []

    def act(_desk: LetterDesk, letter: MadeLetter) -> None:
        came.append(letter.delivery.id)

    stopped = batch.send(made, act, 0, lambda *step: steps.append(step), lambda: len(came) == 2)
    assert (stopped, steps) == (Sent(2, ()), [(1, 3), (2, 3)])
    assert batch.send(made, act, stopped.place) == Sent(3, ())
    assert came == [each.id for each in made]


def test_a_letter_that_may_not_leave_is_left_out_and_what_the_printer_says_stops_it(
    training: World, batch: LetterBatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = training.demo(3)
    made = batch.make([first, second, third], "information", "nb").made
    with training.session.work() as work:
        found = work.persons.get(first)
        work.persons.update(replace(found, protected=True, version=found.version + 1))
        work.commit()

    def act(_desk: LetterDesk, letter: MadeLetter) -> None:
        if letter.delivery.person_id == third:
            raise UserFault("letters.print_failed")

    sent = batch.send(made, act)
    left = (LeftOut(first, "letter.address_protected"),)
    assert (sent.place, sent.left_out) == (2, left)
    assert sent.fault is not None
    assert sent.fault.code == "letters.print_failed"
    reprint = LetterDesk.reprint
    for fault, place in (
        (ReasonFault("access.reason_needed", second), 1),
        (UserFault("access.passphrase_needed"), 1),
        (EnvironmentFault("vault.disk_full"), 1),
        (EnvironmentFault("letter.not_the_same"), 2),
    ):

        def refused(desk: LetterDesk, delivery_id: str, fault: Exception = fault) -> MadeLetter:
            if delivery_id == made[1].id:
                raise fault
            return reprint(desk, delivery_id)

        monkeypatch.setattr(LetterDesk, "reprint", refused)
        assert batch.send(made, act).place == place


def test_all_of_them_are_recorded_as_delivered(training: World, batch: LetterBatch) -> None:
    first, second, third = training.demo(3)
    made = batch.make([first, second, third], "information", "nb").made
    letters, today = training.services.letters, training.session.today()
    batch.send(made, lambda desk, letter: desk.printed(letter))
    assert len(letters.open_papers()) == 3
    for way, day, code in (
        ("by owl", today, "letter.unknown_way"),
        ("handed_over", date(2030, 1, 1), "date.future"),
    ):
        sent = batch.deliver(made, way, day)
        assert (sent.place, sent.fault and sent.fault.code) == (0, code)
    me = training.session.user.id
    training.services.blocks.set(NewBlock(second, "user", me, "Ønsker det slik", "person"))
    steps: list[tuple[int, int]] = []
    sent = batch.deliver(made, "posted", today, 0, lambda *step: steps.append(step), lambda: len(steps) == 1)
    assert sent == Sent(1, ())
    assert batch.deliver(made, "posted", today, sent.place) == Sent(3, (LeftOut(second, "access.blocked"),))
    assert {each.way for each in letters.of_person(third)} == {"posted"}
