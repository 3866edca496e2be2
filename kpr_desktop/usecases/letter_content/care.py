"""Services and decisions, with every change of them, and stays in hospital."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.domain.care_service import CareService, DecisionRow, Pause, ProviderChange
from kpr_desktop.domain.ids import UserId
from kpr_desktop.usecases.letter_content.plain import Plain
from kpr_desktop.usecases.letter_records import Heading, Part, Said
from kpr_desktop.usecases.submission_records import HospitalStay, ServiceVersion

_OUTCOME, _PAUSE = "9171", "pause_reason"
_HOUR = 60


@dataclass(frozen=True, slots=True)
class CareTeller:
    """Tells of services. `names`: users by id."""

    plain: Plain
    book: CodeBook
    names: Mapping[UserId, str]

    def parts(self, service: CareService, history: list[ServiceVersion]) -> list[Part]:
        """One service as it stands, and what each earlier version said otherwise; the newest first."""
        plain = self.plain
        found: list[Part] = [Heading(self.type_of(service.type), lang=plain.book_lang)]
        if service.annulled:
            found.append(Said(plain.word("annulled"), "strong"))
        after = self.rows(service)
        found += plain.facts(after.items())
        for version in history:
            rows = self.rows(version.service)
            changed = {key: rows[key] or plain.word("none") for key in rows if rows[key] != after[key]}
            by = self.names.get(version.replaced_by, version.replaced_by)
            told = plain.word("before", at=plain.at(version.replaced_at), by=by)
            found += [Heading(told, 4), *plain.facts(changed.items())]
            after = rows
        return found

    def rows(self, service: CareService) -> dict[str, str]:
        """Word -> what the service says of it; empty for what it does not say."""
        plain = self.plain
        kind = self.book.services.get(service.type)
        subtype = service.subtype
        if subtype and kind is not None and kind.subtype_list:
            subtype = plain.code(self.book, kind.subtype_list, subtype)
        days = {
            "applied_on": service.applied_on,
            "decided_on": service.decided_on,
            "start": service.start,
            "end": service.end,
            "complained_on": service.complained_on,
            "complaint_answered_on": service.complaint_answered_on,
        }
        return {
            "service_type": plain.word("coded", label=self.type_of(service.type), code=service.type),
            "outcome": plain.code(self.book, _OUTCOME, service.outcome.value) if service.outcome else "",
            **{key: plain.day(day) if day else "" for key, day in days.items()},
            "week_hours": "" if service.week_minutes is None else self._hours(service.week_minutes),
            "working": "; ".join(map(self._decided, service.working)),
            "rolling": "" if service.rolling is None else plain.yes(service.rolling),
            "subtype": subtype,
            "provider": _named(service.provider_name, service.provider_number),
            "provider_changes": "; ".join(map(self._change, service.changes)),
            "pauses": "; ".join(map(self._pause, service.pauses)),
            "service_note": service.note,
            "annulled_fact": plain.yes(service.annulled),
            "service_version": str(service.version),
            "service_reason": service.version_reason,
            "service_registered": plain.at(service.created_at),
        }

    def stay(self, stay: HospitalStay) -> Part:
        """One stay in hospital, in a sentence."""
        plain = self.plain
        where = _named(stay.name, stay.number) or plain.word("hospital_unnamed")
        end = plain.day(stay.to_date) if stay.to_date else plain.word("still")
        told = plain.word("stay", where=where, start=plain.day(stay.from_date), end=end)
        return Said(plain.word("withdrawn_stay", stay=told) if stay.withdrawn else told, "bullet")

    def type_of(self, code: str) -> str:
        """What a service is called; one that the book lacks is told by its code."""
        kind = self.book.services.get(code)
        return self.plain.text(kind.label) if kind else self.plain.word("unknown_code", code=code)

    def _hours(self, minutes: int) -> str:
        hours, rest = divmod(minutes, _HOUR)
        told = [
            self.plain.counted(key, count) for key, count in (("hours", hours), ("minutes", rest)) if count
        ] or [self.plain.counted("minutes", 0)]
        whole = self.plain.word("hours_and", hours=told[0], minutes=told[1]) if len(told) > 1 else told[0]
        return self.plain.word("hours_a_week", hours=whole)

    def _decided(self, row: DecisionRow) -> str:
        plain = self.plain
        often = plain.word(
            f"every_{row.every.value}",
            times=plain.counted("times", row.times),
            minutes=plain.counted("minutes", row.minutes),
        )
        return plain.word("labelled", label=row.what, text=often) if row.what else often

    def _change(self, change: ProviderChange) -> str:
        who = _named(change.name, change.number) or self.plain.word("none")
        return self.plain.word("from_day", what=who, day=self.plain.day(change.since))

    def _pause(self, pause: Pause) -> str:
        plain = self.plain
        end = plain.day(pause.to_date) if pause.to_date else plain.word("still")
        kind = plain.code(self.book, _PAUSE, pause.kind) if pause.kind else ""
        why = ", ".join(each for each in (kind, pause.reason) if each)
        told = plain.word("from_to", start=plain.day(pause.from_date), end=end)
        return plain.word("because", what=told, why=why) if why else told


def _named(name: str, number: str) -> str:
    return f"{name} ({number})" if name and number else name or number
