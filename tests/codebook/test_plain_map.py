"""The short way of reading gives what YAML gives, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpr_desktop.codebook.node import Node, ResourceError
from kpr_desktop.codebook.plain_map import read_plain_map
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.yaml_document import read_document

FILES = sorted(resource().rglob("*.yaml"))
BEFORE_THE_FIRST_WINDOW = (
    "theme/tokens.yaml",
    "texts/nb/common.yaml",
    "texts/nb/shell.yaml",
    "texts/nb/start.yaml",
)


def plain(node: Node) -> object:
    if isinstance(node.content, dict):
        return node.line, {key: plain(value) for key, value in node.content.items()}
    return node.line, node.content


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_our_files_read_the_same_both_ways(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    short = read_plain_map(text, "a.yaml")
    assert short is None or plain(short) == plain(read_document(text, "a.yaml"))


@pytest.mark.parametrize("name", BEFORE_THE_FIRST_WINDOW)
def test_what_the_first_window_needs_is_plain(name: str) -> None:
    assert read_plain_map(resource(name).read_text(encoding="utf-8"), name) is not None


PLAIN = [
    "a: 1",
    "# note\n\na: x\n  \nb_c.d: «y» {z} [1], 'q' - \n".replace(" - \n", " -\n"),
    "a: \"b: # 'c'\"\n",
    'a: ""',
    "a:\n  b: 1\n  c:\n    d: 2\n  e: 3\nf: 4\n",
    "a:\n # note\n   b: 1\n",
    "a: https://x.no/y",
    "a: …\nb: – å",
]


@pytest.mark.parametrize("text", PLAIN)
def test_read_the_short_way(text: str) -> None:
    short = read_plain_map(text, "a.yaml")
    assert short is not None
    assert plain(short) == plain(read_document(text, "a.yaml"))


LEFT_TO_YAML = [
    "",
    "# note only\n",
    "a",
    "a:",
    "a:\nb: 1",
    "a:\n  b:\n",
    " a: 1",
    "a: 1\n  b",
    "a: 1\n  b: 2",
    "a:\n   b: 1\n  c: 2",
    "a: 1\na: 2",
    "a:b",
    "a:  1",
    "a: 1 ",
    "a:\t1",
    "a: ",
    "a: b: c",
    "a: b:",
    "a: b # c",
    "a: - b",
    "a: 'b'",
    'a: "',
    'a: "b',
    'a: "b" c"',
    'a: "b\\n"',
    "a: &x b",
    "a: !!str b",
    "a: {b: c}",
    "a: |\n  b",
    "a: \x07",
    "# \x07\na: 1",
    "a: b\u2028",
    "- a: 1",
    "---\na: 1",
    "? a\n: b",
    "a b: 1",
    f"{'a' * 101}: 1",
    "".join(f"{' ' * depth}a:\n" for depth in range(9)) + f"{' ' * 9}b: 1",
]


@pytest.mark.parametrize("text", LEFT_TO_YAML)
def test_left_to_yaml(text: str) -> None:
    assert read_plain_map(text, "a.yaml") is None


_WORD = st.text(alphabet=st.sampled_from("aå0 :#\"'-_.{}[],&*!|>%@`?~\\…\t\n\u00a0\u2028"), max_size=6)
_LINE = st.builds(
    lambda indent, key, colon, value: " " * indent + key + colon + value,
    st.integers(0, 4),
    st.sampled_from(("a", "b", "c.d", "9", "")) | _WORD,
    st.sampled_from((": ", ":", ": ", "")),
    st.sampled_from(("1", '"x"', "")) | _WORD,
)


@given(st.lists(_LINE, max_size=6).map("\n".join))
def test_any_text_reads_the_same_or_not_at_all(text: str) -> None:
    short = read_plain_map(text, "a.yaml")
    if short is not None:
        try:
            full = read_document(text, "a.yaml")
        except ResourceError as error:  # pragma: no cover - only when the two readers differ
            pytest.fail(f"{text!r}: {error}")
        assert plain(short) == plain(full)
