from __future__ import annotations

import base64
import hashlib
import itertools
import secrets
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpr_desktop.crypto import recovery
from kpr_desktop.domain.ids import VaultId
from kpr_desktop.errors import UserFault

SECRETS = st.binary(min_size=20, max_size=20)
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SYMBOLS = ALPHABET + "*+$=U"


def group_told(code: str) -> int | str:
    """The number of the group that is told to be wrong; another fault's code."""
    with pytest.raises(UserFault) as caught:
        recovery.read(code)
    assert caught.value.field == "code"
    return caught.value.params.get("group", caught.value.code)


@given(secret=SECRETS)
def test_what_is_written_is_read(secret: bytes) -> None:
    groups = recovery.written(secret)
    assert [len(group) for group in groups] == [5] * 8 + [4]
    assert recovery.read(" ".join(groups)) == secret


def test_a_known_code() -> None:
    # The digits by Python's own base32 in another alphabet; the checks as the sheet's rule says them.
    secret = bytes(range(20))
    groups = recovery.written(secret)
    plain = base64.b32encode(secret).decode()
    assert "".join(group[:4] for group in groups[:8]) == plain.translate(
        str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET)
    )
    for number, group in enumerate(groups[:8], 1):
        value = sum(ALPHABET.index(symbol) * 32**power for power, symbol in enumerate(reversed(group[:4])))
        assert group[4] == SYMBOLS[(number * 2**20 + value) % 37]
    first = int(hashlib.sha256(secret).hexdigest()[:5], 16)
    assert (
        sum(ALPHABET.index(symbol) * 32**power for power, symbol in enumerate(reversed(groups[8]))) == first
    )
    assert groups[0] == "000GC"
    assert groups[8] == "WYQB"


@given(secret=SECRETS, data=st.data())
def test_it_may_be_typed_in_many_ways(secret: bytes, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from([" ", "-", " \n", " – ", ". ", ""])).join(recovery.written(secret))
    code = data.draw(st.sampled_from([code, code.lower(), f"  {code} "]))
    code = code.replace("1", data.draw(st.sampled_from("1Il"))).replace(
        "0", data.draw(st.sampled_from("0Oo"))
    )
    assert recovery.read(code) == secret


@settings(deadline=None, max_examples=25)
@given(secret=SECRETS)
def test_every_single_typo_is_found_and_its_group_told(secret: bytes) -> None:
    code = "".join(recovery.written(secret))
    for place, symbol in itertools.product(range(40), SYMBOLS):
        if symbol != code[place]:
            told = group_told(code[:place] + symbol + code[place + 1 :])
            assert told == place // 5 + 1
    for place, symbol in itertools.product(range(40, 44), SYMBOLS):
        if symbol != code[place]:
            assert group_told(code[:place] + symbol + code[place + 1 :]) == "vault.recovery_check"


@given(secret=SECRETS)
def test_swapped_groups_are_found_and_told(secret: bytes) -> None:
    groups = recovery.written(secret)
    for one, two in itertools.combinations(range(8), 2):
        if groups[one][:4] != groups[two][:4]:
            swapped = list(groups)
            swapped[one], swapped[two] = groups[two], groups[one]
            assert group_told(" ".join(swapped)) == one + 1


@given(secret=SECRETS)
def test_neighbours_that_changed_places_in_a_group_are_found(secret: bytes) -> None:
    code = "".join(recovery.written(secret))
    for place in (p for p in range(39) if p % 5 < 3 and code[p] != code[p + 1]):
        typed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert group_told(typed) == place // 5 + 1


def test_twenty_thousand_random_typos_open_nothing() -> None:
    random = Random(4)
    secret = bytes(range(20))
    code = "".join(recovery.written(secret))
    for _ in range(20_000):
        typed = list(code)
        for place in random.sample(range(44), random.choice((1, 1, 2))):
            typed[place] = random.choice(SYMBOLS)
        if "".join(typed) != code:
            with pytest.raises(UserFault):
                recovery.read("".join(typed))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "vault.recovery_length"),
        ("A" * 45, "vault.recovery_length"),
        ("Å" * 44, 1),
    ],
)
def test_what_is_no_code(typed: str, told: int | str) -> None:
    assert group_told(typed) == told


def test_a_group_of_the_wrong_length_is_told() -> None:
    groups = recovery.written(bytes(range(20)))
    for number in range(8):
        for wrong in (groups[number] + "0", groups[number][:-1]):
            typed = [wrong if place == number else group for place, group in enumerate(groups)]
            assert group_told(" ".join(typed)) == number + 1
    assert group_told(" ".join([*groups[:8], "000"])) == "vault.recovery_check"
    with pytest.raises(UserFault) as caught:
        recovery.read(" ".join(groups[:7]))
    assert caught.value.params == {"expected": 44, "found": 35}


def test_the_private_key_belongs_to_one_vault() -> None:
    secret = secrets.token_bytes(20)
    assert recovery.private_key(secret, VaultId("a")) != recovery.private_key(secret, VaultId("b"))
    assert len(recovery.private_key(secret, VaultId("a"))) == 32


def test_the_fingerprint() -> None:
    assert recovery.fingerprint(b"abc") == "BA78-16BF-8F01-CFEA"
