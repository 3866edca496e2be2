"""Letters to a person: chosen, made, seen, printed, saved, delivered, and seen again later."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.person import Person
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop.usecases.letters import MadeLetter
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.letters import leaving, letter_kinds
from kpr_desktop_ui.pages.letters.choose_view import ChooseView
from kpr_desktop_ui.pages.letters.letter_form import LetterForm
from kpr_desktop_ui.pages.letters.made_view import MadeView
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.persons.person_words import PersonWords
from kpr_desktop_ui.pages.places import LetterPlace, PersonPlace, Place
from kpr_desktop_ui.pages.typed_fields import fill, read
from kpr_desktop_ui.widgets import Banner, key_sequence


class LetterPage(Page):
    """First the choice; once a letter is made, the letter. What is shown lives in memory, and in the vault."""

    def __init__(self, texts: Texts, services: Services, place: LetterPlace) -> None:
        super().__init__(texts("letters.title"))
        self._texts, self._services, self._place = texts, services, place
        self._person: Person | None = None
        self.letter: MadeLetter | None = None
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.choose = ChooseView(texts, letter_kinds.named(texts, letter_kinds.groups(services.letters)))
        self.made = MadeView(texts, services)
        self.preview, self.delivery = self.made.preview, self.made.delivery
        self._stack = QStackedWidget()
        self._stack.addWidget(self.choose)
        self._stack.addWidget(self.made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        self.form_name = f"letter.{place.person_id}"
        self._first: dict[str, str] = {}
        self._connect()

    def enter(self) -> None:
        """Offer the letters, or show the one that was asked for. The focus is where Enter records nothing."""
        person = self._person = self._services.persons.open(self._place.person_id)
        words = PersonWords(self._texts, self._services)
        self.set_head(person.name, (self._texts("letters.title"),), words.chips(person))
        if self.letter is None and self._place.delivery_id:
            self._reopen(self._place.delivery_id)
        if self.letter is None and self.choose.form() is None:
            self._begin()
        self._focus()

    def here(self) -> Place:
        if self.letter is not None:
            return LetterPlace(self._place.person_id, delivery_id=self.letter.delivery.id)
        return LetterPlace(self._place.person_id, self.choose.list.key())

    def half_typed(self) -> str:
        form = self.choose.form()
        if form is None or self.letter is not None or read(form) == self._first:
            return ""
        return json.dumps({"kind": form.kind, "fields": read(form)})

    def take_back(self, kept: str) -> None:
        told = json.loads(kept)
        if self.choose.list.set_key(told["kind"]):
            self._turn(told["kind"])
            form = self.choose.form()
            if form is not None:
                fill(form, told["fields"])

    # --- choosing

    def _begin(self) -> None:
        groups = letter_kinds.groups(self._services.letters)
        first = groups[0][1][0]
        kind = self._place.kind if self.choose.list.set_key(self._place.kind or first) else first
        self.choose.list.set_key(kind or first)
        self._turn(kind or first)

    def _turn(self, kind: str) -> None:
        self.banner.hide()
        if not self.choose.has_form(kind) and not self._add_form(kind):
            return
        self.choose.show_form(kind)
        form = self.choose.form()
        self._first = read(form) if form is not None else {}

    def _add_form(self, kind: str) -> bool:
        texts, services, person = self._texts, self._services, self._person
        if person is None:
            return False
        try:
            about = with_leave(
                self, texts, services, lambda: letter_kinds.choices(texts, services, person.id, kind)
            )
            form = LetterForm(texts, services, person, kind, about)
        except Fault as fault:
            self._refuse(fault)
            self.choose.make.setEnabled(False)
            return False
        if kind == self._place.kind:
            form.set_about(self._place.about)
            form.set_language(self._place.language)
        self.choose.add_form(form)
        return True

    def _make(self) -> None:
        form, services = self.choose.form(), self._services
        if form is None or not form.is_ready() or self.letter is not None:
            return
        form.clear_faults()
        self.banner.hide()
        try:
            wanted = form.wanted()
            letter = with_leave(
                self,
                self._texts,
                services,
                lambda: services.letters.make_wanted(self._place.person_id, wanted),
            )
            self._show(letter, self._notices(letter, asked=wanted.filled.get("window") == "yes"))
        except Fault as fault:
            if isinstance(fault, UserFault) and form.set_fault(fault):
                self.choose.show_focus()
            else:
                self._refuse(fault)

    def _notices(self, letter: MadeLetter, *, asked: bool) -> list[str]:
        texts, person = self._texts, self._person
        if person is None or letter.delivery.shielded:
            return [texts("letters.address_protected")]
        text = self._services.letters.texts.letter(letter.delivery.kind, letter.delivery.language)[0]
        if text.head != "letter" or not person.address.line1:
            return []
        if not letter.window:
            return [texts("letters.no_window" if asked else "letters.no_window_asked")]
        return []

    # --- the letter

    def _reopen(self, delivery_id: str) -> None:
        services = self._services
        try:
            letter = with_leave(self, self._texts, services, lambda: services.letters.reprint(delivery_id))
            shielded = [self._texts("letters.address_protected")] if letter.delivery.shielded else []
            self._show(letter, shielded)
        except Fault as fault:
            self._refuse(fault)

    def _show(self, letter: MadeLetter, notices: list[str]) -> None:
        self.made.show_letter(letter, notices)
        self.letter = letter
        self._stack.setCurrentWidget(self.made)
        self._focus()

    def _save(self) -> None:
        letter, desk = self.letter, self._services.letters
        if letter is None:
            return
        try:
            path = leaving.save(
                self,
                self._texts,
                self._services,
                lambda folder, purpose: desk.save_copy(letter, folder, purpose=purpose),
            )
        except Fault as fault:
            self._refuse(fault)
            return
        if path is not None:
            self.banner.hide()
            self.told.emit(self._texts("letters.saved", name=path.name))

    def _print(self) -> None:
        letter, desk = self.letter, self._services.letters
        if letter is None:
            return
        try:
            done = leaving.print_out(
                self,
                self._texts,
                self._services,
                lambda: desk.printed(letter),
                lambda width: desk.pages(letter, width),
            )
        except Fault as fault:
            self._refuse(fault)
            return
        if done is not None:
            self.made.set_printed(printed=True)
            self.banner.setVisible(not done)
        if done:
            self.told.emit(self._texts("letters.printed"))
        elif done is not None:
            self.banner.set_message("stop", self._texts("letters.print_failed"))

    def _shred(self) -> None:
        letter, services = self.letter, self._services
        if letter is None:
            return
        try:
            today = services.session.today()
            with_leave(self, self._texts, services, lambda: services.letters.shredded(letter.delivery, today))
        except Fault as fault:
            self._refuse(fault)
            return
        self.told.emit(self._texts("letters.shredded_told"))
        self._go_back()

    def _delivered(self) -> None:
        self.told.emit(self._texts("letters.delivered_told"))
        self._go_back()

    def _go_back(self) -> None:
        self.go.emit(PersonPlace(self._place.person_id, "letters"))

    def _refuse(self, fault: Fault) -> None:
        self.banner.set_message("stop", self._texts.fault(fault))
        self.banner.show()

    def _focus(self) -> None:
        where = self.choose.list if self.letter is None else self.preview
        where.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        self.choose.list.chosen.connect(self._turn)
        self.choose.make.clicked.connect(self._make)
        self.made.print_button.clicked.connect(self._print)
        self.made.save_button.clicked.connect(self._save)
        self.made.deliver_button.clicked.connect(self.delivery.record)
        self.made.shred_button.clicked.connect(self._shred)
        self.delivery.delivered.connect(self._delivered)
        self.choose.back.clicked.connect(self._go_back)
        self.made.back.clicked.connect(self._go_back)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, act in (
            ("Ctrl+P", self._print),
            ("Ctrl+S", self._save),
            ("Escape", self._go_back),
            ("Ctrl+Return", self._make),
            ("Ctrl+Enter", self._make),
        ):
            QShortcut(key_sequence(keys), self, act, context=here)
