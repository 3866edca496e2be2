from __future__ import annotations

import itertools
import math
import unicodedata
from collections import defaultdict

import pytest

from kpr_desktop.crypto import words
from kpr_desktop.crypto.passphrase import accepted, normalised
from kpr_desktop.crypto.weak import LONGEST, _listed, weak
from kpr_desktop.errors import UserFault


def test_a_passphrase_is_normalised_but_not_the_callers_copy() -> None:
    typed = bytearray("blåbær i 15 ﬁne".encode())
    assert accepted(typed).decode() == "blåbær i 15 fine"
    assert typed.decode() == "blåbær i 15 ﬁne"


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert normalised(bytearray("å".encode())) == normalised(bytearray("a\u030a".encode()))


def test_ascii_is_copied() -> None:
    typed = bytearray(b"plain")
    copy = normalised(typed)
    assert copy == typed
    assert copy is not typed


@pytest.mark.parametrize(
    ("typed", "code", "params"),
    [
        (b"fjorten tegn 4", "vault.passphrase_short", {"minimum": 15}),
        ("a\u030a".encode() * 14, "vault.passphrase_short", {"minimum": 15}),
        (b"x" * 1025, "vault.passphrase_long", {"maximum": 1024}),
        (b"\xff" * 20, "vault.passphrase_not_text", {}),
        ("å".encode() * 15, "vault.passphrase_weak", {}),
    ],
)
def test_refused(typed: bytes, code: str, params: dict[str, int]) -> None:
    with pytest.raises(UserFault) as caught:
        accepted(bytearray(typed))
    assert (caught.value.code, caught.value.field, caught.value.params) == (code, "passphrase", params)


def test_fifteen_characters_are_enough() -> None:
    assert accepted(bytearray("blå øy ved elva".encode())).decode() == "blå øy ved elva"


@pytest.mark.parametrize(
    "typed",
    [
        "111111111111111a",
        "passordpassord1",
        "passordpassordp",
        "abc123abc123abc",
        "æøåæøåæøåæøåæøå",
        "qwertyuiopåasdf",
        "zxcvbnmasdfghjkl",
        "lkjhgfdsapoiuytrewq",
        "qazwsxedcrfvtgb",
        "1q2w3e4r5t6y7u8i",
        "1234567890123456",
        "abcdefghijklmnopq",
        "Risør kommune 2026",
        "Risørkommune2026!!",
        "nordre-follan-2024",
        "P@ssord1234567890",
        "Velk0mmen til 0slo",
        "Sommer2026Vinter",
        "oslo bergen trondheim",
        "hemmelig passord 1",
        "Kari Hemmelig 2026",
        "hjemmetjenesten 1",
        "ＰＡＳＳＯＲＤ ＰＡＳＳＯＲＤ",
    ],
)
def test_what_is_guessed_first_is_refused(typed: str) -> None:
    assert weak(unicodedata.normalize("NFKC", typed), ["kari", "Nordre Follan"])


@pytest.mark.parametrize(
    "typed",
    [
        "femten tegn og mer",
        "blåbær og femten til",
        "hesten spiste banan i dag",
        "korrekt hest batteri stift",
        "Hvem tok den siste bollen?",
        "8f3k-92ld-0x7q-mm41",
        "oslo bergen bodø mandag",
        "8173 6620 4419 5573",
        "sommer " + "".join(f"x{n}k" for n in range(250)),
    ],
)
def test_other_passphrases_are_the_users_own_affair(typed: str) -> None:
    assert not weak(typed)


def test_names_around_count_only_when_given() -> None:
    assert not weak("trollheimslia 77")
    assert weak("trollheimslia 77", ["Trollheimslia"])


def test_the_list_is_in_order_and_of_words() -> None:
    listed = _listed()
    assert len(listed) > 700
    assert all(2 <= len(word) <= LONGEST and word.isalpha() and word == word.casefold() for word in listed)
    assert {"passord", "kommune", "risør", "qwerty", "januar"} <= listed


# --- generated ------------------------------------------------------------------------------------------------------


def test_the_word_list() -> None:
    listed = words.word_list()
    assert len(listed) == len(set(listed)) == words.WORDS == 6**5
    assert list(listed) == sorted(listed, key=lambda word: word.translate(str.maketrans("æøå", "{|}")))
    assert all(4 <= len(word) <= 8 and set(word) <= set("abcdefghijklmnopqrstuvwxyzæøå") for word in listed)
    assert 5 * math.log2(len(listed)) > 64.6
    assert 6 * math.log2(len(listed)) > 77.5


def test_no_two_words_are_one_letter_apart() -> None:
    near: dict[str, set[str]] = defaultdict(set)
    for word in words.word_list():
        for place in range(len(word)):
            near[word[:place] + "?" + word[place + 1 :]].add(word)  # one letter changed
            near[word[:place] + word[place + 1 :]].add(word)  # one letter less
        near[word].add(word)
    changed = [each for pattern, each in near.items() if "?" in pattern and len(each) > 1]
    known = set(words.word_list())
    shorter = [pattern for pattern, each in near.items() if pattern in known and len(each) > 1]
    assert (changed, shorter) == ([], [])


def test_a_generated_passphrase_is_accepted_and_drawn_evenly() -> None:
    assert len(words.generated().split()) == 5
    assert len(words.generated(words.SIX).split()) == 6
    draws = itertools.count()
    asked: list[int] = []

    def below(limit: int) -> int:
        asked.append(limit)
        return next(draws)

    assert words.generated(5, below) == " ".join(words.word_list()[:5])
    assert asked == [words.WORDS] * 5
    for _ in range(300):
        accepted(bytearray(words.generated().encode()), ["kari", "Risør"])
    shortest = " ".join(sorted(words.word_list(), key=len)[:5])
    assert len(shortest) >= 15
