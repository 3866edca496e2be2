"""Every screen, in every dress and language, measured: no text is clipped, shortened, faint or painted over another.

`python -m tests.prove.pictures [--dress nb-light-960-200 ...] [--only NAME ...]`. What has the focus must be seen, too.
The pictures stay in build/pictures.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QDialog, QWidget

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop_ui.pages.places import WorkListPlace
from kpr_desktop_ui.widgets import DataTable, Label, LineEdit
from tests.prove.screens import SCREENS, Screen
from tests.prove.sitting import Look, Sitting
from tests.support.program import Watch, application

ROOT = Path(__file__).resolve().parents[2]
MODES, WIDTHS, SCALES = ("light", "dark", "contrast"), (1366, 960), (1.0, 2.0)
LOOKS = [
    Look(mode, scale, width, language)
    for language in LANGUAGES
    for mode in MODES
    for scale in SCALES
    for width in WIDTHS
]
AT_ONCE = 2
LONG = "Hvordan går det med vask, dusj, tenner og hår?"
PLANTED = ("clipped", "elided", "overlapping", "unseen", "faint", "bare", "undressed")
FAINT = "color: #999999; background: #dddddd;"


def take(look: Look, folder: Path, screens: tuple[Screen, ...]) -> dict[str, object]:
    """One dress: all screens, then the control. What was seen, as figures and lines."""
    with tempfile.TemporaryDirectory() as root, Watch() as watch:
        sitting = Sitting(Path(root), look, folder)
        try:
            for screen in screens:
                sitting.visit(screen.name, screen.reach)
            caught = control(sitting)
        finally:
            sitting.close()
    return {
        "dress": look.folder,
        "screens": sitting.screens,
        "pictures": sitting.shots,
        "texts": sitting.texts,
        "faults": sitting.faults + [f"{look.folder}: {line}" for line in watch.tracebacks + watch.messages],
        "caught": caught,
    }


def control(sitting: Sitting) -> list[str]:
    """Plant one text of each kind on a screen that is otherwise right; gives the kinds that were caught."""
    sitting.go(WorkListPlace())
    caught = []
    for kind in PLANTED:
        before, texts, shots = list(sitting.faults), sitting.texts, sitting.shots
        sitting.faults.clear()
        holder = QWidget(sitting.program.page)
        holder.setGeometry(sitting.program.page.rect())
        words = _plant(kind, holder)
        holder.show()
        sitting.name = "control"
        sitting.see(keep=False)
        if any(words in line for line in sitting.faults):
            caught.append(kind)
        sitting.faults, sitting.texts, sitting.shots = before, texts, shots
        holder.hide()
        holder.deleteLater()
    return caught


def _plant(kind: str, holder: QWidget) -> str:
    """Plant it; gives a piece of the line that must come."""
    if kind == "unseen":
        field = LineEdit(parent=holder)
        field.setGeometry(QRect(8, -500, 200, 40))
        field.show()
        holder.show()
        field.setFocus()
        return "has the focus"
    if kind == "bare":
        table = DataTable(LONG, holder)
        table.setGeometry(QRect(8, 8, 400, 200))
        table.set_columns(["A"])
        return "no row and no word"
    if kind == "undressed":
        alone = QDialog()
        holder.destroyed.connect(lambda: alone.deleteLater())  # noqa: PLW0108 - a method's name alone would not keep it
        alone.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        alone.show()
        return "QDialog: a window without"
    first = Label(LONG, wrap=False, parent=holder)
    whole = first.sizeHint()
    first.setGeometry(QRect(8, 8, whole.width() + 8, whole.height() + 4))
    if kind == "faint":
        first.setStyleSheet(FAINT)
        return "contrast"
    if kind == "clipped":
        first.setFixedWidth(whole.width() // 2)
        return "needs"
    if kind == "elided":
        first.setText(first.fontMetrics().elidedText(LONG, Qt.TextElideMode.ElideRight, whole.width() // 2))
        return "shortened"
    second = Label(LONG[::-1], wrap=False, parent=holder)
    second.setGeometry(first.geometry().translated(12, 4))
    return LONG[::-1]


def child(words: argparse.Namespace) -> int:
    """What runs in a process of its own: the theme is put on before the first window."""
    application()
    look = next(each for each in LOOKS if each.folder == words.child)
    screens = tuple(each for each in SCREENS if not words.only or each.name in words.only)
    with contextlib.redirect_stdout(sys.stderr):
        told = take(look, Path(words.folder), screens)
    print(json.dumps(told))
    return 0


def run(look: Look, words: argparse.Namespace) -> dict[str, object]:
    """One dress in a process of its own."""
    command = [sys.executable, "-m", "tests.prove.pictures", "--child", look.folder, "--folder", words.folder]
    if words.only:
        command += ["--only", *words.only]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if ended.returncode:
        return {"dress": look.folder, "broken": (ended.stderr.strip() or "it ended without a word")[-1500:]}
    told: dict[str, object] = json.loads(ended.stdout.strip().splitlines()[-1])
    return told


def main(argv: list[str] | None = None) -> int:
    """0 when every screen was seen and nothing is wrong with any."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--dress", nargs="*", default=[], help="such as nn-dark-960-200")
    parser.add_argument("--only", nargs="*", default=[], help="names of screens")
    parser.add_argument("--folder", default=str(ROOT / "build" / "pictures"))
    parser.add_argument("--child", default="")
    words = parser.parse_args(argv)
    if words.child:
        return child(words)
    looks = [look for look in LOOKS if not words.dress or look.folder in words.dress]
    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = list(pool.map(lambda look: run(look, words), looks))
    return report(told, time.monotonic() - began, Path(words.folder))


def report(told: list[dict[str, object]], seconds: float, folder: Path) -> int:
    """Print the figures and every fault."""
    broken = [each for each in told if "broken" in each]
    seen = [each for each in told if "broken" not in each]
    faults = [line for each in seen for line in each["faults"]]  # type: ignore[attr-defined]
    for line in faults:
        print(line)
    for each in broken:
        print(f"{each['dress']} broke off: {each['broken']}")
    missed = [f"{each['dress']}: {kind}" for each in seen for kind in PLANTED if kind not in each["caught"]]  # type: ignore[operator]
    total = {name: sum(int(str(each[name])) for each in seen) for name in ("screens", "pictures", "texts")}
    print(
        f"{len(seen)} dresses, {total['screens']} screens, {total['pictures']} pictures, "
        f"{total['texts']} texts checked: {len(faults)} faults ({seconds:.0f} s)"
    )
    print(f"Control: {'all planted faults were caught' if not missed and seen else f'NOT caught: {missed}'}")
    print(f"The pictures are in {folder}")
    return 1 if faults or broken or missed or not seen else 0


if __name__ == "__main__":
    sys.exit(main())
