"""Qt asks for no text of its own that we have not put into Norwegian."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, Qt, QTranslator
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QFileDialog, QMenu, QWidget

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.qt_texts import load_qt_texts
from kpr_desktop.codebook.strict import load
from kpr_desktop_ui.pages.speaker import Speaker
from kpr_desktop_ui.widgets import CheckBox, ComboBox, DateEdit, LineEdit, TabBar, TextEdit, key_sequence
from kpr_desktop_ui.widgets.plain_edit import PlainEdit
from tests.support.driver import drain

DATA = Path(__file__).parents[2] / "data"
KEYS = (
    Qt.Key.Key_Space,
    Qt.Key.Key_Left,
    Qt.Key.Key_Up,
    Qt.Key.Key_Right,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Insert,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
    Qt.Key.Key_F1,
    Qt.Key.Key_Home,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Enter,
    Qt.Key.Key_End,
)
Told = set[tuple[str, str]]


class Listener(QTranslator):
    """Hears what Qt asks for. In a test nobody is held up by it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: Told = set()

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False

    def translate(self, context: str, source: str, *_: object) -> str:
        self.asked.add((context, source))
        return None  # type: ignore[return-value]  # no text of its own


@pytest.fixture
def speaker(qapp: QApplication) -> Iterator[Speaker]:
    made = Speaker(qapp)
    yield made
    made.fall_silent()
    made.deleteLater()
    QLocale.setDefault(QLocale.system())


@pytest.fixture
def listener(qapp: QApplication) -> Iterator[Listener]:
    made = Listener()
    QCoreApplication.installTranslator(made)
    yield made
    QCoreApplication.removeTranslator(made)


def look_at(top: QWidget) -> None:
    """As a screen reader does."""
    for each in [top, *top.findChildren(QWidget)]:
        with suppress(AttributeError):  # no screen reader is told of it, or nothing can be done with it
            actions = QAccessible.queryAccessibleInterface(each).actionInterface()
            for name in actions.actionNames():
                actions.localizedActionName(name)
                actions.localizedActionDescription(name)


def menu_of(edit: LineEdit | TextEdit | PlainEdit) -> QMenu:
    edit.show()
    made = edit.createStandardContextMenu()
    look_at(made)
    return made


def labels(menu: QMenu) -> list[str]:
    return [each.text().partition("\t")[0].replace("&", "") for each in menu.actions() if each.text()]


def ask_everything() -> None:
    """What of Qt's own can come up in our window."""
    widgets: list[QWidget] = [
        LineEdit(),
        TextEdit(),
        PlainEdit(),
        DateEdit(),
        ComboBox(),
        CheckBox("x"),
        TabBar("x"),
    ]
    widgets += [menu_of(each) for each in widgets if isinstance(each, LineEdit | TextEdit | PlainEdit)]
    for button in QDialogButtonBox.StandardButton:
        if button is not QDialogButtonBox.StandardButton.NoButton:
            widgets.append(QDialogButtonBox(button))
    for mode in (QFileDialog.FileMode.Directory, QFileDialog.FileMode.ExistingFile):
        dialog = QFileDialog()
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(mode)
        dialog.setViewMode(QFileDialog.ViewMode.Detail)
        widgets.append(dialog)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)  # the dialog does not keep it alive
    printing: QDialog = QPrintDialog(printer)
    for each in (*widgets, printing):
        each.show()
        look_at(each)
        drain()
    for key in KEYS:
        QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    QKeySequence("Ctrl+Shift+Alt+Meta+L").toString(QKeySequence.SequenceFormat.NativeText)
    for each in (*widgets, printing):
        each.hide()
        each.deleteLater()
    drain()


def left_alone() -> tuple[set[str], tuple[str, ...]]:
    texts, starts = set(), []
    for row in load(DATA / "qt_same.yaml").list():
        found = row.map(required=("reason",), optional=("texts", "starts"))
        texts |= {each.text() for each in (found["texts"].list() if "texts" in found else ())}
        starts += [each.text() for each in (found["starts"].list() if "starts" in found else ())]
    return texts, tuple(starts)


def test_every_text_that_qt_asks_for_is_there(listener: Listener) -> None:
    ask_everything()
    ours, (same, starts) = load_qt_texts("nb"), left_alone()
    assert len(listener.asked) > 120
    lacking = {
        f"{context}/{source}"
        for context, source in listener.asked
        if (context, source) not in ours and f"{context}/{source}" not in same
    }
    assert {each for each in lacking if not each.startswith(starts)} == set()
    assert not {f"{context}/{source}" for context, source in ours} & same


@pytest.mark.parametrize("language", LANGUAGES)
def test_standard_buttons_and_menus_speak(speaker: Speaker, language: str) -> None:
    speaker.speak(language)
    kinds = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(kinds.Save | kinds.Cancel | kinds.Discard | kinds.Open)
    told = {kind: box.button(kind).text().replace("&", "") for kind in (kinds.Save, kinds.Cancel, kinds.Open)}
    assert (
        told
        == {
            "nb": {kinds.Save: "Lagre", kinds.Cancel: "Avbryt", kinds.Open: "Åpne"},
            "nn": {kinds.Save: "Lagre", kinds.Cancel: "Avbryt", kinds.Open: "Opne"},
            "en": {kinds.Save: "Save", kinds.Cancel: "Cancel", kinds.Open: "Open"},
        }[language]
    )
    menus = {
        "nb": ["Angre", "Gjør om", "Klipp ut", "Kopier", "Lim inn", "Slett", "Velg alt"],
        "nn": ["Angre", "Gjer om", "Klipp ut", "Kopier", "Lim inn", "Slett", "Vel alt"],
        "en": ["Undo", "Redo", "Cut", "Copy", "Paste", "Delete", "Select All"],
    }
    for edit in (LineEdit(), TextEdit()):
        menu = menu_of(edit)
        assert labels(menu)[:7] == menus[language]
        edit.hide()
    assert QLocale().name() == {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}[language]


def test_every_text_is_found_by_qt_itself(speaker: Speaker) -> None:
    for language in ("nb", "nn", "nb"):
        speaker.speak(language)
        for (context, source), text in load_qt_texts(language).items():
            assert QCoreApplication.translate(context, source) == text
    assert QCoreApplication.translate("QAbstractFileIconProvider", "Folder", "All other platforms") == "Mappe"
    assert QCoreApplication.translate("Another", "Cancel") == "Cancel"
    speaker.speak("en")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_our_keys_are_read_in_every_language(speaker: Speaker) -> None:
    for language in LANGUAGES:
        speaker.speak(language)
        for keys in ("Ctrl+Shift+L", "Ctrl+Up", "Del", "Space", "PgUp", "Alt+1", "Ctrl+Enter", "Ctrl+Return"):
            assert key_sequence(keys).toString(QKeySequence.SequenceFormat.PortableText) == keys
    # The fault that it keeps away: both beside each other would be the same key, and then neither does anything.
    speaker.speak("nb")
    assert QKeySequence("Ctrl+Enter") == QKeySequence("Ctrl+Return")
