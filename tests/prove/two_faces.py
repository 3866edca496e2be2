"""`python -m tests.prove.two_faces`: the citizen's view never shows what is the assessor's, and loses no typed text.

The screen is turned to and fro, with random gestures in between on both sides: notes, rows, reasons, scores, guided
scoring, own answers, own words, languages, walking, and keys that must mean nothing. Whenever it faces the person, all
that can be read off it is searched for everything that was planted. Whenever it faces the assessor again, all that was
typed must stand there as it was, with the caret.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.model import ItemKind
from kpr_desktop_ui.pages.interview.conversation import Conversation
from kpr_desktop_ui.widgets import Label
from tests.prove.faces_eye import Eye, hidden_nodes
from tests.prove.furnished import COLLEAGUES, NOTE
from tests.prove.sitting import Look, Sitting
from tests.support.driver import drain
from tests.support.program import Watch, application
from tests.support.world import TODAY

NAMES = ("Rask Bjørkedal", "Stille Steinmo", "Blid Fjellbekk", *COLLEAGUES)
ROWS = ("took_part", "diagnosis", "coercion")
LEAKS = ("label", "description", "toast", "screen")
MEANINGLESS = ("Ctrl+J", "Ctrl+M", "N", "U", "V", "J", "F", "1", "3", "9", "Ctrl+2", "Ctrl+5", "F2", "F4")
EVERY = 25
"""Turns between two plantings of every leak."""


@dataclass
class Figures:
    """What was done and seen."""

    turns: int = 0
    gestures: int = 0
    looks: int = 0
    hits: list[str] = field(default_factory=list)
    texts: int = 0
    losses: list[str] = field(default_factory=list)
    planted: int = 0
    missed: list[str] = field(default_factory=list)
    scores: list[str] = field(default_factory=list)


class Walk:
    """One sitting at the kitchen table."""

    def __init__(self, sitting: Sitting, seed: int) -> None:
        self.sitting, self.any = sitting, random.Random(seed)
        self.driver = sitting.program.driver
        self.talk: Conversation = sitting.talk("v07")
        self.eye, self.figures = Eye(), Figures()
        self.notes: dict[str, str] = {}
        self.words: dict[str, str] = {}
        self.typed = 0
        book = self.talk.interview.book
        self.secrets = [NOTE, *NAMES, f"{TODAY:%d.%m.%Y}"]
        self.secrets += [part for name in NAMES for part in name.split()]
        for scale in book.scales.values():
            self.secrets += [each for value in scale.values for each in (value.official, value.card.nb)]
            self.secrets += [value.meaning.nb for value in scale.values]
        self.secrets += [item for item in book.items if item.startswith("v")]
        # «Er blind» is a score's word here, and «Eg er blind» the person's own there.
        own = [
            v.citizen.in_(lang).casefold()
            for sc in book.scales.values()
            for v in sc.values
            for lang in LANGUAGES
        ]
        self.secrets = [each for each in self.secrets if not any(each.casefold() in text for text in own)]
        self.planted_words: list[str] = []

    # --- one round

    def turn(self) -> None:
        """Some work, the screen turned to the person, some talk, and back."""
        for _ in range(self.any.randrange(1, 4)):
            self._do(
                self.any.choice((self.note, self.note, self.score, self.row, self.reason, self.go, self.help))
            )
        if self.any.random() < 0.1:
            self.press("Ctrl+M")
        if self.any.random() < 0.2:
            self.sitting.program.page.told.emit(self._secret())
        before, item, summary = self.fields(), self.talk.item, self.talk.in_summary()
        focus = QApplication.focusWidget()
        self.press("F6")
        self.figures.turns += 1
        if not self.talk.faces.citizen_shown():
            raise SystemExit("F6 did not turn the screen.")
        self.look()
        values = self.values()
        for _ in range(self.any.randrange(0, 4)):
            self._do(self.any.choice((self.choose, self.own, self.speak, self.walk, self.nothing)))
        self.look()
        changed = values ^ self.values()
        if changed:
            self.figures.scores.append(f"turn {self.figures.turns}: {sorted(changed)} was written")
        self.press("F6")
        if item == self.talk.item:
            self.compare(before, self.fields(), f"fields at {item}")
            if not summary and focus is not QApplication.focusWidget():
                self.figures.losses.append(f"the focus at {item}")
        self.compare_saved()

    def values(self) -> set[tuple[str, str]]:
        """Every answer that is given."""
        return {(item, value) for item, value in self.talk.interview.values.items() if value}

    def look(self) -> None:
        """Read everything that can be read."""
        self.figures.looks += 1
        self.figures.hits += self.eye.search((*self.secrets, *self.planted_words))
        count, seen = hidden_nodes(self.talk.screen_)
        if seen or not count:
            self.figures.hits.append(f"{seen} of {count} hidden widgets are told to be seen")

    def fields(self) -> dict[QWidget, tuple[str, int]]:
        """Every field of the assessor's side that is open: its text and where its caret stands."""
        found: dict[QWidget, tuple[str, int]] = {}
        for each in self.talk.screen_.findChildren(QWidget):
            if not each.isVisible():
                continue
            if isinstance(each, QPlainTextEdit):
                found[each] = (each.toPlainText(), each.textCursor().position())
            elif isinstance(each, QLineEdit):
                found[each] = (each.text(), each.cursorPosition())
        own = self.talk.screen_.side.own.words.edit  # what is said of oneself may be changed on either side
        found.pop(own, None)
        return found

    def compare(
        self, before: dict[QWidget, tuple[str, int]], now: dict[QWidget, tuple[str, int]], where: str
    ) -> None:
        self.figures.texts += len(before)
        lost = [f"{where}: {text!r} is {now.get(w)!r}" for w, text in before.items() if now.get(w) != text]
        self.figures.losses += lost

    def compare_saved(self) -> None:
        """What was typed is what is on disk and on screen."""
        for typed, seen, kind in (
            (self.notes, self.talk.keeper.note, "note"),
            (self.words, lambda item: self.talk.keeper.opinion(item).words, "words"),
        ):
            for item, text in typed.items():
                self.figures.texts += 1
                if seen(item) != text:
                    self.figures.losses.append(f"{kind} of {item}: {seen(item)!r}, typed {text!r}")

    # --- what the assessor does

    def note(self) -> None:
        """Some more of a note, with the caret anywhere."""
        if self.talk.in_summary():
            return
        edit = self.talk.screen_.view.note.edit
        edit.setFocus()
        if edit.toPlainText() and self.any.random() < 0.5:
            edit.set_caret(self.any.randrange(len(edit.toPlainText()) + 1))
        if len(edit.toPlainText()) < 300:
            self.driver.type(f"{self._secret()} ")
        for _ in range(self.any.randrange(3)):
            self.press("Left")
        self.notes[self.talk.item] = edit.toPlainText()

    def score(self) -> None:
        self.head()
        self.press(self.any.choice("123459"))

    def help(self) -> None:
        """Guided scoring, the contrasts, as last time."""
        self.head()
        self.press(self.any.choice(("V", "J", "U", "F", "F2", "F3", "F5")))

    def row(self) -> None:
        """A row that is half typed."""
        if self.talk.in_summary() or self.talk.interview.item(self.talk.item).kind is not ItemKind.ENTRIES:
            self.talk.show_item(self.any.choice(ROWS))
            drain()
        entries = self.talk.screen_.view.entries
        lines = [each for each in entries.findChildren(QLineEdit) if each.isVisible() and each.isEnabled()]
        if lines:
            line = self.any.choice(lines)
            line.setFocus()
            if len(line.text()) < 40:
                self.driver.type(self._secret())

    def reason(self) -> None:
        """Why it changed so much, where that is asked."""
        if self.talk.in_summary():
            return
        edit = self.talk.screen_.side.last.reason.edit
        if not edit.isVisible():
            self.talk.show_item("v12")
            self.head()
            self.press("5")
        if edit.isVisible() and len(edit.toPlainText()) < 200:
            edit.setFocus()
            self.driver.type(self._secret())

    def go(self) -> None:
        """To another item."""
        if self.any.random() < 0.5:
            self.head()
            self.press(self.any.choice(("Ctrl+Enter", "Backspace")))
        else:
            steps = self.talk.interview.visible()
            self.talk.show_item(self.any.choice(steps).item)
            drain()

    # --- what the person does

    def choose(self) -> None:
        """An answer, and whether it is seen alike, by arrow keys and blank."""
        view = self.talk.faces.view
        view.focus_start()
        for _ in range(self.any.randrange(1, 8)):
            self.press(self.any.choice(("Right", "Down", "Left")))
        self.press(self.any.choice(("Space", "Enter")))
        if view.own.views.isVisible() and self.any.random() < 0.5:
            view.own.views.cards()[self.any.randrange(2)].setFocus()
            self.press("Space")

    def own(self) -> None:
        """Some more own words."""
        view = self.talk.faces.view
        if view.words.isVisible() and len(view.words.toPlainText()) < 200:
            view.words.setFocus()
            self.driver.type("jeg sier det slik ")
            self.words[self.talk.faces.item] = view.words.toPlainText()

    def speak(self) -> None:
        self.press("F7")

    def walk(self) -> None:
        self.talk.faces.view.focus_start()
        self.press(self.any.choice(("Enter", "Enter", "Backspace")))

    def nothing(self) -> None:
        """Keys that mean nothing here."""
        self.talk.faces.view.focus_start()
        self.press(self.any.choice(MEANINGLESS))
        self.sitting.program.page.told.emit(self._secret())
        if QApplication.activeModalWidget() or not self.talk.faces.citizen_shown():
            self.figures.hits.append("a key opened something")

    # --- controls

    def control(self) -> None:
        """Plant each leak once; each must be found, and be gone with what was planted."""
        self.press("F6")
        view, frame = self.talk.faces.view, self.sitting.program.window.desk.frame
        assert frame is not None
        secret = self._secret()
        label = Label(secret, parent=view)
        label.hide()
        screen = self.talk.screen_
        ways: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
            "label": (label.show, label.hide),
            "description": (
                lambda: view.next.setAccessibleDescription(secret),
                lambda: view.next.setAccessibleDescription(""),
            ),
            "toast": (lambda: frame.toast.tell(secret), lambda: frame.toast.tell("")),
            "screen": (screen.show, screen.hide),
        }
        for name in LEAKS:
            plant, take_out = ways[name]
            plant()
            drain()
            self.figures.planted += 1
            if not self.eye.search((*self.secrets, *self.planted_words)):
                self.figures.missed.append(name)
            take_out()
            drain()
        label.deleteLater()
        self.press("F6")
        self._control_loss()

    def _control_loss(self) -> None:
        """A caret that is moved behind the back of the assessor must be told as a loss."""
        self.talk.show_item("v07")
        edit = self.talk.screen_.view.note.edit
        edit.set_caret(3)
        before, told = self.fields(), len(self.figures.losses)
        self.press("F6")
        edit.set_caret(2)
        self.press("F6")
        self.figures.planted += 1
        self.compare(before, self.fields(), "control")
        if len(self.figures.losses) == told:
            self.figures.missed.append("loss")
        del self.figures.losses[told:]

    # --- hands

    def head(self) -> None:
        """The focus on the question, where the keys of the assessor begin."""
        if self.talk.in_summary():
            self.talk.show_item(self.talk.item)
        self.talk.screen_.view.head.setFocus()
        drain()

    def press(self, keys: str) -> None:
        self.driver.press(keys)

    def _do(self, gesture: Callable[[], None]) -> None:
        gesture()
        self.figures.gestures += 1

    def _secret(self) -> str:
        self.typed += 1
        letters = "bcdfghjklmnpqrstvwxz"
        number, word = self.typed, ""
        for _ in range(4):
            number, at = divmod(number, len(letters))
            word += letters[at]
        self.planted_words.append(f"qx{word}")
        return f"qx{word}"


