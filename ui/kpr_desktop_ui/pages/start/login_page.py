"""Unlocking a vault."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import EnvironmentFault, Fault, UserFault
from kpr_desktop_ui.pages.start.folder import AskFolder, ask_folder
from kpr_desktop_ui.pages.start.start_page import StartPage
from kpr_desktop_ui.widgets.banner import Banner
from kpr_desktop_ui.widgets.button import Button
from kpr_desktop_ui.widgets.check_box import CheckBox
from kpr_desktop_ui.widgets.combo_box import ComboBox
from kpr_desktop_ui.widgets.field import Field
from kpr_desktop_ui.widgets.label import Label
from kpr_desktop_ui.widgets.passphrase_edit import PassphraseEdit
from kpr_desktop_ui.widgets.state_chip import StateChip

if TYPE_CHECKING:
    from kpr_desktop.usecases.records import VaultInfo
    from kpr_desktop.usecases.session import Session
    from kpr_desktop.usecases.vault import VaultDoor

_TICK_MS = 200
_DAMAGED = frozenset(("vault.damaged", "vault.tampered", "vault.references_broken", "vault.numbers_damaged"))
"""Then what is whole can be had out of the vault, beside what a backup gives."""


class LoginPage(StartPage):
    """The vault's name, who one is, and the passphrase. Enter unlocks.

    After wrong tries the seconds until the next one are counted down, while one types. `who`: place in the vault's list
    of the user that is chosen first, -1 = nobody; `locked`: the program locked itself, and leads back.
    """

    speaks = True

    def __init__(
        self, texts: Texts, path: Path, choose: AskFolder = ask_folder, *, who: int = -1, locked: bool = False
    ) -> None:
        lead = texts("start.locked_lead" if locked else "start.login_lead")
        super().__init__(texts, texts("start.locked_title" if locked else "start.login_title"), lead, 460)
        self.path = path
        self._who = who
        self._info: VaultInfo | None = None
        self._until = 0.0
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._count_down)
        self._choose = choose
        self._name = Label("", "heading")
        self._training = StateChip(texts("shell.training"))
        self._training.hide()
        self._place = Label(str(path), "small")
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.user = ComboBox()
        self.user_field = Field(texts("start.login"), self.user)
        self.passphrase = PassphraseEdit()
        self.passphrase_field = Field(texts("start.passphrase"), self.passphrase)
        self._show = CheckBox(texts("start.passphrase_show"))
        self._show.toggled_by_user.connect(lambda on: self.passphrase.set_shown(shown=on))
        self.unlock = Button(texts("start.unlock"), "primary", texts("common.enter_key"))
        self.unlock.setEnabled(False)
        self.unlock.clicked.connect(self.open_vault)
        self.passphrase.returnPressed.connect(self.open_vault)
        self.passphrase.edited.connect(lambda _text: self.passphrase_field.clear_error())
        self.user.chosen.connect(lambda _login: self._look_at_wait())
        self.waiting = Label("", "strong")
        self.waiting.hide()
        self._lay_out()

    def enter(self, door: VaultDoor) -> None:
        super().enter(door)
        try:
            info = door.look(self.path)
        except EnvironmentFault as fault:
            self._refuse(fault)
            return
        self._name.setText(info.name)
        self._training.setVisible(info.training)
        self.sheet.setVisible(bool(info.recovery))
        self._info = info
        self.user.set_items([(login, login) for login in info.logins])
        if 0 <= self._who < len(info.logins):
            self.user.set_key(info.logins[self._who])
            self.passphrase.setFocus()
        self.user_field.setVisible(bool(info.logins))
        self.unlock.setEnabled(True)
        self._look_at_wait()

    def begin(self) -> None:
        choose = self.user.count() > 1 and self._who < 0
        (self.user if choose else self.passphrase).setFocus()

    def half_typed(self) -> dict[str, str]:
        shown = "1" if self._show.isChecked() else ""
        return {"login": self.user.key(), "passphrase": self.passphrase.text(), "shown": shown}

    def take_back(self, kept: Mapping[str, str]) -> None:
        if self.user.set_key(kept["login"]):
            self._look_at_wait()
        self._show.setChecked(bool(kept["shown"]))
        self.passphrase.set_shown(shown=bool(kept["shown"]))
        self.passphrase.setText(kept["passphrase"])

    def open_vault(self) -> None:
        """Unlock with what is typed."""
        if self.door is None or not self.unlock.isEnabled():
            return
        self.banner.hide()
        self.passphrase_field.clear_error()
        if not self.passphrase.text():
            self.passphrase_field.set_error(self.t("start.passphrase_missing"))
            self.passphrase.setFocus()
            return
        door, login, secret = self.door, self.user.key(), self.passphrase.secret()

        def work() -> Session:
            try:
                return door.open(self.path, login, secret)
            finally:
                secret[:] = bytes(len(secret))

        self._busy(busy=True)
        from kpr_desktop_ui.tasks import run  # noqa: PLC0415 - not before the first page has been painted

        run(self, work, self._opened, self._failed)

    def choose_vault(self) -> None:
        """Let the person point to another vault."""
        chosen = self._choose(self, self.t("start.choose_vault"), self.path)
        if chosen is not None:
            self.log_in_wanted.emit(chosen)

    def _opened(self, session: Session) -> None:
        self.passphrase.forget()
        self.opened.emit(session)

    def _failed(self, fault: Fault) -> None:
        self._busy(busy=False)
        self._look_at_wait()
        if fault.code == "vault.wait":
            pass  # the seconds stand there
        elif isinstance(fault, UserFault):
            self.passphrase_field.set_error(self.t.fault(fault))
        else:
            self.banner.set_message("stop", self.t.fault(fault))
            self.banner.show()
            self.salvage.setVisible(fault.code in _DAMAGED)
        self.passphrase.setFocus()
        self.passphrase.selectAll()

    def _look_at_wait(self) -> None:
        """How long the chosen user has to wait."""
        left = 0
        if self.door is not None and self._info is not None:
            with suppress(EnvironmentFault):  # told when the log-in is tried
                left = self.door.wait(self._info, self.user.key())
        self._until = time.monotonic() + left
        self._tick.start()
        self._count_down()

    def _count_down(self) -> None:
        left = math.ceil(self._until - time.monotonic())
        waits = left > 0
        self.unlock.setEnabled(not waits)
        self.waiting.setVisible(waits)
        if waits:
            minutes, seconds = divmod(left, 60)
            long = self.t("start.wait_minutes", minutes=minutes, seconds=f"{seconds:02}")
            self.waiting.setText(long if minutes else self.t("start.wait_seconds", seconds=seconds))
            self.waiting.setAccessibleName(self.waiting.content())
        else:
            self._tick.stop()

    def _refuse(self, fault: EnvironmentFault) -> None:
        self._name.hide()
        self.user_field.hide()
        self.banner.set_message("stop", self.t.fault(fault))
        self.banner.show()
        self.salvage.setVisible(fault.code in _DAMAGED)
        for widget in (self.passphrase_field, self._show, self.unlock):
            widget.hide()
        self.other.setFocus()

    def _busy(self, *, busy: bool) -> None:
        for widget in (self.user_field, self.passphrase_field, self._show, self.unlock):
            widget.setEnabled(not busy)
        if not busy and self._tick.isActive():
            self.unlock.setEnabled(False)
        self.unlock.setText(self.t("start.unlocking" if busy else "start.unlock"))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._training)
        body = self.card.body
        body.addLayout(head)
        for widget in (
            self._place,
            self.banner,
            self.user_field,
            self.passphrase_field,
            self.waiting,
            self._show,
        ):
            body.addWidget(widget)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.unlock)
        body.addLayout(row)
        self.other = Button(self.t("start.other_vault"), "quiet")
        self.other.clicked.connect(self.choose_vault)
        self.new = Button(self.t("start.new_vault"), "quiet")
        self.new.clicked.connect(self.vault_wanted)
        self.below.addWidget(self.other)
        self.below.addWidget(self.new)
        self.restore = Button(self.t("backup.restore_link"), "quiet")
        self.restore.clicked.connect(self.restore_wanted)
        self.below.addWidget(self.restore)
        self.salvage = Button(self.t("salvage.link"), "quiet")
        self.salvage.clicked.connect(lambda: self.salvage_wanted.emit(self.path))
        self.salvage.hide()
        self.below.addWidget(self.salvage)
        self.sheet = Button(self.t("recovery.use_link"), "quiet")
        self.sheet.clicked.connect(lambda: self.sheet_wanted.emit(self.path))
        self.sheet.hide()
        row.insertWidget(0, self.sheet)
