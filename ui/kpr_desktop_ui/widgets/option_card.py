"""What the cards that a person chooses between have in common."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.measures import Measures
from kpr_desktop_ui.widgets.painting import DrawnText, draw_texts, paint_box


class OptionCard(QRadioButton):
    """One of several; screen readers meet something that can be checked. `chosen(code)` tells of a gesture only.

    A card does not select itself: the page decides, and calls `set_selected`. Space chooses; Enter is left to the page.
    """

    chosen = Signal(str)
    spoken_role = QAccessible.Role.RadioButton

    def __init__(self, code: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code = code
        self._text = text
        self._measures = Measures()
        self.setAutoExclusive(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(lambda: self.chosen.emit(self.code))

    def is_selected(self) -> bool:
        """Whether the card is shown as chosen."""
        return self.isChecked()

    def set_selected(self, selected: bool) -> None:  # noqa: FBT001 - a setter, as Qt's
        """Show the card as chosen or not; no signal."""
        self.setChecked(selected)
        self.update()

    def set_text(self, text: str) -> None:
        """Another text."""
        self._text = text
        self.reword()

    def reword(self) -> None:
        """The card's words are others."""
        self._measures.forget()
        self.name_it()
        self.updateGeometry()
        self.update()

    def name_it(self) -> None:
        """Give the card its name for screen readers."""
        self.setAccessibleName(self._text)

    def nextCheckState(self) -> None:  # noqa: N802 - Qt's name
        """Nothing: the page decides what is selected."""

    def hitButton(self, _position: QPoint) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:
        return self._measures.get(width, lambda: self.measure_height(width))

    def least_width(self) -> int:
        """The narrowest width at which no word is clipped, in pixels."""
        return self._measures.get("least", self.measure_width)

    def measure_height(self, width: int) -> int:
        """The height that the words take at `width`, in pixels."""
        raise NotImplementedError

    def measure_width(self) -> int:
        """The narrowest width at which no word is clipped, in pixels."""
        raise NotImplementedError

    def drawn_texts(self) -> list[DrawnText]:
        """What the card paints, and where."""
        raise NotImplementedError

    def surface(self) -> str:
        """The colour that the words stand on."""
        if not self.isEnabled():
            return "disabled_surface"
        return "hover" if self.underMouse() else "panel"

    def ink(self, name: str) -> QColor:
        """The colour of words on the card: `name`, unless the card can not be chosen."""
        return Theme.current().color(name if self.isEnabled() else "disabled")

    def paint_mark(self, painter: QPainter) -> None:
        """The badge or the dot."""

    def sizeHint(self) -> QSize:
        width = self.least_width()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.least_width(), self.heightForWidth(max(self.least_width(), self.width())))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        marked = self.isChecked()
        edge = self.ink("accent" if marked else "control")
        rect = self.rect()
        if self.hasFocus():
            paint_box(painter, rect, theme.color("panel"), theme.color("focus"), 2)
            rect = rect.adjusted(3, 3, -3, -3)
        paint_box(painter, rect, theme.color(self.surface()), edge, 3 if marked else 1)
        self.paint_mark(painter)
        draw_texts(painter, self.drawn_texts())
        painter.end()
