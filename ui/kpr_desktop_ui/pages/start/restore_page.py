"""From a backup to a vault, before anybody has logged in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_clock, in_table
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop_ui.pages.start.folder import AskFolder, ask_folder
from kpr_desktop_ui.pages.start.start_page import StartPage
from kpr_desktop_ui.widgets.banner import Banner
from kpr_desktop_ui.widgets.button import Button
from kpr_desktop_ui.widgets.combo_box import ComboBox
from kpr_desktop_ui.widgets.field import Field
from kpr_desktop_ui.widgets.label import Label
from kpr_desktop_ui.widgets.line_edit import LineEdit
from kpr_desktop_ui.widgets.passphrase_edit import PassphraseEdit

if TYPE_CHECKING:
    from kpr_desktop.usecases.backup_ports import Opening, Told
    from kpr_desktop.usecases.vault import VaultDoor

PHRASE, SHEET = "passphrase", "recovery"


class RestorePage(StartPage):
    """Which backup, where to, and what it is opened with. `back_wanted`: to where one came from.

    Another page that makes a vault of what lies in a folder has words of its own and does another work.
    """

    back_wanted = Signal()
    WORDS: Mapping[str, str] = {
        "title": "backup.restore_title",
        "lead": "backup.restore_lead",
        "name": "backup.restore_name",
        "way": "backup.way_phrase_then",
        "from": "backup.restore_from",
        "to": "backup.restore_to",
        "phrase": "backup.phrase_then",
        "yes": "backup.restore_yes",
        "working": "backup.restoring",
    }

    def __init__(self, texts: Texts, home: Path, choose: AskFolder = ask_folder) -> None:
        super().__init__(texts, self._says(texts, "title"), self._says(texts, "lead"), 620)
        self._home, self._choose = home, choose
        self._known: Path | None = None
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.backup, self.target = LineEdit(), LineEdit()
        self.target.setText(str(home / self._says(texts, "name")))
        self.facts = Label("", "muted")
        self.facts.hide()
        self.way = ComboBox([(PHRASE, self._says(texts, "way")), (SHEET, texts("backup.way_recovery"))])
        self.login = ComboBox()
        self.code, self.passphrase, self.again = LineEdit(120), PassphraseEdit(), PassphraseEdit()
        self.fields = {
            "backup": Field(self._says(texts, "from"), self._with_browse(self.backup, self._choose_backup)),
            "target": Field(self._says(texts, "to"), self._with_browse(self.target, self._choose_target)),
            "way": Field(texts("backup.way"), self.way),
            "login": Field(texts("start.login"), self.login),
            "code": Field(texts("backup.code"), self.code, texts("backup.code_hint")),
            "passphrase": Field(self._says(texts, "phrase"), self.passphrase),
            "again": Field(texts("backup.phrase_again"), self.again),
        }
        self.restore = Button(self._says(texts, "yes"), "primary", texts("common.enter_key"))
        self.restore.setEnabled(False)
        self.back = Button(texts("backup.restore_back"), "quiet", icon="arrow-left")
        self.salvage = Button(texts("salvage.link"), "quiet")
        self._lay_out()
        self.backup.editingFinished.connect(self._look)
        self.way.chosen.connect(lambda _way: self._show_way())
        self.restore.clicked.connect(self._restore)
        self.back.clicked.connect(self.back_wanted)
        self.salvage.clicked.connect(lambda: self.salvage_wanted.emit(None))
        for line in (self.code, self.passphrase, self.again):
            line.returnPressed.connect(self._restore)
        self._show_way()

    def enter(self, door: VaultDoor) -> None:
        super().enter(door)
        self.restore.setEnabled(True)

    def begin(self) -> None:
        self.backup.setFocus()

    def _with_browse(self, line: LineEdit, act: object) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        browse = Button(self.t("start.browse"))
        browse.clicked.connect(act)
        holder.setFocusProxy(line)
        row.addWidget(line, 1)
        row.addWidget(browse)
        holder.setFocusProxy(line)
        return holder

    def _choose_backup(self) -> None:
        chosen = self._choose(self, self._says(self.t, "from"), Path(self.backup.text() or self._home))
        if chosen is not None:
            self.backup.setText(str(chosen))
            self._look()

    def _choose_target(self) -> None:
        chosen = self._choose(self, self._says(self.t, "to"), Path(self.target.text()))
        if chosen is not None:
            self.target.setText(str(chosen))

    def _look(self) -> bool:
        """Say what the backup is. False when it is none."""
        folder = Path(self.backup.text().strip())
        if self.door is None or (folder == self._known and self.login.count() > 0):
            return self.door is not None
        self._known = None
        self.facts.hide()
        self.fields["backup"].clear_error()
        try:
            words, logins = self._found(self.door, folder)
        except Fault as fault:
            self.fields["backup"].set_error(self.t.fault(fault))
            return False
        self._known = folder
        self.facts.setText(words)
        self.facts.show()
        self.login.set_items([(login, login) for login in logins])
        return True

    def _found(self, door: VaultDoor, folder: Path) -> tuple[str, tuple[str, ...]]:
        """What lies there in a line, and who can open it. Raises a fault for what is none."""
        found, info = door.restoring.look(folder)
        words = self.t(
            "backup.restore_facts",
            name=info.name,
            date=in_table(found.made_at.date()),
            time=in_clock(found.made_at, self.t.language),
            persons=found.persons,
        )
        return words, info.logins

    def _work(self, door: VaultDoor, folder: Path, target: Path, opening: Opening, told: Told) -> object:
        """On a worker's thread. Gives what `_done` is told."""
        return door.restoring.restore(folder, target, opening, told)

    def _done(self, _made: object, target: Path) -> None:
        """The new vault is there."""
        self.log_in_wanted.emit(target)

    def _says(self, texts: Texts, word: str) -> str:
        return texts(self.WORDS[word])

    def _show_way(self) -> None:
        by_sheet = self.way.key() == SHEET
        self.fields["code"].setVisible(by_sheet)
        self.fields["again"].setVisible(by_sheet)
        phrase = self.t("backup.phrase_new") if by_sheet else self._says(self.t, "phrase")
        self.fields["passphrase"].set_label(phrase)

    def _restore(self) -> None:
        from kpr_desktop.usecases.backup_ports import Opening  # noqa: PLC0415 - not before the page has been painted
        from kpr_desktop_ui.pages.backup.progress_dialog import watched  # noqa: PLC0415 - as above

        self.banner.hide()
        for field in self.fields.values():
            field.clear_error()
        if self.door is None or not self._look() or not self._complete():
            return
        code = self.code.text() if self.way.key() == SHEET else ""
        opening = Opening(self.login.key(), self.passphrase.secret(), code)
        folder, target, door = Path(self.backup.text().strip()), Path(self.target.text()), self.door
        made, fault = watched(
            self,
            self.t,
            self._says(self.t, "working"),
            lambda told: self._work(door, folder, target, opening, told),
            self.t("backup.stop"),
        )
        if made is not None:
            for line in (self.passphrase, self.again):
                line.forget()
            self.code.clear()
            self._done(made, target)
        elif fault is not None:
            self._refuse(fault)

    def _complete(self) -> bool:
        by_sheet = self.way.key() == SHEET
        if by_sheet and not self.code.text().strip():
            self.fields["code"].set_error(self.t("backup.code_missing"))
            self.code.setFocus()
        elif not self.passphrase.text():
            self.fields["passphrase"].set_error(self.t("start.passphrase_missing"))
            self.passphrase.setFocus()
        elif by_sheet and self.again.text() != self.passphrase.text():
            self.fields["again"].set_error(self.t("start.passphrase_differs"))
            self.again.setFocus()
        else:
            return True
        return False

    def _refuse(self, fault: Fault) -> None:
        field = self.fields.get((isinstance(fault, UserFault) and fault.field) or "")
        if field is not None and not field.isHidden():
            field.set_error(self.t.fault(fault))
        else:
            self.banner.set_message("stop", self.t.fault(fault))
            self.banner.show()

    def _lay_out(self) -> None:
        body = self.card.body
        body.addWidget(self.banner)
        for name, field in self.fields.items():
            body.addWidget(field)
            if name == "backup":
                body.addWidget(self.facts)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.restore)
        body.addLayout(row)
        self.below.addWidget(self.back)
        self.below.addWidget(self.salvage)