def run(turns: int, seed: int, root: Path) -> Walk:
    """Turn the screen so many times."""
    sitting = Sitting(root, Look("light", 1.0, 1366), root / "pictures")
    sitting.log_in()
    walk = Walk(sitting, seed)
    for at in range(turns):
        walk.turn()
        if at % EVERY == 0:
            walk.control()
    sitting.close()
    return walk


def report(walk: Walk, watch: Watch, seconds: float) -> int:
    """Print the figures. The exit code: 0 when nothing leaked, nothing was lost, and every planted leak was found."""
    figures, eye = walk.figures, walk.eye
    print(
        f"{figures.turns} turns to the citizen's face and back, {figures.gestures} gestures between, {seconds:.0f} s"
    )
    print(
        f"{figures.looks} looks: {eye.widgets} widgets and {eye.nodes} nodes of the accessibility tree read for"
        f" {len(walk.secrets) + len(walk.planted_words)} secrets and any number; {eye.hidden} nodes hidden"
    )
    for line in (*figures.hits[:10], *figures.losses[:10], *figures.scores[:10]):
        print(f"  {line}")
    print(f"{len(figures.hits)} hits; {len(figures.scores)} scores written in the citizen's face")
    print(f"{figures.texts} typed texts compared with their carets: {len(figures.losses)} losses")
    print(
        f"Control: {figures.planted - len(figures.missed)} of {figures.planted} planted leaks and losses caught"
    )
    odd = [*watch.tracebacks, *watch.messages]
    print(f"{len(watch.tracebacks)} tracebacks, {len(watch.messages)} messages of Qt")
    for line in odd[:10]:
        print(f"  {line}")
    good = not (figures.hits or figures.losses or figures.scores or figures.missed or odd)
    return 0 if good and figures.turns and figures.planted and figures.texts else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    application()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kpr-faces-") as root, Watch() as watch:
        walk = run(words.n, words.seed, Path(root))
    return report(walk, watch, time.monotonic() - began)


if __name__ == "__main__":
    sys.exit(main())
