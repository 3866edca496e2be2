from __future__ import annotations

from pathlib import Path

import pytest

from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import ResourceError
from kpr_desktop.codebook.texts import Texts, read_area
from kpr_desktop.errors import UserFault


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for language, lines in {
        "nb": 'a.plain: "Hei"\na.gaps: "{one} og {two}"\na.only: "Bare her"\na.brace: "{{x}} {one}"\na.just: "}}"\n',
        "nn": 'a.plain: "Hei du"\na.gaps: "{two} og {one}"\n',
    }.items():
        (tmp_path / language).mkdir()
        (tmp_path / language / "a.yaml").write_text(lines, encoding="utf-8")
    return tmp_path


def test_texts_and_gaps(root: Path) -> None:
    texts = Texts.load("nb", root)
    assert texts.language == "nb"
    assert texts("a.plain") == "Hei"
    assert texts("a.gaps", one=1, two="b") == "1 og b"
    assert texts("a.brace", one="{two}") == "{x} {two}"
    assert texts("a.just") == "}"
    assert texts.gaps("a.gaps") == {"one", "two"}
    assert texts.keys("a") == {"a.plain", "a.gaps", "a.only", "a.brace", "a.just"}


def test_a_language_falls_back_to_bokmaal(root: Path) -> None:
    texts = Texts.load("nn", root)
    assert (texts("a.plain"), texts("a.gaps", one=1, two=2), texts("a.only")) == (
        "Hei du",
        "2 og 1",
        "Bare her",
    )
    assert Texts.load("en", root)("a.plain") == "Hei"
    with pytest.raises(ValueError, match="no such language"):
        Texts.load("sv", root)


@pytest.mark.parametrize("params", [{}, {"one": 1}, {"one": 1, "two": 2, "three": 3}])
def test_too_few_and_too_many_values(root: Path, params: dict[str, int]) -> None:
    with pytest.raises(KeyError, match=r"a\.gaps takes: one, two"):
        Texts.load("nb", root)("a.gaps", **params)
    with pytest.raises(KeyError, match=r"a\.plain takes: nothing"):
        Texts.load("nb", root)("a.plain", x=1)


def test_unknown_keys(root: Path) -> None:
    texts = Texts.load("nb", root)
    assert texts.has("a.plain")
    assert not texts.has("a.nothing")
    assert not texts.has("b.nothing")
    for key in ("a.nothing", "b.nothing", "nothing"):
        with pytest.raises(KeyError, match=f"no text {key}"):
            texts(key)


def test_faults_leave_out_what_the_text_does_not_say(root: Path) -> None:
    texts = Texts.load("nb", root)
    assert texts.fault(UserFault("a.plain", "name", limit=3)) == "Hei"
    assert texts.fault(UserFault("a.gaps", one=1, two=2, three=3)) == "1 og 2"
    with pytest.raises(KeyError):
        texts.fault(UserFault("a.gaps", one=1))


def test_an_area_is_read_when_it_is_asked_for(root: Path) -> None:
    (root / "nb" / "bad.yaml").write_text("x", encoding="utf-8")
    texts = Texts.load("nb", root)
    assert texts("a.plain") == "Hei"
    with pytest.raises(ResourceError, match=r"nb/bad\.yaml:1: here belongs a map"):
        texts("bad.x")
    (root / "nb" / "a.yaml").unlink()
    assert texts("a.only") == "Bare her"


BAD = {
    'b.x: "y"': "the key 'b.x' does not begin with 'a' and a full stop",
    'a.x: "{0}"': "a placeholder is a name alone",
    'a.x: "{}"': "a placeholder is a name alone",
    'a.x: "{one!r}"': "a placeholder is a name alone",
    'a.x: "{one:>3}"': "a placeholder is a name alone",
    'a.x: "{one.two}"': "a placeholder is a name alone",
    'a.x: "{one"': "a brace that is not a placeholder",
    'a.x: "one}"': "a brace that is not a placeholder",
    "a.x: ''": "a text must not be empty nor have blanks around it",
}


@pytest.mark.parametrize(("line", "message"), BAD.items())
def test_bad_texts_are_refused_with_line(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f'a.good: "God {{dag}}"\n{line}\n', encoding="utf-8")
    with pytest.raises(ResourceError) as caught:
        read_area(path)
    assert (caught.value.line, caught.value.message) == (2, message)


def areas() -> list[tuple[str, str]]:
    return [(p.parent.name, p.stem) for p in sorted(resource("texts").glob("*/*.yaml"))]


@pytest.mark.parametrize(("language", "area"), areas())
def test_every_shipped_area(language: str, area: str) -> None:
    texts = Texts.load(language)
    basis = Texts.load("nb")
    for key in read_area(resource("texts", language, f"{area}.yaml")):
        assert basis.has(key), key
        assert texts.gaps(key) == basis.gaps(key), key
