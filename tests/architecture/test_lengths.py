"""About 400 lines a file and 50 a function (architecture page); what is longer stands in a list, with its reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("kpr_desktop", "ui", "tools", "tests")
FILE_LINES, FUNCTION_LINES = 400, 50
# "path" or "path::function" -> why it is longer.
ALLOWED: dict[str, str] = {}


def function_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, without the docstring."""
    assert node.end_lineno is not None
    length = node.end_lineno - node.lineno + 1
    first = node.body[0]
    if (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        assert first.end_lineno is not None
        length -= first.end_lineno - first.lineno + 1
    return length


def too_long(path: Path, name: str) -> Iterator[str]:
    """The file itself and its functions, as far as they go over the limits."""
    text = path.read_text(encoding="utf-8")
    if len(text.splitlines()) > FILE_LINES:
        yield name
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and function_lines(node) > FUNCTION_LINES:
            yield f"{name}::{node.name}"


def test_lengths() -> None:
    found = {
        entry
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        for entry in too_long(path, path.relative_to(ROOT).as_posix())
    }
    assert sorted(found - set(ALLOWED)) == []
    assert sorted(set(ALLOWED) - found) == [], "no longer needed in the list"
    assert all(ALLOWED.values())


def test_the_measure_sees_a_long_file_and_a_long_function(tmp_path: Path) -> None:
    path = tmp_path / "long.py"
    path.write_text("def long():\n    '''Text.'''\n" + "    pass\n" * 50, encoding="utf-8")
    assert list(too_long(path, "long.py")) == ["long.py::long"]
    path.write_text("x = 1\n" * 401, encoding="utf-8")
    assert list(too_long(path, "long.py")) == ["long.py"]
    path.write_text("def right():\n    '''Text.'''\n" + "    pass\n" * 49, encoding="utf-8")
    assert list(too_long(path, "long.py")) == []
