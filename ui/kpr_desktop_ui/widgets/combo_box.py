"""A choice from a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy, QWidget

from kpr_desktop.domain.characters import visible
from kpr_desktop_ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QCompleter

_KEY = Qt.ItemDataRole.UserRole


class ComboBox(QComboBox):
    """A list of (key, text). The wheel never changes it; `chosen` tells of a person's choice only.

    `searchable`: the person types any part of the text. Then `key()` is empty while what is typed is no entry.
    """

    chosen = Signal(str)

    def __init__(
        self,
        items: Sequence[tuple[str, str]] = (),
        *,
        searchable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._completer: QCompleter | None = None
        self._label: QLabel | None = None
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(12)
        self._searchable = searchable
        self.set_items(items)
        self.activated.connect(self._tell)

    @property
    def changed_by_user(self) -> SignalInstance:
        """The same signal as `chosen`."""
        return self.chosen

    def set_items(self, items: Sequence[tuple[str, str]]) -> None:
        """Another list; keeps the key when the new list has it. No signal."""
        key = self.key()
        if items and self._searchable and self._completer is None:
            self._make_searchable()
        self.clear()
        for each, text in items:
            self.addItem(visible(text), each)
        if not self.set_key(key) and not self.isEditable() and items:
            self.setCurrentIndex(0)

    def key(self) -> str:
        """The key of the entry shown; empty when there is none."""
        index = self.currentIndex()
        if self._completer is not None:
            index = self._find_typed()
        return str(self.itemData(index, _KEY)) if index >= 0 else ""

    def set_key(self, key: str) -> bool:
        """Show the entry with this key (none at all when the list lacks it). No signal. Tells whether it was found."""
        index = self.findData(key, _KEY)
        self.setCurrentIndex(index)
        if index < 0 and self.isEditable():
            self.clearEditText()
        return index >= 0

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - Qt's name
        """Name the list, and the line in it that a person types into."""
        super().setAccessibleName(name)
        if self._label is not None:
            self._label.setText(name)
        line = self.lineEdit()
        if line is not None:
            line.setAccessibleName(name)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tie()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F4 is a key of the page, as it is in every other field; Alt+Down opens the list."""
        if event.key() == Qt.Key.Key_F4:
            event.ignore()
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress_offers()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = Theme.current()
        half = theme.px(9) / 2
        middle = QPointF(self.width() - theme.px(18), self.height() / 2)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("muted" if self.isEnabled() else "disabled"), theme.px(1.5)))
        painter.drawPolyline(
            [
                middle + QPointF(-half, -half / 2),
                middle + QPointF(0, half / 2),
                middle + QPointF(half, -half / 2),
            ]
        )
        painter.end()

    def _tie(self) -> None:
        """See that a label is tied to the list: on Linux its name for screen readers is what stands in it."""
        around = self.parentWidget()
        if around is None or not self.accessibleName() or self._label is not None:
            return
        labels = around.findChildren(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if not any(each.buddy() is self for each in labels):
            self._label = QLabel(self.accessibleName(), around)
            self._label.hide()
            self._label.setBuddy(self)

    def _make_searchable(self) -> None:
        """Let the person type: from the first list on, for a line to type into takes its time to make."""
        from PySide6.QtWidgets import QCompleter  # noqa: PLC0415 - not before the first page has been painted

        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = self._completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setMaxVisibleItems(10)
        self.setCompleter(completer)
        self._dress_offers()
        line = self.lineEdit()
        if line is not None:
            line.setAccessibleName(self.accessibleName())
            line.textEdited.connect(self._typed)

    def _dress_offers(self) -> None:
        offers = self._completer.popup() if self._completer is not None else None
        if offers is not None:
            Theme.current().dress(offers)  # Qt gives this window no parent
            offers.setFont(Theme.current().font("body"))

    def _find_typed(self) -> int:
        typed = self.currentText().strip().casefold()
        texts = [self.itemText(index).casefold() for index in range(self.count())]
        if not typed:
            return -1
        if typed in texts:
            return texts.index(typed)
        starts = [index for index, text in enumerate(texts) if text.startswith(typed)]
        return starts[0] if len(starts) == 1 else -1

    def _typed(self) -> None:
        if self._find_typed() >= 0:
            self.chosen.emit(self.key())

    def _tell(self, _index: int) -> None:
        self.chosen.emit(self.key())
