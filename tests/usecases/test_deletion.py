"""Real deletion takes two people; the content goes, the tombstone stays, the seals follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.notification import Status
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.blocking import BlockDesk, NewBlock
from kpr_desktop.usecases.deletion import DeletionDesk
from kpr_desktop.usecases.one_line import REASON_LIMIT
from kpr_desktop.usecases.records import User
from kpr_desktop.usecases.vault_records import Deletion
from tests.support.colleagues import colleague, sits_down
from tests.support.numbering import number_all
from tests.support.world import TODAY, World
from tests.usecases.test_care_services import stay
from tests.usecases.test_interview import answer_all
from tests.usecases.test_submission import ready

WHY = "Ført på feil person ved registreringen"
SECRET = "Hemmelig innhold om gardiner"


@pytest.fixture
def person(training: World) -> PersonId:
    return training.services.persons.register(training.form()).id


@pytest.fixture
def eva(training: World) -> User:
    return colleague(training, "Eva Li", "leader")


def assessed(world: World, person: PersonId, day: date = TODAY) -> str:
    interview = world.services.interviews.start(person, day, Reason.PERIODIC)
    first = interview.visible()[0].item
    interview.type_note(first, SECRET, 1)
    answer_all(interview)
    interview.finish()
    return interview.assessment.id


def first_item(world: World, person: PersonId) -> str:
    return next(item for item, a in world.services.interviews.of_person(person)[0].answers.items() if a.note)


def ask(world: World, person: PersonId, kind: str, target: str = "") -> Deletion:
    return world.services.deletion.ask(person, kind, target, "wrong_person", WHY)


def carry_out(world: World, by: User, deletion: Deletion) -> Deletion:
    before = world.session.user
    sits_down(world, by)
    done = world.services.deletion.carry_out(deletion.id, "Enig, dette er feil person")
    sits_down(world, before)
    return done


def everything(world: World) -> str:
    """All rows of the tables that hold a person's case."""
    tables = (
        "person",
        "person_history",
        "person_search",
        "answer",
        "service",
        "residence",
        "delivery",
        "letter_file",
        "letter_step",
        "rights_request",
        "correction_notice",
        "disclosure",
        "reservation_talk",
    )
    with world.session.work() as work:
        database = work.records._database  # type: ignore[attr-defined]
        return " ".join(str(row) for table in tables for row in database.rows(f"SELECT * FROM {table}"))


def sound(world: World) -> None:
    assert world.session.vault.inspect() == []
    assert world.session.vault.log_check().first_bad is None


def test_two_people(training: World, person: PersonId, eva: User) -> None:
    own_id = assessed(training, person)
    earlier = assessed(training, person, date(2026, 5, 4))
    desk = training.services.deletion
    assert desk.others() == ["Eva Li"]
    asked = ask(training, person, "assessment", own_id)
    with pytest.raises(UserFault, match=r"deletion\.asked_already"):
        ask(training, person, "assessment", own_id)
    with pytest.raises(UserFault, match=r"deletion\.own"):
        desk.carry_out(asked.id, "Jeg mener det selv")
    assert desk.waiting() == 0
    sits_down(training, eva)
    assert training.services.deletion.waiting() == 1
    (line,) = training.services.deletion.asked()
    assert (line.asked_by, line.decided_by, line.day, line.own, line.erased) == (
        "Kari Saksbehandler", "", TODAY, False, False,
    )  # fmt: skip
    done = training.services.deletion.carry_out(asked.id, "Enig, dette er feil person")
    assert (done.state, done.decided_by) == ("done", eva.id)
    (line,) = training.services.deletion.asked()
    assert (line.decided_by, line.day, line.deletion) == ("Eva Li", None, done)
    with pytest.raises(UserFault, match=r"deletion\.not_waiting"):
        training.services.deletion.carry_out(asked.id, "Enig, dette er feil person")
    with training.session.work() as work:
        left = work.assessments.of_person(person)
        assert [a.id for a in left] == [earlier]
        summary = work.persons.summaries([person])[person]
        assert summary.last_assessed == date(2026, 5, 4)
        entry = next(e for e in work.records.log_entries(limit=5) if e.action == "deletion.done")
        assert (entry.person_id, entry.reason) == (person, "Enig, dette er feil person")
        with pytest.raises(LookupError):
            work.oversight.save_deletion(replace(done, state="refused"))
    sound(training)


