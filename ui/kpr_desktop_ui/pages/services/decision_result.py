"""What the rows of a decision come to."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.decisions import Translation
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, FlowLayout, Label


class DecisionResult(QWidget):
    """For each service: the hours, the working, the sentence with a button that copies it.

    `made(str)`: that service is to be made; `told(str)`: something happened that is to be said.
    """

    made = Signal(str)
    told = Signal(str)

    def __init__(self, texts: Texts, names: Mapping[str, str], parent: QWidget | None = None) -> None:
        """`names`: the services' names by code; empty when the rows belong to the one service of the form."""
        super().__init__(parent)
        self._texts, self._names = texts, dict(names)
        self._shown: dict[str, Translation] | None = None
        self._blocks: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Theme.current().space("m"))

    def show_result(self, found: Mapping[str, Translation]) -> None:
        """Show these; nothing while a row is not finished."""
        if self._shown == found:
            return
        self._shown = dict(found)
        for block in self._blocks:
            self._column.removeWidget(block)
            block.hide()
            block.deleteLater()
        self._blocks = [self._block(service, each) for service, each in found.items()]
        for block in self._blocks:
            self._column.addWidget(block)

    def _block(self, service: str, found: Translation) -> QWidget:
        texts, theme = self._texts, Theme.current()
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("xs"))
        name = self._names.get(service, "")
        if name:
            column.addWidget(Label(name, "heading"))
        column.addWidget(Label("\n".join(found.working), "muted"))
        if found.refused is not None:
            column.addWidget(Label(f"■ {texts.fault(found.refused)}", "error"))
            return block
        column.addSpacing(theme.space("xs"))
        column.addWidget(Label(texts("decision.sentence_title"), "strong"))
        column.addWidget(Label(found.sentence))
        column.addWidget(self._buttons(service, name, found.sentence))
        return block

    def _buttons(self, service: str, name: str, sentence: str) -> QWidget:
        texts = self._texts
        holder = QWidget()
        flow = FlowLayout(holder, Theme.current().space("s"))
        copy = Button(texts("decision.copy"), small=True)
        copy.clicked.connect(lambda: self._copy(sentence))
        flow.addWidget(copy)
        if name:
            copy.setAccessibleName(texts("decision.copy_named", service=name))
            make = Button(texts("decision.make"), "primary", small=True)
            make.setAccessibleName(texts("decision.make_named", service=name))
            make.clicked.connect(lambda: self.made.emit(service))
            flow.addWidget(make)
        return holder

    def _copy(self, sentence: str) -> None:
        QGuiApplication.clipboard().setText(sentence)
        self.told.emit(self._texts("decision.copied"))
