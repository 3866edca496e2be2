"""The legal grounds of a real deletion (`resources/…/deletion_grounds.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.model import Text
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import load


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground: what it is called and where it stands in the law."""

    label: Text
    law: str


def load_grounds(path: Path | None = None) -> Mapping[str, Ground]:
    """By code, in the order of the file; raises ResourceError with file and line when it is not in order."""
    found = {}
    for code, node in load(path or resource("deletion_grounds.yaml")).items():
        fields = node.map(required=("label", "law"))
        words = fields["label"].map(required=LANGUAGES)
        found[code] = Ground(Text(*(words[each].text(80) for each in LANGUAGES)), fields["law"].text(80))
    return found
