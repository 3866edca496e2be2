"""The way in when nobody remembers a passphrase."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import EnvironmentFault, Fault, UserFault
from kpr_desktop_ui.pages.new_passphrase import NewPassphrase
from kpr_desktop_ui.pages.recovery.code_entry import CodeEntry
from kpr_desktop_ui.pages.start.start_page import StartPage
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.banner import Banner
from kpr_desktop_ui.widgets.button import Button
from kpr_desktop_ui.widgets.combo_box import ComboBox
from kpr_desktop_ui.widgets.field import Field
from kpr_desktop_ui.widgets.label import Label

if TYPE_CHECKING:
    from kpr_desktop.usecases.session import Session
    from kpr_desktop.usecases.vault import VaultDoor


class RecoverPage(StartPage):
    """The code from the sheet, which administrator, and the new passphrase. `back_wanted`: to the log-in."""

    back_wanted = Signal()

    def __init__(self, texts: Texts, path: Path) -> None:
        super().__init__(texts, texts("recovery.use_title"), texts("recovery.use_lead"), 820)
        self.path = path
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.entry = CodeEntry(texts)
        self.user = ComboBox()
        self.user_field = Field(texts("recovery.use_user"), self.user)
        self.phrase = NewPassphrase(texts, texts("passphrase.new"), strong=True)
        self.open = Button(texts("recovery.use_open"), "primary", texts("common.enter_key"))
        self.open.setEnabled(False)
        self.back = Button(texts("recovery.use_back"), "quiet", icon="arrow-left")
        self._sheet = Label("", "muted")
        self._lay_out()
        self.open.clicked.connect(self._recover)
        self.back.clicked.connect(self.back_wanted)
        self.user.chosen.connect(lambda _login: self.user_field.clear_error())
        for line in (self.phrase.passphrase, self.phrase.again):
            line.returnPressed.connect(self._recover)
        self.entry.entered.connect(self._recover)

    def enter(self, door: VaultDoor) -> None:
        super().enter(door)
        try:
            info = door.look(self.path)
        except EnvironmentFault as fault:
            self._refuse(fault)
            return
        self.user.set_items([(login, login) for login in info.logins])
        self._sheet.setText(self.t("recovery.use_sheet", name=info.name, fingerprint=info.recovery))
        self.entry.use(door.words.check_group)
        self.phrase.use(
            lambda secret: door.words.check(secret, (self.user.key(), info.name)),
            lambda: door.words.suggest(strong=True),
        )
        self.open.setEnabled(True)

    def begin(self) -> None:
        self.entry.begin()

    def _recover(self) -> None:
        if self.door is None or not self.open.isEnabled():
            return
        self.banner.hide()
        self.user_field.clear_error()
        if not self.entry.complete() or self.phrase.show_faults(self.phrase.faults()):
            return
        door, login, code, secret = self.door, self.user.key(), self.entry.code(), self.phrase.secret()
        self._busy(busy=True)
        from kpr_desktop_ui.tasks import run  # noqa: PLC0415 - not before the first page has been painted

        run(self, lambda: door.recover(self.path, login, code, secret), self._opened, self._refuse)

    def _opened(self, session: Session) -> None:
        self.entry.forget()
        self.phrase.forget()
        self.opened.emit(session)

    def _refuse(self, fault: Fault) -> None:
        self._busy(busy=False)
        field = fault.field if isinstance(fault, UserFault) else None
        if isinstance(fault, UserFault) and field == "code":
            self.entry.show_fault(fault)
        elif field == "login":
            self.user_field.set_error(self.t.fault(fault))
            self.user.setFocus()
        elif not (isinstance(fault, UserFault) and self.phrase.show_faults([fault])):
            self.banner.set_message("stop", self.t.fault(fault))
            self.banner.show()

    def _busy(self, *, busy: bool) -> None:
        for widget in (self.entry, self.user_field, self.phrase, self.open, self.back):
            widget.setEnabled(not busy)
        self.open.setText(self.t("recovery.use_opening" if busy else "recovery.use_open"))

    def _lay_out(self) -> None:
        body = self.card.body
        body.setSpacing(Theme.current().space("s"))
        for widget in (self.banner, self._sheet, self.entry, self.user_field, self.phrase):
            body.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.open)
        body.addLayout(row)
