"""What is said of a service's versions and of what the register was told of it."""

from __future__ import annotations

from collections.abc import Iterator

from kpr_desktop.codebook.languages import DECIMAL_MARKS
from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.care_service import CareService, Pause, ProviderChange
from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.notification import Event, Status
from kpr_desktop.usecases.service_form import to_form
from kpr_desktop_ui.pages.services.service_form import PAUSE_LIST


class ServiceWords:
    """Plain sentences, in the user's language."""

    __slots__ = ("_book", "_texts")

    def __init__(self, texts: Texts, book: CodeBook) -> None:
        self._texts, self._book = texts, book

    def event(self, event: Event) -> str:
        """What happened: `Tjenesten starter`."""
        return self._texts(f"service.event_{event.kind.name.lower()}")

    def standing(self, event: Event, number: int | None) -> tuple[str, str]:
        """New, a correction, or taken back, as (text, kind of chip). `number`: of the original."""
        if event.status is Status.ORIGINAL or number is None:
            return self._texts("service.told_new"), "info"
        corrects = event.status is Status.REPLACES
        key = "service.told_corrects" if corrects else "service.told_annuls"
        return self._texts(key, number=number), "warning" if corrects else "neutral"

    def differences(self, before: CareService, after: CareService) -> list[str]:
        """One sentence for each thing that is said differently."""
        texts, nothing = self._texts, self._texts("service.differs_empty")
        mark = DECIMAL_MARKS[texts.language]
        old, new = to_form(before, mark), to_form(after, mark)
        found = [
            texts(
                "service.differs",
                field=texts(f"service.{name}"),
                before=self._value(name, old[name], before) or nothing,
                after=self._value(name, new[name], after) or nothing,
            )
            for name in old
            if old[name] != new[name] and name != "note"
        ]
        if old["note"] != new["note"]:
            found.append(texts("service.differs_note"))
        found += self._parts(
            {c.id: self._change(c) for c in before.changes}, {c.id: self._change(c) for c in after.changes}
        )
        found += self._parts(
            {p.id: self._pause(p) for p in before.pauses}, {p.id: self._pause(p) for p in after.pauses}
        )
        if after.annulled and not before.annulled:
            found.append(texts("service.differs_annulled"))
        return found

    def _parts(self, before: dict[str, str], after: dict[str, str]) -> Iterator[str]:
        texts = self._texts
        for part_id in {**before, **after}:
            old, new = before.get(part_id, ""), after.get(part_id, "")
            if not old:
                yield texts("service.differs_added", what=new)
            elif not new:
                yield texts("service.differs_removed", what=old)
            elif old != new:
                yield texts("service.differs_changed", before=old, after=new)

    def _pause(self, pause: Pause) -> str:
        found = self._book.lists[PAUSE_LIST].get(pause.kind) if pause.kind else None
        why = [found.label.in_(self._texts.language)] if found is not None else []
        until = in_table(pause.to_date) or self._texts("service.pause_open")
        period = self._texts("service.pause_period", start=in_table(pause.from_date), end=until)
        return ", ".join([period, *why, *([pause.reason] if pause.reason else [])])

    def _change(self, change: ProviderChange) -> str:
        who = " ".join(part for part in (change.name, change.number) if part)
        return self._texts("service.change_from", day=in_table(change.since), who=who)

    def _value(self, name: str, text: str, service: CareService) -> str:
        language, texts = self._texts.language, self._texts
        kind = self._book.services.get(service.type)
        if name == "type" and kind is not None:
            return kind.label.in_(language)
        if name == "subtype" and text and kind is not None and kind.subtype_list:
            code = self._book.lists[kind.subtype_list].get(text)
            return code.label.in_(language) if code is not None else text
        if name == "rolling" and text:
            return texts(f"service.rolling_{text}")
        if name == "outcome":
            return texts(f"service.outcome_{ {'1': 'refused', '2': 'granted'}.get(text, 'none') }")
        return text
