"""The authorisation register: given, ended, reviewed; nobody locks the municipality out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpr_desktop.domain.ids import UserId
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.authorisations import NAME_LIMIT, WHY_LIMIT, AuthorisationDesk, NewUser
from kpr_desktop.usecases.records import User
from tests.support.world import PASSPHRASE, TODAY, World, confirmed
from tests.usecases.access_cases import OLAV, add_olav, as_roles, logged

WHY = "Ny i stillingen"
SECRET = "et helt annet passord"


def refused(code: str) -> pytest.RaisesExc[UserFault]:
    return pytest.raises(UserFault, match=rf"^{code}$")


@pytest.fixture
def desk(real: World) -> AuthorisationDesk:
    add_olav(real)
    return AuthorisationDesk(real.session)


def new_user(**fields: object) -> NewUser:
    asked: dict[str, object] = {
        "login": "ida", "name": "Ida Registrator", "hpr": "1234567", "unit": "Vest",
        "roles": frozenset({"registrar"}), "why": WHY, "passphrase": bytearray(SECRET.encode()),
    }  # fmt: skip
    return NewUser(**(asked | fields))  # type: ignore[arg-type]


def role_of(desk: AuthorisationDesk, user: UserId, role: str) -> str:
    return next(
        line.given.id
        for line in desk.register()
        if line.user.id == user and line.given.role == role and line.valid
    )


def test_the_first_user_holds_every_role_by_her_own_hand(desk: AuthorisationDesk, real: World) -> None:
    lines = [line for line in desk.register() if line.user.id == real.session.user.id]
    assert sorted(line.given.role for line in lines) == sorted(real.session.user.roles)
    assert all(line.valid and line.own and line.given_by == "Kari Saksbehandler" for line in lines)


def test_a_role_is_given_from_a_day_to_a_day(desk: AuthorisationDesk, real: World) -> None:
    made = desk.give(OLAV, "leader", why=WHY, unit=" Vest ", to_date=TODAY + timedelta(days=30))
    assert (made.unit, made.from_date) == ("Vest", TODAY)
    assert (logged(real)[0].action, logged(real)[0].subject, logged(real)[0].reason) == (
        "authorisation.give", made.id, WHY,
    )  # fmt: skip
    later = desk.give(OLAV, "auditor", why=WHY, from_date=TODAY + timedelta(days=1))
    users = {u.id: u for u in real.services.persons.users()}
    assert users[OLAV].roles == {"case_worker", "leader"}
    assert users[OLAV].unit == "Vest"
    real.clock.forward(days=31)
    users = {u.id: u for u in real.services.persons.users()}
    assert users[OLAV].roles == {"case_worker", "auditor"}
    assert {line.given.id: line.valid for line in desk.register()}[later.id]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"role": "boss"}, "authorisation.role_unknown"),
        ({"why": " "}, "authorisation.why_missing"),
        ({"why": "x" * (WHY_LIMIT + 1)}, "form.too_long"),
        ({"to_date": date(2026, 11, 22)}, "authorisation.dates_reversed"),
        ({"from_date": date(2027, 1, 2), "to_date": date(2027, 1, 1)}, "authorisation.dates_reversed"),
        ({"role": "case_worker"}, "authorisation.held"),
        ({"user_id": "nobody"}, "authorisation.user_unknown"),
    ],
)
def test_what_cannot_be_given(desk: AuthorisationDesk, fields: dict[str, object], code: str) -> None:
    asked: dict[str, object] = {"user_id": OLAV, "role": "leader", "why": WHY}
    with refused(code):
        desk.give(**(asked | fields))  # type: ignore[arg-type]


def test_every_change_asks_for_the_passphrase(desk: AuthorisationDesk, real: World) -> None:
    given = role_of(desk, OLAV, "case_worker")
    real.session.grants.confirmed_at = None
    for change in (
        lambda: desk.give(OLAV, "leader", why=WHY),
        lambda: desk.end(given, WHY),
        lambda: desk.add_user(new_user()),
        lambda: desk.give_slot(OLAV, bytearray(SECRET.encode())),
        lambda: desk.revoke(OLAV, WHY),
    ):
        with refused("access.passphrase_needed"):
            change()


def test_an_ended_role_is_gone_at_once_for_whoever_is_logged_in(desk: AuthorisationDesk, real: World) -> None:
    given = role_of(desk, real.session.user.id, "leader")
    desk.end(given, WHY)
    assert not real.session.may("emergency.decide")
    with refused("authorisation.not_valid"):
        desk.end(given, WHY)
    with refused("authorisation.unknown"):
        desk.end("none", WHY)
    line = next(each for each in desk.register() if each.given.id == given)
    assert (line.valid, line.given.end_why, line.given.ended_by) == (False, WHY, real.session.user.id)


def test_the_last_administrator_stays(desk: AuthorisationDesk, real: World) -> None:
    own = role_of(desk, real.session.user.id, "administrator")
    with refused("authorisation.last_administrator"):
        desk.end(own, WHY)
    desk.give(OLAV, "administrator", why=WHY, to_date=TODAY + timedelta(days=9))
    with refused("authorisation.last_administrator"):
        desk.end(own, WHY)  # his ends by itself
    desk.end(role_of(desk, OLAV, "administrator"), WHY)
    desk.give(OLAV, "administrator", why=WHY)
    desk.end(own, WHY)
    assert not real.session.may("authorisation.write")


def test_the_yearly_review(desk: AuthorisationDesk, real: World) -> None:
    assert desk.due() == []
    real.clock.forward(days=365)
    confirmed(real.session)
    due = desk.due()
    assert len(due) == 7
    desk.reviewed(due[0].given.id)
    assert (logged(real)[0].action, logged(real)[0].subject) == ("authorisation.review", due[0].given.id)
    assert [line.given.id for line in desk.due()] == [line.given.id for line in due[1:]]
    ended = role_of(desk, OLAV, "case_worker")
    desk.end(ended, WHY)
    assert ended not in [line.given.id for line in desk.due()]
    with refused("authorisation.not_valid"):
        desk.reviewed(ended)
    with refused("authorisation.unknown"):
        desk.reviewed("none")
    real.clock.forward(days=365)
    assert due[0].given.id not in [line.given.id for line in desk.due()]
    real.clock.forward(days=1)
    assert due[0].given.id in [line.given.id for line in desk.due()]


def test_a_new_user_opens_the_vault_with_her_own_passphrase(desk: AuthorisationDesk, real: World) -> None:
    asked = new_user()
    made = desk.add_user(asked)
    assert not any(asked.passphrase)
    assert made == User(made.id, "ida", "Ida Registrator", frozenset({"registrar"}), "1234567", "Vest")
    real.close()
    session = real.app.door.open(real.path, "ida", bytearray(SECRET.encode()))
    assert session.user == made
    assert not session.may("authorisation.write")
    session.vault.close()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"login": "I D A"}, "start.login_pattern"),
        ({"login": "olav"}, "authorisation.login_taken"),
        ({"name": " "}, "start.user_name_missing"),
        ({"name": "x" * (NAME_LIMIT + 1)}, "form.too_long"),
        ({"roles": frozenset()}, "authorisation.no_roles"),
        ({"roles": frozenset({"boss"})}, "authorisation.role_unknown"),
        ({"why": ""}, "authorisation.why_missing"),
    ],
)
def test_a_new_user_that_is_not_in_order(
    desk: AuthorisationDesk, real: World, fields: dict[str, object], code: str
) -> None:
    asked = new_user(**fields)
    with refused(code):
        desk.add_user(asked)
    assert not any(asked.passphrase)
    assert len(real.services.persons.users()) == 2


def test_a_user_whose_slot_failed_gets_one_later_and_a_forgotten_passphrase_is_replaced(
    desk: AuthorisationDesk, real: World
) -> None:
    with pytest.raises(UserFault, match=r"^vault\.passphrase_short$"):
        desk.add_user(new_user(passphrase=bytearray(b"kort")))
    user = next(u for u in real.services.persons.users() if u.login == "ida")
    for text in (SECRET, "enda et langt passord"):
        secret = bytearray(text.encode())
        desk.give_slot(user.id, secret)
        assert not any(secret)
    with refused("authorisation.not_yourself"):
        desk.give_slot(real.session.user.id, bytearray(SECRET.encode()))
    real.close()
    with refused("vault.wrong_passphrase"):
        real.app.door.open(real.path, "ida", bytearray(SECRET.encode()))
    real.clock.forward(minutes=5)
    real.app.door.open(real.path, "ida", bytearray(b"enda et langt passord")).vault.close()


def test_whoever_has_left_does_not_come_in(desk: AuthorisationDesk, real: World) -> None:
    made = desk.add_user(new_user())
    before = {name: (real.path / name).read_bytes() for name in ("nokkel.kpr", "nokkel.kpr.kopi")}
    with refused("authorisation.not_yourself"):
        desk.revoke(real.session.user.id, WHY)
    desk.revoke(made.id, "Sluttet")
    assert made.id not in [u.id for u in real.services.persons.users()]
    assert not any(line.valid for line in desk.register() if line.user.id == made.id)
    with refused("authorisation.user_unknown"):
        desk.revoke(made.id, WHY)
    real.close()
    with refused("vault.wrong_passphrase"):
        real.app.door.open(real.path, "ida", bytearray(SECRET.encode()))
    for name, data in before.items():  # an older key file still has the slot: the register says no
        (real.path / name).write_bytes(data)
    real.clock.forward(minutes=5)
    with pytest.raises((UserFault, EnvironmentFault)):
        real.app.door.open(real.path, "ida", bytearray(SECRET.encode()))


def test_a_slot_that_cannot_be_removed_leaves_everything(
    desk: AuthorisationDesk, real: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise EnvironmentFault("vault.disk_full")

    monkeypatch.setattr(real.session.vault, "remove_slot", broken)
    with pytest.raises(EnvironmentFault):
        desk.revoke(OLAV, "Sluttet")
    assert OLAV in [u.id for u in real.services.persons.users()]


def test_who_may_only_look(desk: AuthorisationDesk, real: World) -> None:
    as_roles(real, "auditor")
    assert desk.register()
    assert not desk.too_few(), "it is told to those who can do something about it"
    with refused("rights.not_allowed"):
        desk.due()
    with refused("rights.not_allowed"):
        desk.give(OLAV, "leader", why=WHY)
    assert PASSPHRASE not in str(logged(real))
