"""Every letter in bokmål, nynorsk and English: the same blocks, other words, and plain ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.letters import Frame, LetterText, LetterTexts
from kpr_desktop.codebook.strict import Node, load
from kpr_desktop.codebook.texts import gaps_of

TEXTS = LetterTexts()
KINDS = TEXTS.kinds()
SAME = {
    text.text(): group["reason"].text()
    for entry in load(Path(__file__).with_name("identical_texts.yaml")).list()
    for group in [entry.map(required=("reason", "texts"))]
    for text in group["texts"].list()
}
"""Texts that stand alike in two languages, with the reason."""
BETWEEN = re.compile(r"(?<=[.?!])(?<! kl\.) (?=[A-ZÆØÅ{])")
WORD = re.compile(r"[^\W\d_]+")
TO_DO = (
    "information",
    "consent_others",
    "consent_doctor",
    "consent_withdrawn",
    "reservation",
    "request",
    "request_received",
    "appointment",
)
"""Letters to the citizen that say on top what the reader must do, or need not."""


def letter(kind: str, language: str) -> LetterText:
    return TEXTS.letter(kind, language)[0]


def frame(language: str) -> Frame:
    found = TEXTS.frame(language)
    assert found
    return found


def shape(text: LetterText) -> dict[str, object]:
    """All that must be the same in every language: everything but the words, and what language a block is in."""
    return {
        "pages": text.pages,
        "head": text.head,
        "fields": text.fields,
        "parts": text.parts,
        "words": {key: gaps_of(Node("", 0, word), word) for key, word in text.words.items()},
        "lead": [(b.id, b.style, b.gaps, b.optional, b.lines) for b in text.lead],
        "sections": [
            (section.id, [(b.id, b.style, b.gaps, b.optional, b.lines) for b in section.blocks])
            for section in text.sections
        ],
    }


def prose(text: LetterText) -> Iterator[str]:
    """What the letter says, sentence by sentence; not the names of parts, and not what is in another language."""
    yield text.title
    yield from (section.heading for section in text.sections)
    yield from text.words.values()
    for block in text.blocks():
        if block.style != "part" and not block.lang:
            yield from BETWEEN.split(block.text)


def told(words: Frame) -> Iterator[str]:
    yield from words.words.values()
    yield from words.months
    yield from (text for reference in words.references.values() for _, text in reference.versions)


def says_something(text: str) -> bool:
    return bool(WORD.search(re.sub(r"\{\w+\}", "", text)))


def alike(one: Iterator[str], other: Iterator[str]) -> set[str]:
    """The texts of both that say something in words, beside their fields."""
    return {text for text in set(one) & set(other) if says_something(text)}


def all_alike() -> set[str]:
    found: set[str] = set()
    for a, b in combinations(LANGUAGES, 2):
        found |= alike(told(frame(a)), told(frame(b)))
        for kind in KINDS:
            found |= alike(prose(letter(kind, a)), prose(letter(kind, b)))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_is_there_in_all_three_languages(kind: str) -> None:
    assert TEXTS.languages(kind) == tuple(sorted(LANGUAGES))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_languages_have_the_same_blocks_fields_parts_and_words(kind: str, language: str) -> None:
    assert shape(letter(kind, language)) == shape(letter(kind, "nb"))


def test_a_block_that_is_lost_in_one_language_is_seen() -> None:
    ours = letter("reservation", "nn")
    assert shape(replace(ours, lead=ours.lead[1:])) != shape(letter("reservation", "nb"))
    assert shape(replace(ours, words={"own": "{day}"})) != shape(replace(ours, words={"own": "{date}"}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_frames_have_the_same_references_from_the_same_days(language: str) -> None:
    def days(words: Frame) -> dict[str, list[object]]:
        return {name: [first for first, _ in ref.versions] for name, ref in words.references.items()}

    assert days(frame(language)) == days(frame("nb"))


def test_no_text_stands_alike_in_two_languages_without_a_reason() -> None:
    assert sorted(all_alike() - SAME.keys()) == []
    assert sorted(SAME.keys() - all_alike()) == [], "reasons that nothing needs any more"


def test_an_untranslated_sentence_is_seen() -> None:
    nb = letter("reservation", "nb")
    forgotten = replace(letter("reservation", "nn"), lead=nb.lead)
    assert BETWEEN.split(nb.lead[0].text)[0] in alike(prose(forgotten), prose(nb)) - SAME.keys()


@pytest.mark.parametrize("kind", TO_DO)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_reader_must_do_stands_on_top(kind: str, language: str) -> None:
    assert [block.style for block in letter(kind, language).lead].count("strong") == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contact_lines_may_be_left_out(kind: str, language: str) -> None:
    office = {"kontakt_telefon", "kontakt_epost", "kontakt_nett"}
    assert all(block.optional for block in letter(kind, language).blocks() if block.gaps & office)


HEAVY = {
    "nb": (
        "vedrørende",
        "herunder",
        "foreligger",
        "ovennevnte",
        "iht.",
        "bistand",
        "ivareta",
        "utlevering",
        "anmod",
    ),
    "nn": (
        "vedkomande",
        "medrekna",
        "ovannemnde",
        "jf.",
        "bistand",
        "ivareta",
        "utlevering",
        "anmod",
        "beskyttel",
    ),
    "en": (
        "pursuant",
        "hereby",
        "herein",
        "aforementioned",
        "in accordance with",
        "disclosure",
        "commence",
        "utilis",
    ),
}


@pytest.mark.parametrize("kind", TO_DO)
@pytest.mark.parametrize("language", LANGUAGES)
def test_plain_language(kind: str, language: str) -> None:
    """As far as counting goes: sentences of 16 words at most on average, none over 35; no officialese."""
    said = [
        sentence
        for block in letter(kind, language).blocks()
        if block.style not in ("law", "part", "line")
        for sentence in BETWEEN.split(block.text)
    ]
    lengths = [len(sentence.split()) for sentence in said]
    assert max(lengths) <= 35
    assert sum(lengths) / len(lengths) <= 16
    assert [word for word in HEAVY[language] for sentence in said if word in sentence.lower()] == []


BOKMAL = frozenset(
    "ikke noe noen hva hvem hvor hvordan hvorfor hvilke hvilken hvis jeg fra bare mer dem være selv også uten sammen "
    "nå en et deres hver flere gjøre si sier se opplysninger opplysningene tjenester tjenestene skjemaene "
    "trenger spørre gjelder rettet slettet".split()
)
"""Words that we write otherwise in nynorsk."""


def bokmal_in(text: LetterText) -> set[str]:
    return {
        word for said in prose(text) for word in WORD.findall(re.sub(r"\{\w+\}", "", said).lower())
    } & BOKMAL


@pytest.mark.parametrize("kind", KINDS)
def test_nynorsk_is_nynorsk(kind: str) -> None:
    assert bokmal_in(letter(kind, "nn")) == set()
    assert bokmal_in(letter(kind, "nb")) != set(), "the control: bokmål is found out"
