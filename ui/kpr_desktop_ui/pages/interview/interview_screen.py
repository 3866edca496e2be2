"""The interview's parts put together: navigator, item, side panel, summary, and the banner for a failing disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.model import ItemKind
from kpr_desktop.domain.assessment import Assessment
from kpr_desktop.domain.navigation import Step
from kpr_desktop_ui.pages.interview.interview_frame import InterviewFrame
from kpr_desktop_ui.pages.interview.item_view import ItemView
from kpr_desktop_ui.pages.interview.nav_groups import nav_groups
from kpr_desktop_ui.pages.interview.side_panel import SidePanel
from kpr_desktop_ui.pages.interview.summary_view import SummaryView
from kpr_desktop_ui.pages.interview.words import Words
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner, Button, Label, Navigator

_TURNS = 6


class InterviewScreen(QWidget):
    """Shows what it is given. The page listens to the parts: `navigator`, `view`, `side`, `summary`, `banner`."""

    def __init__(
        self,
        words: Words,
        year: int,
        today: Callable[[], date],
        previous: Assessment | None,
        to_confirm: Callable[[], Sequence[str]],
    ) -> None:
        super().__init__()
        self._words, self._texts = words, words.texts
        self._previous, self._to_confirm = previous, to_confirm
        texts = self._texts
        theme = Theme.current()
        self.banner = Banner("warning", texts("interview.save_failed"), texts("interview.save_again"))
        self.banner.hide()
        self._progress = Label(role="small")
        self.navigator = Navigator(texts("interview.navigator"))
        self.view = ItemView(words, year, today)
        self.jump = Button(texts("interview.jump_title"), "quiet", texts("interview.keys_jump"), small=True)
        self.sum_up = Button(texts("interview.summary"), "quiet", texts("interview.keys_summary"), small=True)
        self.turn = Button(texts("interview.turn"), "quiet", texts("interview.keys_turn"), small=True)
        self.side = SidePanel(words, previous, (self.turn, self.jump, self.sum_up))
        self.summary = SummaryView(words)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("xs"))
        column.addWidget(self._progress)
        column.addWidget(self.navigator, 1)
        self.view.set_aside(self.side.fields)
        self.frame = InterviewFrame(left, self.view, self.view.column, self.side, self.summary)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.space("s"))
        outer.addWidget(self.banner)
        outer.addWidget(self.frame, 1)

    def show_steps(self, steps: Sequence[Step], value: Callable[[str], str], current: str) -> None:
        """Fill the navigator; `current` is the item shown, or empty for the summary."""
        items = self._words.book.items
        scores = [s.item for s in steps if items[s.item].kind is ItemKind.SCORE]
        done = sum(bool(value(item)) for item in scores)
        waiting = [item for item in self._to_confirm() if not value(item)]
        told = self._texts("interview.progress", done=done, total=len(scores))
        if waiting:
            told = self._texts("interview.progress_confirm", progress=told, count=len(waiting))
        self._progress.setText(told)
        states = dict.fromkeys(waiting, "confirm")
        self.navigator.set_groups(nav_groups(self._words, steps, value, states, self._previous), current)

    def show_item(
        self,
        item_id: str,
        steps: Sequence[Step],
        value: Callable[[str], str],
        note: str,
        following: str | None,
    ) -> None:
        """Show one item with its answer; `following` is the item after it, None for the summary."""
        item = self._words.book.items[item_id]
        items = self._words.book.items
        variables = [s.item for s in steps if items[s.item].kind is ItemKind.SCORE]
        name = self._words.short(following) if following else self._texts("interview.to_summary")
        self.setUpdatesEnabled(False)
        self.view.show_item(
            item,
            value(item_id),
            note,
            above=self._words.head(item, variables),
            next_name=name,
            first=bool(steps) and steps[0].item == item_id,
        )
        self.side.show_item(item, value(item_id))
        self.show_steps(steps, value, item_id)
        self.frame.show_summary(shown=False)
        self.settle()
        self.setUpdatesEnabled(True)

    def show_value(self, item_id: str, steps: Sequence[Step], value: Callable[[str], str]) -> None:
        """Show a changed answer to the item on screen."""
        item = self._words.book.items[item_id]
        self.side.set_value(item, value(item_id))
        self.show_steps(steps, value, item_id)
        self.settle()

    def settle(self) -> None:
        """Let all parts take their new sizes, the side panel leaving out what it has no room for."""
        settle()
        self.side.fit()
        settle()


def settle() -> None:
    """Let all parts take their new sizes before anything is painted, so that nothing is seen to jump.

    Nested layouts with texts that wrap pass their wishes on one level a turn; each turn brings some more.
    """
    for _ in range(_TURNS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
