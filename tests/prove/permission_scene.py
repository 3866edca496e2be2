"""The vault that `permissions` works on: one person for each way a user may stand to a person, and every way in."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import cast

from kpr_desktop import cli
from kpr_desktop.codebook.rights import Rights
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import AssessmentId, PersonId, ServiceId, UserId
from kpr_desktop.domain.person import Person
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.access import BlockedFault
from kpr_desktop.usecases.authorisations import is_valid
from kpr_desktop.usecases.blocking import BlockDesk, NewBlock
from kpr_desktop.usecases.emergency import EmergencyDesk
from kpr_desktop.usecases.records import User
from kpr_desktop.usecases.rehearsal_records import DressRehearsal
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.vault_records import Assignment, Authorisation
from tests.support import numbers
from tests.support.submitting import may_submit
from tests.support.world import LOGIN, PASSPHRASE, World, make_world

ROLES = ("registrar", "case_worker", "submitter", "leader", "administrator", "auditor")
OTHER = UserId("77777777-7777-4777-8777-777777777777")
BORN = date(1942, 3, 14)
VISITED = frozenset(("own", "assigned", "ended", "draft", "free", "outside", "reason", "user", "all"))
"""Whose visit is planned for today: fewer than the work list has room for."""
ITEM = "v01"
NOTE = "Det som er skrevet"
WHY = "Ringte selv og ba om det"
LETTERS = {
    "rights.not_allowed": "N",
    "access.reason_needed": "R",
    "access.passphrase_needed": "P",
    "access.emergency_no_export": "X",
    "recovery.no_administrator": "N",
    "salvage.no_administrator": "N",
    "access.blocked": "B",
}
PASSED = (
    "export.", "gate.", "interview.draft_exists", "assignment.held", "deletion.asked_already", "control.unknown",
    "backup.reason_missing", "vault.recovery_", "receipt.unknown", "codebook.cannot_read",
)  # fmt: skip
"""Faults that only somebody who was let in can meet."""


@dataclass
class Subject:
    """One person of the scene."""

    id: PersonId
    number: str
    finished: AssessmentId
    draft: AssessmentId | None = None
    service: ServiceId | None = None
    blocks: list[str] = field(default_factory=list)


def letter_of(fault: UserFault) -> str:
    """The golden table's letter for a refusal."""
    if isinstance(fault, BlockedFault):
        return "E" if fault.emergency_possible else "B"
    if fault.code in LETTERS:
        return LETTERS[fault.code]
    if fault.code.startswith(PASSED):
        return "Y"
    raise fault


def tried(doing: Callable[[], object]) -> str:
    """Y, or the letter of the refusal."""
    try:
        doing()
    except UserFault as fault:
        return letter_of(fault)
    return "Y"


