"""Settings: the municipality, contact persons, letters, the conversation, diagnosis registers, the look, about."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop.usecases.administrators import ADMINISTRATOR
from kpr_desktop.usecases.desk_memory import LONGEST_IDLE
from kpr_desktop.usecases.office import CONTACT_KINDS
from kpr_desktop.usecases.records import Office
from kpr_desktop.usecases.refusal import FormRefused
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.places import (
    AuditPlace,
    BackupPlace,
    GalleryPlace,
    HelpPlace,
    Place,
    RecoveryPlace,
    SettingsPlace,
)
from kpr_desktop_ui.pages.settings.about_tab import AboutTab
from kpr_desktop_ui.pages.settings.change_passphrase_dialog import ChangePassphraseDialog
from kpr_desktop_ui.pages.settings.codes_tab import CodesTab
from kpr_desktop_ui.pages.settings.contact_fields import ContactFields
from kpr_desktop_ui.pages.settings.letters_tab import LettersTab
from kpr_desktop_ui.pages.settings.look_tab import LookTab
from kpr_desktop_ui.pages.settings.office_fields import OfficeFields
from kpr_desktop_ui.pages.settings.save_bar import SaveBar
from kpr_desktop_ui.pages.settings.talk_tab import TalkTab
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import TabBar, ask, key_sequence

TABS = ("office", "contacts", "letters", "talk", "codes", "look", "about")
_FORMS = ("office", "contacts")


class SettingsPage(Page):
    """Seven tabs. The first two are one form, saved together; letters have their own; the others work at once."""

    def __init__(
        self, texts: Texts, services: Services, place: SettingsPlace, settings: DeskSettings
    ) -> None:
        super().__init__(texts("settings.title"))
        self._texts, self._services, self._settings = texts, services, settings
        self._place = place
        self._saved = to_form(services.office.get())
        self.office = OfficeFields(texts, services.office.get().municipality)
        self.contacts = ContactFields(texts)
        self.letters = LettersTab(texts, services)
        self.talk = TalkTab(texts, services)
        self.codes = CodesTab(texts, services)
        may_make = services.session.may("recovery.make") and not services.session.training
        self.look = LookTab(
            texts, settings.mode, settings.scale, one_key=settings.one_key, may_make_sheet=may_make
        )
        self.form_name = "settings"
        allowed = services.session.may("office.write")
        self.look.set_idle(services.memory.idle_minutes(), LONGEST_IDLE, allowed=allowed)
        self.about = AboutTab(texts, services.session)
        self._scrolls = {"office": FormScroll([self.office]), "contacts": FormScroll([self.contacts])}
        self.bar = SaveBar(texts)
        self.tabs = TabBar(texts("settings.tabs"))
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setProperty("dense", True)  # seven names have room at 200 % in a narrow window
        self._views = QStackedWidget()
        for name, view in zip(
            TABS,
            (*self._scrolls.values(), self.letters, self.talk, self.codes, self.look, self.about),
            strict=True,
        ):
            self.tabs.addTab(texts(f"settings.tab_{name}"))
            self._views.addWidget(view)
        self._lay_out()
        self._connect()
        self._fill()
        self.show_tab(place.tab or TABS[0])

    @property
    def dirty(self) -> bool:
        """Whether something stands there that is not saved."""
        return self.values() != self._saved or self.letters.dirty()

    def values(self) -> dict[str, str]:
        """The form of the first two tabs."""
        return {**self.office.values(), **self.contacts.values()}

    def enter(self) -> None:
        """Put the focus where work begins."""
        self.set_head(self._texts("settings.title"))
        self._focus()
        if self.tab() in _FORMS and self._place.field:
            form = self.office if self.tab() == "office" else self.contacts
            form.focus_on(self._place.field if self._place.field in form.values() else "")
            self._scrolls[self.tab()].show_focus()

    def leave(self) -> bool:
        if self.codes.importing or self.codes.renewal.importing:
            self.told.emit(self._texts("settings.codes_wait"))
            return False
        if not self.dirty:
            return True
        texts = self._texts
        return ask(
            self,
            texts("settings.leave_title"),
            texts("settings.leave_text"),
            texts("settings.leave_yes"),
            texts("settings.leave_no"),
            danger=True,
        )

    def half_typed(self) -> str:
        changed = {name: text for name, text in self.values().items() if text != self._saved.get(name)}
        changed |= self.letters.look.half_typed()
        return json.dumps(changed) if changed else ""

    def take_back(self, kept: str) -> None:
        told = {**self.values(), **json.loads(kept)}
        self.letters.look.take_back(told)
        self.office.set_values(told)
        self.contacts.set_values(told)

    def here(self) -> Place:
        return SettingsPlace(self.tab(), self.look.field() if self.tab() == "look" else "")

    def show_tab(self, name: str) -> None:
        """Show a part: office, contacts, letters, talk, codes, look or about."""
        self.tabs.setCurrentIndex(TABS.index(name))
        self._tab_changed(TABS.index(name))

    def tab(self) -> str:
        """The part that is shown."""
        return TABS[self.tabs.currentIndex()]

    def _lay_out(self) -> None:
        theme = Theme.current()
        head = QHBoxLayout()
        head.setContentsMargins(theme.space("l"), theme.space("s"), theme.space("l"), 0)
        head.addWidget(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._views, 1)
        column.addWidget(self.bar)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._tab_changed)
        self.bar.save.clicked.connect(self._save)
        self.letters.told.connect(self.told)
        self.talk.told.connect(self.told)
        self.codes.told.connect(self.told)
        self.about.backup.clicked.connect(lambda: self.go.emit(BackupPlace()))
        self.about.help.clicked.connect(lambda: self.go.emit(HelpPlace()))
        self.about.gallery.clicked.connect(lambda: self.go.emit(GalleryPlace()))
        self.about.limits.clicked.connect(lambda: self.go.emit(AuditPlace("limits")))
        self.look.keys.change.clicked.connect(self._change_passphrase)
        self.look.keys.sheet.clicked.connect(lambda: self.go.emit(RecoveryPlace()))
        self.look.language_wanted.connect(self._settings.set_language)
        self.look.look_wanted.connect(self._settings.set_look)
        self.look.idle_wanted.connect(self._set_idle)
        self.look.one_key_wanted.connect(lambda on: self._settings.set_one_key(on=on))
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(key_sequence(self._texts("settings.save_key")), self, self._save, context=context)

    def _fill(self) -> None:
        self.office.set_values(self._saved)
        self.contacts.set_values(self._saved)
        if not self._services.session.may("office.write"):
            self.office.set_read_only()
            self.contacts.set_read_only()
            self.bar.set_read_only()

    def _tab_changed(self, index: int) -> None:
        self._views.setCurrentIndex(index)
        self.bar.setVisible(TABS[index] in _FORMS)

    def _set_idle(self, minutes: int) -> None:
        try:
            self._services.memory.set_idle_minutes(minutes)
        except Fault as fault:
            self.told.emit(self._texts.fault(fault))
        else:
            self._settings.idle_changed.emit(minutes)
            self.told.emit(self._texts("settings.told_saved"))

    def _change_passphrase(self) -> None:
        roles = self._services.session.user.roles
        dialog = ChangePassphraseDialog(
            self._texts, self._services.passphrases, strong=ADMINISTRATOR in roles, parent=self
        )
        if dialog.exec():
            self.told.emit(self._texts("passphrase.changed"))
        dialog.deleteLater()

    def _focus(self) -> None:
        {
            "office": self.office.focus_on,
            "contacts": self.contacts.focus_on,
            "letters": self.letters.focus_work,
            "talk": self.talk.focus_work,
            "codes": self.codes.focus_work,
            "look": lambda: self.look.focus_work(self._place.field),
            "about": self.about.focus_work,
        }[self.tab()]()

    def _save(self) -> None:
        if self.tab() == "letters":
            self.letters.look.keep()
        if not self.bar.save.isEnabled() or self.tab() not in _FORMS:
            return
        self.office.clear_faults()
        self.contacts.clear_faults()
        self.bar.say("")
        try:
            self._saved = to_form(self._services.office.save(self.values()))
        except FormRefused as refused:
            self._show(refused.faults)
        except Fault as fault:
            self.bar.say(self._texts.fault(fault))
        else:
            self._fill()
            self.told.emit(self._texts("settings.told_saved"))

    def _show(self, faults: Sequence[UserFault]) -> None:
        for fault in faults:
            text = self._texts.fault(fault)
            for fields in (self.office, self.contacts):
                fields.set_fault(fault.field or "", text)
        count = len(faults)
        self.bar.say(
            self._texts("settings.faults", count=count) if count > 1 else self._texts("settings.fault")
        )
        first = faults[0].field or ""
        contacts = first.startswith("contact")
        self.show_tab("contacts" if contacts else "office")
        (self.contacts if contacts else self.office).focus_on(first)
        self._scrolls["contacts" if contacts else "office"].show_focus()


def to_form(office: Office) -> dict[str, str]:
    """The sender as the form's texts."""
    address = office.address
    form = {
        "name": office.name,
        "unit": office.unit,
        "line1": address.line1,
        "line2": address.line2,
        "postal_code": address.postal_code,
        "place": address.place,
        "phone": office.phone,
        "email": office.email,
        "web": office.web,
    }
    held = {contact.kind: contact for contact in office.contacts}
    for kind in CONTACT_KINDS:
        contact = held.get(kind)
        form |= {
            f"contact{kind}_name": contact.name if contact else "",
            f"contact{kind}_email": contact.email if contact else "",
            f"contact{kind}_phone": contact.phone if contact else "",
        }
    return form
