"""What tells a person something: words, messages, figures, tables, and the frame around every page."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.gallery.controls import SCORES
from kpr_desktop_ui.pages.gallery.plates import flow, named, plate
from kpr_desktop_ui.pages.gallery.posed import focused, over
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import (
    ActionBar,
    Banner,
    Button,
    Cell,
    Column,
    Columns,
    DataTable,
    EmptyState,
    Label,
    NavGroup,
    Navigator,
    NavRow,
    PageView,
    PersonHead,
    ProblemList,
    ProblemRow,
    ProfileChart,
    Rail,
    RailEntry,
    Row,
    StateChip,
    TabBar,
    Toast,
    TopBar,
    ask,
)
from kpr_desktop_ui.widgets.figure_card import FigureCard
from kpr_desktop_ui.widgets.figure_drawing import Bar, Drawing, Series
from kpr_desktop_ui.widgets.profile_chart import ChartGroup, ChartRow, ChartWords
from kpr_desktop_ui.widgets.state_chip import SIGNS

_TOLD = ("info", "ok", "warning", "stop")
_PARTS = (("work_list", "list"), ("persons", "users"), ("submission", "send"), ("settings", "settings"))
_NOW, _BEFORE = ("3", "2", "5"), ("2", "2", "4")
_MONTHS = (4, 7, 3, 9, 12, 8)
_SPREAD = ((5, 4, 3, 1, 1, 2), (2, 3, 6, 2, 2, 1))
_PAPER = 60, 85
"""Width and height of the page that is shown, in its own pixels."""


@dataclass(frozen=True, slots=True)
class _Paper:
    """A blank page with some lines on it."""

    width: int
    height: int
    stride: int
    data: bytes


def words(texts: Texts) -> list[QWidget]:
    """Each kind of text, each colour that a text may have, and the icons."""
    theme = Theme.current()
    kinds = []
    for role, each in theme.tokens.roles.items():
        told = f"{role} · {each.size} / {each.weight}"
        if role not in ("tiny", "large_strong"):
            kinds.append(named(told, Label(texts("gallery.sample"), role)))
    tones = []
    for tone in ("neutral", *_TOLD):
        label = Label(texts(f"gallery.kind_{tone}"), "strong", wrap=False)
        label.set_tone(tone)
        tones.append(label)
    wrong = Label(texts("gallery.error"), "error")
    return [plate(texts("gallery.roles"), *kinds), plate(texts("gallery.tones"), flow(tones), wrong)]


def messages(texts: Texts) -> list[QWidget]:
    """States, banners, problems, the toast, a question, and a page with nothing on it."""
    chips = [StateChip(texts(f"gallery.kind_{kind}"), kind) for kind in SIGNS]
    banners: list[QWidget] = [Banner(kind, texts(f"gallery.told_{kind}")) for kind in _TOLD]
    banners.append(Banner("info", texts("gallery.told_info"), texts("gallery.word_away")))
    problems = ProblemList()
    problems.set_problems(
        [
            ProblemRow(kind, texts(f"gallery.told_{kind}"), texts("gallery.word_field"), kind)
            for kind in ("stop", "warning", "info")
        ]
    )
    empty = EmptyState(
        "users", texts("gallery.empty_title"), texts("gallery.empty_text"), texts("gallery.word_new")
    )
    both = Columns(2, 900)
    both.add(plate(texts("gallery.banners"), *banners))
    beside = plate(texts("gallery.problems"), problems)
    beside.body.addWidget(_asker(texts))
    both.add(beside)
    both.add(plate(texts("gallery.toasts"), _toast(texts)))
    both.add(plate(texts("gallery.emptiness"), empty))
    return [plate(texts("gallery.states"), flow(chips)), both]


def _asker(texts: Texts) -> QWidget:
    button = Button(texts("gallery.word_question"))
    button.clicked.connect(
        lambda: ask(
            button.window(),
            texts("gallery.question_title"),
            texts("gallery.question_text"),
            texts("gallery.question_yes"),
            texts("gallery.question_no"),
            danger=True,
        )
    )
    return flow([button])


def _toast(texts: Texts) -> QWidget:
    """A toast lies over whatever is at the top of its parent, and is gone after some seconds."""
    theme = Theme.current()
    room = QFrame()
    room.setMinimumHeight(theme.px(100))
    toast = Toast(room)
    again = Button(texts("gallery.word_tell"))
    again.clicked.connect(lambda: toast.tell(texts("gallery.told_saved")))
    column = QVBoxLayout(room)
    column.setContentsMargins(0, 0, 0, 0)
    column.addStretch(1)
    column.addWidget(flow([again]))
    return room


def figures(texts: Texts) -> list[QWidget]:
    """The profile, and each kind of small figure."""
    chart = ProfileChart(
        texts("gallery.profile"),
        ChartWords(texts("gallery.now"), texts("gallery.before"), texts("gallery.scale")),
    )
    labels = [texts(f"gallery.score_{code}") for code in SCORES]
    marks = tuple(ChartRow(labels[at], _NOW[at], _BEFORE[at]) for at in range(len(_NOW)))
    odd = (
        ChartRow(labels[3], "4", "4"),
        ChartRow(labels[4], "1", "", texts("gallery.first_time")),
        ChartRow(labels[5], "9", "2", texts("gallery.score_9")),
    )
    chart.set_groups(
        [ChartGroup(texts("gallery.group_one"), marks), ChartGroup(texts("gallery.group_two"), odd)],
        texts("gallery.profile_told"),
    )
    drawings = {
        "columns": Drawing(
            "columns",
            (Series("accent"),),
            tuple(Bar(str(at), (count,), str(count), at != 5) for at, count in enumerate(_MONTHS, 1)),
        ),
        "shares": Drawing(
            "shares",
            tuple(Series(f"score_{code}", code) for code in SCORES),
            (Bar(texts("gallery.group_one"), _SPREAD[0]), Bar(texts("gallery.group_two"), _SPREAD[1])),
        ),
        "bars": Drawing(
            "bars",
            (Series("accent"),),
            (
                Bar(texts("gallery.choice_one"), (12,), "12"),
                Bar(texts("gallery.choice_two"), (5,), "5", strong=False),
            ),
            texts("gallery.more"),
        ),
    }
    cards = Columns(3, 900)
    kinds: dict[str, type[FigureCard]] = {"columns": FigureCard, "bars": focused(FigureCard)}
    for kind, drawing in drawings.items():
        card = kinds.get(kind, FigureCard)(kind, texts(f"gallery.figure_{kind}"))
        card.set_figure(texts("gallery.figure_told"), drawing)
        card.set_selected(kind == "shares")
        cards.add(card)
    return [plate(texts("gallery.profile"), chart), plate(texts("gallery.cards"), cards)]


def tables(texts: Texts) -> list[QWidget]:
    """A table with a selected row and signs, the same where it is narrow, one without rows, and pages of a letter."""
    theme = Theme.current()
    person, what, due = (texts(f"gallery.column_{each}") for each in ("person", "what", "due"))
    columns = [Column(person, 1), Column(what, 3), Column(due, 0)]
    name, day = texts("gallery.person"), texts("gallery.day")
    rows = [Row(kind, (name, Cell(texts(f"gallery.told_{kind}"), kind), day)) for kind in _TOLD]
    wide = _table(texts("gallery.table"), columns, rows, 230)
    wide.select("warning")
    narrow = _table(texts("gallery.table_narrow"), columns, rows[2:], 230)
    narrow.setMaximumWidth(theme.px(260))
    none = _table(texts("gallery.table_empty"), columns, [], 120)
    none.set_empty_text(texts("gallery.table_no_rows"))
    pages = PageView(texts("gallery.pages"))
    pages.set_pages([_paper()])
    pages.setFixedHeight(theme.px(230))
    pages.setMaximumWidth(theme.px(240))
    below = Columns(3, 900)
    below.add(plate(texts("gallery.table_narrow"), narrow))
    below.add(plate(texts("gallery.table_empty"), none))
    below.add(plate(texts("gallery.pages"), pages))
    return [plate(texts("gallery.table"), wide), below]


def _table(name: str, columns: list[Column], rows: list[Row], high: int) -> DataTable:
    made = DataTable(name, stacks=True)
    made.set_columns(columns)
    made.set_rows(rows)
    made.setFixedHeight(Theme.current().px(high))
    return made


def _paper() -> _Paper:
    """Blank paper: its pixels are the paper's, whatever the window's colours are."""
    wide, high = _PAPER
    blank, line = b"\xff" * (3 * wide), b"\xff" * 24 + b"\x9a" * (3 * wide - 48) + b"\xff" * 24
    written = b"".join(line if 10 <= at <= 60 and at % 5 == 0 else blank for at in range(high))
    return _Paper(wide, high, 3 * wide, written)


def frame(texts: Texts) -> list[QWidget]:
    """What stands around a page, and where one is in an interview."""
    theme = Theme.current()
    bar = TopBar(texts("gallery.word_lock"), texts("gallery.key_lock"), texts("gallery.word_switch"))
    bar.offer_help(texts("gallery.word_help"), texts("gallery.key_help"))
    chips = [(texts("gallery.kind_neutral"), "neutral"), (texts("gallery.kind_warning"), "warning")]
    facts = [texts("gallery.age"), texts("gallery.masked")]
    bar.set_user(texts("gallery.user"), texts("gallery.training"), texts("gallery.user_short"))
    bar.set_head(texts("gallery.person"), facts, chips[1:])
    head = PersonHead()
    head.set_person(texts("gallery.person"), facts, chips)
    tabs = TabBar(texts("gallery.tabs"))
    for each in ("rest", "chosen", "rest"):
        tabs.addTab(texts(f"gallery.{each}"))
    tabs.setCurrentIndex(1)
    acts = ActionBar(
        Label(texts("gallery.told_saved"), "muted"),
        [Button(texts("gallery.word_back")), Button(texts("gallery.word_next"), "primary")],
        240,
    )
    ways = QWidget()
    row = QHBoxLayout(ways)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.space("l"))
    for compact in (False, True):
        row.addWidget(_rail(texts, compact=compact))
    row.addWidget(_navigator(texts), 1)
    return [
        plate(texts("gallery.bars"), bar, head, tabs, acts),
        plate(texts("gallery.ways"), ways),
    ]


def _rail(texts: Texts, *, compact: bool) -> Rail:
    rail = Rail(texts("gallery.rail"))
    rail.set_entries([RailEntry(key, icon, texts(f"shell.{key}")) for key, icon in _PARTS])
    rail.set_compact(compact)
    rail.set_current("persons")
    return rail


def _navigator(texts: Texts) -> Navigator:
    made = Navigator(texts("gallery.navigator"))
    states = (("answered", "2"), ("confirm", "↺"), ("warning", "4"), ("stop", "9"), ("open", "–"))
    rows = tuple(
        NavRow(state, texts(f"gallery.row_{state}"), state, badge, texts(f"gallery.row_{state}"))
        for state, badge in states
    )
    made.set_groups(
        [
            NavGroup(
                "one", texts("gallery.group_one"), (NavRow("first", texts("gallery.score_1"), "answered"),)
            ),
            NavGroup("two", texts("gallery.group_two"), rows),
            NavGroup("three", texts("gallery.group_three"), (NavRow("last", texts("gallery.score_2")),)),
        ],
        "warning",
    )
    over(made.lines()[-1])
    made.setFixedHeight(Theme.current().px(320))
    return made
