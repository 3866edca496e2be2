"""`python -m tests.prove.bad_input`: bad input is refused with words beside its field, or shown literally everywhere.

Each text is pasted into the real form of the real window. Nothing may be lost from the form, nothing may be read as
markup, nothing changed in the vault, and there is never a traceback or a message of Qt.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from PySide6.QtGui import Qt  # the one that knows mightBeRichText
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from kpr_desktop import __version__
from kpr_desktop.domain.care_service import Outcome
from kpr_desktop.domain.characters import has_hidden, visible
from kpr_desktop.exports.registry import message_writer
from kpr_desktop_ui.pages.letters.letter_page import LetterPage
from tests.prove.bad_cases import Case, all_cases
from tests.prove.bad_places import (
    FirstRunTried,
    NoteTried,
    OfficeTried,
    PersonPlaceTried,
    Place,
    RowTried,
    SearchTried,
    ServiceTried,
)
from tests.support.driver import texts_in
from tests.support.pdf import text_of
from tests.support.program import Program, Watch, start
from tests.tour.story import Story

UNCHANGED = (
    "given_name",
    "family_name",
    "user_number",
    "line1",
    "kin_name",
    "interpreter",
    "provider_name",
    "note",
    "source",
    "name",
)
SHOWN = ("given_name", "family_name", "line1", "kin_name", "note", "source")
"""Fields whose text stands in words on the page after saving."""


@dataclass
class Findings:
    """What became of the cases."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def squeezed(text: str) -> str:
    """Without blanks and line ends, and without the places to break that a label puts into long words."""
    return "".join(text.replace("\u200b", "").split())


def marked_up(window: QWidget) -> list[str]:
    """Labels and tips on the window that would be read as markup."""
    found = []
    for label in window.findChildren(QLabel):
        form = label.textFormat()
        rich = form == Qt.TextFormat.RichText or (
            form in (Qt.TextFormat.AutoText, Qt.TextFormat.MarkdownText) and Qt.mightBeRichText(label.text())
        )
        if label.isVisible() and rich:
            found.append(label.text())
    tips = (each.toolTip() for each in window.findChildren(QWidget) if each.isVisible())
    return found + [tip for tip in tips if Qt.mightBeRichText(tip)]


def shows(window: QWidget, text: str) -> bool:
    """Whether the text stands on the window, its hidden characters as marks."""
    wanted = {squeezed(visible(text)), squeezed(visible(text, lines=True))}
    fields = [
        _text(each) for each in window.findChildren(QWidget) if isinstance(each, QLineEdit | QPlainTextEdit)
    ]
    if text in fields:
        return True  # a field shows what it holds to the letter, with marks of Qt's own
    seen = squeezed("\n".join(texts_in(window)))
    return any(each in seen for each in wanted)


class Trial:
    """Tries cases, one after the other, in one window."""

    def __init__(self, program: Program) -> None:
        self.program, self.driver = program, program.driver
        self.found = Findings()

    def try_case(self, place: Place, case: Case) -> None:
        """One text in one field."""
        name = f"{case.place}.{case.field} {case.text[:40]!a}"
        place.open()
        editor = place.editor(case.field)
        self.driver.tab_onto(editor)
        try:
            self.driver.paste(case.text)
        except UnicodeEncodeError:
            self.found.counts["not even to be put on the clipboard"] += 1
            place.away()
            return
        typed = _text(editor)
        place.save()
        self._literal(name)
        if place.saved():
            self._stored(place, case, typed, name)
        else:
            self._refused(place, case, typed, name)

    def _refused(self, place: Place, case: Case, typed: str, name: str) -> None:
        if not place.error(case.field) and not isinstance(place, FirstRunTried):
            self.found.wrong.append(f"{name}: neither saved nor a word beside the field")
        if _text(place.editor(case.field)) not in (typed, typed.strip()):
            self.found.wrong.append(f"{name}: what was typed is no longer in the form")
        worded = bool(place.error(case.field))
        self.found.counts["refused with words" if worded else "kept in the form"] += 1
        place.away()

    def _stored(self, place: Place, case: Case, typed: str, name: str) -> None:
        held = place.stored(case.field)
        same = {typed, typed.strip(), unicodedata.normalize("NFC", typed).strip()}
        if case.field in UNCHANGED and typed.strip() and held not in same:
            self.found.wrong.append(f"{name}: changed in the vault to {held[:40]!a}")
        if case.field in SHOWN and case.place == "person" and not shows(self.program.window, held):
            self.found.wrong.append(f"{name}: not shown literally on {type(place.page).__name__}")
        for go in place.screens(case.field):
            go()
            self._literal(name)
            letter = place.page.letter if isinstance(place.page, LetterPage) else None
            if letter is not None:
                self._in_letter(letter.pdf, held, name)
            elif not shows(self.program.window, held):
                self.found.wrong.append(f"{name}: not shown literally on {type(place.page).__name__}")
        self.found.counts["stored and shown literally"] += 1

    def _literal(self, name: str) -> None:
        if read := marked_up(self.program.window):
            self.found.wrong.append(f"{name}: read as markup: {read[0][:60]!a}")

    def _in_letter(self, pdf: bytes, text: str, name: str) -> None:
        if shutil.which("pdftotext") is None:
            self.found.counts["letters not read: there is no pdftotext"] += 1
            return
        # Right-to-left scripts come back in the order they are drawn: the characters are compared, not their order.
        wanted, there = Counter(squeezed(visible(text))), Counter(squeezed(text_of(pdf)))
        missing = {char for char, count in wanted.items() if there[char] < count and char.isascii()}
        if missing:
            self.found.wrong.append(f"{name}: {''.join(missing)!a} missing in the letter")
        self.found.counts["letters read"] += 1


