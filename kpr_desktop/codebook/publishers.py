"""Whose signature every vault trusts (`resources/…/publishers.yaml`)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from pathlib import Path

from kpr_desktop.codebook.package import KEY_BYTES, LONGEST_PUBLISHER
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import Node, load


def load_publishers(path: Path | None = None) -> Mapping[bytes, str]:
    """Public key -> name. Empty as shipped. Raises ResourceError."""
    found: dict[bytes, str] = {}
    for name, node in load(path or resource("publishers.yaml")).map(("publishers",))["publishers"].items():
        key = _key(node)
        if key in found:
            raise node.error("this key is there twice")
        if len(name) > LONGEST_PUBLISHER:
            raise node.error(f"a name has {LONGEST_PUBLISHER} characters at most")
        found[key] = name
    return found


def _key(node: Node) -> bytes:
    try:
        key = base64.b64decode(node.text(), validate=True)
    except (binascii.Error, ValueError):
        raise node.error("no base64") from None
    if len(key) != KEY_BYTES:
        raise node.error(f"a key has {KEY_BYTES} bytes")
    return key
