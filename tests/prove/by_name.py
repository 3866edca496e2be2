"""The whole main job, done by somebody who sees nothing: only names and roles of the accessibility tree.

Buttons and cards are pressed by the tree's own action, what is typed goes by real keys to what has the focus. The
program runs in bokmål; every name here is what a screen reader would say. Runs under the system's Python.
"""

from __future__ import annotations

import contextlib
import subprocess
import time
from typing import Any

from gi.repository import Atspi, GLib  # type: ignore[import-not-found, unused-ignore]

SECONDS = 40.0
"""How long something may take before it is given up; a busy machine takes its time."""
PASSPHRASE = "femten tegn og mer"
PERSON = (
    ("Fornavn", "Blid"),
    ("Etternavn", "Granskog"),
    ("Nummer", "{number}"),
    ("Adresse", "Skogveien 1"),
    ("Postnummer", "4950"),
    ("Poststed", "Nesodden"),
)

NO_FILE = "Dette er et øvingshvelv, så det lages aldri en fil til registeret herfra."


class Lost(AssertionError):
    """What was looked for by its name was not there."""


class Hands:
    """Somebody who goes by names. `read(front, "", met, nodes)` reads the tree (listener.py)."""

    def __init__(self, ears: Any, read: Any) -> None:
        self._ears, self._read = ears, read
        self.told: list[str] = []
        self.pressed = 0
        Atspi.set_timeout(2000, 8000)

    def nodes(self) -> list[dict[str, Any]]:
        """What is there now."""
        found: list[dict[str, Any]] = []
        self._ears.met.clear()
        self._ears.settle()
        try:
            self._read(self._ears.front(), "", self._ears.met, found)
        except GLib.Error:
            return []  # it changed while it was read
        return found

    def seen(self, name: str, *roles: str) -> dict[str, Any] | None:
        """The first that is so called, if there is one."""
        return next(
            (each for each in self.nodes() if _called(each) == name and (not roles or each["role"] in roles)),
            None,
        )

    def find(self, name: str, *roles: str) -> dict[str, Any]:
        """The first that is so called; waits for it."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            if (found := self.seen(name, *roles)) is not None:
                return found
            time.sleep(0.05)
        there = sorted({f"{each['role']} {_called(each)!r}" for each in self.nodes() if each["name"]})
        raise Lost(f"nothing is called {name!r} {roles}; there are: {'; '.join(there)[:1500]}")

    def hear(self, part: str) -> None:
        """Wait until something is called so, is described so or has been announced; `part` is how it begins."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            said = [text for each in self.nodes() for text in (each["name"], each["description"])]
            if any(part in text for text in (*said, *self._ears.announced)):
                return
            time.sleep(0.05)
        raise Lost(f"nothing said {part!r}")

    def press(self, name: str, *roles: str) -> None:
        """Press the button or choose the card of that name, as soon as it can be pressed."""
        end = time.monotonic() + SECONDS
        while "enabled" not in (found := self.find(name, *(roles or ("push button",))))["states"]:
            if time.monotonic() > end:
                raise Lost(f"{name!r} can not be pressed")
            time.sleep(0.05)
        self.act(found)

    def act(self, node: dict[str, Any]) -> None:
        """Press it by the tree's own action."""
        target = self._ears.met[node["path"]]
        wanted = {"Press", "Toggle", "SetFocus"}
        names = [target.get_action_name(at) for at in range(target.get_n_actions())]
        at = next(at for at, each in enumerate(names) if each in wanted)
        with contextlib.suppress(GLib.Error):  # a dialog that came up keeps the answer waiting
            target.do_action(at)
        self.pressed += 1
        time.sleep(0.05)

    def fill(self, name: str, text: str) -> None:
        """Go to the field of that name and type."""
        node = self.find(name, "text", "password text", "entry")
        self._ears.met[node["path"]].grab_focus()
        end = time.monotonic() + SECONDS
        while not self._ears.has_focus(node["path"]):
            if time.monotonic() > end:
                raise Lost(f"the field {name!r} does not take the focus")
            time.sleep(0.02)
        keys("key", "ctrl+a")
        keys("type", "--delay", "1", text)


def keys(*words: str) -> None:
    """Real keys, to whatever has the focus."""
    subprocess.run(["xdotool", *words], check=True, capture_output=True, timeout=30)


def _called(node: dict[str, Any]) -> str:
    labels = node["relations"].get("labelled-by", [])
    return " ".join(labels) if node["role"] == "combo box" else str(node["name"])


def main_job(ears: Any, read: Any, number: str) -> list[str]:
    """Log in, register, interview, finish, make the letter, rehearse the submission. What was done, in sentences."""
    hands = Hands(ears, read)
    hands.fill("Passordfrase", PASSPHRASE)
    hands.press("Lås opp")
    hands.press("Ny person")
    for name, text in PERSON:
        hands.fill(name, text.format(number=number))
    hands.press("Lagre")
    hands.press("Start kartlegging")
    hands.press("Start kartleggingen")
    hands.told.append("logged in and registered a person")
    scored, others = _interview(hands)
    hands.told.append(f"answered {scored} variables and {others} other items")
    hands.press("Fullfør")
    _letter(hands)
    _submission(hands)
    hands.told.append(f"{hands.pressed} presses by name")
    return hands.told


def _interview(hands: Hands) -> tuple[int, int]:
    """Answer every item until the summary stands there. How many scores, and how many others."""
    scored = others = 0
    hands.find("Neste", "push button")
    nodes = hands.nodes()
    for _ in range(60):
        question = _question(nodes)
        cards = [n for n in nodes if n["role"] == "radio button"]
        if cards:
            hands.act(cards[min(2, len(cards) - 1)])
            scored, others = scored + (cards[0]["name"][:2] == "1."), others + (cards[0]["name"][:2] != "1.")
        hands.act(next(n for n in nodes if n["name"] == "Neste" and n["role"] == "push button"))
        end = time.monotonic() + SECONDS
        while True:
            nodes = hands.nodes()
            if any(n["name"] == "Fullfør" and n["role"] == "push button" for n in nodes):
                return scored, others
            if _question(nodes) not in {"", question}:
                break
            if time.monotonic() > end:
                raise Lost(f"«Neste» did not lead on from {question!r}")
    raise Lost("the summary never came")


def _question(nodes: list[dict[str, Any]]) -> str:
    """What is asked now: the heading that holds the keys."""
    return next((n["name"] for n in nodes if n["role"] == "heading" and "focusable" in n["states"]), "")


def _letter(hands: Hands) -> None:
    hands.press("Brev og samtykke", "page tab")
    hands.press("Lag brev")
    hands.press("Lag brevet")
    hands.find("Registrer levering", "push button")
    hands.told.append("made a letter")


def _submission(hands: Hands) -> None:
    hands.press("Innsending")
    hands.press("Lag melding …")
    hands.hear(NO_FILE)
    hands.told.append("rehearsed the submission and was told why a training vault makes no file")
