"""Texts in the form that Qt's own translator takes (a `.qm` file), made in memory.

Qt then looks them up by itself: it asks from its own threads too, and none of them has to wait for Python.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

_MAGIC = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
_HASHES, _MESSAGES = 0x42, 0x69
_END, _TRANSLATION, _SOURCE, _CONTEXT, _COMMENT = 1, 3, 6, 7, 8


def qm_file(texts: Mapping[tuple[str, str], str]) -> bytes:
    """Context and source text -> text, as a file; they hold whatever note Qt has beside the source."""
    messages = bytearray()
    places = []
    for (context, source), text in texts.items():
        places.append((_hash(source.encode()), len(messages)))
        messages += _part(_TRANSLATION, text.encode("utf-16-be"))
        messages += _part(_COMMENT, b"")
        messages += _part(_SOURCE, source.encode())
        messages += _part(_CONTEXT, context.encode())
        messages.append(_END)
    hashes = b"".join(struct.pack(">II", *each) for each in sorted(places))
    return _MAGIC + _part(_HASHES, hashes) + _part(_MESSAGES, bytes(messages))


def _part(tag: int, content: bytes) -> bytes:
    return struct.pack(">BI", tag, len(content)) + content


def _hash(source: bytes) -> int:
    """ELF's hash, as Qt reckons it."""
    value = 0
    for byte in source:
        value = (value << 4) + byte
        high = value & 0xF0000000
        value = (value ^ (high >> 24)) & ~high & 0xFFFFFFFF
    return value or 1