def _text(editor: QWidget) -> str:
    if isinstance(editor, QPlainTextEdit):
        return editor.document().toRawText().replace("\u2029", "\n")
    if isinstance(editor, QLineEdit):
        return editor.text()
    assert isinstance(editor, QComboBox)
    return editor.currentText()


def _places(program: Program) -> dict[str, Place]:
    story_person = program.services.persons.register(
        program.services.persons.blank()
        | {"given_name": "Stille", "family_name": "Steinmo", "birth_date": "01.02.1950"}
    ).id
    return {
        "person": PersonPlaceTried(program),
        "service": ServiceTried(program, story_person),
        "note": (note := NoteTried(program, story_person)),
        "row": _same_draft(RowTried.__new__(RowTried), note),
        "search": SearchTried(program),
        "office": OfficeTried(program),
    }


def _same_draft(row: RowTried, note: NoteTried) -> RowTried:
    row.program, row.driver, row.t, row.draft = note.program, note.driver, note.t, note.draft
    return row


def _in_the_end(trial: Trial) -> None:
    """Work list, search and submission with everybody who was stored; the XML holds no hidden character."""
    program, services = trial.program, trial.program.services
    for each in services.persons.find(""):
        held = services.care_services.blank(each.id)
        day = date(2026, 3, 1)
        services.care_services.save(
            replace(held, type="21", applied_on=day, decided_on=day, outcome=Outcome.GRANTED, start=day)
        )
    for key in ("Alt+1", "Alt+2", "Alt+3"):
        trial.driver.press(key)
        busy = getattr(program.page, "busy", False)
        if busy:
            trial.driver.wait_until(lambda: not program.page.busy, "The rehearsal")  # type: ignore[attr-defined]
        trial._literal(f"everybody at once, {key}")
    message = services.submission.rehearse().message
    if message.notifications and message.contacts:
        written = message_writer(__version__).write(message).decode()
        if has_hidden(written, lines=True):
            trial.found.wrong.append("the message: a hidden character in the XML")
        trial.found.counts["events in the XML"] += len(message.notifications)


def control() -> bool:
    """A plain label that reads markup must be caught."""
    window = QWidget()
    label = QLabel("<b>Fet</b> Fjell", window)
    window.show()
    label.show()
    caught = bool(marked_up(window)) and not marked_up(QWidget())
    window.deleteLater()
    return caught


def run(count: int | None, root: Path) -> tuple[Findings, Watch]:
    """Try `count` cases, evenly taken from all of them."""
    cases = all_cases()
    if count is not None:
        step = len(cases) / count
        cases = [cases[int(number * step)] for number in range(count)]
    with Watch() as watch:
        program = start(root)
        trial = Trial(program)
        first = FirstRunTried(program)
        for case in cases:
            if case.place == "first_run":
                trial.try_case(first, case)
        story = Story(program, root, root)
        story.first_run()
        story.contacts()
        places = _places(program)
        for case in cases:
            if case.place != "first_run":
                trial.try_case(places[case.place], case)
        _in_the_end(trial)
        program.close()
    return trial.found, watch


def main(words: list[str]) -> int:
    """The exit code: 0 when every case came out well and the control was caught."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=None)
    asked = parser.parse_args(words)
    root = Path(tempfile.mkdtemp(prefix="kpr-bad-"))
    began = time.monotonic()
    try:
        found, watch = run(asked.n, root)
    finally:
        shutil.rmtree(root, ignore_errors=True)
    for line in found.wrong[:40]:
        print(f"  {line}")
    for line in [*watch.tracebacks, *watch.messages][:20]:
        print(f"  {line}")
    for what, count in found.counts.most_common():
        print(f"{count:5} {what}")
    print(f"{len(found.wrong):5} came out wrong")
    print(
        f"{len(watch.tracebacks):5} tracebacks, {len(watch.messages)} messages of Qt "
        f"({time.monotonic() - began:.0f} seconds)"
    )
    caught = control()
    print("Control: the label that reads markup was caught." if caught else "Control: NOT caught.")
    return 1 if found.wrong or watch.tracebacks or watch.messages or not caught else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
