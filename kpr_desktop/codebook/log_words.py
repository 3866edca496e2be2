"""The words of the log (`resources/…/log_actions.yaml`): what each action is called, for staff and for the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.model import Text
from kpr_desktop.codebook.node import Node
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import load

OTHER = "other"
"""The citizen's words for an action that this version does not know."""
_STAFF, _SHORT, _LONG = 60, 40, 80


@dataclass(frozen=True, slots=True)
class ActionWords:
    """One action. `shows`: a kind of information or empty. `citizen`: the person's words, a key of `words` or empty."""

    staff: Text
    shows: str = ""
    citizen: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class LogWords:
    """Everything the readers of the log need beside the log itself."""

    actions: Mapping[str, ActionWords]
    words: Mapping[str, Text]
    shows: Mapping[str, Text]
    bases: Mapping[str, Text]
    purposes: Mapping[str, Text]
    staff_bases: Mapping[str, Text]

    def action(self, code: str) -> ActionWords:
        """An action's words. One that this version does not know (a newer log) is told by its code."""
        return self.actions.get(code) or ActionWords(Text(code, code, code), citizen=OTHER)

    def for_citizen(self, code: str) -> Text:
        """What the person reads of an action."""
        return self.words[self.action(code).citizen or OTHER]


def load_log_words(path: Path | None = None) -> LogWords:
    """Read the table; raises ResourceError with file and line when it is not in order."""
    table = load(path or resource("log_actions.yaml")).map(
        required=("shows", "words", "bases", "purposes", "staff_bases", "actions")
    )
    words = _texts(table["words"], _LONG)
    if OTHER not in words:
        raise table["words"].error(f"missing key {OTHER!r}")
    shows = _texts(table["shows"], _SHORT)
    return LogWords(
        actions={name: _action(node, words, shows) for name, node in table["actions"].items()},
        words=words,
        shows=shows,
        bases=_texts(table["bases"], _LONG),
        purposes=_texts(table["purposes"], _LONG),
        staff_bases=_texts(table["staff_bases"], _SHORT),
    )


def _texts(node: Node, longest: int) -> dict[str, Text]:
    return {name: _text(each, longest) for name, each in node.items()}


def _text(node: Node, longest: int) -> Text:
    languages = node.map(required=LANGUAGES)
    return Text(*(languages[language].text(longest) for language in LANGUAGES))


def _action(node: Node, words: Mapping[str, Text], shows: Mapping[str, Text]) -> ActionWords:
    found = node.map(required=("staff",), optional=("shows", "citizen", "retired"))
    return ActionWords(
        staff=_text(found["staff"], _STAFF),
        shows=found["shows"].choice(shows) if "shows" in found else "",
        citizen=found["citizen"].choice(words) if "citizen" in found else "",
        retired="retired" in found and found["retired"].yes(),
    )
