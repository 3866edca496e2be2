"""What Qt itself writes in the window, in our languages (`resources/…/qt_texts.yaml`): Qt has no bokmål of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from kpr_desktop.codebook.node import Node
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import load

SOURCE_LANGUAGE = "en"
"""Qt's own texts are in English."""
_WRITTEN = ("nb", "nn")
_GAP = re.compile(r"%\d|%p")


def load_qt_texts(language: str, path: Path | None = None) -> Mapping[tuple[str, str], str]:
    """Qt's context and source text -> our text; nothing for English. Raises ResourceError for a file not in order."""
    if language == SOURCE_LANGUAGE:
        return {}
    found = {}
    for context, texts in load(path or resource("qt_texts.yaml")).items():
        for source, node in texts.items():
            words = {each: _text(source, node) for each, node in node.map(required=_WRITTEN).items()}
            found[context, source] = words[language]
    return found


def _text(source: str, node: Node) -> str:
    """Our text, with the gaps and the underlined letter that the source has, and its blank at the end."""
    text = node.text()
    if sorted(_GAP.findall(text)) != sorted(_GAP.findall(source)):
        raise node.error("the gaps are others than Qt's")
    if text.count("&") != source.count("&"):
        raise node.error("an underlined letter is missing or too many")
    return text + " " if source.endswith(" ") else text
