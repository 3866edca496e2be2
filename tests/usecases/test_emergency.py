"""Emergency access: begun with a reason and the passphrase, for four hours, seen and followed up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.blocking import BlockDesk, NewBlock
from kpr_desktop.usecases.emergency import LASTS, EmergencyDesk
from kpr_desktop.usecases.one_line import REASON_LIMIT
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.vault_records import Emergency
from tests.support import numbers
from tests.support.world import PASSPHRASE, TODAY, World
from tests.usecases.access_cases import OLAV, add_olav, as_roles, logged, register

WHY = "Svarer ikke på telefonen"
NUMBER = numbers.fnr(1, born=date(1942, 3, 14), series="real")


def refused(code: str) -> pytest.RaisesExc[UserFault]:
    return pytest.raises(UserFault, match=rf"^{code}$")


def secret() -> bytearray:
    return bytearray(PASSPHRASE.encode())


def block(world: World, person: PersonId, **part: str) -> None:
    new = NewBlock(person, "all", "", "Ønsker det ikke", "person", **part)  # type: ignore[arg-type]
    BlockDesk(world.session).set(new)


@pytest.fixture
def blocked(real: World) -> PersonId:
    """A person of one's own, blocked against all."""
    person = register(real, user_number="Ø-17")
    block(real, person)
    return person


@pytest.fixture
def desk(real: World) -> EmergencyDesk:
    return EmergencyDesk(real.session)


@pytest.mark.parametrize("number", [NUMBER, f"{NUMBER[:6]} {NUMBER[6:]}", " Ø-17 "])
def test_it_opens_what_is_blocked_and_the_log_says_so(
    real: World, desk: EmergencyDesk, blocked: PersonId, number: str
) -> None:
    given = secret()
    made = desk.begin(number, "danger", f" {WHY} ", given)
    assert not any(given)
    assert (made.why, made.to_time - made.from_time) == (WHY, LASTS)
    begun = logged(real)[0]
    assert (begun.action, begun.person_id, begun.basis, begun.purpose, begun.reason, begun.decision_ref) == (
        "emergency.begin", blocked, "emergency", "danger", WHY, made.id,
    )  # fmt: skip
    real.services.persons.open(blocked)
    assert (logged(real)[0].basis, logged(real)[0].decision_ref) == ("emergency", made.id)
    assert [p.id for p in real.services.persons.find("Fjell")] == [blocked]
    assert desk.running() == [made]
    for write in (
        lambda: real.services.letters.make(blocked, "information", "nb"),
        lambda: real.services.interviews.start(blocked, TODAY, Reason.CHANGE),
    ):
        with refused("access.blocked"):
            write()


def test_it_never_goes_with_an_export(real: World, desk: EmergencyDesk, blocked: PersonId) -> None:
    desk.begin("Ø-17", "danger", WHY, secret())
    submission = real.services.submission
    for leave in (submission.rehearse, lambda: real.services.messages.make_message(real.path)):
        with refused("access.emergency_no_export"):
            leave()
    desk.end()
    assert logged(real)[0].action == "emergency.end"
    submission.rehearse()
    with refused("access.blocked"):
        real.services.persons.open(blocked)
    desk.end()
    assert logged(real)[0].action == "person.read"


def test_it_ends_after_four_hours(real: World, desk: EmergencyDesk, blocked: PersonId) -> None:
    desk.begin("Ø-17", "danger", WHY, secret())
    real.clock.forward(hours=3, minutes=59)
    real.services.persons.open(blocked)
    real.clock.forward(minutes=1)
    assert desk.running() == []
    with refused("access.blocked"):
        real.services.persons.open(blocked)
    assert real.services.persons.find("Fjell") == []
    desk.end()
    with real.session.work() as work:
        (kept,) = work.access.emergencies()
    assert kept.ended_at == kept.to_time


def test_it_ends_at_the_lock_even_when_the_program_was_killed(
    real: World, desk: EmergencyDesk, blocked: PersonId
) -> None:
    add_olav(real)
    made = desk.begin("Ø-17", "danger", WHY, secret())
    his = Emergency(real.session.new_id(), OLAV, blocked, "danger", WHY, made.from_time, made.to_time)
    with real.session.work() as work:
        work.access.save_emergency(his)
        work.commit()
    real.clock.forward(hours=1)
    real.reopen()
    with refused("access.blocked"):
        real.services.persons.open(blocked)
    with real.session.work() as work:
        ended = {e.id: e.ended_at for e in work.access.emergencies()}
    assert ended == {made.id: made.from_time + timedelta(hours=1), his.id: None}


