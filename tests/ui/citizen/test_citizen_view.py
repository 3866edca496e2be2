"""The citizen's view on its own: large, calm, and without a digit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.model import CodeBook, ItemKind
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Opinion
from kpr_desktop.usecases.citizen import CitizenItem, citizen_item
from kpr_desktop_ui.pages.citizen.citizen_view import CitizenView
from kpr_desktop_ui.theme import Theme
from tests.prove.faces_eye import Eye
from tests.support import fits
from tests.support.driver import drain
from tests.support.stage import PICTURES
from tests.support.world import World

SMALLEST = 24
TEXTS = {language: Texts.load(language) for language in LANGUAGES}
SAID = Opinion("3", "differs", "Det går, men ikke før frokost.")


@pytest.fixture
def book(world: World) -> CodeBook:
    return world.session.books.edition(2026)


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> Iterator[CitizenView]:
    shown = CitizenView()
    shown.setObjectName("page")
    qtbot.addWidget(shown)
    shown.resize(1318, 736)
    shown.show()
    QTest.qWaitForWindowActive(shown)
    yield shown
    shown.hide()


def items(book: CodeBook, language: str, said: Opinion = SAID) -> Iterator[CitizenItem]:
    for number, (name, item) in enumerate(book.items.items(), 1):
        scored = item.kind is ItemKind.SCORE
        total = len(book.variables) if scored else 0
        yield citizen_item(
            book, name, said if scored else Opinion(), language, number if scored else 0, total
        )


def fonts(view: QWidget) -> Iterator[tuple[str, QFont]]:
    for each in (view, *view.findChildren(QWidget)):
        if not each.isVisible():
            continue
        if isinstance(each, QLabel) and each.text():
            yield each.text(), each.font()
        elif isinstance(each, QPlainTextEdit):
            yield each.accessibleName(), each.font()
        elif callable(drawn := getattr(each, "drawn_texts", None)):
            yield from ((text.text, text.font) for text in drawn())
        elif callable(text := getattr(each, "text", None)) and text():
            yield text(), each.font()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_item_fits_without_scrolling_is_large_and_holds_no_number(
    view: CitizenView, book: CodeBook, language: str
) -> None:
    wrong: list[str] = []
    sizes: set[int] = set()
    for item in items(book, language):
        view.show_item(item, TEXTS[language], first=False)
        drain()
        wrong += [f"{item.item}: {line}" for line in fits.clipped(view) + fits.overlapping(view)]
        wrong += [f"{item.item}: {line}" for line in fits.scrolling(view)]
        wrong += [f"{item.item}: {line}" for line in Eye().search(())]
        sizes |= {QFontInfo(font).pixelSize() for _, font in fonts(view)}
    assert wrong == []
    assert len(sizes) > 1
    assert min(sizes) >= SMALLEST


@pytest.mark.parametrize("mode", ["light", "dark", "contrast"])
@pytest.mark.parametrize(("width", "scale"), [(1366, 1.0), (960, 1.0), (1366, 2.0), (960, 2.0)])
def test_nothing_is_clipped_in_any_dress(
    qtbot: QtBot, book: CodeBook, dress: Callable[..., Theme], mode: str, width: int, scale: float
) -> None:
    dress(mode, scale)
    view = CitizenView()
    view.setObjectName("page")
    qtbot.addWidget(view)
    view.resize(width - round(48 * scale), 768 - round(32 * scale))
    view.show()
    drain()
    assert view.width() == width - round(48 * scale), "the view asks for more than there is"
    longest = sorted(items(book, "nn"), key=lambda i: len(i.question) + len(i.help))[-4:]
    wrong: list[str] = []
    for item in [*longest, next(items(book, "nb"))]:
        view.show_item(item, TEXTS["nn"], first=True)
        drain()
        wrong += [f"{item.item}: {line}" for line in fits.clipped(view) + fits.overlapping(view)]
    for show in (view.show_end, lambda texts: view.show_together("x", texts, first=True)):
        show(TEXTS["nn"])
        drain()
        wrong += fits.clipped(view)
    view.show_item(longest[-1], TEXTS["nn"], first=False)
    drain()
    PICTURES.mkdir(parents=True, exist_ok=True)
    view.grab().save(str(PICTURES / f"citizen-{mode}-{width}-{scale * 100:.0f}.png"))
    assert wrong == []


def test_a_wide_view_becomes_narrow_and_wide_again(view: CitizenView, book: CodeBook) -> None:
    view.show_item(next(items(book, "nb")), TEXTS["nb"], first=False)
    for width in (900, 600, 1318):
        view.resize(width, 736)
        drain()
        assert view.width() == width
        assert fits.clipped(view) == []
    assert fits.scrolling(view) == []


def test_words_beside_the_answer_only_when_one_is_chosen(view: CitizenView, book: CodeBook) -> None:
    item = next(items(book, "nb", Opinion()))
    view.show_item(item, TEXTS["nb"], first=False)
    drain()
    place = view.words.geometry()
    assert not view.own.views.isVisible()
    heard: list[str] = []
    view.chosen.connect(heard.append)
    view.cards.cards()[1].click()
    drain()
    assert heard == ["2"]
    assert view.own.views.isVisible()
    assert view.words.geometry() == place
    assert [card.is_selected() for card in view.cards.cards()] == [False, True, False, False, False, False]


def test_filling_tells_nothing(view: CitizenView, book: CodeBook) -> None:
    heard: list[object] = []
    for signal in (view.chosen, view.viewed, view.typed, view.went, view.language_wanted, view.closed):
        signal.connect(lambda *_: heard.append(1))
    for item in items(book, "nb"):
        view.show_item(item, TEXTS["nb"], first=False)
    view.show_together("diagnosis", TEXTS["nb"], first=False)
    view.show_end(TEXTS["nb"])
    assert heard == []


def test_another_language_leaves_the_words_and_their_caret(view: CitizenView, book: CodeBook) -> None:
    shown = {language: next(items(book, language)) for language in LANGUAGES}
    view.show_item(shown["nb"], TEXTS["nb"], first=False)
    view.words.focus_at(4)
    view.show_item(shown["en"], TEXTS["en"], first=False)
    assert (view.words.text(), view.words.caret()) == (SAID.words, 4)
    assert view.words.hasFocus()
    assert view.next.text() == "Next"
    assert view.languages.buttons["en"].isChecked()
    assert not view.languages.buttons["nb"].isChecked()
    assert view.cards.cards()[0].accessibleName() == shown["en"].choices[0][1]


def test_what_was_typed_at_one_item_can_not_be_brought_back_at_another(
    view: CitizenView, book: CodeBook
) -> None:
    one, other = (replace(item, words="") for item in list(items(book, "nb"))[:2])
    view.show_item(one, TEXTS["nb"], first=False)
    view.words.setFocus()
    QTest.keyClicks(view.words, "ab")
    for _ in "ab":
        QTest.keyClick(view.words, Qt.Key.Key_Backspace)
    view.show_item(other, TEXTS["nb"], first=False)
    QTest.keyClick(view.words, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert view.words.text() == ""


def test_screen_readers_are_told_names_and_no_codes(view: CitizenView, book: CodeBook) -> None:
    view.show_item(next(items(book, "nb")), TEXTS["nb"], first=False)
    assert view.close_button.accessibleName() == TEXTS["nb"]("citizen.close")
    assert view.words.accessibleName() == TEXTS["nb"]("citizen.words")
    assert view.languages.accessibleName() == TEXTS["nb"]("citizen.languages")
    for each in view.findChildren(QWidget):
        assert not re.search(r"\bv?\d", each.accessibleName() + each.toolTip() + each.objectName())


def test_tab_leads_from_the_question_to_answers_words_and_on(view: CitizenView, book: CodeBook) -> None:
    view.show_item(next(items(book, "nb")), TEXTS["nb"], first=False)
    view.focus_start()
    seen = []
    for _ in range(9):
        QTest.keyClick(QApplication.focusWidget() or view, Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    cards, views = view.cards.cards(), view.own.views.cards()
    languages = view.languages.buttons
    assert seen == [
        cards[2],
        view.words,
        views[1],
        view.next,
        view.back,
        languages["nb"],
        languages["nn"],
        languages["en"],
        view.close_button,
    ]
