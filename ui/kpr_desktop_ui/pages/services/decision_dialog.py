"""Working out the hours of a decision."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from kpr_desktop.codebook.decision_wording import duration
from kpr_desktop.codebook.decision_words import load_decision_words
from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.model import CodeBook, ServiceClass
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.care_service import DecisionRow
from kpr_desktop.domain.decision_reading import read_line
from kpr_desktop.usecases.decisions import Translation, TypedRow, read_rows, service_named, translate, typed
from kpr_desktop.usecases.refusal import FormRefused
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.persons.form_bar import FormBar
from kpr_desktop_ui.pages.places import WorkedOut
from kpr_desktop_ui.pages.services.decision_result import DecisionResult
from kpr_desktop_ui.pages.services.decision_rows import DecisionRows
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner, Button, Card, ComboBox, Field, Label, LineEdit, ask, key_sequence

_SIZE = QSize(1100, 690)
"""Pixels at 100 % text; never more than the screen has."""
_QUICK_LIMIT = 2000


class DecisionDialog(QDialog):
    """Rows of how often and how long, what they come to as one types, and the sentence for the decision.

    With a `book` the rows are for several services, each chosen in its row; a service is then made with its own
    button, and `worked_out` has that service first. Without, «Bruk» accepts, and `translation("")` is what to use.
    """

    def __init__(
        self,
        texts: Texts,
        rows: Sequence[DecisionRow] = (),
        *,
        book: CodeBook | None = None,
        year: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts, self._book, self._year = texts, book, year
        self._words = load_decision_words()
        self._languages = {language: Texts.load(language) for language in LANGUAGES}
        self._found: dict[str, Translation] = {}
        self.worked_out: tuple[WorkedOut, ...] = ()
        kinds = _kinds(book, year, texts.language) if book is not None else []
        self.setWindowTitle("KPR Desktop")
        self.setAccessibleName(texts("decision.title"))
        self.quick = LineEdit(_QUICK_LIMIT)
        self.quick_field = Field(texts("decision.quick"), self.quick, texts("decision.quick_hint"))
        self.quick_add = Button(texts("decision.quick_add"), key_hint=texts("decision.quick_key"), small=True)
        self.unread = Banner("warning", "")
        self.unread.hide()
        self.rows = DecisionRows(texts, self._words, kinds, [typed(row, texts) for row in rows])
        self.language = ComboBox([(each, texts(f"decision.language_{each}")) for each in LANGUAGES])
        self.language.set_key("nn" if texts.language == "nn" else "nb")  # a decision is in Norwegian
        self._names = dict(kinds)
        self.outcome = DecisionResult(texts, self._names)
        self.total = Label("", "strong")
        self.use = Button(texts("decision.use"), "primary", texts("decision.use_key"))
        self.use.setVisible(book is None)
        self.cancel = Button(texts("decision.cancel"), key_hint=texts("decision.cancel_key"))
        self.bar = FormBar(texts("decision.counts"), self.cancel, self.use)
        self._before = self.rows.rows()
        self._lay_out()
        self._connect()
        self._reckon()
        self.quick.setFocus(Qt.FocusReason.OtherFocusReason)

    def translation(self, service: str) -> Translation:
        """What the rows of a service came to when the dialog was accepted."""
        return self._found[service]

    def half_typed(self) -> str:
        """What stands here, for `take_back` after a lock; empty when leaving would lose nothing."""
        if not self.dirty:
            return ""
        return json.dumps({"quick": self.quick.text(), "rows": [asdict(row) for row in self.rows.rows()]})

    def take_back(self, kept: str) -> None:
        """Put what stood here at a lock in again. ValueError, KeyError, TypeError: of another version."""
        told = json.loads(kept)
        self.rows.set_rows([TypedRow(**row) for row in told["rows"]])
        self.quick.setText(told["quick"])
        self._reckon()

    @property
    def dirty(self) -> bool:
        """Whether something stands there that leaving would lose."""
        return bool(self.quick.text().strip()) or self.rows.rows() != self._before

    def reject(self) -> None:
        """Leave; asks first when that would lose something."""
        texts = self._texts
        if not self.dirty or ask(
            self,
            texts("decision.leave_title"),
            texts("decision.leave_text"),
            texts("decision.leave_yes"),
            texts("decision.leave_no"),
            danger=True,
        ):
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a cell is no answer to the dialog."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    # --- making

    def _lay_out(self) -> None:
        theme, texts = Theme.current(), self._texts
        result = Card(texts("decision.result"))
        result.body.addWidget(self.outcome)
        result.body.addWidget(Field(texts("decision.language"), self.language))
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("s"))
        column.addWidget(Label(texts("decision.title"), "heading"))
        column.addWidget(Label(texts("decision.text")))
        column.addWidget(self.quick_field)
        column.addWidget(self.quick_add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.unread)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._scroll = FormScroll([head, self.rows, result])
        outer.addWidget(self._scroll, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(theme.space("xl"), theme.space("s"), theme.space("xl"), theme.space("s"))
        foot.addWidget(self.total)
        outer.addLayout(foot)
        outer.addWidget(self.bar)
        self.resize(self._room())

    def _room(self) -> QSize:
        """As large as it likes to be, within the window it belongs to."""
        theme, parent = Theme.current(), self.parentWidget()
        wanted = QSize(theme.px(_SIZE.width()), theme.px(_SIZE.height()))
        limit = parent.window().size() if parent is not None else self.screen().availableSize()
        return wanted.boundedTo(limit)

    def _connect(self) -> None:
        self.quick.returnPressed.connect(self._read_quick)
        self.quick.edited.connect(lambda _text: self.quick_field.clear_error())
        self.quick_add.clicked.connect(self._read_quick)
        self.rows.edited.connect(self._edited)
        self.language.chosen.connect(lambda _key: self._reckon())
        self.outcome.made.connect(self._make)
        self.outcome.told.connect(self.bar.say)
        self.use.clicked.connect(self._use)
        self.cancel.clicked.connect(self.reject)
        QShortcut(key_sequence("Ctrl+Return"), self, self._use)

    # --- gestures

    def _read_quick(self) -> None:
        """Make rows of the line. What could not be read stays in the line, with the reason for each part."""
        texts, line = self._texts, self.quick.text()
        if not line.strip():
            self.quick_field.set_error(texts("decision.quick_empty"))
            return
        found = read_line(line, self._words)
        self.rows.append([typed(row, texts, self._service(row)) for row in found.rows])
        self.quick.setText(", ".join(each.part for each in found.refused))
        told = [
            texts("decision.quick_refused", part=each.part, why=texts.fault(each.fault))
            for each in found.refused
        ]
        self.unread.set_message("warning", "\n".join(told))
        self.unread.setVisible(bool(told))
        self._edited()

    def _service(self, row: DecisionRow) -> str:
        return service_named(row.what, self._book, self._year) if self._book is not None else ""

    def _edited(self) -> None:
        self.bar.say("")
        self._reckon()

    def _reckon(self) -> None:
        """Show what the finished rows come to; hours only when every row is finished."""
        texts = self._texts
        rows = self.rows.rows()
        asked = self._book is not None
        status = texts("decision.nothing")
        found: dict[str, Translation] = {}
        if any(not row.blank for row in rows):
            try:
                found = self._translated(read_rows(rows, self._words, services=asked))
                status = ""
            except FormRefused as refused:
                count = len({(fault.field or "").split(".")[1] for fault in refused.faults})
                many = texts("decision.waiting", count=count)
                status = texts("decision.waiting_one") if count == 1 else many
        self.outcome.show_result(found)
        self.total.setText(status or "\n".join(self._told(each, found[each]) for each in found))

    def _told(self, service: str, found: Translation) -> str:
        texts, name = self._texts, self._names.get(service, "")
        if found.minutes is None:
            return f"■ {texts.fault(found.refused)}" if found.refused is not None else ""
        told = duration(found.minutes, texts)
        if name:
            return texts("decision.total_service", service=name, told=told)
        return texts("decision.total_week", told=told)

    def _translated(self, rows: Mapping[str, Sequence[DecisionRow]]) -> dict[str, Translation]:
        return translate(rows, self._texts, self._languages[self.language.key()])  # type: ignore[index]

    def _read(self) -> dict[str, Translation] | None:
        """All rows, or None when something was told as wrong."""
        texts = self._texts
        self.rows.clear_faults()
        try:
            found = self._translated(
                read_rows(self.rows.rows(), self._words, services=self._book is not None)
            )
        except FormRefused as refused:
            fields = [(self.rows.field(fault.field or ""), texts.fault(fault)) for fault in refused.faults]
            for field, text in fields:
                if field is not None:
                    field.set_error(text)
            if fields[0][0] is None:
                self.bar.say(fields[0][1])
                return None
            many = texts("decision.faults", count=len(fields))
            self.bar.say(texts("decision.faults_one") if len(fields) == 1 else many)
            fields[0][0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.show_focus()
            return None
        refusals = [each.refused for each in found.values() if each.refused is not None]
        if refusals:
            self.bar.say(texts.fault(refusals[0]))
            return None
        return found

    def _use(self) -> None:
        if self._book is not None:
            return
        found = self._read()
        if found is not None and self._quick_is_empty():
            self._found = found
            self.accept()

    def _make(self, service: str) -> None:
        found = self._read()
        if found is not None and self._quick_is_empty():
            order = sorted(found, key=lambda each: each != service)
            self.worked_out = tuple(WorkedOut(each, found[each].rows) for each in order)
            self.accept()

    def _quick_is_empty(self) -> bool:
        """What stands in the line is not among the rows, so it must not go by unseen."""
        if self.quick.text().strip():
            self.quick_field.set_error(self._texts("decision.quick_left"))
            self.quick.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.show_focus()
            return False
        return True


def _kinds(book: CodeBook, year: int, language: str) -> list[tuple[str, str]]:
    """Code and name of the services that are told in hours."""
    held = [
        kind for kind in book.services.values() if kind.kind is ServiceClass.HOURS and kind.valid_in(year)
    ]
    return [(kind.code, kind.label.in_(language)) for kind in held]