def test_a_refusal_deletes_nothing(training: World, person: PersonId, eva: User) -> None:
    own_id = assessed(training, person)
    asked = ask(training, person, "assessment", own_id)
    sits_down(training, eva)
    refused = training.services.deletion.refuse(asked.id, "Dette er riktig person")
    assert refused.state == "refused"
    with training.session.work() as work:
        assert [a.id for a in work.assessments.of_person(person)] == [own_id]
    with pytest.raises(UserFault, match=r"deletion\.not_waiting"):
        training.services.deletion.refuse("tull", "Dette er riktig person")


def test_alone_it_is_refused_and_told_why(training: World, person: PersonId) -> None:
    with pytest.raises(UserFault, match=r"deletion\.nobody_else"):
        ask(training, person, "person")
    gone = colleague(training, "Ola Ås", "registrar")
    with training.session.work() as work:
        work.records.save_user(replace(gone, revoked_at=training.session.now()))
        work.commit()
    colleague(training, "Uten Rolle")
    with pytest.raises(UserFault, match=r"deletion\.nobody_else"):
        ask(training, person, "person")


@pytest.mark.parametrize(
    ("kind", "target", "ground", "why", "code"),
    [
        ("all", "", "wrong_person", WHY, r"deletion\.kind_unknown"),
        ("person", "", "whim", WHY, r"deletion\.ground_missing"),
        ("person", "", "wrong_person", "for  kort  nå", r"deletion\.reason_short"),
        ("person", "", "wrong_person", "x" * (REASON_LIMIT + 1), r"form\.too_long"),
        ("person", "x", "wrong_person", WHY, r"deletion\.nothing_there"),
        ("assessment", "x", "wrong_person", WHY, r"deletion\.nothing_there"),
        ("service", "x", "wrong_person", WHY, r"deletion\.nothing_there"),
        ("note", "x y", "wrong_person", WHY, r"deletion\.nothing_there"),
    ],
)
def test_what_is_asked_must_be_in_order(
    training: World, person: PersonId, eva: User, kind: str, target: str, ground: str, why: str, code: str
) -> None:
    with pytest.raises(UserFault, match=code):
        training.services.deletion.ask(person, kind, target, ground, why)


def test_a_note_goes_and_the_score_stays(training: World, person: PersonId, eva: User) -> None:
    own_id = assessed(training, person)
    item = first_item(training, person)
    for target in (f"{own_id} ", own_id, f"{own_id} tull"):
        with pytest.raises(UserFault, match=r"deletion\.nothing_there"):
            ask(training, person, "note", target)
    with pytest.raises(UserFault, match=r"deletion\.nothing_there"):
        ask(training, person, "assessment", f"{own_id} {item}")
    asked = ask(training, person, "note", f"{own_id} {item}")
    carry_out(training, eva, asked)
    answer = training.services.interviews.of_person(person)[0].answers[item]
    assert (answer.note, answer.value) == ("", "2")
    (line,) = training.services.deletion.asked()
    assert line.day == TODAY
    sound(training)


def test_a_service_that_nobody_was_told_of_goes_whole(training: World, person: PersonId, eva: User) -> None:
    service = training.services.care_services.save(stay(training, person))
    asked = ask(training, person, "service", service.id)
    assert training.services.deletion.asked()[0].day == date(2026, 2, 1)
    carry_out(training, eva, asked)
    assert training.services.care_services.of_person(person) == []
    assert training.services.deletion.to_cancel() == []
    with training.session.work() as work:
        assert work.events.waiting() == []
    sound(training)


