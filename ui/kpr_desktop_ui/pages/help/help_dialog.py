"""What F1 shows: the field in use, the chapter about this page, and the keys that work here now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.manual import ADMINISTRATOR, USER, read_manual
from kpr_desktop.codebook.shortcuts import Shortcut, ShortcutGroup, load_shortcuts
from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.help.key_rows import KeyRows
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.places import HelpPlace
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Label, key_sequence

_SIZE = 640, 640


class HelpDialog(QDialog):
    """`page`: what is behind it, None before log-in. `place`: where to read on, once it has been accepted."""

    def __init__(
        self, texts: Texts, parent: QWidget | None, page: Page | None, place: str, about: tuple[str, str]
    ) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self._texts = texts
        self.place = HelpPlace()
        self.setWindowTitle("KPR Desktop")
        self.setAccessibleName(texts("help.title"))
        parts: list[QWidget] = [Label(texts("help.title"), "heading")]
        name, text = about
        if text:
            parts.append(_part(texts("help.field", name=name) if name else texts("help.here"), Label(text)))
        parts += self._chapter(place)
        parts += [_part(texts(group.title), KeyRows(texts, group.rows)) for group in groups(page)]
        self.more = Button(texts("help.more"))
        self.more.setVisible(page is not None and not _in_dialog(parent))
        self.close_button = Button(texts("help.close"), "primary")
        self.more.clicked.connect(self.accept)
        self.close_button.clicked.connect(self.reject)
        row = QHBoxLayout()
        edge = theme.space("xl")
        row.setContentsMargins(edge, theme.space("s"), edge, edge)
        row.addWidget(self.more)
        row.addStretch(1)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(FormScroll(parts), 1)
        column.addLayout(row)
        owner = parent.window().size() if parent is not None else self.screen().availableSize()
        self.resize(min(theme.px(_SIZE[0]), owner.width() - 40), min(theme.px(_SIZE[1]), owner.height() - 40))
        self.close_button.setFocus()

    def _chapter(self, place: str) -> list[QWidget]:
        """The first words of the chapter about this place, and where it goes on."""
        for part in (USER, ADMINISTRATOR):
            manual = read_manual(part, self._texts.language)
            if chapter := manual.about(place):
                self.place = HelpPlace(part, chapter)
                found = manual.chapter(chapter)
                first = next((each.texts[0] for each in found.blocks if each.kind == "text"), "")
                return [_part(found.title, Label(first))] if first else []
        return []


def show_help(
    texts: Texts, parent: QWidget, page: Page | None, place: object = None, about: tuple[str, str] = ("", "")
) -> HelpPlace | None:
    """Show it over whatever is in use; gives where the person wants to read on, None for nowhere."""
    above = QApplication.activeModalWidget() or parent
    if isinstance(above, HelpDialog):
        return None
    told = about if any(about) else _focused()
    dialog = HelpDialog(texts, above, page, type(place).__name__, told)
    wanted = dialog.place if dialog.exec() == QDialog.DialogCode.Accepted else None
    dialog.deleteLater()
    return wanted


def groups(page: Page | None) -> list[ShortcutGroup]:
    """The keys of the page in use that work now, then those that work everywhere."""
    found: list[ShortcutGroup] = []
    every: list[ShortcutGroup] = []
    for group in load_shortcuts():
        if not group.pages:
            every.append(group)
        elif page is not None and type(page).__name__ in group.pages:
            rows = _alive(page, group.rows) if group.live else group.rows
            if rows:
                found.append(ShortcutGroup(group.id, group.title, group.pages, tuple(rows)))
    return found + every


def _alive(page: Page, rows: Sequence[Shortcut]) -> list[Shortcut]:
    alive = {each.key().toString() for each in page.findChildren(QShortcut) if each.isEnabled()}
    return [row for row in rows if not alive.isdisjoint(key_sequence(each).toString() for each in row.keys)]


def _focused() -> tuple[str, str]:
    """Name and explanation of the field that has the focus: its hint, its fault, what it is asked for."""
    widget = QApplication.focusWidget()
    if widget is None:
        return "", ""
    told = [widget.accessibleDescription(), widget.toolTip()]
    text = "\n".join(dict.fromkeys(each for each in told if each))
    return (widget.accessibleName(), text) if text else ("", "")


def _part(title: str, content: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Theme.current().space("xs"))
    column.addWidget(Label(title, "strong"))
    column.addWidget(content)
    return holder


def _in_dialog(parent: QWidget | None) -> bool:
    return isinstance(parent, QDialog)
