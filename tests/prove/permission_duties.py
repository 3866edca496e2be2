"""What concerns no single person: every duty of tests/golden/permissions_duties.csv, done for real."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from kpr_desktop.domain.ids import UserId
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.usecases.authorisations import NewUser
from kpr_desktop.usecases.blocking import BlockDesk
from kpr_desktop.usecases.emergency import EmergencyDesk
from kpr_desktop.usecases.records import User
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.vault_records import Authorisation, Block, Emergency
from tests.prove.permission_oversight import Oversight
from tests.prove.permission_scene import OTHER, WHY, Scene, tried
from tests.prove.permission_submission import SubmissionDuties
from tests.support.world import PASSPHRASE

Way = Callable[[], object]


class Duties:
    """One session's duties. What they need is put into the vault beforehand, past the desks."""

    def __init__(self, scene: Scene, session: Session, services: Services) -> None:
        self._scene = scene
        self._session = session
        self._services = services
        self._desk = services.authorisations

    def letters(self) -> Mapping[str, str]:
        """Duty -> its letter. P when the passphrase is asked for, and it is done once it has been given."""
        return {name: self._tried(way) for name, way in self._ways().items()}

    def _tried(self, way: Way) -> str:
        session = self._session
        session.grants.confirmed_at = None
        letter = tried(way)
        if letter == "P":
            session.grants.confirmed_at = session.now()
            letter = "P" if tried(way) == "Y" else "?"
        return letter

    def _ways(self) -> Mapping[str, Way]:
        services, desk, scene = self._services, self._desk, self._scene
        spare = scene.persons["spare"]
        return {
            "register": self._register,
            **SubmissionDuties(scene, self._session, services).ways(),
            "office": lambda: services.office.save({"name": "Øvingsby kommune"} | scene.contacts),
            "guidance": services.guidance.back_to_ours,
            "letter_batch": lambda: services.letter_batch.make([], "information", "nb"),
            "letter_look": lambda: services.letter_settings.save_look(services.letter_settings.look()),
            "own_letters": lambda: services.letter_settings.set_own_folder(""),
            "collect_days": lambda: services.letters.set_collect_days("7"),
            "interval": lambda: services.talk_settings.set_interval("12"),
            "codes": self._codes,
            "register_of_roles": desk.register,
            "review_list": desk.due,
            "review": lambda: desk.reviewed(self._given().id),
            "role_give": lambda: desk.give(OTHER, "auditor", why=WHY, unit=self._session.new_id()),
            "role_end": lambda: desk.end(self._given().id, WHY),
            "user_add": self._add_user,
            "user_revoke": lambda: desk.revoke(self._somebody(), WHY),
            "blocks_holding": BlockDesk(self._session).holding,
            "block_lift": lambda: BlockDesk(self._session).lift(self._block(), WHY),
            "emergency_begin": lambda: self._begin(spare.number),
            "emergency_list": services.emergencies.follow_up,
            "emergency_decide": lambda: services.emergencies.decide(
                self._waiting(), "justified", "Det var riktig"
            ),
            **Oversight(scene, self._session, services).ways(),
        }

    def _register(self) -> None:
        desk = self._services.persons
        number = self._scene.number(date(1950, 5, 17))
        desk.register(
            desk.blank() | {"given_name": "Rolig", "family_name": "Vik", "identity": number, "sex": "1"}
        )

    def _codes(self) -> None:
        with contextlib.suppress(EnvironmentFault):  # there is no such file: whoever hears of that was let in
            self._services.diagnosis_codes.preview(self._scene.folder / "no-such-file", "2")

    def _given(self) -> Authorisation:
        """A role of the other user that may be ended."""
        session = self._session
        made = Authorisation(
            session.new_id(), OTHER, "registrar", session.new_id(), session.today(), None, WHY, session.user.id,
            session.now(),
        )  # fmt: skip
        with session.work() as work:
            work.access.save_authorisation(made)
            work.commit()
        return made

    def _somebody(self) -> UserId:
        session = self._session
        made = User(UserId(session.new_id()), session.new_id()[:8], "Somebody", frozenset({"registrar"}))
        with session.work() as work:
            work.records.add_user(made)
            work.commit()
        return made.id

    def _add_user(self) -> None:
        name = self._session.new_id()[:8]
        secret = bytearray(b"et langt og eget passord")
        new = NewUser(name, "Ny Bruker", "", "", frozenset({"registrar"}), WHY, secret)
        self._desk.add_user(new)

    def _begin(self, number: str) -> None:
        desk = EmergencyDesk(self._session)
        desk.begin(number, "danger", "Svarer ikke på telefonen", bytearray(PASSPHRASE.encode()))
        desk.end()

    def _block(self) -> str:
        """A block that may be lifted, set past the desk."""
        session = self._session
        spare = self._scene.persons["spare"].id
        made = Block(session.new_id(), spare, "all", "", WHY, "person", session.user.id, session.now())
        with session.work() as work:
            work.access.save_block(made)
            work.commit()
        return made.id

    def _waiting(self) -> str:
        """Another's emergency access that nobody has decided."""
        session = self._session
        made = Emergency(
            session.new_id(),
            OTHER,
            self._scene.persons["spare"].id,
            "danger",
            WHY,
            session.now(),
            session.now(),
        )
        with session.work() as work:
            work.access.save_emergency(replace(made, ended_at=session.now()))
            work.commit()
        return made.id
