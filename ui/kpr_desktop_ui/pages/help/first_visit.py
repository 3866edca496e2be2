"""The first visit: a quiet line that offers a short guide, and is never seen again once it has been answered."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.session import Session
from kpr_desktop_ui.pages.help.guide_dialog import GuideDialog
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, FlowLayout, Label


class FirstVisit(QFrame):
    """Takes no focus and stops no work. Yes and no both put it away, for this user on this machine."""

    def __init__(
        self, texts: Texts, settings: DeskSettings, session: Session, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self._texts, self._settings, self._user = texts, settings, session.user.id
        self.setProperty("banner", "info")
        self.setAccessibleName(texts("help.first_text"))
        self.yes = Button(texts("help.first_yes"), small=True)
        self.no = Button(texts("help.first_no"), "quiet", small=True)
        self.yes.clicked.connect(self._show)
        self.no.clicked.connect(self._put_away)
        answers = QWidget()
        flow = FlowLayout(answers)
        flow.addWidget(self.yes)
        flow.addWidget(self.no)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space("l"), theme.space("s"), theme.space("l"), theme.space("s"))
        row.setSpacing(theme.space("m"))
        row.addWidget(Label(texts("help.first_text")), 1)
        row.addWidget(answers)

    def _show(self) -> None:
        dialog = GuideDialog(self._texts, self.window())
        dialog.exec()
        dialog.deleteLater()
        self._put_away()

    def _put_away(self) -> None:
        self._settings.set_visited(self._user)
        self.hide()


def first_visit(texts: Texts, settings: DeskSettings, session: Session) -> FirstVisit | None:
    """The line for somebody who has not answered it here; None for whoever has."""
    return None if settings.visited(session.user.id) else FirstVisit(texts, settings, session)
