"""Every version of a service: when, by whom, why, and what it says differently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.care_service import CareService
from kpr_desktop.domain.dates import in_clock, in_table
from kpr_desktop.domain.ids import UserId
from kpr_desktop.usecases.submission_records import ServiceVersion
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.services.service_words import ServiceWords
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Card, Label


class HistoryView(QWidget):
    """A card for each version, the one in force first."""

    def __init__(self, texts: Texts, words: ServiceWords) -> None:
        super().__init__()
        self._texts, self._words = texts, words
        self._inside = QWidget()
        self._cards = QVBoxLayout(self._inside)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(Theme.current().space("m"))
        self.area = FormScroll([Label(texts("service.history_text"), "muted"), self._inside])
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(texts("service.tab_history"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area)

    def show_versions(
        self, now: CareService, replaced: Sequence[ServiceVersion], names: Mapping[UserId, str]
    ) -> None:
        """`replaced`: newest first. `names`: users by id."""
        while (item := self._cards.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        later = [now, *(each.service for each in replaced)]
        for at, service in enumerate(later):
            before = replaced[at] if at < len(replaced) else None
            self._cards.addWidget(self._card(service, before, names))

    def _card(self, service: CareService, before: ServiceVersion | None, names: Mapping[UserId, str]) -> Card:
        texts = self._texts
        card = Card(texts("service.history_version", number=service.version))
        if before is None:
            card.body.addWidget(
                Label(texts("service.history_first", day=self._moment(service.created_at)), "muted")
            )
            return card
        told = texts(
            "service.history_made",
            day=self._moment(before.replaced_at),
            name=names.get(before.replaced_by, texts("service.history_unknown")),
        )
        card.body.addWidget(Label(told, "muted"))
        if service.version_reason:
            card.body.addWidget(Label(texts("service.history_why", reason=service.version_reason), "strong"))
        for line in self._words.differences(before.service, service) or [texts("service.history_same")]:
            card.body.addWidget(Label(line))
        return card

    def _moment(self, at: datetime) -> str:
        return self._texts(
            "service.history_moment", date=in_table(at.date()), time=in_clock(at, self._texts.language)
        )
