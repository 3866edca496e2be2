"""The texts of the citizen's view: the same in three languages, and no digit."""

from __future__ import annotations

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.texts import read_area

ALIKE = frozenset({"citizen.language_nb", "citizen.language_nn", "citizen.language_en"})
"""A language's name is the same in every language: whoever looks for it reads that one."""
SAME_IN_NB_AND_NN = frozenset({"citizen.back", "citizen.languages", "citizen.next"})


def test_same_keys_and_same_gaps() -> None:
    nb, *others = (read_area(resource("texts", language, "citizen.yaml")) for language in LANGUAGES)
    for other in others:
        assert {key: gaps for key, (_, gaps) in other.items()} == {key: gaps for key, (_, gaps) in nb.items()}


def test_no_text_of_the_citizens_view_was_left_in_another_language() -> None:
    nb, nn, en = (read_area(resource("texts", language, "citizen.yaml")) for language in LANGUAGES)
    for key, (text, _) in nb.items():
        if key not in ALIKE:
            assert en[key][0] not in (text, nn[key][0])
            assert (nn[key][0] == text) == (key in SAME_IN_NB_AND_NN)


def test_no_text_holds_a_digit() -> None:
    for language in LANGUAGES:
        area = read_area(resource("texts", language, "citizen.yaml"))
        assert not any(letter.isdigit() for text, _ in area.values() for letter in text)
