"""Language, colours and text size, how the keys of the interview lead on, and when the program locks itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.settings.keys_card import KeysCard
from kpr_desktop_ui.pages.start.language_row import LanguageRow
from kpr_desktop_ui.theme.tokens import MODES
from kpr_desktop_ui.widgets import Card, CheckBox, ChoiceCard, Columns, ComboBox, Field, Label

SYSTEM, LANGUAGE = "system", "language"
PERCENTS = (100, 110, 125, 150, 175, 200)


class LookTab(QWidget):
    """`language_wanted(language)`: another language was chosen.

    `look_wanted(mode, scale)`: a palette (system, light, dark, contrast) or text scale (1.0-2.0) was chosen.

    `one_key_wanted(on)`: a score is to lead on by itself, or not. `idle_wanted(minutes)`: another time until the
    lock; it holds for everybody in the vault, so not everybody may choose (`set_idle`).
    """

    language_wanted = Signal(str)
    look_wanted = Signal(str, float)
    one_key_wanted = Signal(bool)
    idle_wanted = Signal(int)

    def __init__(
        self,
        texts: Texts,
        mode: str,
        scale: float,
        *,
        one_key: bool = False,
        may_make_sheet: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._mode = mode
        self.languages = LanguageRow(texts)
        self.languages.chosen.connect(self.language_wanted)
        nearest = min(PERCENTS, key=lambda each: abs(each - scale * 100))
        self.modes = {
            each: ChoiceCard(each, texts(f"settings.mode_{each}"), texts(f"settings.mode_{each}_text"))
            for each in (SYSTEM, *MODES)
        }
        self.percent = ComboBox([(str(each), texts("settings.percent", count=each)) for each in PERCENTS])
        self.percent.set_key(str(nearest))
        self._colours = Card(texts("settings.mode"))
        choices = Columns(2, 640)
        for card in self.modes.values():
            choices.add(card)
            card.chosen.connect(self._mode_chosen)
        self._colours.body.addWidget(choices)
        self._text = Card()
        self._text.body.addWidget(Field(texts("settings.scale"), self.percent, texts("settings.scale_hint")))
        self._make_talk(texts, one_key=one_key)
        self.idle = ComboBox()
        self._lock = Card(texts("settings.lock"))
        self._lock.body.addWidget(Field(texts("settings.idle"), self.idle, texts("settings.idle_hint")))
        self.keys = KeysCard(texts, sheet=may_make_sheet)
        self._texts = texts
        self._mark()
        self.idle.chosen.connect(lambda key: self.idle_wanted.emit(int(key)))
        self.percent.chosen.connect(lambda _key: self._tell())
        both = Columns(2, 640)
        both.add(self._text)
        both.add(self._lock)
        both.add(self.keys)
        both.add(self._talk)
        self.area = FormScroll([self._above(texts), self._colours, both])
        column = QHBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area)

    def _above(self, texts: Texts) -> QWidget:
        above = QWidget()
        row = QHBoxLayout(above)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Label(texts("settings.look_note"), "muted"), 1)
        row.addWidget(Label(texts("start.languages"), "strong", wrap=False))
        row.addWidget(self.languages)
        return above

    def _make_talk(self, texts: Texts, *, one_key: bool) -> None:
        self.one_key = CheckBox(texts("settings.one_key"))
        self.one_key.setChecked(one_key)
        self.one_key.toggled_by_user.connect(self.one_key_wanted)
        self._talk = Card(texts("settings.talk"))
        self._talk.body.addWidget(self.one_key)
        self._talk.body.addWidget(Label(texts("settings.one_key_text"), "small"))

    def set_idle(self, minutes: int, longest: int, *, allowed: bool) -> None:
        """Show the minutes until the lock, 1 to `longest`."""
        texts = self._texts
        self.idle.set_items(
            [
                (
                    str(each),
                    texts("settings.idle_minutes", count=each) if each > 1 else texts("settings.idle_one"),
                )
                for each in range(1, longest + 1)
            ]
        )
        self.idle.set_key(str(minutes))
        self.idle.setEnabled(allowed)

    def focus_work(self, field: str = "") -> None:
        """Put the focus on the choice in force: of the palette, or of the language."""
        chosen = self.languages.chips[self._texts.language] if field == LANGUAGE else self.modes[self._mode]
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def field(self) -> str:
        """Where the focus is, for `focus_work`."""
        return LANGUAGE if any(each.hasFocus() for each in self.languages.chips.values()) else ""

    def _mode_chosen(self, mode: str) -> None:
        self._mode = mode
        self._mark()
        self._tell()

    def _mark(self) -> None:
        for each, card in self.modes.items():
            card.set_selected(each == self._mode)

    def _tell(self) -> None:
        self.look_wanted.emit(self._mode, int(self.percent.key()) / 100)
