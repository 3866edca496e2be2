"""The information letter: made, seen, printed, saved, delivered."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.person import Person
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.letters import MadeLetter
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.audit.purpose_dialog import ask_purpose
from kpr_desktop_ui.pages.letters.delivery_form import DeliveryForm
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.persons.person_words import PersonWords
from kpr_desktop_ui.pages.places import LetterPlace, PersonPlace
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner, Button, Card, Label, PageView

KIND, LANGUAGE = "information", "nb"
PREVIEW_WIDTH = 1000
"""Pixels across a previewed page."""
_BESIDE = 600
_ANY = 16_777_215
"""Qt's word for no limit to a width."""


class LetterPage(Page):
    """Makes the letter when it is entered, and shows it. The letter lives in memory until it is printed or saved."""

    def __init__(self, texts: Texts, services: Services, place: LetterPlace) -> None:
        super().__init__(texts("letters.title"))
        self._texts, self._services, self._place = texts, services, place
        self.letter: MadeLetter | None = None
        self.preview = PageView(texts("letters.preview"))
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.print_button = Button(
            texts("letters.print"), key_hint=texts("letters.print_key"), icon="printer"
        )
        self.save_button = Button(texts("letters.save"), key_hint=texts("letters.save_key"), icon="file-text")
        self.delivery = DeliveryForm(texts, services)
        self.deliver_button = Button(texts("letters.deliver"), "primary")
        self.back = Button(texts("letters.back"), "quiet", texts("letters.back_key"), icon="arrow-left")
        self._address = Label("", "muted")
        self._pages = Label("", "small")
        self._lay_out()
        self._connect()

    def enter(self) -> None:
        """Make the letter once and show it. The focus is on the pages, so that Enter records nothing by accident."""
        person = self._services.persons.open(self._place.person_id)
        words = PersonWords(self._texts, self._services)
        self.set_head(person.name, (self._texts("letters.title"),), words.chips(person))
        self._address.setText(self._texts(self._address_key(person)))
        if self.letter is None:
            self._make()
        self.preview.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_folder(self) -> Path | None:
        """Ask where the copy goes; None when the person thought better of it."""
        folder = QFileDialog.getExistingDirectory(self, self._texts("letters.save_where"))
        return Path(folder) if folder else None

    def ask_purpose(self, folder: Path) -> str:
        """Ask what the copy is for, with what the folder is warned of; empty when the person thought better of it."""
        return ask_purpose(self, self._texts, self._services.written_files.risks(folder))

    def _make(self) -> None:
        desk, texts = self._services.letters, self._texts
        try:
            letter = self.letter = with_leave(
                self, texts, self._services, lambda: desk.make(self._place.person_id, KIND, LANGUAGE)
            )
            self.preview.set_pages(desk.pages(letter, Theme.current().px(PREVIEW_WIDTH)))
        except Fault as fault:
            self._refuse(fault)
        else:
            count = self.preview.count()
            self._pages.setText(
                texts("letters.pages", count=count) if count != 1 else texts("letters.pages_one")
            )
            self.delivery.set_delivery(letter.delivery)
        for button in (self.print_button, self.save_button, self.deliver_button):
            button.setEnabled(self.letter is not None)

    def _save(self) -> None:
        letter, services = self.letter, self._services
        folder = self.choose_folder() if letter is not None else None
        if folder is None or letter is None:
            return
        purpose = self.ask_purpose(folder)
        if not purpose:
            return
        try:
            path = with_leave(
                self,
                self._texts,
                services,
                lambda: services.letters.save_copy(letter, folder, purpose=purpose),
            )
        except Fault as fault:
            self._refuse(fault)
            return
        self.banner.hide()
        self.told.emit(self._texts("letters.saved", name=path.name))

    def _print(self) -> None:
        # QtPrintSupport asks the system for its printers; no page but this one needs it.
        from kpr_desktop_ui.pages.letters import printing  # noqa: PLC0415

        letter, services = self.letter, self._services
        printer = printing.choose_printer(self) if letter is not None else None
        if printer is None or letter is None:
            return
        try:
            with_leave(self, self._texts, services, lambda: services.letters.printed(letter))
        except Fault as fault:
            self._refuse(fault)
            return
        if printing.print_pages(printer, services.letters.pages(letter, printing.PRINT_WIDTH)):
            self.banner.hide()
            self.told.emit(self._texts("letters.printed"))
        else:
            self.banner.set_message("stop", self._texts("letters.print_failed"))
            self.banner.show()

    def _delivered(self) -> None:
        self.told.emit(self._texts("letters.delivered_told"))
        self._go_back()

    def _go_back(self) -> None:
        self.go.emit(PersonPlace(self._place.person_id, "letters"))

    def _refuse(self, fault: Fault) -> None:
        self.banner.set_message("stop", self._texts.fault(fault))
        self.banner.show()

    def _address_key(self, person: Person) -> str:
        if person.protected:
            return "letters.address_protected"
        return "letters.address_used" if person.address.line1 else "letters.address_missing"

    def _lay_out(self) -> None:
        texts, theme = self._texts, Theme.current()
        what = Card(texts("letters.what"))
        what.body.addWidget(Label(texts("letters.explained"), "muted"))
        what.body.addWidget(self._address)
        if self._services.session.training:
            what.body.addWidget(Label(texts("letters.training"), "muted"))
        what.body.addWidget(self._pages)
        what.body.addWidget(self.print_button)
        what.body.addWidget(self.save_button)
        delivery = Card(texts("letters.delivery"))
        delivery.body.addWidget(self.delivery)
        delivery.body.addWidget(self.deliver_button)
        side = QWidget()
        side_column = QVBoxLayout(side)
        side_column.setContentsMargins(0, 0, theme.space("s"), 0)
        side_column.setSpacing(theme.space("l"))
        side_column.addWidget(what)
        side_column.addWidget(delivery)
        side_column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        side_column.addStretch(1)
        scroll = self._side = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(side)
        row = self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setContentsMargins(*(theme.space("xl"),) * 4)
        row.setSpacing(theme.space("xl"))
        row.addWidget(self.preview, 1)
        row.addWidget(scroll, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addLayout(row, 1)
        self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        """The letter goes below what is said about it when there is no room beside each other."""
        theme = Theme.current()
        beside = self.width() >= theme.px(_BESIDE)
        directions = QBoxLayout.Direction
        self._parts.setDirection(directions.LeftToRight if beside else directions.BottomToTop)
        self._side.setMinimumWidth(theme.px(330) if beside else 0)
        self._side.setMaximumWidth(theme.px(380) if beside else _ANY)

    def _connect(self) -> None:
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._save)
        self.deliver_button.clicked.connect(self.delivery.record)
        self.delivery.delivered.connect(self._delivered)
        self.back.clicked.connect(self._go_back)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, act in (("Ctrl+P", self._print), ("Ctrl+S", self._save), ("Escape", self._go_back)):
            QShortcut(QKeySequence(keys), self, act, context=here)
