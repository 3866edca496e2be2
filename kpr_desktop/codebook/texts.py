"""Message and interface texts by key. A key begins with its area, and the area is the file: `person.title`."""

from __future__ import annotations

from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Self

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.numbers import GROUPED_ALWAYS, grouped, number
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import Node, load
from kpr_desktop.errors import Fault, Param

if TYPE_CHECKING:
    from fractions import Fraction

FALLBACK = "nb"
"""A text that a language lacks is shown in bokmål."""
_parts = Formatter().parse
_Area = dict[str, tuple[str, frozenset[str]]]
_NONE: frozenset[str] = frozenset()


class Texts:
    """The texts of one language. An area's file is read when its first text is asked for."""

    __slots__ = ("_areas", "_folders", "language")

    def __init__(self, language: str, folders: tuple[Path, ...]) -> None:
        self.language = language
        self._folders = folders
        self._areas: dict[str, _Area] = {}

    @classmethod
    def load(cls, language: str, root: Path | None = None) -> Self:
        """The texts of `language` (nb, nn, en). Raises ValueError for a language we do not have."""
        if language not in LANGUAGES:
            raise ValueError("no such language")
        root = root or resource("texts")
        return cls(language, tuple(root / each for each in dict.fromkeys((language, FALLBACK))))

    def __call__(self, key: str, /, **params: Param) -> str:
        """The text with its gaps filled; counts from ten thousand are grouped as the language writes them.

        Raises KeyError for an unknown key, and for a value too few or too many.
        """
        text, gaps = self._find(key)
        if gaps != params.keys():
            raise KeyError(f"{key} takes: {', '.join(sorted(gaps)) or 'nothing'}")
        if not gaps:
            return text.format_map(params) if "}" in text else text
        return text.format_map({name: self._written(value) for name, value in params.items()})

    def number(self, value: Fraction | int) -> str:
        """A number as the language writes it, two decimals at most: `10 000`, `37,5`; English `10,000`, `37.5`."""
        return number(value, self.language)

    def has(self, key: str) -> bool:
        """Whether there is a text for the key."""
        return key in self._area(key.partition(".")[0])

    def fault(self, fault: Fault) -> str:
        """The sentence of a fault; facts that its text does not use are left out."""
        _, gaps = self._find(fault.code)
        return self(fault.code, **{name: value for name, value in fault.params.items() if name in gaps})

    def keys(self, area: str) -> frozenset[str]:
        """All keys of an area."""
        return frozenset(self._area(area))

    def gaps(self, key: str) -> frozenset[str]:
        """The names of a text's placeholders."""
        return self._find(key)[1]

    def _written(self, value: Param) -> Param:
        if isinstance(value, int) and value >= GROUPED_ALWAYS:
            return grouped(value, self.language)
        return value

    def _find(self, key: str) -> tuple[str, frozenset[str]]:
        try:
            return self._area(key.partition(".")[0])[key]
        except KeyError:
            raise KeyError(f"no text {key}") from None

    def _area(self, area: str) -> _Area:
        if area not in self._areas:
            found: _Area = {}
            for folder in reversed(self._folders):
                if (path := folder / f"{area}.yaml").is_file():
                    found |= read_area(path)
            self._areas[area] = found
        return self._areas[area]


def read_area(path: Path) -> _Area:
    """The texts of one file with the names of their gaps. Raises ResourceError."""
    name = f"{path.parent.name}/{path.name}"
    area: _Area = {}
    for key, node in load(path, name).items():
        if not key.startswith(f"{path.stem}."):
            raise node.error(f"the key {key!r} does not begin with {path.stem!r} and a full stop")
        text = node.text()
        area[key] = (text, gaps_of(node, text) if "{" in text or "}" in text else _NONE)
    return area


def gaps_of(node: Node, text: str) -> frozenset[str]:
    """The names of the placeholders `{name}` in a text. Raises ResourceError for any other use of braces."""
    gaps: set[str] = set()
    try:
        for _, name, spec, conversion in _parts(text):
            if name is not None:
                if not name.isidentifier() or spec or conversion:
                    raise node.error("a placeholder is a name alone")
                gaps.add(name)
    except ValueError:
        raise node.error("a brace that is not a placeholder") from None
    return frozenset(gaps)
