"""What is told of a secret before a key file has it."""

from __future__ import annotations

import pytest

from kpr_desktop.crypto import recovery
from kpr_desktop.crypto.secret_words import CheckedWords
from kpr_desktop.crypto.words import word_list
from kpr_desktop.errors import UserFault

GROUPS = recovery.written(bytes(range(20)))


def test_words_are_suggested_that_would_be_taken() -> None:
    words = CheckedWords()
    for strong, count in ((False, 5), (True, 6)):
        suggested = words.suggest(strong=strong)
        assert len(suggested.split()) == count
        assert set(suggested.split()) <= set(word_list())
        words.check(bytearray(suggested.encode()))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("kort", "vault.passphrase_short"),
        ("passord123456789", "vault.passphrase_weak"),
        ("kari.nordlys kari.nordlys", "vault.passphrase_weak"),
    ],
)
def test_what_a_key_file_would_refuse_is_told_and_stays_as_it_is(typed: str, code: str) -> None:
    secret = bytearray(typed.encode())
    with pytest.raises(UserFault, match=code):
        CheckedWords().check(secret, ("kari.nordlys",))
    assert secret == typed.encode()


def test_a_group_is_looked_at_by_itself() -> None:
    words = CheckedWords()
    for number, group in enumerate(GROUPS, 1):
        words.check_group(number, f" {group.lower()} ")


@pytest.mark.parametrize(
    ("number", "typed"),
    [(1, GROUPS[1]), (2, GROUPS[1][:4]), (3, "ÆØÅÆØ"), (9, GROUPS[8] + "0"), (9, "ÅÅÅÅ"), (8, "")],
)
def test_a_group_that_is_wrong_is_told_with_its_number(number: int, typed: str) -> None:
    with pytest.raises(UserFault, match=r"vault\.recovery_group") as told:
        CheckedWords().check_group(number, typed)
    assert (told.value.field, told.value.params["group"]) == ("code", number)
