"""The authorisation register: who holds which role from when to when, reviewed at least once a year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from kpr_desktop.domain.dates import months_after
from kpr_desktop.domain.ids import UserId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.administrators import ADMINISTRATOR, administrators, too_few
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.records import User
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.vault import LOGIN
from kpr_desktop.usecases.vault_records import Authorisation

REVIEW_MONTHS = 12
"""An authorisation that nobody has looked at for so long is on the review list."""
WHY_LIMIT = 500
NAME_LIMIT = 100


@dataclass(frozen=True, slots=True)
class AuthorisationLine:
    """One line of the register. `valid` today; `own`: the one who holds it gave it, which the reviewer should see."""

    given: Authorisation
    user: User
    given_by: str
    valid: bool
    own: bool


@dataclass(frozen=True, slots=True)
class NewUser:
    """What the form for a new user asks for. `passphrase` is wiped."""

    login: str
    name: str
    hpr: str
    unit: str
    roles: frozenset[str]
    why: str
    passphrase: bytearray
    to_date: date | None = None


def is_valid(given: Authorisation, day: date) -> bool:
    """Whether the authorisation holds on a day."""
    return (
        given.ended_at is None and given.from_date <= day and (given.to_date is None or given.to_date >= day)
    )


def review_due(given: Authorisation, day: date) -> bool:
    """Whether nobody has looked at the authorisation for a year."""
    return (given.reviewed_on or given.given_at.date()) <= months_after(day, -REVIEW_MONTHS)


class AuthorisationDesk:
    """Everything the register's page does. Every change asks for the passphrase again (access.passphrase_needed)."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def register(self) -> list[AuthorisationLine]:
        """All that were ever given, the oldest first."""
        self._session.require("authorisation.read")
        with self._session.work() as work:
            return self._lines(work)

    def too_few(self) -> bool:
        """Whether whoever is logged in should be told that fewer than two persons can let others in.

        Raises EnvironmentFault of the key file.
        """
        session = self._session
        if not session.may("authorisation.write"):
            return False
        with session.work() as work:
            return too_few(session, administrators(session, work))

    def due(self) -> list[AuthorisationLine]:
        """Those that hold and that nobody has reviewed for a year."""
        self._session.require("authorisation.review")
        today = self._session.today()
        with self._session.work() as work:
            lines = self._lines(work)
        return [line for line in lines if line.valid and review_due(line.given, today)]

    def reviewed(self, authorisation_id: str) -> None:
        """It was looked at today and is still right. Raises UserFault authorisation.unknown | not_valid."""
        session = self._session
        with session.work() as work:
            session.admit(work, "authorisation.review")
            given = _found(work, authorisation_id)
            if not is_valid(given, session.today()):
                raise UserFault("authorisation.not_valid")
            work.access.save_authorisation(
                replace(given, reviewed_by=session.user.id, reviewed_on=session.today())
            )
            session.log(work, "authorisation.review", subject=given.id)
            work.commit()

    def give(
        self,
        user_id: UserId,
        role: str,
        *,
        why: str,
        unit: str = "",
        from_date: date | None = None,
        to_date: date | None = None,
    ) -> Authorisation:
        """Give a role, from today unless another day is told.

        Raises UserFault authorisation.role_unknown (field role), authorisation.user_unknown, authorisation.why_missing
        (why), authorisation.dates_reversed (to_date), authorisation.held (role), form.too_long (why).
        """
        session = self._session
        with session.work() as work:
            session.admit(work, "authorisation.write")
            user = self._user(work, user_id)
            made = self._made(user.id, role, why, unit, from_date or session.today(), to_date)
            held = work.access.authorisations(user_id)
            if any(a.role == role and a.unit == made.unit and is_valid(a, made.from_date) for a in held):
                raise UserFault("authorisation.held", "role")
            work.access.save_authorisation(made)
            session.log(work, "authorisation.give", subject=made.id, reason=made.why)
            work.commit()
        self._refresh()
        return made

    def end(self, authorisation_id: str, why: str) -> None:
        """End it now. Raises UserFault authorisation.unknown | not_valid | why_missing | last_administrator."""
        session = self._session
        with session.work() as work:
            session.admit(work, "authorisation.write")
            words = _words(why)
            given = _found(work, authorisation_id)
            if given.ended_at is not None:
                raise UserFault("authorisation.not_valid")
            self._end(work, [given], words)
            session.log(work, "authorisation.end", subject=given.id, reason=words)
            work.commit()
        self._refresh()

    def add_user(self, new: NewUser) -> User:
        """A new user with roles and a slot in the key file.

        The register is on disk before the slot is made: a user without a slot can do nothing, and gets one by
        `give_slot`. Raises UserFault start.login_pattern (login), authorisation.login_taken (login),
        start.user_name_missing (name), form.too_long, authorisation.no_roles (roles), what `give` raises, and what the
        key file says of the passphrase.
        """
        session = self._session
        try:
            with session.work() as work:
                session.admit(work, "authorisation.write")
                user = self._checked(work, new)
                work.records.add_user(user)
                for role in sorted(new.roles):
                    made = self._made(user.id, role, new.why, new.unit, session.today(), new.to_date)
                    work.access.save_authorisation(made)
                session.log(work, "user.add", subject=user.id, reason=new.why.strip())
                work.commit()
            session.vault.add_slot(user.id, user.login, new.passphrase)
        finally:
            new.passphrase[:] = bytes(len(new.passphrase))
        return replace(user, roles=new.roles, unit=new.unit.strip())

    def give_slot(self, user_id: UserId, passphrase: bytearray) -> None:
        """A slot for a user who has none, or another passphrase for one who forgot hers. It is wiped.

        Raises UserFault authorisation.user_unknown | not_yourself, and what the key file says of the passphrase.
        """
        session = self._session
        try:
            with session.work() as work:
                session.admit(work, "authorisation.write")
                user = self._user(work, user_id)
                if user.id == session.user.id:
                    raise UserFault("authorisation.not_yourself")
                session.log(work, "user.slot", subject=user.id)
                work.commit()
            session.vault.renew_slot(user.id, user.login, passphrase)
        finally:
            passphrase[:] = bytes(len(passphrase))

    def revoke(self, user_id: UserId, why: str) -> None:
        """Let a user in no more: the slot goes first, then every authorisation ends.

        Raises UserFault authorisation.user_unknown | not_yourself | last_administrator | why_missing.
        """
        session = self._session
        with session.work() as work:
            session.admit(work, "authorisation.write")
            words = _words(why)
            user = self._user(work, user_id)
            if user.id == session.user.id:
                raise UserFault("authorisation.not_yourself")
            held = [a for a in work.access.authorisations(user_id) if a.ended_at is None]
            self._end(work, held, words)
            work.records.save_user(replace(user, revoked_at=session.now()))
            session.log(work, "user.revoke", subject=user.id, reason=words)
            session.vault.remove_slot(user.id)
            work.commit()

    # --- inside

    def _lines(self, work: UnitOfWork) -> list[AuthorisationLine]:
        users = {user.id: user for user in work.records.users()}
        today = self._session.today()
        return [
            AuthorisationLine(
                given, users[given.user_id], users[given.given_by].name, is_valid(given, today),
                given.given_by == given.user_id,
            )
            for given in work.access.authorisations()
        ]  # fmt: skip

    def _made(
        self, user_id: UserId, role: str, why: str, unit: str, from_date: date, to_date: date | None
    ) -> Authorisation:
        session = self._session
        if role not in session.rights.roles:
            raise UserFault("authorisation.role_unknown", "role")
        words = _words(why)
        if to_date is not None and to_date < max(from_date, session.today()):
            raise UserFault("authorisation.dates_reversed", "to_date")
        return Authorisation(
            id=session.new_id(),
            user_id=user_id,
            role=role,
            unit=unit.strip(),
            from_date=from_date,
            to_date=to_date,
            why=words,
            given_by=session.user.id,
            given_at=session.now(),
        )

    def _checked(self, work: UnitOfWork, new: NewUser) -> User:
        login, name = new.login.strip(), new.name.strip()
        if not LOGIN.fullmatch(login):
            raise UserFault("start.login_pattern", "login")
        if any(user.login == login for user in work.records.users()):
            raise UserFault("authorisation.login_taken", "login")
        if not name:
            raise UserFault("start.user_name_missing", "name")
        if len(name) > NAME_LIMIT:
            raise UserFault("form.too_long", "name", limit=NAME_LIMIT)
        if not new.roles:
            raise UserFault("authorisation.no_roles", "roles")
        return User(UserId(self._session.new_id()), login, name, frozenset(), new.hpr.strip())

    def _user(self, work: UnitOfWork, user_id: UserId) -> User:
        found = next((u for u in work.records.users() if u.id == user_id and u.revoked_at is None), None)
        if found is None:
            raise UserFault("authorisation.user_unknown")
        return found

    def _end(self, work: UnitOfWork, held: Iterable[Authorisation], why: str) -> None:
        """End authorisations, unless nobody would be left who can give new ones."""
        session = self._session
        ending = {each.id: each for each in held}
        left = [
            a
            for a in work.access.authorisations()
            if a.role == ADMINISTRATOR
            and a.id not in ending
            and a.to_date is None
            and is_valid(a, session.today())
        ]
        if any(a.role == ADMINISTRATOR for a in ending.values()) and not left:
            raise UserFault("authorisation.last_administrator")
        for each in ending.values():
            work.access.save_authorisation(
                replace(each, ended_by=session.user.id, ended_at=session.now(), end_why=why)
            )

    def _refresh(self) -> None:
        """What changes for whoever is logged in changes at once."""
        session = self._session
        with session.work() as work:
            session.vault.user = next(u for u in work.records.users() if u.id == session.user.id)


def _found(work: UnitOfWork, authorisation_id: str) -> Authorisation:
    found = next((a for a in work.access.authorisations() if a.id == authorisation_id), None)
    if found is None:
        raise UserFault("authorisation.unknown")
    return found


def _words(why: str) -> str:
    words = why.strip()
    if not words:
        raise UserFault("authorisation.why_missing", "why")
    if len(words) > WHY_LIMIT:
        raise UserFault("form.too_long", "why", limit=WHY_LIMIT)
    return words
