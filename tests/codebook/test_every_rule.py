"""Every rule of the shipped code book fires on one case and is silent on its nearest neighbour.

The cases are data: `rule_cases` holds those of persons, assessments and services, `conversation_cases` those of the
talk. All rules of the real code book run on both cases of a pair, with their own parameters.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass

import pytest

from kpr_desktop.codebook.context import check_context
from kpr_desktop.codebook.model import LANGUAGES
from kpr_desktop.codebook.wording import problem_words
from kpr_desktop.domain.checks import evaluate
from kpr_desktop.domain.problems import Problem
from tests.codebook.conversation_cases import CONVERSATION_CASES
from tests.codebook.rule_cases import BOOK, CASES, TODAY, Parts
from tests.codebook.service_cases import SERVICE_CASES

PAIRS = CASES | CONVERSATION_CASES | SERVICE_CASES
NEAR = 3
"""In how many places the silent case may differ from the firing one. Most differ in one; a few lay a second near miss
beside the first (an open period beside a closed one, another code system)."""


def found(parts: Parts) -> list[Problem]:
    return evaluate(BOOK.rules.values(), check_context(BOOK, today=TODAY, **parts))


def differences(one: object, other: object, place: str = "") -> Iterator[str]:
    """Where two values differ; what only one of them has counts once, however much stands in it."""
    if is_dataclass(one) and type(one) is type(other):
        for each in fields(one):
            yield from differences(getattr(one, each.name), getattr(other, each.name), f"{place}.{each.name}")
    elif isinstance(one, Mapping) and isinstance(other, Mapping):
        for key in [*one, *(k for k in other if k not in one)]:
            yield from differences(one.get(key), other.get(key), f"{place}.{key}")
    elif isinstance(one, tuple) and isinstance(other, tuple):
        for at in range(max(len(one), len(other))):
            held = [dict(enumerate(each)).get(at) for each in (one, other)]
            yield from differences(*held, f"{place}[{at}]")
    elif one != other:
        yield place


def without_a_pair(rules: Collection[str], pairs: Collection[str]) -> list[str]:
    """One line for each rule that nobody has shown to fire, and for each pair without its rule."""
    bare = [f"no pair of cases for the rule {code}" for code in rules if code not in pairs]
    return bare + [f"no rule for the pair {code}" for code in pairs if code not in rules]


def test_every_rule_has_a_pair() -> None:
    assert without_a_pair(BOOK.rules, PAIRS) == []
    assert len(PAIRS) == len(CASES) + len(CONVERSATION_CASES) + len(SERVICE_CASES)


def test_a_rule_without_a_pair_is_named() -> None:
    lost = next(iter(PAIRS))
    fewer = [code for code in PAIRS if code != lost]
    assert without_a_pair(BOOK.rules, fewer) == [f"no pair of cases for the rule {lost}"]
    assert without_a_pair(fewer, PAIRS) == [f"no rule for the pair {lost}"]


@pytest.mark.parametrize("code", PAIRS)
def test_the_rule_fires(code: str) -> None:
    fires, target, _ = PAIRS[code]
    hits = [p for p in found(fires) if p.code == code]
    assert [p.target for p in hits] == [target]
    assert hits[0].severity is BOOK.rules[code].severity
    for language in LANGUAGES:
        text, action = problem_words(BOOK, hits[0], language)
        assert "{" not in text + action
        assert not re.search(r"\bv\d\d\b|\w_\w", text + action)


@pytest.mark.parametrize("code", PAIRS)
def test_the_rule_is_silent(code: str) -> None:
    assert code not in [p.code for p in found(PAIRS[code][2])]


@pytest.mark.parametrize("code", PAIRS)
def test_the_silent_case_is_a_near_one(code: str) -> None:
    fires, _, silent = PAIRS[code]
    assert fires.keys() == silent.keys(), "a part that is missing altogether keeps every rule silent"
    assert 1 <= len(list(differences(fires, silent))) <= NEAR
