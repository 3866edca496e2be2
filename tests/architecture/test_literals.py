"""No word of the window stands in its source: every one comes out of the texts, and so in every language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import kpr_desktop_ui

ROOT = Path(kpr_desktop_ui.__file__).parent
SHOWS = re.compile(
    r"^(set(Text|PlainText|Html|WindowTitle|Title|ToolTip|StatusTip|WhatsThis|PlaceholderText|AccessibleName"
    r"|AccessibleDescription|TabText|ItemText|Label|LabelText|Prefix|Suffix|Format|HeaderLabels|InformativeText"
    r"|DetailedText|ButtonText|CancelButtonText|EditText|NameFilters?|_text|_label|_message|_head|_error|_state|_hint)"
    r"|add(Tab|Item|Items|Action|Menu|Row|Section)|insert(Tab|Item|Action)|tell|say|ask"
    r"|Q[A-Z]\w*|Label|Button|CheckBox|ChoiceCard|OptionCard|ToggleChip|StateChip|Card|Banner|Field|EmptyState|Column"
    r"|TabBar|Toast|Rail|RailEntry|TopBar|Cell|getOpenFileName|getSaveFileName|getExistingDirectory)$"
)
TECHNICAL = re.compile(
    r"^(QKeySequence|QFont|QColor|QLocale|QSettings|QUrl|QByteArray|QDBus\w*|QIcon|QPixmap|QRegularExpression\w*)$"
)
"""Qt's own kinds that take no text for people."""
LETTERS = re.compile(r"[^\W\d_]{2,}")
WORDS = re.compile(r"[^\W\d_]{2,} [^\W\d_]|^[A-ZÆØÅ][a-zæøå]|[æøåÆØÅ]")
ALLOWED = {
    "KPR Desktop": "the program's name, in every language",
    "Alt+": "stands on the key",
    "abcdefghijklmnopqrstuvwxyzæøå0123456789._-": "the characters of a user name",
}


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def literals(node: ast.expr) -> Iterator[str]:
    """The literal texts of an argument; not those that another call takes."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield from (str(each.value) for each in node.values if isinstance(each, ast.Constant))
    elif isinstance(node, ast.BinOp | ast.IfExp | ast.BoolOp | ast.List | ast.Tuple):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                yield from literals(child)


def shown(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Literals that come before people's eyes or a screen reader."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not SHOWS.match(name_of(node)) or TECHNICAL.match(name_of(node)):
            continue
        setter = name_of(node).startswith("set") and not name_of(node).startswith("set_")
        for argument in (*node.args, *(each.value for each in node.keywords)):
            for text in literals(argument):
                if (LETTERS if setter else WORDS).search(text):
                    yield node.lineno, text


def norwegian(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Literals with a Norwegian letter, wherever they stand; what explains the source is no literal."""
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        told = node.value if isinstance(node, ast.Constant) and id(node) not in notes else ""
        if isinstance(told, str) and re.search("[æøåÆØÅ]", told):
            yield node.lineno, told  # type: ignore[attr-defined]


def test_no_literal_is_shown() -> None:
    found = [(f"{name}:{line}", text) for name, tree in trees() for line, text in shown(tree)]
    assert [each for each in found if each[1] not in ALLOWED] == []


def test_no_literal_is_norwegian() -> None:
    found = [(f"{name}:{line}", text) for name, tree in trees() for line, text in norwegian(tree)]
    assert [each for each in found if each[1] not in ALLOWED] == []


def test_every_exception_is_needed() -> None:
    used = {text for _, tree in trees() for _, text in (*shown(tree), *norwegian(tree))}
    assert used >= ALLOWED.keys()


def test_literals_are_found() -> None:
    source = """
label.setText("ja")
box = Label("Lagre nå", "muted")
button.setToolTip(f"Slett {name} nå")
Button(texts("x.y"), "primary", icon="file-text")
page.setObjectName("Side")
hidden = "på"
"""
    tree = ast.parse(source)
    assert [text for _, text in shown(tree)] == ["ja", "Lagre nå", "Slett ", " nå"]
    assert [text for _, text in norwegian(tree)] == ["på", "Lagre nå", " nå"]


def test_keys_are_read_in_one_place() -> None:
    """QKeySequence(text) reads the names of keys as they are shown, in the language that is chosen."""
    reads = {
        name
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "QKeySequence"
        and node.args
        and not isinstance(node.args[0], ast.Attribute | ast.Call)
    }
    assert reads == set()
