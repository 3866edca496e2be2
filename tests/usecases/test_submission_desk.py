"""The submission desk: what became of each file, receipts and their errors, and the way back to the source."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.desk import NOTE_LIMIT
from kpr_desktop.usecases.dispatch_records import Verdict
from kpr_desktop.usecases.submission_records import ExportMade, SendFilter, SendState
from kpr_desktop.usecases.vault_records import Block
from tests.support.bad_files import answer
from tests.support.colleagues import colleague, sits_down
from tests.support.world import World, confirmed
from tests.usecases.test_submission import add_stay, ready


def sent(world: World, folder: Path, persons: int = 1) -> tuple[list[PersonId], ExportMade]:
    made = ready(world, persons)
    return made, world.services.messages.make_message(folder)


def ids_of(world: World) -> list[str]:
    with world.session.work() as work:
        return [s.notification.id for s in work.events.links(SendFilter("4201"))]


def block(world: World, person: PersonId) -> None:
    session = world.session
    with session.work() as work:
        made = Block(world.ids(), person, "all", "", "Ba om det", "person", session.user.id, session.now())
        work.access.save_block(made)
        work.commit()


def refused(code: str, act: object, *args: object) -> None:
    assert callable(act)
    with pytest.raises(UserFault, match=code.replace(".", r"\.")):
        act(*args)


def test_every_file_has_its_steps(real: World, tmp_path: Path) -> None:
    _, made = sent(real, tmp_path)
    real.services.submission.make_yearly(2026, tmp_path)
    desk = real.services.desk
    yearly, line = desk.files()
    assert (yearly.step, yearly.record.notifications) == (None, 0)
    assert line.step is not None
    assert (line.record, line.step.state, line.open_faults) == (made.record, SendState.MADE, 0)
    desk.mark(made.record.id, SendState.HANDED_OVER, " til  IT ")
    refused("submission.note_missing", desk.mark, made.record.id, SendState.FAILED)
    refused("submission.note_missing", desk.mark, made.record.id, SendState.CLOSED, " ")
    refused("form.too_long", desk.mark, made.record.id, SendState.FAILED, "x" * (NOTE_LIMIT + 1))
    refused("export.unknown", desk.mark, "tull", SendState.RECEIPTED)
    with pytest.raises(ValueError, match="by hand"):
        desk.mark(made.record.id, SendState.MADE)
    desk.mark(made.record.id, SendState.FAILED, "Nettet var nede")
    steps = desk.steps(made.record.id)
    assert [(s.state, s.note) for s in steps] == [
        (SendState.MADE, ""),
        (SendState.HANDED_OVER, "til IT"),
        (SendState.FAILED, "Nettet var nede"),
    ]
    with real.session.work() as work:
        assert work.records.log_entries(limit=1)[0].action == "submission.failed"


def test_what_is_in_a_file_and_the_way_back_to_the_source(real: World, tmp_path: Path) -> None:
    (first, second), made = sent(real, tmp_path, 2)
    desk = real.services.desk
    (service,) = real.services.care_services.of_person(first)
    real.services.care_services.save(replace(service, start=date(2026, 2, 2)), reason="Feil dato")
    add_stay(real, first, date(2026, 6, 1))
    again = real.services.messages.make_message(tmp_path)
    assert [s.notification.number for s in desk.contents(made.record.id)] == [1, 2]
    refused("export.unknown", desk.contents, "tull")
    of_first = [s for s in desk.contents(again.record.id) if s.notification.status == "M"]
    (correction,) = of_first
    traced = desk.trace(f" {correction.notification.id.upper()} ")
    assert [(n.status, n.event.service_id) for n in traced] == [("N", service.id), ("M", service.id)]
    refused("submission.no_such_notification", desk.trace, "x")
    story = desk.of_person(first)
    assert ([s.notification.status for s in story.told].count("M"), story.waiting) == (1, ())
    add_stay(real, second, date(2026, 7, 1))
    assert len(desk.of_person(second).waiting) == 1
    refused("person.unknown", desk.of_person, PersonId("x"))
    block(real, first)
    assert {s.notification.event.person_id for s in desk.contents(made.record.id)} == {second}
    refused("submission.no_such_notification", desk.trace, correction.notification.id)
    refused("access.blocked", desk.of_person, first)


def test_a_municipality_that_got_a_new_number_keeps_its_earlier_chain_in_sight(
    real: World, tmp_path: Path
) -> None:
    (person,), made = sent(real, tmp_path)
    with real.session.work() as work:
        work.records.save_office(replace(work.records.office(), municipality="4203"))
        work.commit()
    add_stay(real, person, date(2026, 6, 1))
    real.clock.forward(minutes=5)
    confirmed(real.session)
    real.services.messages.make_message(tmp_path)
    desk = real.services.desk
    assert len(desk.contents(made.record.id)) == 1
    assert [(s.municipality, s.notification.number) for s in desk.of_person(person).told] == [
        ("4201", 1), ("4203", 1),
    ]  # fmt: skip
    real.clock.forward(minutes=5)
    confirmed(real.session)
    again = real.services.messages.send_again(
        SendFilter("", export=made.record.id), tmp_path, "Kom ikke fram"
    )
    assert b'kommuneNr="4201"' in again.path.read_bytes()


def test_answers_that_name_no_message_are_alike_and_belong_to_a_file_each(
    real: World, tmp_path: Path
) -> None:
    (person,), first = sent(real, tmp_path)
    add_stay(real, person, date(2026, 6, 1))
    real.clock.forward(minutes=5)
    confirmed(real.session)
    second = real.services.messages.make_message(tmp_path)
    desk, taken_in = real.services.desk, answer(delivered=True, errors=[])
    for made in (first, second):
        assert desk.read_in(taken_in, made.record.id).receipt.export_id == made.record.id
        refused("receipt.known", desk.read_in, taken_in, made.record.id)


def test_who_may_not_follow_up_is_refused_before_a_receipt_is_read(real: World) -> None:
    sits_down(real, colleague(real, "Eva Li", "case_worker"))
    refused("rights.not_allowed", real.services.desk.read_in, b"tull")
    with real.session.work() as work:
        (line,) = work.records.log_entries(limit=1)
    assert (line.action, line.result) == ("submission.follow", "denied")


def test_a_receipt_finds_its_file_and_its_errors_find_their_notifications(
    real: World, tmp_path: Path
) -> None:
    (first, second), made = sent(real, tmp_path, 2)
    desk, ids = real.services.desk, ids_of(real)
    taken = desk.read_in(answer(messageId=made.record.message_id, refId="r-1"))
    assert (taken.receipt.export_id, taken.receipt.outcome, taken.faults) == (
        made.record.id, Verdict.ACCEPTED.value, 0,
    )  # fmt: skip
    refused("receipt.known", desk.read_in, answer(messageId=made.record.message_id, refId="r-1"))
    refused("receipt.unknown", desk.read_in, b"{}")
    errors = [
        {"errorCode": 1, "errorMessage": f"Feil i {ids[0]}", "propertyName": None, "errorDetails": None},
        {
            "errorCode": 2,
            "errorMessage": f"Og {ids[0]} og {ids[1]}",
            "propertyName": None,
            "errorDetails": None,
        },
        {"errorCode": 3, "errorMessage": "Hele meldingen", "propertyName": None, "errorDetails": None},
    ]
    # It does not name the file: that is found by the notifications.
    read = desk.read_in(answer(delivered=True, errors=errors))
    assert (read.receipt.export_id, read.faults, read.matched) == (made.record.id, 4, 3)
    (line,) = desk.files()
    assert line.step is not None
    assert (line.step.state, line.open_faults) == (SendState.ERRORS, 4)
    lines = desk.faults()
    assert [each.sent.notification.id if each.sent else "" for each in lines] == [ids[0], ids[0], ids[1], ""]
    assert {each.export_id for each in lines} == {made.record.id}
    refused("submission.note_missing", desk.handle, lines[0].fault, "")
    refused("form.too_long", desk.handle, lines[0].fault, "x" * (NOTE_LIMIT + 1))
    desk.handle(lines[0].fault, " Rettet  datoen ")
    assert len(desk.faults()) == 3
    with real.session.work() as work:
        (done,) = [f for f in work.sendings.faults(read.receipt.id) if f.handled_at]
        assert (done.note, done.handled_by) == ("Rettet datoen", real.session.user.id)
        assert [r.id for r in work.sendings.receipts(made.record.id)] == [read.receipt.id, taken.receipt.id]
    person_of = {s.notification.id: s.notification.event.person_id for s in desk.contents(made.record.id)}
    block(real, person_of[ids[1]])
    assert [each.fault.code for each in desk.faults()] == ["2", "3"]
    assert {first, second} == set(person_of.values())


def test_a_receipt_that_names_nothing_is_kept_and_may_be_told_its_file(real: World, tmp_path: Path) -> None:
    _, made = sent(real, tmp_path)
    desk = real.services.desk
    lost = desk.read_in(answer(delivered=True, errors=[]))
    assert lost.receipt.export_id is None
    refused(
        "export.unknown", desk.read_in, answer(validationCode="V", validationMessage="Nei", refId="1"), "x"
    )
    told = desk.read_in(answer(validationCode="V", validationMessage="Nei", refId="1"), made.record.id)
    assert told.receipt.export_id == made.record.id
    (line,) = desk.files()
    assert line.step is not None
    assert (line.step.state, line.open_faults) == (SendState.FAILED, 1)


def test_only_the_one_responsible_follows_up(real: World, tmp_path: Path) -> None:
    (person,), made = sent(real, tmp_path)
    sits_down(real, colleague(real, "Eva Li", "administrator", "leader", "case_worker"))
    desk = real.services.desk
    assert len(desk.files()) == 1  # numbers alone
    for act in (
        lambda: desk.contents(made.record.id),
        lambda: desk.trace("x"),
        lambda: desk.of_person(person),
        lambda: desk.read_in(b"{}"),
        desk.faults,
        lambda: desk.mark(made.record.id, SendState.HANDED_OVER),
    ):
        refused("rights.not_allowed", act)
