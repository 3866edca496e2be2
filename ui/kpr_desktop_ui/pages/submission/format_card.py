"""One format a file can be made in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Card, Label, StateChip


class FormatCard(Card):
    """The format's name, whether it is official, what it carries, its status, and the button that makes the file.

    `format_id` is the writer's id.
    """

    def __init__(
        self, texts: Texts, format_id: str, *, official: bool, extra: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        key = format_id.replace("-", "_")
        theme = Theme.current()
        chip = StateChip(
            texts("export.official" if official else "export.not_official"), "info" if official else "neutral"
        )
        self.button = Button(texts(f"submission.make_{key}"), "primary" if official else "secondary")
        head = QHBoxLayout()
        head.setSpacing(theme.space("s"))
        head.addWidget(Label(texts(f"export.{key}.title"), "heading"), 1)
        head.addWidget(chip)
        self.body.addLayout(head)
        for name in ("carries", "status"):
            self.body.addSpacing(theme.space("xs"))
            self.body.addWidget(Label(texts(f"submission.{name}"), "small"))
            self.body.addWidget(Label(texts(f"export.{key}.{name}")))
        self.body.addSpacing(theme.space("s"))
        self.body.addWidget(extra, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
