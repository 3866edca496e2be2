"""The unit's own work: six small figures to look at, and the table of the chosen one to read."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import month_in_text
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.overview_records import FIGURES, WorkOverview
from kpr_desktop.usecases.overview_words import OverviewWords
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.overview.card_grid import CardGrid
from kpr_desktop_ui.pages.overview.counter import Counter
from kpr_desktop_ui.pages.overview.drawings import drawing
from kpr_desktop_ui.pages.overview.table_part import TablePart
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.places import OverviewPlace, Place
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Abreast, Banner, ComboBox, EmptyState, Field, Label, Scroller
from kpr_desktop_ui.widgets.figure_card import FigureCard
from kpr_desktop_ui.widgets.spoken import announce

_WHOLE = "0"
_FIELD = 200
"""Pixels at 100 %."""


class OverviewPage(Page):
    """Counts beside the window when it is entered and whenever another period is chosen."""

    def __init__(self, texts: Texts, services: Services, place: OverviewPlace) -> None:
        super().__init__(texts("overview.title"))
        self._texts, self._services, self._place = texts, services, place
        self._words = OverviewWords(texts)
        self.made: WorkOverview | None = None
        years = services.overview.years()
        self.year = ComboBox([(str(year), str(year)) for year in years])
        self.year.set_key(str(place.year if place.year in years else years[0]))
        self.month = ComboBox([])
        self._offer_months()
        self.month.set_key(str(place.month)) or self.month.set_key(_WHOLE)
        self.about = Label("", "muted")
        self.banner = Banner("info", "", texts("overview.cancel"))
        self.fault = Banner("stop", "")
        self.cards = {name: FigureCard(name, self._words.title(name)) for name in FIGURES}
        self.grid = CardGrid(list(self.cards.values()), texts("overview.cards"))
        self.part = TablePart(texts, services)
        self.empty = EmptyState("chart-column", texts("overview.empty_title"), texts("overview.empty_text"))
        self.refused = EmptyState("lock", texts("overview.refused_title"), texts("rights.not_allowed"))
        self.chosen = place.figure if place.figure in FIGURES else FIGURES[0]
        self.counter = Counter(services, texts.language, self)
        self._lay_out()
        self._connect()

    @property
    def busy(self) -> bool:
        """Whether it is counting."""
        return self.counter.busy

    def enter(self) -> None:
        """Count, for whoever may see it."""
        allowed = self._services.session.may("overview.read")
        self.refused.setVisible(not allowed)
        self._room.setVisible(allowed)
        if allowed:
            self.count()
            self.year.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> bool:
        self.counter.drop()
        return True

    def here(self) -> Place:
        return OverviewPlace(self.chosen, int(self.year.key()), int(self.month.key()))

    def count(self) -> None:
        """Count the chosen period."""
        self.fault.hide()
        self.counter.begin(int(self.year.key()), int(self.month.key()))

    def choose(self, name: str) -> None:
        """Show the table of one of FIGURES."""
        self.chosen = name
        for code, card in self.cards.items():
            card.set_selected(code == name)
        if self.made is not None:
            self.part.show_figure(self.made, self.made.figure(name))

    def _card_chosen(self, name: str) -> None:
        """Show where its table has come."""
        self.choose(name)
        announce(self.part, self.part.sentence.content())
        QTimer.singleShot(0, self, lambda: self._room.ensureWidgetVisible(self.part.table, 0, 0))

    def _offer_months(self) -> None:
        """The months of the year that have begun."""
        texts, today, year = self._texts, self._services.session.today(), int(self.year.key())
        last = today.month if year == today.year else 12
        names = [
            month_in_text(f"{year}-{at:02}", texts.language).rsplit(" ", 1)[0] for at in range(1, last + 1)
        ]
        self.month.set_items(
            [(_WHOLE, texts("overview.whole_year")), *((str(at), name) for at, name in enumerate(names, 1))]
        )

    def _year_chosen(self) -> None:
        self._offer_months()
        self.count()

    def _made(self, made: WorkOverview) -> None:
        self._rest()
        self.made = made
        self.about.setText(self._words.about(made))
        nothing = all(each.empty for each in made.figures)
        for widget in (self.grid, self.part):
            widget.setVisible(not nothing)
        self.empty.setVisible(nothing)
        for name, card in self.cards.items():
            figure = made.figure(name)
            card.set_figure(
                self._words.sentence(made, figure), drawing(self._texts, self._words, made, figure)
            )
        self.grid.refit()
        self.choose(self.chosen)
        announce(self.part, self.part.sentence.content())

    def _far(self, done: int, total: int, seconds: int) -> None:
        texts = self._texts
        facts = {"done": texts.number(done), "total": texts.number(total)}
        if seconds < 0:
            told = texts("overview.counting", **facts)
        else:
            told = texts("overview.counting_left", **facts, seconds=seconds)
        self.banner.set_message("info", told)
        self.banner.show()

    def _stopped(self) -> None:
        self._rest()
        self.about.setText(self._texts("overview.cancelled"))

    def _failed(self, fault: Fault) -> None:
        self._rest()
        self._say(self._texts.fault(fault))

    def _say(self, text: str) -> None:
        self.fault.set_message("stop", text)
        self.fault.show()

    def _rest(self) -> None:
        self.banner.hide()

    def _connect(self) -> None:
        self.year.chosen.connect(lambda _key: self._year_chosen())
        self.month.chosen.connect(lambda _key: self.count())
        self.banner.acted.connect(self.counter.stop)
        for card in self.cards.values():
            card.chosen.connect(self._card_chosen)
        for signal, slot in (
            (self.counter.made, self._made),
            (self.counter.far, self._far),
            (self.counter.stopped, self._stopped),
            (self.counter.failed, self._failed),
            (self.part.told, self.told),
            (self.part.failed, self._say),
        ):
            signal.connect(slot)

    def _lay_out(self) -> None:
        theme, texts = Theme.current(), self._texts
        fields = Abreast(_FIELD)
        fields.setMaximumWidth(theme.px(2 * _FIELD + 40))
        for label, choice in (("year", self.year), ("month", self.month)):
            fields.add(Field(texts(f"overview.{label}"), choice))
        head = QHBoxLayout()
        head.addWidget(fields, 100)
        head.addStretch(1)
        content = QWidget()
        column = QVBoxLayout(content)
        edge = theme.space("l")
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.space("m"))
        column.addLayout(head)
        for widget in (self.about, self.banner, self.fault, self.grid, self.part, self.empty):
            column.addWidget(widget)
        column.addStretch(1)
        for widget in (self.banner, self.fault, self.grid, self.part, self.empty, self.refused):
            widget.hide()
        self._room = Scroller(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._room, 1)
        whole.addWidget(self.refused, 1)
