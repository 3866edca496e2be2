"""The look is decided in the theme: no colour, font or length of its own stands anywhere else in the window."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import kpr_desktop_ui

ROOT = Path(kpr_desktop_ui.__file__).parent
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3,4}){1,2}\b|\brgba?\(|\bhsla?\(")
FONTS = {
    "QFont",
    "QFontDatabase",
    "setPixelSize",
    "setPointSize",
    "setPointSizeF",
    "setStretch",
    "setLetterSpacing",
}
SHADES = {"darker", "lighter", "setAlpha", "setAlphaF", "fromRgb", "fromHsv", "setStyleSheet"}
SPACES = {"setContentsMargins", "setSpacing", "addSpacing", "setHorizontalSpacing", "setVerticalSpacing"}
SIZES = {
    "setFixedWidth",
    "setFixedHeight",
    "setFixedSize",
    "setMinimumWidth",
    "setMaximumWidth",
    "setMinimumHeight",
}
HAIRLINE = 2
"""Pixels that are the same at every text scale: lines, and the room of a focus ring."""
NO_LIMIT = 16_777_215
"""Qt's own word for no widest width."""
CLEAR = "QColor(Qt.GlobalColor.transparent)"
MOTION = re.compile(r"^Q(\w*Animation\w*|Movie|TimeLine|GraphicsEffect|Graphics\w+Effect|StateMachine)$")


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith("theme/"):
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def faults(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every place where a colour, a font or a length is made up on the spot."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and COLOUR.search(node.value):
            yield node.lineno, node.value
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Qt.GlobalColor":
            yield from [(node.lineno, ast.unparse(node))] if node.attr != "transparent" else []
        if isinstance(node, ast.Call):
            yield from _called(node)


def _called(node: ast.Call) -> Iterator[tuple[int, str]]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    numbers = [
        each.value
        for each in node.args
        if isinstance(each, ast.Constant) and isinstance(each.value, int | float)
    ]
    made_up = name in FONTS | SHADES or (name == "QColor" and ast.unparse(node) != CLEAR)
    if made_up or (name in SPACES | SIZES and any(HAIRLINE < number != NO_LIMIT for number in numbers)):
        yield node.lineno, ast.unparse(node)


def moving(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """What Qt moves things with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, each.name) for each in node.names if MOTION.match(each.name))


def test_colours_fonts_and_lengths_come_from_the_theme() -> None:
    assert [(f"{name}:{line}", what) for name, tree in sources() for line, what in faults(tree)] == []


def test_nothing_moves() -> None:
    """Whoever asks the system for less motion gets it from the start: there is none. Qt 6.11 does not tell who asks."""
    everywhere = [
        *sources(),
        *((p.name, ast.parse(p.read_text("utf-8"))) for p in (ROOT / "theme").glob("*.py")),
    ]
    assert [(f"{name}:{line}", what) for name, tree in everywhere for line, what in moving(tree)] == []


@pytest.mark.parametrize(
    "line",
    [
        'pen = "#0f5563"',
        'pen = "#fff"',
        'sheet = "color: rgb(1, 2, 3)"',
        "QColor(12, 40, 60)",
        'QColor("teal")',
        "Qt.GlobalColor.red",
        'QFont("Arial", 12)',
        "font.setPixelSize(theme.px(12))",
        "edge = color.darker(106)",
        'label.setStyleSheet("color: teal")',
        "column.setContentsMargins(0, 16, 0, 16)",
        "row.setSpacing(7)",
        "rule.setFixedHeight(40)",
    ],
)
def test_what_is_made_up_is_found(line: str) -> None:
    assert list(faults(ast.parse(line)))


def test_what_the_theme_gives_is_not() -> None:
    source = f"""
column.setContentsMargins(0, theme.space("l"), 0, theme.px(6))
rule.setFixedHeight(1)
clear = {CLEAR}
painter.setPen(QPen(theme.color("focus"), 2))
"""
    assert list(faults(ast.parse(source))) == []
    assert list(moving(ast.parse("from PySide6.QtCore import QPropertyAnimation")))
