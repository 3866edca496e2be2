"""A new passphrase: typed twice, or words that the program suggests and the person types once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import UserFault
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.button import Button
from kpr_desktop_ui.widgets.check_box import CheckBox
from kpr_desktop_ui.widgets.columns import Columns
from kpr_desktop_ui.widgets.field import Field
from kpr_desktop_ui.widgets.flow_layout import FlowLayout
from kpr_desktop_ui.widgets.passphrase_edit import PassphraseEdit

MIN_CHARACTERS = 15
"""The shortest passphrase that is taken; the vault's keys refuse shorter ones themselves."""
Check = Callable[[bytearray], None]
"""Raises UserFault vault.passphrase_* for one that would not be taken."""


class NewPassphrase(QWidget):
    """Two lines, "show", and a button that suggests `count` words. What is wrong stands beside the line as one types.

    `use` tells how to check and where words come from; before that only the length is looked at.
    """

    def __init__(self, texts: Texts, label: str, *, strong: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._check: Check | None = None
        self._words: Callable[[], str] | None = None
        self.passphrase, self.again = PassphraseEdit(), PassphraseEdit()
        self.fields = {
            "passphrase": Field(label, self.passphrase, ""),
            "again": Field(texts("start.again"), self.again),
        }
        self.suggest = Button("", small=True)
        self.show_box = CheckBox(texts("start.passphrase_show"))
        self.set_strong(strong=strong)
        pairs = Columns(2, 640)
        for field in self.fields.values():
            pairs.add(field)
        below = QWidget()
        flow = FlowLayout(below, Theme.current().space("m"))
        flow.addWidget(self.suggest)
        flow.addWidget(self.show_box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Theme.current().space("s"))
        column.addWidget(pairs)
        column.addWidget(below)
        self.suggest.clicked.connect(self._suggest)
        self.show_box.toggled_by_user.connect(self._show)
        self.passphrase.edited.connect(lambda _text: self._tell())
        self.again.edited.connect(lambda _text: self.fields["again"].clear_error())
        self._tell()

    def use(self, check: Check, words: Callable[[], str]) -> None:
        """How to check, and where suggestions come from."""
        self._check, self._words = check, words
        self._tell()

    def set_strong(self, *, strong: bool) -> None:
        """Six words are suggested to who administers a vault, five to others."""
        self.suggest.setText(self._texts("passphrase.suggest_six" if strong else "passphrase.suggest_five"))

    def faults(self) -> list[UserFault]:
        """One fault for each line that can not be taken."""
        fault = self._fault()
        if fault is not None:
            return [fault]
        if self.passphrase.text() != self.again.text():
            return [UserFault("start.passphrase_differs", "again")]
        return []

    def show_faults(self, faults: list[UserFault]) -> bool:
        """Put what is wrong beside its line, and the caret there. False when none of it belongs here."""
        for field in self.fields.values():
            field.clear_error()
        mine = [fault for fault in faults if fault.field in self.fields]
        for fault in mine:
            self.fields[fault.field or ""].set_error(self._texts.fault(fault))
        if mine:
            self.fields[mine[0].field or ""].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return bool(mine)

    def secret(self) -> bytearray:
        """What is typed; the receiver wipes it."""
        return self.passphrase.secret()

    def forget(self) -> None:
        """Empty both lines."""
        self.passphrase.forget()
        self.again.forget()

    def _fault(self) -> UserFault | None:
        length = len(self.passphrase.text())
        if length < MIN_CHARACTERS:
            return UserFault("start.passphrase_short", "passphrase", minimum=MIN_CHARACTERS)
        secret = self.secret()
        try:
            if self._check is not None:
                self._check(secret)
        except UserFault as fault:
            return fault
        finally:
            secret[:] = bytes(len(secret))
        return None

    def _tell(self) -> None:
        """How it stands, while one types: nothing is called wrong before it is long enough."""
        texts, field, length = self._texts, self.fields["passphrase"], len(self.passphrase.text())
        field.clear_error()
        fault = self._fault()
        if not length:
            field.set_hint(texts("start.passphrase_hint", minimum=MIN_CHARACTERS))
        elif length < MIN_CHARACTERS:
            field.set_hint(texts("start.strength_short", count=length, minimum=MIN_CHARACTERS))
        elif fault is not None:
            field.set_error(texts.fault(fault))
        else:
            field.set_hint(texts("passphrase.good"))

    def _suggest(self) -> None:
        """Show the words. They are typed again by hand: whoever has typed them has read them."""
        if self._words is None:
            return
        self.passphrase.setText(self._words())
        self.again.forget()
        self.show_box.setChecked(True)
        self._show(shown=True)
        self._tell()
        self.fields["passphrase"].set_hint(self._texts("passphrase.suggested"))
        self.fields["again"].clear_error()
        self.again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, shown: bool) -> None:  # noqa: FBT001 - a slot
        self.passphrase.set_shown(shown=shown)
        self.again.set_shown(shown=shown)
