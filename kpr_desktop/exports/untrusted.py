"""A file from outside as XML or JSON, without anything that could harm or mislead its reader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from lxml import etree

from kpr_desktop.errors import UserFault

DEEPEST = 40
MOST_PARTS = 100_000
"""Elements, or values; no receipt comes near."""
_UTF8_MARK = b"\xef\xbb\xbf"
_DECLARATION = re.compile(
    r"""<\?xml\s+version\s*=\s*["']1\.[0-9]["']"""
    r"""(?:\s+encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["'])?"""
    r"""(?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*\?>"""
)
_SECOND_DECLARATION = re.compile(r"<\?xml\s")
_ENCODINGS = {"utf-8": "utf-8", "us-ascii": "ascii", "iso-8859-1": "latin-1"}
"""Those in use on the health network. A file in another is refused before a parser sees it."""


class Untrusted:
    """The bytes of a file from outside."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def xml(self) -> Any:
        """The root element. No document type, no entities but XML's own, nothing fetched, no comments.

        Raises UserFault receipt.encoding, receipt.entities, receipt.not_xml, receipt.too_deep, receipt.too_many.
        """
        text = self._xml_text()
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise UserFault("receipt.entities", "file")
        if _SECOND_DECLARATION.match(text):
            raise UserFault("receipt.not_xml", "file")
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root: Any = etree.fromstring(text.encode(), parser)
        except etree.XMLSyntaxError as error:
            # The library's words quote the file; it stops by itself at 256 levels.
            deep = "depth" in str(error.msg)
            raise UserFault("receipt.too_deep" if deep else "receipt.not_xml", "file") from None
        finally:
            etree.clear_error_log()
        _judge(_levels_of_element(root))
        return root

    def json(self) -> Any:
        """The value. Every key once and beginning with a small letter, no numbers that are none.

        The interface of 2021 writes its names with small first letters, the programs around it with capital ones.
        Raises UserFault receipt.encoding, receipt.not_json, receipt.duplicate, receipt.too_deep, receipt.too_many.
        """
        text = self._decoded(self._data.removeprefix(_UTF8_MARK), "utf-8")
        try:
            value = json.loads(text, object_pairs_hook=_each_once, parse_constant=_no_number)
        except RecursionError:
            raise UserFault("receipt.too_deep", "file") from None
        except ValueError:
            raise UserFault("receipt.not_json", "file") from None
        _judge(_levels_of_value(value))
        return value

    def _xml_text(self) -> str:
        """The text without its declaration."""
        marked = self._data.startswith(_UTF8_MARK)
        data = self._data.removeprefix(_UTF8_MARK)
        found = _DECLARATION.match(data[:200].decode("latin-1"))
        if found is None:
            return self._decoded(data, "utf-8")
        named = (found[1] or "utf-8").lower()
        encoding = _ENCODINGS.get(named, "")
        if not encoding or (marked and encoding != "utf-8"):
            raise UserFault("receipt.encoding", "file")
        return self._decoded(data[found.end() :], encoding)

    def _decoded(self, data: bytes, encoding: str) -> str:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            raise UserFault("receipt.encoding", "file") from None
        if "\0" in text:  # of an encoding of two or four bytes
            raise UserFault("receipt.encoding", "file")
        return text


def _judge(levels: Iterator[int]) -> None:
    for count, level in enumerate(levels, 1):
        if level > DEEPEST:
            raise UserFault("receipt.too_deep", "file")
        if count > MOST_PARTS:
            raise UserFault("receipt.too_many", "file", most=MOST_PARTS)


def _levels_of_element(root: Any) -> Iterator[int]:
    level = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            level += 1
            yield level
        else:
            level -= 1


def _levels_of_value(value: Any) -> Iterator[int]:
    waiting = [(value, 1)]
    while waiting:
        each, level = waiting.pop()
        yield level
        if isinstance(each, dict | list):
            inner = each.values() if isinstance(each, dict) else each
            waiting += [(part, level + 1) for part in inner]


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = [(name[:1].lower() + name[1:], value) for name, value in pairs]
    found = dict(named)
    if len(found) != len(named):
        raise UserFault("receipt.duplicate", "file")
    return found


def _no_number(_: str) -> NoReturn:
    raise ValueError