class Scene:
    """A vault with every situation in it, opened again and again by the same user with other roles."""

    def __init__(self, folder: Path) -> None:
        self.world: World = make_world(folder / "scene", training=False)
        self.folder = folder
        self.user = self.world.session.user.id
        self.registered = self._folders = 0
        self._numbers: set[str] = set()
        self.contacts: dict[str, str] = {}
        self.persons: dict[str, Subject] = {}
        self.secret = folder / "frase"
        self.secret.write_text(PASSPHRASE, encoding="utf-8")
        self.secret.chmod(0o600)
        self._add_other()
        self._add_contacts()
        for name in ("own", "draft", "free", "user", "all", "other", "lifted", "em_block"):
            self._add(name)
        for role in ROLES:
            self._add(f"role_{role}")
        for name in ("assigned", "ended", "outside", "reason", "em_out", "spare"):
            self._add(name)
        for name in ("assessment", "assessment_em", "note", "note_em"):
            self._add(name, draft=False)
        self._stand()
        self._block()
        self.rehearsal = cast("DressRehearsal", self.world.services.rehearsals.run())  # nobody stops it

    # --- sessions

    @contextlib.contextmanager
    def as_roles(
        self, roles: frozenset[str], rights: Rights | None = None
    ) -> Iterator[tuple[Session, Services]]:
        """The user logged in with exactly these roles; under other rules when `rights` are given."""
        self.hold(roles)
        self.world.reopen()
        session = self.world.session
        session.grants.confirmed_at = None
        assert session.user.roles == roles
        if rights is not None:
            session = replace(session, rights=rights)
        yield session, self.world.app.services(session)

    def hold(self, roles: frozenset[str]) -> None:
        """Give the user exactly these roles, behind the program's back."""
        session = self.world.session
        with session.work() as work:
            for given in work.access.authorisations(self.user):
                if is_valid(given, session.today()):
                    ended = replace(given, ended_by=self.user, ended_at=session.now(), end_why="scene")
                    work.access.save_authorisation(ended)
            for role in roles:
                work.access.save_authorisation(
                    Authorisation(
                        session.new_id(), self.user, role, "", session.today(), None, "scene", self.user,
                        session.now(),
                    )
                )  # fmt: skip
            work.commit()

    def kpr(self, *argv: str) -> str:
        """The letter of one headless command; the window is closed while it runs."""
        out = StringIO()
        with contextlib.redirect_stdout(out):
            cli.main(
                [argv[0], str(self.world.path), *argv[1:], "--user", LOGIN, "--passphrase-file",
                 str(self.secret), "--json"],
                lambda: self.world.app,
            )  # fmt: skip
        reason = json.loads(out.getvalue()).get("reason", "")
        if not reason:
            return "Y"
        return letter_of(UserFault(reason))

    def number(self, born: date) -> str:
        """An identity number that nobody has yet."""
        while True:
            self.registered += 1
            found = numbers.fnr(self.registered, born=born, series="real")
            if found not in self._numbers:
                self._numbers.add(found)
                return found

    def out(self) -> Path:
        """An empty folder for a file."""
        self._folders += 1
        made = self.folder / f"ut-{self._folders}"
        made.mkdir()
        return made

    def export_id(self) -> str:
        """The id of a file that was made; made up when there is none yet."""
        with self.world.session.work() as work:
            found = work.records.exports(limit=1)
        return found[0].id if found else "none"

    # --- the persons

    def _add_other(self) -> None:
        with self.world.session.work() as work:
            work.records.add_user(User(OTHER, "olav", "Olav Saksbehandler", frozenset({"case_worker"})))
            work.commit()

    def _add_contacts(self) -> None:
        for kind in ("16", "17"):
            self.contacts |= {
                f"contact{kind}_name": "Blid Fjellbekk",
                f"contact{kind}_email": "blid@example.no",
            }
        self.world.services.office.save({"name": "Øvingsby kommune"} | self.contacts)
        may_submit(self.world.session)

    def _add(self, name: str, *, draft: bool = True) -> None:
        world, services = self.world, self.world.services
        seed = len(self.persons) + 1
        form = world.form(
            identity=self.number(BORN),
            family_name=f"Fjell{seed}",
            planned_visit="23.11.2026" if name in VISITED else "",
        )
        person = services.persons.register(form)
        interview = services.interviews.start(person.id, date(2026, 11, 1), Reason.CHANGE)
        interview.type_note(ITEM, NOTE, 0)
        interview.finish()
        subject = Subject(person.id, form["identity"], interview.assessment.id)
        if draft:
            begun = services.interviews.start(person.id, date(2026, 11, 20), Reason.CHANGE)
            subject.draft = begun.assessment.id
        stay = replace(
            services.care_services.blank(person.id),
            type="21", decided_on=date(2026, 1, 9), start=date(2026, 2, 1),
            provider_number=numbers.organisation(1),
        )  # fmt: skip
        subject.service = services.care_services.save(stay).id
        self.persons[name] = subject

    def _stand(self) -> None:
        """Drafts are another's, and who is responsible is as the name of each person says."""
        session = self.world.session
        today = session.today()
        with session.work() as work:
            for name, subject in self.persons.items():
                if name != "draft" and subject.draft is not None:
                    head = replace(
                        work.assessments.get(subject.draft), assessor_id=OTHER, assessor_name="Olav"
                    )
                    work.assessments.save_head(head)
                person = work.persons.get(subject.id)
                work.persons.update(self._placed(name, person))
            for name, last in (("assigned", None), ("ended", today - timedelta(days=1))):
                work.access.save_assignment(
                    Assignment(
                        session.new_id(), self.persons[name].id, self.user, "assignment", date(2026, 1, 1), last,
                        OTHER, session.now(),
                    )
                )  # fmt: skip
            work.commit()

    def _placed(self, name: str, person: Person) -> Person:
        if name in ("assigned", "ended", "draft", "outside", "reason", "em_out", "spare"):
            return replace(person, responsible=OTHER, version=person.version + 1)
        if name == "free":
            return replace(person, responsible=None, version=person.version + 1)
        return replace(person, version=person.version + 1)

    def _block(self) -> None:
        self.block("user", "user", self.user)
        self.block("other", "user", OTHER)
        for role in ROLES:
            self.block(f"role_{role}", "role", role)
        for name in ("all", "em_block", "lifted"):
            self.block(name, "all")
        for name in ("assessment", "assessment_em"):
            self.block(name, "all", assessment=self.persons[name].finished)
        for name in ("note", "note_em"):
            self.block(name, "all", assessment=self.persons[name].finished, item=ITEM)
        self.world.session.grants.confirmed_at = self.world.session.now()
        BlockDesk(self.world.session).lift(self.persons["lifted"].blocks[0], "Ikke lenger ønsket")

    def block(
        self,
        name: str,
        against: str,
        target: str = "",
        assessment: AssessmentId | None = None,
        item: str = "",
    ) -> str:
        """Block one of the persons, or a part of one."""
        subject = self.persons[name]
        new = NewBlock(subject.id, against, target, WHY, "person", assessment, item)
        made = BlockDesk(self.world.session).set(new)
        subject.blocks.append(made.id)
        return made.id

    def named(self, situation: str, roles: frozenset[str]) -> Subject:
        """The person of a column of the table, for somebody with these roles."""
        if situation == "role":
            return self.persons[f"role_{min(roles) if roles else 'registrar'}"]
        if situation == "other_role":
            return self.persons[f"role_{next(r for r in ROLES if r not in roles)}"]
        return self.persons[situation]

    def beside(self, subject: Subject) -> PersonId:
        """Another person than this one, the user's own."""
        return self.persons["other" if subject is self.persons["own"] else "own"].id


def prepare(session: Session, subject: Subject, situation: str) -> None:
    """What the column asks for before anything is tried: a reason given, an emergency access begun, where it may be."""
    with contextlib.suppress(UserFault):
        if situation == "reason":
            session.give_reason(subject.id, "stand_in", "Vikar denne uken")
        if situation.endswith(("em_block", "em_out", "_em")):
            desk = EmergencyDesk(session)
            desk.begin(subject.number, "danger", "Svarer ikke på telefonen", bytearray(PASSPHRASE.encode()))
            session.grants.confirmed_at = None
