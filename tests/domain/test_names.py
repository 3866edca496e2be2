from __future__ import annotations

import pytest

from kpr_desktop.domain.names import INDEXED_CHARACTERS, KEY_CHARACTERS, fold, search_keys, sort_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Blid Fjellbekk", "blid fjellbekk"),
        ("ÆRLIG Ås-Øye", "ærlig ås øye"),
        ("A\u030ase", "åse"),
        ("René Müller", "rene muller"),
        ("Máret Čáhcesuolu Ŋ", "maret cahcesuolu n"),
        ("Đorđe Łukasz Þór İpek ı", "dorde lukasz thor ipek i"),
        ("O'Hara\t\u202eJr.\u00a0", "o hara jr"),
        ("Straße", "strasse"),
        ("😀 <b>", "😀 <b>"),
        (" -- ", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_the_norwegian_alphabet_orders_names() -> None:
    names = ["Zorro", "Æra", "Øra", "Aasen", "Åse", "Adam", "Émil", "Erik", "Eva"]
    assert sorted(names, key=lambda name: sort_key(name, "1").encode()) == [
        "Adam", "Émil", "Erik", "Eva", "Zorro", "Æra", "Øra", "Åse", "Aasen",
    ]  # fmt: skip


def test_a_shorter_name_comes_before_a_longer_and_equal_names_are_parted() -> None:
    assert sort_key("Ann", "9") < sort_key("Anna", "1")
    assert sort_key("Ann", "9") < sort_key("Ann B", "1")
    assert sort_key("Ann", "1") < sort_key("Ann", "2")


def test_search_keys() -> None:
    assert search_keys("Åse Bo") == {(0, "åse bo"), (0, "bo åse"), (1, "se bo")}
    assert search_keys("Å") == {(0, "å")}


def test_search_keys_are_bounded() -> None:
    keys = search_keys("Fjell " * 2000)
    assert len(keys) <= INDEXED_CHARACTERS
    assert max(len(key) for _, key in keys) <= KEY_CHARACTERS
