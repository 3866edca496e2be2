"""The shipped guides: they end where they should, say what they should in few words, and a wrong file is refused."""

# ruff: noqa: E501 - a table with one case a line is easier to check
from __future__ import annotations

import shutil
from collections import Counter
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpr_desktop.codebook.guides import ACTIVITY, ASKED, REASON, Guide, asked
from kpr_desktop.codebook.loader import CodeBooks, load_book
from kpr_desktop.codebook.model import LANGUAGES, Certainty, Text
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import ResourceError
from kpr_desktop.domain.guide import MOST_QUESTIONS, Question, Suggestion

BOOK = CodeBooks().edition(2026)
WAYS = {
    "9165": {
        "help=no hard=no": "1",
        "help=no hard=yes": "2",
        "help=yes always=no": "3",
        "help=yes always=yes part=yes": "4",
        "help=yes always=yes part=no": "5",
    },
    "9166": {
        "print=yes trouble=no": "1",
        "print=yes trouble=yes": "2",
        "print=no close=yes": "3",
        "print=no close=no shapes=yes": "4",
        "print=no close=no shapes=no": "5",
    },
    "9167": {
        "talk=yes crowd=no": "1",
        "talk=yes crowd=yes": "2",
        "talk=no loud=yes": "3",
        "talk=no loud=no sounds=yes": "4",
        "talk=no loud=no sounds=no": "5",
    },
}
"""All ways of all scales (9165: facts page 1.2)."""


def suggestion(guide: Guide, answers: dict[str, bool]) -> Suggestion[Text]:
    found = guide.walk(answers)
    assert isinstance(found, Suggestion)
    return found


@pytest.mark.parametrize("scale", WAYS)
def test_every_way_of_every_scale(scale: str) -> None:
    guide = BOOK.guides[scale]
    found = {}
    for given_ in product((True, False), repeat=len(guide.questions)):
        answers = dict(zip(guide.questions, given_, strict=True))
        found[guide.format(answers)] = suggestion(guide, answers).score
    assert found == WAYS[scale]
    for deciding, score in WAYS[scale].items():
        assert suggestion(guide, guide.parse(deciding)).score == score


@given(
    st.sampled_from(sorted(WAYS)), st.lists(st.booleans(), min_size=MOST_QUESTIONS, max_size=MOST_QUESTIONS)
)
def test_a_walk_ends_after_three_answers_at_most(scale: str, answers: list[bool]) -> None:
    guide = BOOK.guides[scale]
    path: dict[str, bool] = {}
    for answer in answers:
        step = guide.walk(path)
        if isinstance(step, Question):
            assert step.id not in path
            path[step.id] = answer
    found = suggestion(guide, path)
    assert found.score in "12345"
    assert guide.parse(guide.format(path)) == path == dict(found.path)


def test_every_scale_and_every_variable_is_there() -> None:
    assert BOOK.guides.keys() == BOOK.scales.keys() == WAYS.keys()
    assert BOOK.activities.keys() == {v.id for v in BOOK.variables}
    assert {s: (g.source, g.certainty) for s, g in BOOK.guides.items()} == {
        "9165": ("S3", Certainty.B), "9166": ("own", Certainty.OWN), "9167": ("own", Certainty.OWN),
    }  # fmt: skip


