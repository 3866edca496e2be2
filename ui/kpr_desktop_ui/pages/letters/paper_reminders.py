"""What the work list reminds of: papers that nobody has reported delivered or shredded, with both acts right there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.letters import OpenPaper
from kpr_desktop.usecases.records import Delivery
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.letters import settling
from kpr_desktop_ui.pages.letters.letter_words import kind_name, paper_state
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import ActionBar, Button, Card, Label, StateChip

FEW, MOST = 1, 12
"""Papers shown before one asks for more, and then."""
_LEAST = 260
"""Pixels at 100 % that the words of a paper keep beside its buttons."""


class PaperReminders(QWidget):
    """The overdue first, and among them one's own; hidden when there is none.

    `told(text)`: one is settled; `in_focus(button)`: it is to be seen.
    """

    told = Signal(str)
    in_focus = Signal(object)

    def __init__(self, texts: Texts, services: Services) -> None:
        super().__init__()
        self._texts, self._services = texts, services
        self._all = False
        self.papers: list[OpenPaper] = []
        self.title = Label("", "strong")
        self.over = StateChip("", "stop")
        self.more = Button("", "quiet", small=True)
        self.more.clicked.connect(self._turn)
        self.more.installEventFilter(self)
        head = QHBoxLayout()
        head.setSpacing(Theme.current().space("s"))
        head.addWidget(self.title, 1)
        head.addWidget(self.over)
        head.addWidget(self.more)
        card = Card()
        card.body.setSpacing(Theme.current().space("xs"))
        card.body.addLayout(head)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(Theme.current().space("xs"))
        card.body.addLayout(self._rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        self.rows: list[tuple[Button, Button]] = []
        self.hide()

    def refresh(self) -> None:
        """Read them again."""
        services, texts = self._services, self._texts
        found = services.letters.open_papers() if services.session.may("letter.make") else []
        self.papers = sorted(found, key=lambda each: (not each.overdue, not each.own))
        count, over = len(found), sum(1 for each in found if each.overdue)
        self.title.setText(texts("letters.open_one") if count == 1 else texts("letters.open", count=count))
        self.over.set_state(texts("letters.over", count=over), "stop")
        self.over.setVisible(bool(over))
        self.more.setVisible(count > FEW)
        self.setVisible(bool(found))
        self._fill()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.in_focus.emit(watched)
        return super().eventFilter(watched, event)

    def _turn(self) -> None:
        self._all = not self._all
        self._fill()

    def _fill(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = []
        shown = self.papers[: MOST if self._all else FEW]
        count = min(MOST, len(self.papers))
        self.more.setText(
            self._texts("letters.open_fewer") if self._all else self._texts("letters.open_more", count=count)
        )
        for paper in shown:
            self._rows.addWidget(self._row(paper))

    def _row(self, paper: OpenPaper) -> QWidget:
        texts, made = self._texts, paper.delivery
        state = paper_state(texts, made, self._services.session.today())
        told = [paper.person.name, kind_name(texts, made.kind), made.number, state.text]
        if not paper.own:
            told.append(texts("letters.open_other"))
        words = Label(" · ".join(each for each in told if each))
        deliver = Button(texts("letters.open_deliver"), small=True)
        shred = Button(texts("letters.shred"), small=True)
        for button in (deliver, shred):
            button.installEventFilter(self)
            name = texts("letters.open_act", act=button.text(), name=paper.person.name, number=made.number)
            button.setAccessibleName(name)
        deliver.clicked.connect(lambda: self.deliver(made.id))
        shred.clicked.connect(lambda: self._shred(made))
        self.rows.append((deliver, shred))
        return ActionBar(words, [deliver, shred], _LEAST)

    def deliver(self, delivery_id: str) -> None:
        """Ask how a paper reached the person; a lock asks for this again by its id."""
        for each in [paper.delivery for paper in self.papers if paper.delivery.id == delivery_id]:
            self._tell(settling.ask_delivery(self, self._texts, self._services, each))

    def _shred(self, delivery: Delivery) -> None:
        self._tell(settling.shred(self, self._texts, self._services, delivery))

    def _tell(self, told: str) -> None:
        if told:
            self.told.emit(told)
            self.refresh()
