"""The monthly control of the log as a paper to sign, with the state of backups and of the authorisation register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kpr_desktop.codebook.rights import Rights
from kpr_desktop.domain.ids import UserId
from kpr_desktop.usecases.authorisations import is_valid, review_due
from kpr_desktop.usecases.control import ControlList, HitLine
from kpr_desktop.usecases.letter_content import Gathered
from kpr_desktop.usecases.letter_content.plain import Plain
from kpr_desktop.usecases.letter_records import Grid, Part, Room, Said, SignaturePlace
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.vault_records import Authorisation

_HITS, _BACKUPS, _DRILLS = (0.24, 0.2, 0.26, 0.14, 0.16), (0.22, 0.38, 0.2, 0.2), (0.22, 0.38, 0.2, 0.2)
_ROLES = (0.25, 0.25, 0.25, 0.25)
_BACKUPS_TOLD, _DRILLS_TOLD = 10, 5
_NOTE_LINES = 4


@dataclass(frozen=True, slots=True)
class ControlReport:
    """A month's list as it was made, told in one language. `today` decides what is due."""

    plain: Plain
    listed: ControlList
    rights: Rights
    today: date

    def gather(self, work: UnitOfWork) -> Gathered:
        """What was found, and how backups and authorisations stand now."""
        control, plain = self.listed.control, self.plain
        names = {user.id: user.name for user in work.records.users()}
        fields = {
            "maaned": plain.word(
                "month", month=plain.frame.months[int(control.month[5:]) - 1], year=control.month[:4]
            ),
            "linjer": str(self.listed.lines),
            "treff": str(len(self.listed.hits)),
            "merke": control.anchor,
            "laget_av": names.get(control.made_by, control.made_by),
            "laget": plain.at(control.made_at),
        }
        parts = {
            "hits": self._hits(),
            "backups": self._backups(work),
            "drills": self._drills(work, names),
            "review": self._review(work, names),
            "signature": self._signature(names),
        }
        return Gathered(fields=fields, parts=parts, subject=control.id)

    def _hits(self) -> tuple[Part, ...]:
        plain = self.plain
        head = tuple(
            plain.word(key) for key in ("hit_rule", "hit_user", "hit_person", "hit_day", "hit_count")
        )
        rows = tuple(self._hit(each) for each in self.listed.hits)
        written = [
            Said(plain.word("hit_reason", user=each.user, text=reason), "bullet")
            for each in self.listed.hits
            for reason in each.reasons
        ]
        return plain.or_none(
            [Grid(plain.word("hits"), head, rows, _HITS), *written] if rows else [], "hits_none"
        )

    def _hit(self, line: HitLine) -> tuple[str, ...]:
        plain = self.plain
        person = ", ".join(each for each in (line.person, line.user_number) if each)
        rule = plain.letter.words.get(f"rule_{line.hit.rule}", line.hit.rule)
        return rule, line.user, person or plain.word("none"), plain.day(line.hit.day), str(line.hit.count)

    def _backups(self, work: UnitOfWork) -> tuple[Part, ...]:
        plain = self.plain
        rows = tuple(
            (
                plain.at(each.made_at),
                each.file_name,
                plain.word(f"backup_{each.kind}"),
                plain.at(each.verified_at) if each.verified_at else plain.word("backup_unread"),
            )
            for each in work.backups.newest(limit=_BACKUPS_TOLD)
        )
        head = tuple(plain.word(key) for key in ("backup_at", "backup_file", "backup_kind", "backup_read"))
        return plain.or_none(
            [Grid(plain.word("backups"), head, rows, _BACKUPS)] if rows else [], "backups_none"
        )

    def _drills(self, work: UnitOfWork, names: Mapping[UserId, str]) -> tuple[Part, ...]:
        plain = self.plain
        rows = tuple(
            (
                plain.at(each.held_at),
                each.backup_name,
                names.get(each.held_by, each.held_by),
                plain.word("drill_sound" if each.sound else "drill_failed"),
            )
            for each in work.backups.drills(limit=_DRILLS_TOLD)
        )
        head = tuple(plain.word(key) for key in ("drill_at", "backup_file", "drill_by", "drill_result"))
        return plain.or_none([Grid(plain.word("drills"), head, rows, _DRILLS)] if rows else [], "drills_none")

    def _review(self, work: UnitOfWork, names: Mapping[UserId, str]) -> tuple[Part, ...]:
        """Who holds a role today and when somebody last looked at it."""
        plain = self.plain
        valid = [each for each in work.access.authorisations() if is_valid(each, self.today)]
        head = tuple(plain.word(key) for key in ("review_user", "review_role", "review_unit", "review_last"))
        rows = tuple(self._authorisation(each, names) for each in valid)
        due = sum(1 for each in valid if review_due(each, self.today))
        told = Said(plain.word("review_due", due=due, all=len(valid)), "strong")
        return (told, *([Grid(plain.word("review"), head, rows, _ROLES)] if rows else []))

    def _authorisation(self, given: Authorisation, names: Mapping[UserId, str]) -> tuple[str, ...]:
        plain, role = self.plain, self.rights.roles.get(given.role)
        last = plain.day(given.reviewed_on) if given.reviewed_on else plain.word("review_never")
        return (
            names.get(given.user_id, given.user_id),
            plain.text(role) if role else given.role,
            given.unit or plain.word("none"),
            plain.word("review_is_due", last=last) if review_due(given, self.today) else last,
        )

    def _signature(self, names: Mapping[UserId, str]) -> tuple[Part, ...]:
        """What was signed in the program, or the room to sign in."""
        control, plain = self.listed.control, self.plain
        if control.signed_at is None:
            return (Room(plain.word("control_note"), _NOTE_LINES), SignaturePlace(plain.word("control_sign")))
        name = names.get(control.made_by, control.made_by)
        told = plain.word("control_signed", name=name, at=plain.at(control.signed_at))
        return (Said(told, "strong"), *plain.said("control_note_text", control.note))
