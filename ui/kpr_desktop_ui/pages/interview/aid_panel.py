"""The place below the scores: the contrasts, or in their stead the guide or the question before a 9."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.interview.contrast_panel import ContrastPanel
from kpr_desktop_ui.pages.interview.focus import leave
from kpr_desktop_ui.pages.interview.guide_panel import GuidePanel
from kpr_desktop_ui.pages.interview.nine_panel import NinePanel


class AidPanel(QWidget):
    """One help at a time. `home` takes the focus from a part that closes."""

    def __init__(self, texts: Texts, home: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self.contrasts = ContrastPanel(texts)
        self.guide = GuidePanel(texts)
        self.nine = NinePanel(texts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.contrasts, self.guide, self.nine):
            column.addWidget(part)
        self.show_contrasts()

    def show_contrasts(self) -> None:
        """What separates neighbouring scores."""
        self._show(self.contrasts)

    def show_guide(self) -> None:
        """The deciding questions."""
        self._show(self.guide)

    def show_nine(self) -> None:
        """The question before a 9."""
        self._show(self.nine)

    @property
    def guiding(self) -> bool:
        """Whether the guide is open."""
        return not self.guide.isHidden()

    @property
    def asking_nine(self) -> bool:
        """Whether the question before a 9 is open."""
        return not self.nine.isHidden()

    def fields(self) -> list[QWidget]:
        """What Tab visits in the part that is open."""
        if self.guiding:
            return self.guide.fields()
        return self.nine.fields() if self.asking_nine else []

    def _show(self, wanted: QWidget) -> None:
        for part in (self.contrasts, self.guide, self.nine):
            if part is not wanted:
                leave(part, self._home)
            part.setVisible(part is wanted)
