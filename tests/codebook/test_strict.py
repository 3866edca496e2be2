from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kpr_desktop.codebook import yaml_document
from kpr_desktop.codebook.strict import Node, ResourceError, load, parse


def refused(text: str) -> tuple[int, str]:
    with pytest.raises(ResourceError) as caught:
        parse(text, "a.yaml")
    assert str(caught.value) == f"a.yaml:{caught.value.line}: {caught.value.message}"
    assert caught.value.file == "a.yaml"
    return caught.value.line, caught.value.message


def error_of(node: Node, call: str, *args: object) -> tuple[int, str]:
    with pytest.raises(ResourceError) as caught:
        getattr(node, call)(*args)
    return caught.value.line, caught.value.message


CASES = {
    "empty": ("", 1, "the file is empty"),
    "duplicate": ("a: 1\nb: 2\na: 3", 3, "duplicate key 'a'"),
    "duplicate deeper": ("x:\n  a: 1\n  a: 2", 3, "duplicate key 'a'"),
    "anchor": ("a: 1\nb: &x 2", 2, "anchors and aliases are not used here"),
    "alias": ("- &x 1\n- *x", 1, "anchors and aliases are not used here"),
    "alias alone": ("a: *x", 1, "anchors and aliases are not used here"),
    "anchor on a map": ("a: &x {b: 1}", 1, "anchors and aliases are not used here"),
    "tag": ("a: !!str 1", 1, "tags are not used here"),
    "object tag": ("!!python/object/apply:os.system ['true']", 1, "tags are not used here"),
    "tag on a list": ("a:\n  - !x [1]", 2, "tags are not used here"),
    "two documents": ("a: 1\n---\nb: 2", 2, "one document a file"),
    "key is a list": ("? [a]\n: b", 1, "a key is a text"),
    "key is empty": ("a: 1\n'': 2", 2, "a key is a text"),
    "too deep": ("[" * 21 + "]" * 21, 1, "nested too deep"),
    "tab": ("\ta: 1", 1, "found character that cannot start any token"),
    "control character": ("a: \x07", 1, "not YAML"),
}


@pytest.mark.parametrize(("text", "line", "message"), CASES.values(), ids=CASES)
def test_refused_with_line(text: str, line: int, message: str) -> None:
    assert refused(text) == (line, message)


def test_open_bracket_tells_where() -> None:
    line, message = refused("a: 1\nb: [1, 2\n")
    assert line in (2, 3)
    assert "expected" in message


def test_scalars_are_strings_and_nothing_is_guessed() -> None:
    root = parse("a: 1\nb: yes\nc: 2020-01-01\nd: ~\ne: 0x10\nf: <<\n", "a.yaml")
    assert {k: v.text() for k, v in root.items()} == dict(
        zip("abcdef", ("1", "yes", "2020-01-01", "~", "0x10", "<<"), strict=True)
    )


def test_lines() -> None:
    root = parse("# note\na:\n  nb: |\n    x\n  nn: y\nb:\n  - one\n  -\n    c: 1\n", "a.yaml")
    found = root.map(("a", "b"))
    assert (found["a"].line, found["b"].line) == (2, 6)
    assert [n.line for _, n in found["a"].items()] == [3, 5]
    assert [n.line for n in found["b"].list()] == [7, 9]


def test_maps() -> None:
    root = parse("a: 1\nb: 2\n", "a.yaml")
    assert set(root.map(("a",), ("b", "c"))) == {"a", "b"}
    assert error_of(root, "map", ("a",)) == (2, "unknown key 'b'")
    assert error_of(root, "map", ("d", "c"), ("a", "b")) == (1, "missing key 'c'")
    assert error_of(root, "list") == (1, "here belongs a list with one entry at least")
    assert error_of(root, "text") == (1, "here belongs a text")


def test_lists() -> None:
    assert [n.text() for n in parse("[a, b]", "a.yaml").list()] == ["a", "b"]
    assert error_of(parse("[]", "a.yaml"), "list") == (1, "here belongs a list with one entry at least")
    assert error_of(parse("[a]", "a.yaml"), "map") == (1, "here belongs a map")
    assert error_of(parse("[a]", "a.yaml"), "items") == (1, "here belongs a map")


@pytest.mark.parametrize("text", ["''", "' a'", "'a '", '"a\\n"', "", "~x: \n"])
def test_texts_without_blanks_around(text: str) -> None:
    node = parse(f"k: {text}" if text != "~x: \n" else text, "a.yaml")
    _, value = next(iter(node.items()))
    assert error_of(value, "text") == (1, "a text must not be empty nor have blanks around it")


@pytest.mark.parametrize("char", ["\\u200e", "\\u202e", "\\u2066", "\\u0007", "\\ufeff", "\\x7f", "\\r"])
def test_texts_without_unseen_characters(char: str) -> None:
    node = parse(f'"a{char}b"', "a.yaml")
    assert error_of(node, "text") == (1, "a text must not hold control characters or direction marks")


def test_text_length() -> None:
    node = parse("åååå", "a.yaml")
    assert node.text(4) == "åååå"
    assert error_of(node, "text", 3) == (1, "4 characters, 3 at most")
    assert parse('"a\\nb"', "a.yaml").text() == "a\nb"


def test_words_and_numbers() -> None:
    assert parse("yes", "a.yaml").yes() is True
    assert parse("no", "a.yaml").yes() is False
    assert error_of(parse("True", "a.yaml"), "yes") == (1, "'True' is none of: no, yes")
    assert parse("b", "a.yaml").choice(("a", "b")) == "b"
    assert parse("0042", "a.yaml").number() == 42
    for text in ("-1", "1.5", "٣", "²", "1 2"):
        assert error_of(parse(text, "a.yaml"), "number") == (1, "here belongs a whole number")


def test_files(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: 'å'\n", encoding="utf-8")
    assert next(iter(load(tmp_path / "a.yaml").items()))[1].text() == "å"
    (tmp_path / "b.yaml").write_bytes("a: å".encode("latin-1"))
    with pytest.raises(ResourceError, match=r"b\.yaml:1: not UTF-8"):
        load(tmp_path / "b.yaml")
    with pytest.raises(ResourceError, match=r"2026/c\.yaml:1: cannot be read"):
        load(tmp_path / "c.yaml", "2026/c.yaml")


def test_the_slow_loader_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a:\n  - b: 1\n    c: [x, 'y']\n"
    fast = parse(text, "a.yaml")
    monkeypatch.setattr(yaml_document, "_Loader", yaml.SafeLoader)
    assert _plain(parse(text, "a.yaml")) == _plain(fast)
    assert refused("a: 1\na: 2") == (2, "duplicate key 'a'")


def _plain(node: Node) -> object:
    if isinstance(node.content, dict):
        return node.line, {key: _plain(value) for key, value in node.content.items()}
    if isinstance(node.content, list):
        return node.line, [_plain(value) for value in node.content]
    return node.line, node.content
