"""Sheets that are about nobody's case: the blank form for a power cut, and the report of a month's control."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.sheets import BLANK_FORM, CONTROL_REPORT, OfficeSheet
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.letters import leaving
from kpr_desktop_ui.pages.letters.letter_words import language_name
from kpr_desktop_ui.pages.letters.made_view import PREVIEW_WIDTH
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.places import AuditPlace, Place, SheetPlace, WorkListPlace
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import (
    Banner,
    Button,
    Card,
    CheckBox,
    ComboBox,
    EmptyState,
    Field,
    Label,
    PageView,
    Scroller,
    key_sequence,
)

_BESIDE = 600
_ANY = 16_777_215


class SheetPage(Page):
    """A language is chosen, the sheet is made and seen; then it is printed or saved. Nothing of it is kept."""

    def __init__(self, texts: Texts, services: Services, place: SheetPlace) -> None:
        self._kind = BLANK_FORM if place.listed is None else CONTROL_REPORT
        super().__init__(texts(f"sheet.title_{self._kind}"))
        self._texts, self._services, self._place = texts, services, place
        self.sheet: OfficeSheet | None = None
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.preview = PageView(texts("letters.preview"))
        languages = services.sheets.languages(self._kind)
        self.language = ComboBox([(each, language_name(texts, each)) for each in languages])
        self.language.set_key(texts.language)
        self.fillable = CheckBox(texts("letters.fillable"))
        self.make = Button(texts("sheet.make"), "primary", texts("letters.make_now_key"))
        self.print_button = Button(
            texts("letters.print"), "primary", key_hint=texts("letters.print_key"), icon="printer"
        )
        self.save_button = Button(texts("letters.save"), key_hint=texts("letters.save_key"), icon="file-text")
        self.back = Button(texts("sheet.back"), "quiet", texts("letters.back_key"), icon="arrow-left")
        self._facts = Label("", "muted")
        self._lay_out()
        self._connect()
        self._offer()
        self.fillable.setVisible(place.listed is None)

    def enter(self) -> None:
        """The language is where one begins."""
        self.set_head(self._texts(f"sheet.title_{self._kind}"))
        self.language.setFocus(Qt.FocusReason.OtherFocusReason)

    def here(self) -> Place:
        return SheetPlace() if self._place.listed is None else AuditPlace("control")

    def _make(self) -> None:
        if self.sheet is not None:
            return
        desk, listed, texts = self._services.sheets, self._place.listed, self._texts
        language, fillable = self.language.key(), self.fillable.isChecked()

        def act() -> OfficeSheet:
            if listed is None:
                return desk.blank_form(language, fillable=fillable)
            return desk.control_report(listed, language)

        try:
            sheet = with_leave(self, texts, self._services, act)
            self.preview.set_pages(desk.pages(sheet, Theme.current().px(PREVIEW_WIDTH)))
        except Fault as fault:
            self._refuse(fault)
            return
        self.sheet = sheet
        self.banner.hide()
        self._facts.setText(texts("sheet.facts", count=sheet.pages, number=sheet.number))
        self._offer()
        self.preview.setFocus(Qt.FocusReason.OtherFocusReason)

    def _again(self) -> None:
        """Another choice: what was made stands for it no more."""
        self.sheet = None
        self._offer()

    def _offer(self) -> None:
        made = self.sheet is not None
        self.make.setVisible(not made)
        for widget in (self.print_button, self.save_button, self._facts):
            widget.setVisible(made)
        self._pages.setCurrentIndex(int(made))

    def _print(self) -> None:
        sheet, desk, texts = self.sheet, self._services.sheets, self._texts
        if sheet is None:
            return
        try:
            done = leaving.print_out(
                self,
                texts,
                self._services,
                lambda: desk.printed(sheet),
                lambda width: desk.pages(sheet, width),
            )
        except Fault as fault:
            self._refuse(fault)
            return
        if done:
            self.banner.hide()
            self.told.emit(texts("letters.printed"))
        elif done is not None:
            self.banner.set_message("stop", texts("letters.print_failed"))
            self.banner.show()

    def _save(self) -> None:
        sheet, desk, texts = self.sheet, self._services.sheets, self._texts
        if sheet is None:
            return
        try:
            if self._kind == CONTROL_REPORT:
                path = leaving.save(
                    self,
                    texts,
                    self._services,
                    lambda folder, purpose: desk.save(sheet, folder, purpose=purpose),
                )
            else:  # it names nobody: no purpose, and nothing to delete later
                folder = leaving.choose_folder(self, texts)
                path = desk.save(sheet, folder) if folder is not None else None
        except Fault as fault:
            self._refuse(fault)
            return
        if path is not None:
            self.banner.hide()
            self.told.emit(texts("letters.saved", name=path.name))

    def _refuse(self, fault: Fault) -> None:
        self.banner.set_message("stop", self._texts.fault(fault))
        self.banner.show()

    def _go_back(self) -> None:
        self.go.emit(WorkListPlace() if self._place.listed is None else AuditPlace("control"))

    def _lay_out(self) -> None:
        texts, theme = self._texts, Theme.current()
        card = Card(texts(f"sheet.title_{self._kind}"))
        card.body.setSpacing(theme.space("m"))
        for widget in (
            Label(texts(f"sheet.about_{self._kind}"), "muted"),
            Field(texts("letters.language"), self.language),
            self.fillable,
            self.make,
            self._facts,
            self.print_button,
            self.save_button,
        ):
            card.body.addWidget(widget)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, theme.space("s"), 0)
        column.setSpacing(theme.space("l"))
        column.addWidget(card)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._side = Scroller(side)
        self._pages = QStackedWidget()
        empty = EmptyState("file-text", texts("sheet.none_title"), texts(f"sheet.none_{self._kind}"))
        self._pages.addWidget(Scroller(empty))
        self._pages.addWidget(self.preview)
        row = self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setContentsMargins(*(theme.space("xl"),) * 4)
        row.setSpacing(theme.space("xl"))
        row.addWidget(self._pages, 1)
        row.addWidget(self._side, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.banner)
        whole.addLayout(row, 1)
        self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        theme = Theme.current()
        beside = self.width() >= theme.px(_BESIDE)
        directions = QBoxLayout.Direction
        self._parts.setDirection(directions.LeftToRight if beside else directions.BottomToTop)
        self._side.setMinimumWidth(theme.px(330) if beside else 0)
        self._side.setMaximumWidth(theme.px(380) if beside else _ANY)

    def _connect(self) -> None:
        self.make.clicked.connect(self._make)
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._save)
        self.back.clicked.connect(self._go_back)
        self.language.chosen.connect(lambda _key: self._again())
        self.fillable.toggled_by_user.connect(lambda _on: self._again())
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, act in (
            ("Ctrl+P", self._print),
            ("Ctrl+S", self._save),
            ("Escape", self._go_back),
            ("Ctrl+Return", self._make),
            ("Ctrl+Enter", self._make),
        ):
            QShortcut(key_sequence(keys), self, act, context=here)
