"""What the municipality's letters look like: arms or logo, envelope, marking, and how long a paper may lie."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop.usecases.letter_settings import ALT_LIMIT, LetterLook, LetterSettings
from kpr_desktop.usecases.letters import LetterDesk
from kpr_desktop.usecases.refusal import FormRefused
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Card, CheckBox, ComboBox, Field, Label, LineEdit

_SHOWN = 240, 64
"""Pixels at 100 % that the picture has at most."""
_YES = "yes"
_LARGEST = 1_000_000
"""Bytes that are read of a file; what is larger is refused by the letters."""


class LookCard(QWidget):
    """One form, saved together: the picture here, and `rest`, which the tab places.

    `told(text)` once it is saved; faults stand beside their lines.
    """

    told = Signal(str)

    def __init__(self, texts: Texts, settings: LetterSettings, desk: LetterDesk, *, allowed: bool) -> None:
        super().__init__()
        self._texts, self._settings, self._desk = texts, settings, desk
        self._logo = b""
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.choose = Button(texts("settings.logo_choose"))
        self.remove = Button(texts("settings.logo_remove"), "quiet")
        self.logo_field = Field(texts("settings.logo"), self._chooser(), texts("settings.logo_hint"))
        self.alt = LineEdit(ALT_LIMIT)
        self.alt_field = Field(texts("settings.logo_alt"), self.alt, texts("settings.logo_alt_hint"))
        self.side = ComboBox([(each, texts(f"settings.logo_{each}")) for each in ("left", "right")])
        self.window_ = CheckBox(texts("settings.window"))
        self.exempt = CheckBox(texts("settings.exempt"))
        self.days = LineEdit(3)
        self.days_field = Field(
            texts("settings.collect_days"), self.days, texts("settings.collect_days_hint")
        )
        self.save = Button(texts("settings.letters_save"), "primary", texts("settings.save_key"))
        self._lay_out()
        for widget in (self.choose, self.remove, self.alt, self.side, self.window_, self.exempt, self.days):
            widget.setEnabled(allowed)
        self.save.setVisible(allowed)
        self.choose.clicked.connect(self._choose)
        self.remove.clicked.connect(lambda: self._show_logo(b""))
        self.alt.edited.connect(lambda _text: self.alt_field.clear_error())
        self.days.edited.connect(lambda _text: self.days_field.clear_error())
        self.save.clicked.connect(self.keep)
        self.fill()

    def fill(self) -> None:
        """Show what is kept."""
        look = self._settings.look()
        self._show_logo(look.logo)
        self.alt.setText(look.logo_alt)
        self.side.set_key("right" if look.logo_right else "left")
        self.window_.setChecked(look.window)
        self.exempt.setChecked(look.exempt)
        self.days.setText(str(self._desk.collect_days()))
        self._first = self._typed()

    def dirty(self) -> bool:
        """Whether something stands there that is not saved."""
        return self._look() != self._settings.look() or self.days.text().strip() != str(
            self._desk.collect_days()
        )

    def half_typed(self) -> dict[str, str]:
        """What is not saved, for `take_back`. A picture is chosen again from its file."""
        return {name: text for name, text in self._typed().items() if text != self._first[name]}

    def take_back(self, kept: Mapping[str, str]) -> None:
        """Put it in again."""
        told = {**self._typed(), **kept}
        self.alt.setText(told["look.alt"])
        self.days.setText(told["look.days"])
        self.side.set_key(told["look.side"])
        self.window_.setChecked(told["look.window"] == _YES)
        self.exempt.setChecked(told["look.exempt"] == _YES)

    def _typed(self) -> dict[str, str]:
        return {
            "look.alt": self.alt.text(),
            "look.days": self.days.text(),
            "look.side": self.side.key() or "",
            "look.window": _YES * self.window_.isChecked(),
            "look.exempt": _YES * self.exempt.isChecked(),
        }

    def keep(self) -> None:
        """Save all of it, or tell beside the lines why not; nothing is saved while one of them is wrong."""
        if self.save.isHidden():
            return
        for field in (self.logo_field, self.alt_field, self.days_field):
            field.clear_error()
        try:
            self._settings.save_look(self._look())
        except FormRefused as refused:
            for fault in refused.faults:
                self._wrong(fault)
            return
        except Fault as fault:
            self.logo_field.set_error(self._texts.fault(fault))
            return
        try:
            if self.days.text().strip() != str(self._desk.collect_days()):
                self._desk.set_collect_days(self.days.text())
        except Fault as fault:
            self._wrong(fault)
        else:
            self.fill()
            self.told.emit(self._texts("settings.told_saved"))

    def _wrong(self, fault: Fault) -> None:
        about = (fault.field if isinstance(fault, UserFault) else "") or ""
        field, editor = {
            "logo_alt": (self.alt_field, self.alt),
            "collect_days": (self.days_field, self.days),
        }.get(about, (self.logo_field, self.choose))
        field.set_error(self._texts.fault(fault))
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        texts = self._texts
        path, _ = QFileDialog.getOpenFileName(
            self, texts("settings.logo_choose"), "", texts("settings.logo_files")
        )
        if not path:
            return
        try:
            with Path(path).open("rb") as file:
                png = file.read(_LARGEST)
            self._settings.check_logo(png)
        except OSError:
            self.logo_field.set_error(texts("settings.logo_unread"))
        except UserFault as fault:
            self.logo_field.set_error(texts.fault(fault))
        else:
            self._show_logo(png)
            self.alt.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_logo(self, png: bytes) -> None:
        """The picture as it stands on paper; what was checked is what Qt is given to draw."""
        theme, texts = Theme.current(), self._texts
        self._logo = png
        self.logo_field.clear_error()
        picture = QPixmap()
        if png and picture.loadFromData(png, "PNG"):
            room = QSize(theme.px(_SHOWN[0]), theme.px(_SHOWN[1]))
            picture = picture.scaled(
                room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        self.picture.setPixmap(picture)
        self.picture.setVisible(bool(png))
        self.picture.setAccessibleName(texts("settings.logo_shown") if png else texts("settings.logo_none"))
        self._none.setVisible(not png)
        self.remove.setVisible(bool(png))

    def _look(self) -> LetterLook:
        return LetterLook(
            self._logo,
            " ".join(self.alt.text().split()) if self._logo else "",
            self.side.key() == "right",
            self.window_.isChecked(),
            self.exempt.isChecked(),
        )

    def _chooser(self) -> QWidget:
        theme = Theme.current()
        whole = QWidget()
        self._none = Label(self._texts("settings.logo_none"), "muted")
        row = QHBoxLayout()
        row.setSpacing(theme.space("s"))
        row.addWidget(self.choose)
        row.addWidget(self.remove)
        row.addStretch(1)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("s"))
        column.addWidget(self._none)
        column.addWidget(self.picture)
        column.addLayout(row)
        return whole

    def _lay_out(self) -> None:
        texts, theme = self._texts, Theme.current()
        logo = Card(texts("settings.logo_card"))
        logo.body.setSpacing(theme.space("m"))
        for field in (self.logo_field, self.alt_field, Field(texts("settings.logo_side"), self.side)):
            logo.body.addWidget(field)
        rest = self.rest = Card(texts("settings.envelope_card"))
        rest.body.setSpacing(theme.space("m"))
        for widget in (self.window_, self.exempt, self.days_field):
            rest.body.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("l"))
        column.addWidget(logo)
        column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignRight)
        column.addStretch(1)
