"""Who numbers the chain, the agreed first day, and the two people behind the first file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kpr_desktop.domain.notification import FIRST_PREVIOUS
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.one_line import REASON_LIMIT
from kpr_desktop.usecases.submission_records import SendFilter
from tests.support.colleagues import colleague, sits_down
from tests.support.world import World, confirmed
from tests.usecases.test_submission import ready

SENTENCE = "Jeg bekrefter  at filen er riktig"


def refused(code: str, act: object, *args: object) -> None:
    assert callable(act)
    with pytest.raises(UserFault, match=code.replace(".", r"\.")):
        act(*args)


def test_a_vault_takes_over_the_numbers_and_steps_back(real: World) -> None:
    chain = real.services.chain
    assert not chain.submits()
    refused("submission.reason_missing", chain.take_over, " ")
    refused("form.too_long", chain.take_over, "x" * (REASON_LIMIT + 1))
    chain.take_over("Vi sender herfra")
    assert chain.submits()
    chain.step_back("Flyttet til ny maskin")
    assert not chain.submits()
    with real.session.work() as work:
        told = [(e.action, e.reason) for e in work.records.log_entries(limit=2)]
    assert told == [
        ("submission.step_back", "Flyttet til ny maskin"),
        ("submission.take_over", "Vi sender herfra"),
    ]
    worker = colleague(real, "Eva Li", "case_worker")
    sits_down(real, worker)
    refused("rights.not_allowed", real.services.chain.take_over, "Grunn")


def test_the_chain_goes_on_from_where_another_place_left_it(real: World, tmp_path: Path) -> None:
    ready(real)
    chain, guid = real.services.chain, "0f6b9ac1-6f6a-4f0e-9a43-2f4f3a6c9b10"
    assert chain.end_elsewhere() == ("", "")
    for typed in ("", "0", "-1", "x", "٣", "2147483648"):
        refused("submission.end_number", chain.continue_from, typed, guid)
    for typed in ("", guid[:-1], FIRST_PREVIOUS):
        refused("submission.end_guid", chain.continue_from, "7", typed)
    chain.continue_from("7", "{" + guid.upper() + "}")
    assert chain.end_elsewhere() == ("7", guid)
    chain.take_over("Ny maskin")
    confirmed(real.session)
    real.services.messages.make_message(tmp_path)
    with real.session.work() as work:
        (first, *_) = work.events.links(SendFilter("4201"))
        assert (first.notification.number, first.notification.previous) == (8, guid)
        last = work.events.last("4201")[0]
    (written,) = tmp_path.glob("*.xml")
    assert b'notifikasjonLopeNr="8"' in written.read_bytes()
    refused("submission.end_passed", chain.continue_from, str(last), guid)
    # Somebody else has numbered in between: this vault goes on behind that.
    chain.continue_from(str(last + 5), guid)
    with real.session.work() as work:
        assert work.events.last("4201") == (last + 5, guid)
    worker = colleague(real, "Eva Li", "case_worker")
    sits_down(real, worker)
    refused("rights.not_allowed", real.services.chain.continue_from, "99", guid)


def test_another_first_day_plans_everything_anew(real: World) -> None:
    (person,) = ready(real)
    (service,) = real.services.care_services.of_person(person)
    real.services.care_services.save(replace(service, end=date(2026, 5, 1)))
    chain = real.services.chain
    assert chain.first_day() == date(2021, 1, 1)
    refused("submission.first_day_future", chain.set_first_day, real.session.today() + timedelta(days=1))
    assert real.services.messages.preview().count == 2
    chain.set_first_day(date(2026, 10, 1))
    assert chain.first_day() == date(2026, 10, 1)
    # What ended before that day is not told.
    assert real.services.messages.preview().count == 0


def test_the_second_pair_of_eyes(real: World, tmp_path: Path) -> None:
    ready(real)
    with real.session.work() as work:
        work.records._database.run("DELETE FROM approval")  # type: ignore[attr-defined]
        work.commit()
    chain, asker = real.services.chain, real.session.user
    eva = colleague(real, "Eva Li", "leader")
    begin = chain.standing()
    assert (begin.needed, begin.asked, begin.own, begin.others, begin.alone) == (
        True, None, False, ("Eva Li",), False,
    )  # fmt: skip
    refused("submission.nothing_asked", chain.approve)
    refused("submission.nothing_asked", chain.confirm_alone, SENTENCE, SENTENCE)
    refused("export.not_approved", real.services.messages.make_message, tmp_path)
    chain.ask()
    refused("submission.asked_already", chain.ask)
    refused("submission.own_request", chain.approve)
    real.clock.time += timedelta(days=2)
    confirmed(real.session)
    refused("submission.others_can", chain.confirm_alone, SENTENCE, SENTENCE)
    sits_down(real, eva)
    seen = real.services.chain.standing()
    assert (seen.own, seen.alone) == (False, False)
    assert real.services.chain.waiting() == (1, 1)
    real.session.grants.confirmed_at = None
    refused("access.passphrase_needed", real.services.chain.approve)
    confirmed(real.session)
    refused("rights.not_allowed", real.services.chain.confirm_alone, SENTENCE, SENTENCE)
    real.services.chain.approve()
    sits_down(real, asker)
    assert not real.services.chain.standing().needed
    refused("submission.asked_already", real.services.chain.ask)
    real.services.messages.make_message(tmp_path)
    with real.session.work() as work:
        approval = work.sendings.approval()
    assert approval is not None
    assert (approval.asked_by, approval.decided_by, approval.way) == (asker.id, eva.id, "second")


def test_alone_after_a_day_where_nobody_else_may(real: World, tmp_path: Path) -> None:
    ready(real)
    with real.session.work() as work:
        work.records._database.run("DELETE FROM approval")  # type: ignore[attr-defined]
        work.commit()
    chain = real.services.chain
    chain.ask()
    assert chain.standing().others == ()
    refused("submission.wait_a_day", chain.confirm_alone, SENTENCE, SENTENCE)
    real.clock.time += timedelta(hours=23, minutes=59)
    confirmed(real.session)
    assert not chain.standing().alone
    real.clock.time += timedelta(minutes=1)
    assert chain.standing().alone
    refused("submission.sentence_differs", chain.confirm_alone, "Jeg bekrefter", SENTENCE)
    chain.confirm_alone("jeg bekrefter at filen er  riktig ", SENTENCE)
    with real.session.work() as work:
        approval = work.sendings.approval()
    assert approval is not None
    assert (approval.way, approval.decided_by) == ("alone", real.session.user.id)
    real.services.messages.make_message(tmp_path)
    assert not chain.standing().needed  # the first file is made: the next ones need no second person
    with real.session.work() as work:
        assert len(work.events.links(SendFilter("4201"))) == 1
