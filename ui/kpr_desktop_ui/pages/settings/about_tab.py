"""What the program is, where its data come from, and what it does not protect against."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.session import Session
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.persons.fact_list import FactList
from kpr_desktop_ui.widgets import Button, Card, Columns, FlowLayout, Label

_SOURCES = ("ssb", "kartverket", "lovdata", "register", "words")
_LICENCES = ("fonts", "icons", "libraries")


class AboutTab(QWidget):
    """Facts in cards; nothing here can be changed."""

    def __init__(self, texts: Texts, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        book = session.books.for_year(session.today().year)
        language = texts.language
        edition = texts("settings.about_codebook_text", year=book.year, notice=book.notice.in_(language))
        facts = [
            (texts("settings.about_version"), session.program_version),
            (texts("settings.about_codebook"), edition),
            (texts("settings.about_guide"), f"{book.guide.in_(language)}\n{book.guide_address}"),
            (texts("settings.about_vault"), session.vault.info.name),
            (texts("settings.about_network"), texts("settings.about_network_text")),
            (texts("settings.about_shown"), texts("settings.about_shown_text")),
        ]
        cards = Columns(2, 900)
        cards.add(_card(texts("settings.about_program"), facts))
        cards.add(_card(texts("settings.about_sources"), _pairs(texts, _SOURCES)))
        limits = Card(texts("settings.about_limits"))
        limits.body.addWidget(Label(texts("limits.intro")))
        self.limits = Button(texts("settings.about_limits_open"))
        self.backup = Button(texts("backup.open"))
        doors = FlowLayout()
        doors.addWidget(self.limits)
        doors.addWidget(self.backup)
        self.help = Button(texts("settings.about_help"))
        doors.addWidget(self.help)
        self.gallery = Button(texts("gallery.open"))
        doors.addWidget(self.gallery)
        limits.body.addLayout(doors)
        self.gallery.setVisible(session.training)  # a child by now, else a window of its own
        if not session.may("backup.place"):
            self.backup.hide()
        cards.add(limits)
        cards.add(_card(texts("settings.about_licences"), _pairs(texts, _LICENCES)))
        self.area = FormScroll([cards])
        column = QHBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area)

    def focus_work(self) -> None:
        """The page has nothing to work with: the arrows scroll it."""
        self.area.setFocus()


def _pairs(texts: Texts, names: Sequence[str]) -> list[tuple[str, str]]:
    return [(texts(f"settings.about_{name}"), texts(f"settings.about_{name}_text")) for name in names]


def _card(title: str, facts: Sequence[tuple[str, str]]) -> Card:
    card = Card(title)
    rows = FactList()
    rows.set_facts(facts)
    card.body.addWidget(rows)
    return card