def test_the_question_before_a_nine_leads_to_one_or_nine() -> None:
    for guide in BOOK.guides.values():
        assert guide.answer_nine(matters=True).score == "1"
        assert guide.answer_nine(matters=False).score == "9"
        assert "1" in guide.unknown.nb
        assert "9" in guide.unknown.nb


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_fits_and_stands_once(language: str) -> None:
    """No question, hint or reason is said twice, and none is longer than its place with the gap filled."""
    texts: list[str] = []
    for guide in BOOK.guides.values():
        questions = [*guide.questions.values(), guide.nine]
        ends = [e for q in questions for e in (q.yes, q.no) if not isinstance(e, str)]
        words = [t for q in questions for t in (q.text, q.hint) if t is not None]
        texts += [t.in_(language) for t in (*words, *(e.reason for e in ends), guide.unknown)]
        assert all(len(e.reason.in_(language)) <= REASON for e in ends)
        for variable in BOOK.variables:
            if BOOK.guides[variable.list] is guide:
                assert all(len(asked(BOOK, variable.id, t, language)) <= ASKED for t in words)
    assert [t for t, times in Counter(texts).items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_variables_are_about_the_same(language: str) -> None:
    found = [a.in_(language) for a in BOOK.activities.values()]
    assert len({" ".join(t.casefold().split()) for t in found}) == len(found) == 20
    assert all(len(t) <= ACTIVITY for t in found)
    begins = "to " if language == "en" else "å "
    assert all(t.startswith(begins) and not t.endswith((".", "?")) for t in found)


def test_the_gap_is_filled() -> None:
    questions = BOOK.guides["9165"].questions
    words = {language: asked(BOOK, "v09", questions["help"].text, language) for language in LANGUAGES}
    assert words == {
        "nb": "Trenger personen hjelp eller veiledning fra noen for å lage et måltid?",
        "nn": "Treng personen hjelp eller rettleiing frå nokon for å lage eit måltid?",
        "en": "Does the person need help or guidance from someone to make a meal?",
    }
    seen = [asked(BOOK, v.id, questions["hard"].text, "nb") for v in BOOK.variables if v.list == "9165"]
    assert len(set(seen)) == 18
    assert not any("{" in t for t in seen)


REFUSED = {
    "unknown scale": ('scale: "9166"', 'scale: "9176"', "unknown scale '9176'"),
    "scale twice": ('scale: "9166"', 'scale: "9165"', "'9165' is there twice"),
    "source": ('source: "S3"', 'source: "S333"', "the source 'S333' is not declared in book.yaml"),
    "start": ("start: help", "start: hjelp", "'hjelp' is none of: always, hard, help, part"),
    "question twice": ("- id: part", "- id: always", "'always' is there twice"),
    "name with a blank": ("- id: part", "- id: part two", "'part two' can not be kept as the name of a question"),
    "name of the nine": ("- id: part", "- id: nine", "'nine' can not be kept as the name of a question"),
    "no such question": ("yes: {ask: part}", "yes: {ask: parts}", "no question 'parts'"),
    "asks and scores": ("yes: {ask: part}", 'yes: {ask: part, score: "4"}', "unknown key 'score'"),
    "neither asks nor scores": ("yes: {ask: part}", "yes: {}", "missing key 'reason'"),
    "unknown key": ("yes: {ask: part}", "yes: {go: part}", "unknown key 'go'"),
    "comes back": ("yes: {ask: part}", "yes: {ask: help}", "a way comes back to the question 'help'"),
    "nobody asks": ("yes: {ask: always}", "yes: {ask: hard}", "nothing leads to the question 'always'"),
    "score unmet": ('score: "4"', 'score: "5"', "no answers lead to the score 4"),
    "nine by the questions": ('score: "5"', 'score: "9"', "'9' is none of: 1, 2, 3, 4, 5"),
    "nine leads elsewhere": ('score: "9"', 'score: "2"', "'2' is none of: 9"),
    "gap": ("fra noen for {activity}?", "fra noen for {variable}?", "nothing fills 'variable'"),
    "gap in one language": ("frå nokon for {activity}?", "frå nokon?", "the languages have different placeholders"),
    "too long once filled": ("for {activity}?", f"for {'{activity} '*3}?", "nb, v01: 132 characters, 95 at most"),
    "reason too long": ("no need now, and no bearing on the whole picture.", "x" * 141, "141 characters, 140 at most"),
    "activity too long": ("to make a meal", f"to {'x' * 38}", "41 characters, 40 at most"),
    "activity missing": ("  v20: {nb:", "  v21: {nb:", "unknown key 'v21'"),
    "hint too long": ("Leseferdighet teller ikke.", "Leseferdighet teller ikke med her i det hele.", "nb, v13: 101 characters, 95 at most"),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "2026"
    shutil.copytree(resource("codebook", "2026"), made)
    return made


@pytest.mark.parametrize(("old", "new", "message"), REFUSED.values(), ids=REFUSED)
def test_refused_with_file_and_line(old: str, new: str, message: str, folder: Path) -> None:
    path = folder / "guides.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ResourceError) as caught:
        load_book(folder)
    assert caught.value.file == "2026/guides.yaml"
    assert caught.value.line > 1
    assert caught.value.message == message


def test_more_than_three_questions_on_a_way(folder: Path) -> None:
    path = folder / "guides.yaml"
    text = path.read_text(encoding="utf-8")
    part, hard = text.index("      - id: part"), text.index("      - id: hard")
    changed = text[part:hard]
    place = changed.index("        no:")
    changed = changed[:place] + "        no: {ask: hard}\n"
    path.write_text(text[:part] + changed + text[hard:], encoding="utf-8")
    with pytest.raises(ResourceError, match="a way asks more than 3 questions"):
        load_book(folder)


def test_every_scale_needs_its_guide(folder: Path) -> None:
    path = folder / "guides.yaml"
    text = path.read_text(encoding="utf-8")
    begins, ends = text.index('  - scale: "9167"'), text.index("activities:")
    path.write_text(text[:begins] + text[ends:], encoding="utf-8")
    with pytest.raises(ResourceError, match="no guide for the scale '9167'"):
        load_book(folder)


def test_a_guide_may_do_without_hints(folder: Path) -> None:
    path = folder / "guides.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept: list[str] = []
    inside = -1
    for line in lines:
        depth = len(line) - len(line.lstrip())
        inside = depth if line.strip() == "hint:" else inside if depth > inside >= 0 else -1
        if inside < 0:
            kept.append(line)
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    guides = load_book(folder).guides.values()
    assert all(q.hint is None for g in guides for q in (*g.questions.values(), g.nine))