def test_a_second_one_takes_the_place_of_the_first(
    real: World, desk: EmergencyDesk, blocked: PersonId
) -> None:
    first = desk.begin("Ø-17", "danger", WHY, secret())
    real.clock.forward(hours=5)
    second = desk.begin("Ø-17", "care_now", WHY, secret())
    assert desk.running() == [second]
    with real.session.work() as work:
        kept = {e.id: e for e in work.access.emergencies()}
    assert kept[first.id].ended_at == first.to_time
    assert kept[second.id].ended_at is None


@pytest.mark.parametrize(
    ("number", "purpose", "why", "code"),
    [
        ("Ø-17", "casework", WHY, "emergency.purpose_missing"),
        ("Ø-17", "danger", "For kort    grunn", "emergency.reason_short"),
        ("Ø-17", "danger", "x" * (REASON_LIMIT + 1), "form.too_long"),
        ("Ø-18", "danger", WHY, "emergency.unknown"),
        ("14034212345", "danger", WHY, "emergency.unknown"),
    ],
)
def test_what_is_asked_for(
    real: World, desk: EmergencyDesk, blocked: PersonId, number: str, purpose: str, why: str, code: str
) -> None:
    given = secret()
    with refused(code):
        desk.begin(number, purpose, why, given)
    assert not any(given)
    assert desk.running() == []
    assert blocked


def test_a_wrong_passphrase_opens_nothing(real: World, desk: EmergencyDesk, blocked: PersonId) -> None:
    with refused("vault.wrong_passphrase"):
        desk.begin("Ø-17", "danger", WHY, bytearray(b"ikke passordfrasen"))
    with refused("access.blocked"):
        real.services.persons.open(blocked)


def test_clinical_roles_only(real: World, desk: EmergencyDesk, blocked: PersonId) -> None:
    as_roles(real, "leader", "administrator")
    assert not desk.may_begin()
    with refused("rights.not_allowed"):
        desk.begin("Ø-17", "danger", WHY, secret())
    assert blocked


def test_it_is_not_needed_for_what_opens_anyway_but_for_an_outsider_and_a_blocked_part(
    real: World, desk: EmergencyDesk
) -> None:
    add_olav(real)
    own = register(real, user_number="1")
    with refused("emergency.not_needed"):
        desk.begin("1", "danger", WHY, secret())
    interview = real.services.interviews.start(own, TODAY, Reason.CHANGE)
    interview.finish()
    block(real, own, assessment_id=interview.assessment.id)
    desk.begin("1", "danger", WHY, secret())
    assert [a.id for a in real.services.interviews.of_person(own)] == [interview.assessment.id]
    register(real, user_number="2", responsible=OLAV, identity="")
    desk.begin("2", "care_now", WHY, secret())
    assert len(desk.running()) == 2


def test_what_cannot_be_logged_is_not_open(
    real: World, desk: EmergencyDesk, blocked: PersonId, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise EnvironmentFault("vault.disk_full")

    with monkeypatch.context() as patched:
        patched.setattr(Session, "log", full)
        with pytest.raises(EnvironmentFault):
            desk.begin("Ø-17", "danger", WHY, secret())
    assert desk.running() == []
    with refused("access.blocked"):
        real.services.persons.open(blocked)


def test_a_leader_follows_up_what_is_not_her_own(real: World, desk: EmergencyDesk, blocked: PersonId) -> None:
    add_olav(real)
    mine = desk.begin("Ø-17", "danger", WHY, secret())
    now = real.session.now()
    his = Emergency(real.session.new_id(), OLAV, blocked, "danger", WHY, now, now + LASTS)
    with real.session.work() as work:
        work.access.save_emergency(his)
        work.commit()
    assert [(f.emergency.id, f.user, f.user_number, f.own) for f in desk.follow_up()] == [
        (his.id, "Olav Saksbehandler", "Ø-17", False),
        (mine.id, "Kari Saksbehandler", "Ø-17", True),
    ]
    for wrong, code in (
        (("none", "justified", "Riktig"), "emergency.not_waiting"),
        ((mine.id, "justified", "Riktig"), "emergency.own"),
        ((his.id, "fine", "Riktig"), "emergency.outcome_missing"),
        ((his.id, "deviation", " "), "emergency.words_missing"),
        ((his.id, "deviation", "x" * (REASON_LIMIT + 1)), "form.too_long"),
    ):
        with refused(code):
            desk.decide(*wrong)
    decided = desk.decide(his.id, "deviation", "Ikke akutt")
    assert (decided.outcome, decided.decided_by) == ("deviation", real.session.user.id)
    assert [f.emergency.id for f in desk.follow_up()] == [mine.id]
    as_roles(real, "case_worker")
    with refused("rights.not_allowed"):
        desk.follow_up()