def test_what_the_register_was_told_is_to_be_cancelled(real: World) -> None:
    (person,) = ready(real)
    eva = colleague(real, "Eva Li", "leader")
    (told,) = number_all(real.session)
    (service,) = real.services.care_services.of_person(person)
    other = real.services.care_services.save(stay(real, person, end=date(2026, 2, 1)))
    assert len(number_all(real.session)) == 2
    made: list[str] = []
    asked = ask(real, person, "service", service.id)
    sits_down(real, eva)
    desk = DeletionDesk(real.session, real.services.deletion.grounds, lambda: made.append("backup"))
    desk.carry_out(asked.id, "Enig, dette er feil person")
    assert made == ["backup"]
    with real.session.work() as work:
        assert work.services.of_person(person) == [other]
        (event,) = work.events.waiting()
        assert (event.service_id, event.status, event.kind) == (service.id, Status.ANNULS, told.kind)
        assert event.refers_to == work.events.link(event.refers_to).notification.id  # type: ignore[union-attr]
        assert work.erasing.to_cancel() == [event.id]
        assert work.events.last("4201")[0] == 3  # the chain goes on from there
        with pytest.raises(UserFault, match=r"service\.unknown"):
            work.services.get(service.id)
        with pytest.raises(UserFault, match=r"deletion\.nothing_there"):
            work.erasing.service(service.id)
    sound(real)


def test_no_backup_no_deletion(training: World, person: PersonId, eva: User) -> None:
    own_id = assessed(training, person)
    asked = ask(training, person, "assessment", own_id)
    sits_down(training, eva)

    def fails() -> None:
        raise EnvironmentFault("vault.disk_full")

    desk = DeletionDesk(training.session, training.services.deletion.grounds, fails)
    with pytest.raises(EnvironmentFault, match=r"vault\.disk_full"):
        desk.carry_out(asked.id, "Enig, dette er feil person")
    with training.session.work() as work:
        assert [a.id for a in work.assessments.of_person(person)] == [own_id]


@pytest.mark.parametrize("kind", ["note", "assessment", "service"])
def test_a_letter_that_may_hold_it_is_not_kept_either(
    training: World, person: PersonId, eva: User, kind: str
) -> None:
    own_id = assessed(training, person)
    care = stay(training, person)
    training.services.care_services.save(care)
    consents = training.services.consents
    consent = consents.add(person, consents.blank() | {"sources": "Datteren", "purpose": "Kartlegging"})
    letters = training.services.letters
    made = letters.make(person, "information", "nb").delivery
    signed = letters.make(person, "consent_others", "nb", about=consent.id).delivery
    target = {"note": f"{own_id} {first_item(training, person)}", "assessment": own_id, "service": care.id}[
        kind
    ]
    carry_out(training, eva, ask(training, person, kind, target))
    with pytest.raises(UserFault, match=r"letter\.no_file"):
        letters.reprint(made.id)
    assert letters.reprint(signed.id).delivery.subject == consent.id
    assert {each.id for each in letters.of_person(person)} == {made.id, signed.id}
    sound(training)


def test_what_was_asked_for_and_told_goes_with_the_person(
    training: World, person: PersonId, eva: User
) -> None:
    services = training.services
    asked = services.requests.add(person, services.requests.blank("correction") | {"words": "Husstanden"})
    given = services.disclosures
    given.add(person, given.blank() | {"recipient": "Legevakten", "what": "Medisiner", "basis": "Avtalt"})
    services.requests.answer(asked.id, "granted", "Rettet slik", TODAY)
    services.reservations.add(person, "helped", TODAY, "Skjemaet")
    services.letters.printed(services.letters.make(person, "information", "nb"))
    before = everything(training)
    words = ("Husstanden", "Legevakten", "Medisiner", "Rettet slik", "Skjemaet", "printed")
    assert all(word in before for word in words)
    carry_out(training, eva, ask(training, person, "person"))
    after = everything(training)
    assert [word for word in words if word in after] == []
    assert (services.requests.due(), services.requests.to_tell(), services.letters.open_papers()) == (
        [],
        [],
        [],
    )
    sound(training)


