"""A screen reader's half of the proof: reads the real AT-SPI tree of the program and presses its keys.

Runs under the system's Python, whose packages (gir1.2-atspi-2.0) speak AT-SPI; it imports nothing of the program. It
starts what a desktop would have running (a screen, the accessibility bus), then the window, and prints one line of JSON
for each screen: what `tests/support/spoken.py` judges.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gi  # type: ignore[import-not-found, unused-ignore]

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # type: ignore[import-not-found, unused-ignore]  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
MOST_TABS = 160
WAIT = 0.25
"""Seconds in which a key that moves the focus must have been heard."""
STATES = (
    "active", "checkable", "checked", "editable", "enabled", "expandable", "expanded", "focusable", "focused",
    "modal", "multi_line", "pressed", "read_only", "selectable", "selected", "sensitive", "showing", "visible",
)  # fmt: skip
PATIENCE = 30.0
"""Seconds that the program may take to come."""
LEAVES = {"table cell", "list item", "menu item", "column header", "table column header"}
ROVING = {"push button", "toggle button", "check box", "radio button"}
"""Among these the arrow keys may move inside a group that Tab stops at once."""
MOST_CELLS = 60
"""So many cells of a table or lines of a list are read: the others are made by the same code."""
KINDS = {getattr(Atspi.StateType, name.upper()): name for name in STATES}


class Gone(RuntimeError):
    """The window has ended, or does not answer."""


class Desktop:
    """A screen and an accessibility bus of their own; ended when it is left."""

    def __enter__(self) -> Desktop:  # noqa: PYI034 - `Self` is not in the oldest Python of a system
        self._screen = self._open_screen()
        launcher = next(each for each in LAUNCHERS if Path(each).exists())
        self._bus = subprocess.Popen(
            [launcher, "--launch-immediately"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        return self

    def _open_screen(self) -> subprocess.Popen[bytes]:
        """A screen with a number that nobody has; others may be looking for one at the same time."""
        for _ in range(20):
            number = random.randrange(100, 30_000)
            command = ["Xvfb", f":{number}", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
            screen = subprocess.Popen(command, stderr=subprocess.DEVNULL)
            end = time.monotonic() + 10
            while screen.poll() is None and time.monotonic() < end:
                if Path(f"/tmp/.X11-unix/X{number}").exists():
                    os.environ["DISPLAY"] = f":{number}"
                    return screen
                time.sleep(0.02)
            screen.kill()
        raise Gone("no screen could be opened")

    def __exit__(self, *_: object) -> None:
        for each in (self._bus, self._screen):
            each.terminate()
            each.wait(10)


class Window:
    """The program's process, spoken with over its pipes."""

    def __init__(self, command: list[str]) -> None:
        env = os.environ | {
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "KPR_HEARD": "1",
        }
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.pid = self._process.pid

    def hear(self) -> dict[str, Any]:
        """The next line from it."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise Gone(f"the window ended with {self._process.wait(20)}")
        found: dict[str, Any] = json.loads(line)
        return found

    def tell(self, **words: Any) -> None:
        """Send a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()

    def do(self, **words: Any) -> None:
        """Send a line and wait until it has been done."""
        self.tell(**words)
        self.hear()

    def end(self) -> None:
        """Let it go."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()


class Ears:
    """What the accessibility bus tells of one program."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.focused: list[str] = []
        self.announced: list[str] = []
        self.met: dict[str, Any] = {}
        self._app: Any = None
        self._focus = Atspi.EventListener.new(self._on_focus)
        self._focus.register("object:state-changed:focused")
        self._news = Atspi.EventListener.new(self._on_news)
        self._news.register("object:announcement")
        Atspi.set_timeout(8000, 8000)

    def app(self) -> Any:
        """The program's root in the tree."""
        end = time.monotonic() + PATIENCE
        while self._app is None and time.monotonic() < end:
            desktop = Atspi.get_desktop(0)
            for at in range(desktop.get_child_count()):
                each = desktop.get_child_at_index(at)
                if each is not None and each.get_process_id() == self._pid:
                    each.set_cache_mask(Atspi.Cache.NONE)
                    self._app = each
            self.settle()
        if self._app is None:
            raise Gone("the program is not on the accessibility bus")
        return self._app

    def front(self) -> Any:
        """The window that takes the keys; waits for it. Raises Gone when none comes."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if (found := self._front()) is not None:
                return found
            self.settle()
            time.sleep(0.05)
        raise Gone("no window is on the accessibility bus")

    def _front(self) -> Any:
        tops = [self.app().get_child_at_index(at) for at in range(self.app().get_child_count())]
        shown = [each for each in tops if each is not None and _has(each, Atspi.StateType.VISIBLE)]
        dialogs = [each for each in shown if each.get_role() == Atspi.Role.DIALOG]
        active = [each for each in dialogs or shown if _has(each, Atspi.StateType.ACTIVE)]
        return next(iter(active or dialogs[::-1] or shown), None)

    def settle(self) -> None:
        """Let every event that has come be told."""
        context = GLib.MainContext.default()
        while context.pending():
            context.iteration(False)

    def wait(self, seconds: float) -> None:
        """Wait for a change of the focus."""
        end = time.monotonic() + seconds
        while not self.focused and time.monotonic() < end:
            self.settle()
            time.sleep(0.001)
        self.settle()

    def has_focus(self, path: str) -> bool:
        """Whether it is still this one; one that was never met counts as one that has lost it."""
        node = self.met.get(path)
        return node is not None and node.get_state_set().contains(Atspi.StateType.FOCUSED)

    def _on_focus(self, event: Any) -> None:
        if event.detail1 and event.source is not None:
            self.focused.append(event.source.path)
            self.met[event.source.path] = event.source

    def _on_news(self, event: Any) -> None:
        self.announced.append(str(event.any_data))


def _has(node: Any, state: Any) -> bool:
    return bool(node.get_state_set().contains(state))


def read(node: Any, parent: str, met: dict[str, Any], out: list[dict[str, Any]], depth: int = 0) -> None:
    """One node and what is visible below it, as data."""
    states = {KINDS[each] for each in node.get_state_set().get_states() if each in KINDS}
    if "visible" not in states:
        return
    role = node.get_role_name()
    box = node.get_extents(Atspi.CoordType.WINDOW)
    relations = {
        relation.get_relation_type().value_nick: [
            relation.get_target(at).get_name() for at in range(relation.get_n_targets())
        ]
        for relation in node.get_relation_set()
    }
    told = {
        "path": node.path,
        "parent": parent,
        "role": role,
        "name": node.get_name() or "",
        "description": node.get_description() or "",
        "states": sorted(states),
        "relations": relations,
        "box": [box.x, box.y, box.width, box.height],
        "depth": depth,
    }
    out.append(told)
    met[node.path] = node
    count = 0 if role in LEAVES else node.get_child_count()
    if role in {"table", "list", "tree table"}:
        count = min(count, MOST_CELLS)
    for at in range(count):
        child = node.get_child_at_index(at)
        if child is not None:
            read(child, node.path, met, out, depth + 1)


def press(window: Window, ears: Ears, keys: str, before: str) -> str:
    """Press a key; which node has the focus then: the last that was told of, else the one before."""
    ears.focused.clear()
    window.do(do="key", keys=keys)
    ears.wait(WAIT)
    if not ears.focused and not ears.has_focus(before):
        ears.wait(4)
    return ears.focused[-1] if ears.focused else before


def tab_walk(window: Window, ears: Ears, start: str, keys: str = "Tab") -> list[str]:
    """Where Tab leads, from what has the focus until it comes to a place for the second time."""
    path = [start] if start else []
    for _ in range(MOST_TABS):
        now = press(window, ears, keys, path[-1] if path else "")
        if now in path:
            return [*path, now]
        path.append(now)
    return path


def arrows(
    window: Window, ears: Ears, missing: dict[str, str], parents: dict[str, str], walk: list[str]
) -> list[str]:
    """What the arrow keys reach beside the places that Tab stops at. `missing`: what Tab missed, with its parent."""
    found: list[str] = []
    now = walk[-1]
    for _ in range(len(walk) + 8):
        left = {parent for path, parent in missing.items() if path not in found}
        if not left:
            break
        for keys in ("Down", "Up") if parents.get(now) in left else ():
            stop, seen = now, {now}
            while (now := press(window, ears, keys, now)) not in seen:
                seen.add(now)
                found.append(now)
                if parents.get(now) != parents.get(stop):
                    break
            if parents.get(stop) not in {parent for path, parent in missing.items() if path not in found}:
                break
        now = press(window, ears, "Tab", now)
    return found


def screens(window: Window) -> Iterator[dict[str, Any]]:
    """Each screen that the window tells of, until it has no more."""
    while True:
        told = window.hear()
        yield told
        if "end" in told:
            return


def listen(window: Window, ears: Ears, name: str) -> dict[str, Any]:
    """One screen: its tree and the walk through it."""
    front = ears.front()
    nodes: list[dict[str, Any]] = []
    ears.met.clear()
    read(front, "", ears.met, nodes)
    start = next((each["path"] for each in nodes if "focused" in each["states"]), "")
    walk = tab_walk(window, ears, start)
    missing = {
        each["path"]: each["parent"]
        for each in nodes
        if {"focusable", "enabled"} <= set(each["states"])
        and each["path"] not in walk
        and each["role"] in ROVING
    }
    parents = {each["path"]: each["parent"] for each in nodes}
    by_arrows = arrows(window, ears, missing, parents, walk)
    told, ears.announced = ears.announced, []
    return {
        "screen": name,
        "nodes": nodes,
        "walk": walk,
        "arrows": by_arrows,
        "announced": told,
        "start": start,
    }


def say(told: dict[str, Any]) -> None:
    """One line to the proof."""
    print(json.dumps(told, ensure_ascii=False), flush=True)


def control(window: Window, ears: Ears, kinds: list[str]) -> None:
    """Plant bad controls, one at a time, and listen again."""
    for kind in kinds:
        window.do(do="plant", kind=kind)
        say(listen(window, ears, "control") | {"planted": kind})
        window.do(do="uproot")


def work(window: Window, ears: Ears, number: str) -> None:
    """The whole main job, by names; then what the vault holds of it."""
    sys.path.insert(0, str(Path(__file__).parent))
    import by_name  # type: ignore[import-not-found, unused-ignore]

    try:
        did = by_name.main_job(ears, read, number)
    except by_name.Lost as fault:
        say({"job": [], "lost": str(fault)})
        window.tell(do="end")
        return
    window.tell(do="next")
    say({"job": did, "kept": window.hear()})


def main() -> int:
    """Print a line for each screen, and one for the controls."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--python", required=True)
    parser.add_argument("--language", default="nb")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--job", action="store_true", help="the whole main job by names alone")
    parser.add_argument(
        "--plant", nargs="*", default=[], help="bad controls for the first screen after log-in"
    )
    words = parser.parse_args()
    command = [words.python, "-m", "tests.prove.heard", "--language", words.language]
    if words.job:
        command.append("--job")
    if words.only:
        command += ["--only", *words.only]
    with Desktop():
        window = Window(command)
        try:
            ears = Ears(window.pid)
            for told in screens(window):
                if "end" in told:
                    say(told)
                    break
                if "number" in told:
                    work(window, ears, told["number"])
                if words.job:
                    continue
                say(listen(window, ears, told["screen"]))
                if told["inside"] and words.plant:
                    control(window, ears, words.plant)
                    words.plant = []
                window.tell(do="next")
        finally:
            window.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
