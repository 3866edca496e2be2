"""Names as they are sorted and searched: Norwegian alphabet, accents and case of no weight, word by word.

Pure text rules shared by the store (search keys, sort keys) and by whoever pages through a list.
"""

from __future__ import annotations

import unicodedata

INDEXED_CHARACTERS = 200
"""Of a longer name only the beginning can be found by its parts."""
KEY_CHARACTERS = 100
"""A search key is cut here; what is typed beyond it is compared with nothing."""
_ALPHABET = str.maketrans({"æ": "{", "ø": "|", "å": "}"})
_PLAIN = str.maketrans({"đ": "d", "ð": "d", "ŋ": "n", "ŧ": "t", "ł": "l", "þ": "th", "œ": "oe", "ı": "i"})
_KEPT = {"å": "å"}
_BREAKS = ("Z", "C", "P")
"""Unicode categories that part words: blanks, control and direction marks, punctuation."""


def fold(text: str) -> str:
    """Small letters without accents; æ, ø and å stay letters of their own. Words parted by one blank each."""
    plain: list[str] = []
    for char in unicodedata.normalize("NFC", text.casefold()).translate(_PLAIN):
        if char.isascii():
            plain.append(char if char.isalnum() else _other(char))
        else:
            plain.append(_KEPT.get(char) or _without_marks(char))
    return " ".join("".join(plain).split())


def sort_key(name: str, unique: str) -> str:
    """Orders like the Norwegian alphabet when compared as UTF-8 (aa counts as å); `unique` parts equal names."""
    folded = fold(name)[:KEY_CHARACTERS].replace("aa", "å").translate(_ALPHABET)
    return f"{folded}\t{unique}"


def search_keys(name: str) -> set[tuple[int, str]]:
    """(0, key) for every word's beginning, (1, key) for every place inside a word with two characters or more left.

    A key goes on with the words after it and then, from the front, with the words before it, so that both
    "given family" and "family given" are beginnings of a key.
    """
    words = fold(name[:INDEXED_CHARACTERS]).split(" ")
    keys: set[tuple[int, str]] = set()
    for place, word in enumerate(words):
        others = words[place + 1 :] + words[:place]
        tail = "".join(f" {other}" for other in others)
        keys.add((0, (word + tail)[:KEY_CHARACTERS]))
        keys.update((1, (word[start:] + tail)[:KEY_CHARACTERS]) for start in range(1, len(word) - 1))
    return keys


def _other(char: str) -> str:
    return " " if unicodedata.category(char)[0] in _BREAKS else char


def _without_marks(char: str) -> str:
    apart = unicodedata.normalize("NFD", char)
    bare = "".join(each for each in apart if not unicodedata.combining(each))
    return "".join(_other(each) for each in bare)