def test_a_whole_person(training: World, person: PersonId, eva: User) -> None:
    assessed(training, person)
    training.services.interviews.start(person, TODAY, Reason.PERIODIC)
    training.services.care_services.save(stay(training, person))
    opened = training.services.persons.open(person)
    form = training.services.persons.form(opened) | {"given_name": "Stille"}
    training.services.persons.change(opened, form)
    training.services.letters.make(person, "information", "nb")
    BlockDesk(training.session).set(NewBlock(person, "user", eva.id, "Ønsker det slik", "person"))
    other = training.services.persons.register(training.form(identity="", given_name="Rolig"))
    asked = ask(training, person, "person")
    carry_out(training, eva, asked)
    assert person not in training.session.grants.opened
    for call in (
        lambda: training.services.persons.open(person),
        lambda: ask(training, person, "person"),
    ):
        with pytest.raises(UserFault, match=r"person\.unknown"):
            call()
    with training.session.work() as work:
        assert list(work.persons.ids()) == [other.id]
        assert work.persons.count(hidden=True) == work.persons.count() == 1
        assert [p.id for p in work.persons.page(limit=10, hidden=True)] == [other.id]
        assert work.persons.find_by_name("Fjellbekk", limit=5, hidden=True)[0].id == other.id
        assert work.persons.find_by_user_number(work.persons.get(person).user_number) is None
        assert work.persons.get(person).name == ""
        assert work.erasing.is_erased(person)
        assert not work.erasing.is_erased(other.id)
        with pytest.raises(UserFault, match=r"deletion\.nothing_there"):
            work.erasing.person(person)
        with pytest.raises(UserFault, match=r"deletion\.nothing_there"):
            work.erasing.assessment("borte")  # type: ignore[arg-type]
        with pytest.raises(UserFault, match=r"deletion\.nothing_there"):
            work.erasing.note("borte", "x")  # type: ignore[arg-type]
    text = everything(training)
    for secret in ("Blid", "Stille", SECRET, "14.03.1942", opened.user_number):
        assert secret not in text
    (line,) = training.services.deletion.asked()
    assert (line.erased, line.deletion.state) == (True, "done")
    sound(training)


def test_a_wish_about_somebody_who_is_gone_can_be_refused(
    training: World, person: PersonId, eva: User
) -> None:
    own_id = assessed(training, person)
    first, second = ask(training, person, "assessment", own_id), ask(training, person, "person")
    carry_out(training, eva, second)
    sits_down(training, eva)
    with pytest.raises(UserFault, match=r"deletion\.nothing_there"):
        training.services.deletion.carry_out(first.id, "Enig, dette er feil person")
    training.services.deletion.refuse(first.id, "Personen er allerede slettet")


def test_a_yearly_extract_is_not_written_again(real: World, tmp_path: Path) -> None:
    (person,) = ready(real)
    eva = colleague(real, "Eva Li", "leader")
    own_id = assessed(real, person)
    made = real.services.submission.make_yearly(2026, tmp_path)
    message = real.services.messages.make_message(tmp_path)
    carry_out(real, eva, ask(real, person, "assessment", own_id))
    with pytest.raises(UserFault, match=r"export\.erased"):
        real.services.submission.write_again(made.record.id, tmp_path)
    message.path.unlink()
    assert real.services.submission.write_again(message.record.id, tmp_path) == message.path


def test_who_may(training: World, person: PersonId, eva: User) -> None:
    asked = ask(training, person, "person")
    sits_down(training, colleague(training, "Uten Rolle"))
    desk = training.services.deletion
    assert desk.waiting() == 0
    calls: list[Callable[[], object]] = [
        desk.asked,
        desk.to_cancel,
        lambda: ask(training, person, "person"),
        lambda: desk.carry_out(asked.id, WHY),
        lambda: desk.refuse(asked.id, WHY),
    ]
    for call in calls:
        with pytest.raises(UserFault, match=r"rights\.not_allowed"):
            call()


def test_a_vault_open_for_reading_shows_the_list(training: World, person: PersonId, eva: User) -> None:
    ask(training, person, "person")
    training.session.vault.writable = False
    try:
        assert len(training.services.deletion.asked()) == 1
    finally:
        training.session.vault.writable = True
