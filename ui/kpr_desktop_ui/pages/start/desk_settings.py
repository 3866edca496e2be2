"""What this desk remembers between two days: where the vault lies, how window and keys are wanted. Never a name."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal

from kpr_desktop.codebook.languages import LANGUAGES, Language
from kpr_desktop_ui.theme.tokens import MODES

SYSTEM = "system"


class DeskSettings(QObject):
    """Settings of the machine, in one small file in the user's own folder. `changed`: the look is another.
    `language_changed`: so is the language.

    `idle_changed(minutes)`: a setting of the vault, passed on: so long without a gesture until the lock.

    `home` is the folder that a new vault is offered in; `training_only`: a program on a memory stick.
    """

    changed = Signal()
    language_changed = Signal()
    idle_changed = Signal(int)

    def __init__(
        self, file: Path, home: Path, parent: QObject | None = None, *, training_only: bool = False
    ) -> None:
        super().__init__(parent)
        self.home = home
        self.training_only = training_only
        self._store = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def last_vault(self) -> Path | None:
        """The folder of the vault that was opened last."""
        kept = str(self._store.value("vault/path", ""))
        return Path(kept) if kept else None

    def remember_vault(self, path: Path) -> None:
        """Keep the folder of a vault."""
        self._store.setValue("vault/path", str(path))
        self._store.sync()

    @property
    def mode(self) -> str:
        """The palette: light, dark, contrast, or system (as the desktop says)."""
        kept = str(self._store.value("look/mode", SYSTEM))
        return kept if kept in MODES else SYSTEM

    @property
    def scale(self) -> float:
        """The text scale, 1.0 to 2.0."""
        try:
            kept = float(str(self._store.value("look/scale", "1.0")))
        except ValueError:
            return 1.0
        return min(2.0, max(1.0, kept))

    @property
    def language(self) -> Language:
        """The language of the window; bokmål until another is chosen."""
        kept = str(self._store.value("look/language", LANGUAGES[0]))
        return next((each for each in LANGUAGES if each == kept), LANGUAGES[0])

    def set_language(self, language: str) -> None:
        """Another language, at once and from now on. One that we do not have changes nothing."""
        if language in LANGUAGES and language != self.language:
            self._store.setValue("look/language", language)
            self._store.sync()
            self.language_changed.emit()

    @property
    def one_key(self) -> bool:
        """Whether a score in the interview leads on to the next item by itself."""
        return str(self._store.value("interview/one_key", "false")) == "true"

    def set_one_key(self, *, on: bool) -> None:
        """Let a score lead on by itself, or not."""
        self._store.setValue("interview/one_key", "true" if on else "false")
        self._store.sync()

    def visited(self, user: str) -> bool:
        """Whether this user (an id, no name) has answered the offer of the first visit on this machine."""
        return str(self._store.value(f"visited/{user}", "false")) == "true"

    def set_visited(self, user: str) -> None:
        """Offer the guide to this user no more on this machine."""
        self._store.setValue(f"visited/{user}", "true")
        self._store.sync()

    def set_look(self, mode: str, scale: float) -> None:
        """Another palette or text scale, at once and from now on."""
        self._store.setValue("look/mode", mode)
        self._store.setValue("look/scale", f"{scale:.2f}")
        self._store.sync()
        self.changed.emit()
