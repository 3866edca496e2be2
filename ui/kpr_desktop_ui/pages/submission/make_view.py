"""Making a file: what each format carries, and who sends it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.submission.format_card import FormatCard
from kpr_desktop_ui.pages.submission.made_card import MadeCard
from kpr_desktop_ui.widgets import Banner, Card, Columns, ComboBox, Field, Label

_BREAKPOINT = 820


class MakeView(QWidget):
    """Two formats side by side.

    `message_wanted`, `yearly_wanted(data year)` and `again_wanted` (the same file once more): a button was pressed.
    """

    message_wanted = Signal()
    yearly_wanted = Signal(int)
    again_wanted = Signal()

    def __init__(
        self, texts: Texts, message: str, yearly: str, years: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.made = MadeCard(texts)
        self.made.hide()
        self.ready = Label("", "strong")
        self.year = ComboBox([(str(year), str(year)) for year in years])
        self.message = FormatCard(texts, message, official=True, extra=self.ready)
        self.yearly = FormatCard(
            texts, yearly, official=False, extra=Field(texts("submission.year"), self.year)
        )
        self._sends = Card(texts("submission.sends_title"))
        for name in ("text", "pilot", "care"):
            self._sends.body.addWidget(Label(texts(f"submission.sends_{name}")))
        self._lay_out()
        self.message.button.clicked.connect(self.message_wanted)
        self.yearly.button.clicked.connect(lambda: self.yearly_wanted.emit(int(self.year.key())))
        self.made.again.clicked.connect(self.again_wanted)

    def set_running(self, *, running: bool) -> None:
        """A file is being made, or not any more."""
        for button in (self.message.button, self.yearly.button, self.made.again):
            button.setEnabled(not running)
        if running:
            self.made.hide()
            self.tell("info", self._texts("submission.making"))

    def tell(self, kind: str, text: str) -> None:
        """Say something above all; an empty text takes it away."""
        if text:
            self.banner.set_message(kind, text)
        self.banner.setVisible(bool(text))
        self.area.verticalScrollBar().setValue(0)

    def focus_work(self) -> None:
        """Put the focus where work begins."""
        self.message.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        formats = Columns(2, _BREAKPOINT)
        formats.add(self.message)
        formats.add(self.yearly)
        self.area = FormScroll([self.banner, self.made, formats, self._sends])
        column = QHBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area)
