"""A municipality's own wordings and languages are laid over ours; a file that is wrong is told and left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpr_desktop.codebook.letters import LetterTexts
from kpr_desktop.codebook.own_letters import LARGEST
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import UserFault
from kpr_desktop.letters import drawable

OURS = resource("letters")
OWN = """\
title: Har du sagt ja?
fields: [kilder, formaal, samtykke_fra, gitt_av]
parts: [signature]
words:
  sign: "Underskrift"
lead:
  - id: lead.own
    text: "{kilder} {formaal} {samtykke_fra} {lov_samtykke}"
sections:
  - id: own
    heading: Signer her
    blocks:
      - id: own.by
        text: "{gitt_av}"
        optional: yes
      - id: own.place
        part: signature
"""
WORDLESS = OWN.replace('words:\n  sign: "Underskrift"\n', "")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


def put(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def ours(name: str) -> str:
    return (OURS / name).read_text(encoding="utf-8")


def told(texts: LetterTexts) -> list[tuple[str, object, object]]:
    return [(fault.code, fault.params["file"], fault.params["line"]) for fault in texts.faults()]


def test_own_wording_wins_and_the_rest_is_ours(own: Path) -> None:
    put(own, "consent_others.nb.yaml", OWN)
    texts = LetterTexts(own=own)
    letter, frame = texts.letter("consent_others", "nb")
    assert (letter.title, letter.kind, letter.language) == ("Har du sagt ja?", "consent_others", "nb")
    assert [block.id for block in letter.blocks()] == ["lead.own", "own.by", "own.place"]
    assert frame == LetterTexts().frame("nb")
    assert texts.letter("consent_others", "nn") == LetterTexts().letter("consent_others", "nn")
    assert texts.letter("information", "nb") == LetterTexts().letter("information", "nb")
    assert texts.faults() == ()
    assert texts.kinds() == LetterTexts().kinds()


def test_a_language_of_its_own(own: Path) -> None:
    put(own, "frame.se.yaml", ours("frame.nb.yaml").replace('"Dato"', '"Beaivi"'))
    put(own, "consent_others.se.yaml", OWN)
    texts = LetterTexts(own=own)
    assert texts.languages("consent_others") == ("en", "nb", "nn", "se")
    assert texts.languages("information") == ("en", "nb", "nn")
    letter, frame = texts.letter("consent_others", "se")
    assert (letter.language, frame.language, frame.words["date"]) == ("se", "se", "Beaivi")
    assert texts.faults() == ()


def test_a_new_language_may_have_fewer_references(own: Path) -> None:
    frame = ours("frame.en.yaml")
    put(own, "frame.pl.yaml", frame[: frame.index("references:")] + "references: {}\n")
    put(own, "consent_others.pl.yaml", OWN.replace("{lov_samtykke}", "§ 22"))
    texts = LetterTexts(own=own)
    assert texts.faults() == ()
    assert "pl" in texts.languages("consent_others")


def test_a_letter_of_its_own_has_what_is_typed(own: Path) -> None:
    text = WORDLESS.replace("parts: [signature]\n", "").replace(
        "      - id: own.place\n        part: signature\n", ""
    )
    put(own, "complaint.nb.yaml", text)
    texts = LetterTexts(own=own)
    assert texts.letter("complaint", "nb")[0].fields == {"kilder", "formaal", "samtykke_fra", "gitt_av"}
    assert ("complaint" in texts.kinds(), texts.languages("complaint"), texts.faults()) == (True, ("nb",), ())


def test_an_own_frame_is_that_of_our_letters_too(own: Path) -> None:
    put(own, "frame.nb.yaml", ours("frame.nb.yaml").replace("Vår ref.", "Saksnummer"))
    texts = LetterTexts(own=own)
    assert texts.letter("information", "nb")[1].words["reference"] == "Saksnummer"
    assert texts.letter("information", "nn")[1].words["reference"] == "Vår ref."
    assert texts.faults() == ()


def test_no_folder_is_no_trouble(tmp_path: Path) -> None:
    texts = LetterTexts(own=tmp_path / "nowhere")
    assert (texts.faults(), texts.kinds()) == ((), LetterTexts().kinds())
    assert LetterTexts().faults() == ()
    assert texts.frame("se") is None


FAULTS = {
    "not yaml": ("title: [", 2),
    "a key of no letter": (OWN.replace("parts:", "colour: red\nparts:"), 3),
    "a field nothing fills": (OWN.replace("gitt_av", "yndlingsfarge"), 2),
    "a field that our letter needs": (OWN.replace(", formaal", "").replace("{formaal} ", ""), 2),
    "a part nothing fills": (OWN.replace("signature", "picture"), 3),
    "a part of ours is left out": (
        OWN.replace("parts: [signature]\n", "").replace(
            "      - id: own.place\n        part: signature\n", ""
        ),
        1,
    ),
    "a word nothing takes": (OWN.replace("lead:", "  own: Ord\nlead:", 1), 4),
    "a reference that is not there": (OWN.replace("lov_samtykke", "lov_om_alt"), 8),
    "a template": (OWN.replace("{kilder}", "{kilder.__class__}"), 8),
    "a direction mark": (OWN.replace("Signer", "\u202eSigner"), 11),
    "too large": (OWN + "#" * LARGEST, 1),
}


@pytest.mark.parametrize(("text", "line"), FAULTS.values(), ids=FAULTS)
def test_a_broken_file_is_told_and_ours_stays(own: Path, text: str, line: int) -> None:
    put(own, "consent_others.nb.yaml", text)
    put(own, "reservation.nb.yaml", ours("reservation.nb.yaml").replace("Slik kan du", "Så kan du"))
    texts = LetterTexts(own=own)
    assert texts.letter("consent_others", "nb") == LetterTexts().letter("consent_others", "nb")
    assert texts.letter("reservation", "nb")[0].title.startswith("Så kan du"), "the others are in use"
    assert told(texts) == [("letter.own_wrong", "consent_others.nb.yaml", line)]
    assert "consent_others.nb.yaml" in Texts.load("nb").fault(texts.faults()[0])


SCRIPTS = {
    "right to left": ("Signer her", "وقّع هنا", True),
    "Hebrew": ("Signer her", "חתום כאן", True),
    "a name in the middle": ("Signer her", "Signer her, محمد", True),
    "Tigrinya": ("Signer her", "ኣብዚ ፈርም", True),
    "Chinese in a list": ('sign: "Underskrift"', 'sign: "签名"', True),
    "Ukrainian": ("Signer her", "Підпишіть тут", False),
    "Northern Sámi, Polish, Vietnamese": ("Signer her", "Vuolláičále, podpisz, ký tên", False),
}


@pytest.mark.parametrize(("old", "new", "refused"), SCRIPTS.values(), ids=SCRIPTS)
def test_a_script_that_no_letter_can_show_is_told(own: Path, old: str, new: str, *, refused: bool) -> None:
    """Better no letter in a language than one whose words come in the wrong order, or as marks."""
    text = OWN.replace(old, new)
    put(own, "consent_others.nb.yaml", text)
    texts = LetterTexts(own=own, drawable=drawable)
    line = text[: text.index(new)].count("\n") + 1
    expected = [("letter.own_script", "consent_others.nb.yaml", line)] if refused else []
    assert told(texts) == expected
    assert all("consent_others.nb.yaml" in Texts.load("nb").fault(fault) for fault in texts.faults())


def test_a_frame_in_such_a_script_is_told(own: Path) -> None:
    put(own, "frame.ar.yaml", ours("frame.nb.yaml").replace("[januar,", "[يناير,"))
    assert [code for code, _, _ in told(LetterTexts(own=own, drawable=drawable))] == ["letter.own_script"]


def test_ours_can_all_be_shown() -> None:
    assert all(drawable(path.read_text(encoding="utf-8")) for path in OURS.glob("*.yaml"))


def test_words_keep_their_gaps(own: Path, tmp_path: Path) -> None:
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    put(shipped, "frame.nb.yaml", ours("frame.nb.yaml"))
    put(shipped, "one.nb.yaml", WORDLESS.replace("lead:", 'words:\n  seen: "Sett {day}"\nlead:', 1))
    put(own, "one.nb.yaml", WORDLESS.replace("lead:", 'words:\n  seen: "Lest {day}"\nlead:', 1))
    texts = LetterTexts(shipped, own)
    assert (texts.letter("one", "nb")[0].word("seen", day=1), texts.faults()) == ("Lest 1", ())
    put(own, "one.nb.yaml", WORDLESS.replace("lead:", 'words:\n  seen: "Lest {date}"\nlead:', 1))
    assert told(LetterTexts(shipped, own)) == [("letter.own_wrong", "one.nb.yaml", 4)]


NAMES = {
    "a letter of its own with a part": ("complaint.nb.yaml", OWN),
    "no language": ("consent_others.yaml", OWN),
    "no such language": ("consent_others.NB.yaml", OWN),
    "no frame": ("consent_others.se.yaml", OWN),
    "a frame without our references": (
        "frame.nb.yaml",
        ours("frame.nb.yaml").replace("lov_samtykke", "lov_annet"),
    ),
}


@pytest.mark.parametrize(("name", "text"), NAMES.values(), ids=NAMES)
def test_a_file_that_belongs_to_nothing_is_told(own: Path, name: str, text: str) -> None:
    put(own, name, text)
    texts = LetterTexts(own=own)
    assert [(code, file) for code, file, _ in told(texts)] == [("letter.own_wrong", name)]
    assert texts.kinds() == LetterTexts().kinds()
    assert texts.languages("consent_others") == ("en", "nb", "nn")
    assert texts.letter("consent_others", "nb") == LetterTexts().letter("consent_others", "nb")
    with pytest.raises(UserFault, match=r"letter\.no_such_language"):
        texts.letter("consent_others", "se")


def test_a_broken_frame_takes_its_new_language_with_it(own: Path) -> None:
    put(own, "frame.se.yaml", "words: {}")
    put(own, "consent_others.se.yaml", OWN)
    texts = LetterTexts(own=own)
    assert [file for _, file, _ in told(texts)] == ["consent_others.se.yaml", "frame.se.yaml"]
    assert "se" not in texts.languages("consent_others")


def test_a_file_that_cannot_be_read_is_told(own: Path) -> None:
    (own / "information.nb.yaml").symlink_to(own / "gone")
    (own / "information.nn.yaml").mkdir()
    texts = LetterTexts(own=own)
    assert [file for _, file, _ in told(texts)] == ["information.nb.yaml", "information.nn.yaml"]
    assert texts.letter("information", "nb") == LetterTexts().letter("information", "nb")


def test_the_name_of_a_file_shows_nothing_hidden(own: Path) -> None:
    put(own, "consent\u202e.nb.yaml", OWN)
    assert [file for _, file, _ in told(LetterTexts(own=own))] == ["consent.nb.yaml"]
