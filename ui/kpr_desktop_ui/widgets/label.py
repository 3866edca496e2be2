"""Text on screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kpr_desktop.domain.characters import visible
from kpr_desktop_ui.widgets.painting import breakable
from kpr_desktop_ui.widgets.restyle import restyle

_HEADINGS = {"heading", "title", "question"}
ROLES = ("body", "muted", "small", "strong", "heading", "title", "big", "large", "question", "error")


class Label(QLabel):
    """A text that is shown literally: never as markup, with control and direction characters made visible.

    `role` is body, muted, small, strong, heading, title, big, large, question or error. `content()` gives back what was
    set.
    """

    def __init__(
        self, text: str = "", role: str = "body", *, wrap: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        if role not in ROLES:
            raise ValueError("no such role")
        self._content = ""
        self._renamed = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setProperty("role", role)
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.spoken_role = QAccessible.Role.Heading if role in _HEADINGS else None
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show a text."""
        self._content = text
        whole = visible(text, lines=self.wordWrap())
        shown = breakable(whole)
        super().setText(shown)
        if shown != whole:  # the signs that let a long word break are for the eyes only
            self._renamed = True
            self.setAccessibleName(whole)
        elif self._renamed:
            self._renamed = False
            self.setAccessibleName("")

    def content(self) -> str:
        """The text as it was set."""
        return self._content

    def set_tone(self, tone: str) -> None:
        """Colour by kind: neutral, info, ok, warning, stop; an empty text takes the role's own colour."""
        self.setProperty("tone", tone or None)
        restyle(self)
