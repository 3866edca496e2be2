"""A municipality's own letters: files like ours, read strictly, that win over ours (docs/formats/letters.md).

What a letter must have stays as it is: the fields and parts that the case fills, and the words that they take. What it
says, in which blocks and in which language is the municipality's own. A letter that we do not have takes fields, which
whoever makes it types, but nothing from the case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kpr_desktop.codebook.letters import Frame, LetterText, LetterTexts, name_of, read_frame, read_letter
from kpr_desktop.codebook.strict import Node, ResourceError, load
from kpr_desktop.codebook.texts import gaps_of
from kpr_desktop.errors import UserFault

LARGEST = 256 * 1024
"""Bytes of one file. Our longest letter has a tenth of it."""
_FRAME = "frame"


class _Unwritable(ResourceError):
    """A text that the letters' fonts cannot show as it is meant."""


@dataclass(frozen=True, slots=True)
class OwnLetters:
    """The files that are in order, and what is wrong with the others, by name.

    letter.own_wrong | letter.own_script (a text that our letters cannot show), both with file and line.
    """

    frames: Mapping[str, Frame]
    letters: Mapping[tuple[str, str], LetterText]
    faults: tuple[UserFault, ...]


def read_own(folder: Path, ours: LetterTexts, drawable: Callable[[str], bool] = bool) -> OwnLetters:
    """The letters of a folder, which need not be there. A file that is not in order is told of and left out.

    `drawable`: whether the letters' fonts can show a text.
    """
    frames: dict[str, Frame] = {}
    letters: dict[tuple[str, str], LetterText] = {}
    faults: dict[str, UserFault] = {}
    found = {path: name_of(path) for path in sorted(folder.glob("*.yaml"))}
    for path in sorted(found, key=lambda each: (not each.name.startswith(f"{_FRAME}."), each.name)):
        try:
            name = _name(path, found[path])
            _check_script(load(path), drawable)
            if name[0] == _FRAME:
                frames[name[1]] = _frame(path, name[1], ours)
            else:
                letters[name] = _letter(path, name, frames, ours)
        except ResourceError as error:
            file = "".join(c for c in path.name if c.isprintable())
            code = "letter.own_script" if isinstance(error, _Unwritable) else "letter.own_wrong"
            faults[path.name] = UserFault(code, file=file, line=error.line)
    return OwnLetters(frames, letters, tuple(fault for _, fault in sorted(faults.items())))


def _name(path: Path, name: tuple[str, str] | None) -> tuple[str, str]:
    if name is None:
        raise ResourceError(
            path.name, 1, "a file is named by letter and language, such as information.se.yaml"
        )
    try:
        size = path.stat().st_size
    except OSError:
        raise ResourceError(path.name, 1, "cannot be read") from None
    if size > LARGEST:
        raise ResourceError(path.name, 1, f"{size} bytes, {LARGEST} at most")
    return name


def _check_script(node: Node, drawable: Callable[[str], bool]) -> None:
    for each in _leaves(node):
        if each.content and not drawable(str(each.content)):
            raise _Unwritable(each.file, each.line, "letters that ours cannot be written with")


def _leaves(node: Node) -> Iterator[Node]:
    """The texts of a file, wherever they stand."""
    if isinstance(node.content, str):
        yield node
        return
    for each in node.content if isinstance(node.content, list) else node.content.values():
        yield from _leaves(each)


def _frame(path: Path, language: str, ours: LetterTexts) -> Frame:
    """A frame. In a language of ours it has all our references, because our letters take them."""
    frame = read_frame(path, language)
    shipped = ours.frame(language)
    if shipped and (lacking := shipped.references.keys() - frame.references.keys()):
        raise ResourceError(path.name, 1, f"the reference {min(lacking)!r} is missing")
    return frame


def _letter(path: Path, name: tuple[str, str], frames: Mapping[str, Frame], ours: LetterTexts) -> LetterText:
    kind, language = name
    frame = frames.get(language) or ours.frame(language)
    if frame is None:
        raise ResourceError(path.name, 1, "the language has no frame, or its frame is not in order")
    letter = read_letter(path, kind, frame)
    languages = ours.languages(kind)
    known = ours.letter(kind, language if language in languages else languages[0])[0] if languages else None
    pattern = known or replace(letter, parts=frozenset(), words={})
    for key, differing in (
        ("fields", (letter.fields - pattern.fields) | (_needed(pattern) - letter.fields)),
        ("parts", letter.parts ^ pattern.parts),
        ("words", _gaps(letter).items() ^ _gaps(pattern).items()),
    ):
        if differing:
            at = dict(load(path).items()).get(key)
            raise ResourceError(path.name, at.line if at else 1, f"the {key} are not those of our letter")
    return letter


def _needed(letter: LetterText) -> frozenset[str]:
    """The fields of the case without which the letter would not say what it is for."""
    return letter.fields & {gap for block in letter.blocks() if not block.optional for gap in block.gaps}


def _gaps(letter: LetterText) -> dict[str, frozenset[str]]:
    """The words of a letter with the gaps that each of them has."""
    return {key: gaps_of(Node("", 0, text), text) for key, text in letter.words.items()}
