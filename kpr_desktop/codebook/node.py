"""What our YAML files consist of: texts, lists and maps that know their place."""

from __future__ import annotations

from collections.abc import Collection, ItemsView

_UNSEEN = {
    chr(n) for n in (*range(32), 127, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
}
"""Control characters and direction marks: a shipped text never needs them (the line feed is allowed apart)."""


_DIGITS = 9
"""No number of ours is longer, and very long ones are not even read by Python."""


class ResourceError(Exception):
    """A file of ours is wrong: our bug, or that of whoever edited it. Never shown beside a field."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.file = file
        self.line = line
        self.message = message


class Node:
    """One place in a file: a text, a list or a map. `line` counts from 1; of a map's value it is the key's line."""

    __slots__ = ("content", "file", "line")

    def __init__(self, file: str, line: int, content: str | list[Node] | dict[str, Node]) -> None:
        self.file = file
        self.line = line
        self.content = content

    def error(self, message: str) -> ResourceError:
        """What to raise when this place is wrong."""
        return ResourceError(self.file, self.line, message)

    def items(self) -> ItemsView[str, Node]:
        """Key and value of a map with keys of any name."""
        return self._pairs().items()

    def map(self, required: Collection[str] = (), optional: Collection[str] = ()) -> dict[str, Node]:
        """A map with exactly the `required` keys, and any of the `optional` ones."""
        found = self._pairs()
        for key, value in found.items():
            if key not in required and key not in optional:
                raise value.error(f"unknown key {key!r}")
        if absent := [key for key in required if key not in found]:
            raise self.error(f"missing key {min(absent)!r}")
        return found

    def list(self) -> list[Node]:
        """A list, one entry at least."""
        if not isinstance(self.content, list) or not self.content:
            raise self.error("here belongs a list with one entry at least")
        return self.content

    def text(self, longest: int = 0) -> str:
        """A text that is not empty and has no blanks around it, at most `longest` characters (0: any length)."""
        text = self.content
        if not isinstance(text, str):
            raise self.error("here belongs a text")
        if not text or text != text.strip():
            raise self.error("a text must not be empty nor have blanks around it")
        if not _UNSEEN.isdisjoint(text.replace("\n", "")):
            raise self.error("a text must not hold control characters or direction marks")
        if longest and len(text) > longest:
            raise self.error(f"{len(text)} characters, {longest} at most")
        return text

    def choice(self, allowed: Collection[str]) -> str:
        """One of the words in `allowed`."""
        text = self.text()
        if text not in allowed:
            raise self.error(f"{text!r} is none of: {', '.join(sorted(allowed))}")
        return text

    def number(self) -> int:
        """A whole number, 0 or more, in ASCII digits, nine at most."""
        text = self.text(_DIGITS)
        if not (text.isascii() and text.isdecimal()):
            raise self.error("here belongs a whole number")
        return int(text)

    def yes(self) -> bool:
        """True for yes, False for no."""
        return self.choice(("yes", "no")) == "yes"

    def _pairs(self) -> dict[str, Node]:
        if not isinstance(self.content, dict):
            raise self.error("here belongs a map")
        return self.content
