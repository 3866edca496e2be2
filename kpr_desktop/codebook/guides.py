"""Guided scoring (`guides.yaml`): the deciding questions of each scale, and what each variable is called in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kpr_desktop.codebook import parts
from kpr_desktop.codebook.model import LANGUAGES, CodeBook, Item, ItemKind, Scale, Text
from kpr_desktop.codebook.strict import Node
from kpr_desktop.codebook.texts import gaps_of
from kpr_desktop.domain import guide
from kpr_desktop.domain.assessment import NINE_ASKED, NOT_RELEVANT

ASKED, REASON, ACTIVITY = 95, parts.MEANING, 40
"""Characters: a question or hint with its gap filled, a reason, an activity."""
GAP = "activity"
"""What a question may name: what the variable is about, as its activity says it."""
NO_NEED = "1"

Guide = guide.Guide[Text]
Outcome = guide.Outcome[Text]
Question = guide.Question[Text]
Suggestion = guide.Suggestion[Text]


def asked(book: CodeBook, item: str, text: Text, language: str) -> str:
    """A question or hint of the guide of the variable `item`, with its gap filled."""
    return _filled(text, book.activities[item], language)


def read_guides(
    root: Node, scales: Mapping[str, Scale], items: Mapping[str, Item], sources: Mapping[str, str]
) -> tuple[Mapping[str, Guide], Mapping[str, Text]]:
    """The guides by scale and the activities by variable. Raises ResourceError.

    Every scale has its guide and every variable its activity; see `_Reader` for what is asked of the questions.
    """
    found = root.map(("guides", "activities"))
    variables = {i.id: i for i in items.values() if i.kind is ItemKind.SCORE}
    activities = {
        name: parts.text3(node, ACTIVITY) for name, node in found["activities"].map(variables).items()
    }
    guides: dict[str, Guide] = {}
    for node in found["guides"].list():
        keys = node.map(("scale", "start", "questions", "nine", "unknown", *parts.SOURCED))
        scale = scales.get(keys["scale"].text())
        if scale is None:
            raise keys["scale"].error(f"unknown scale {keys['scale'].text()!r}")
        used = {i.id: activities[i.id] for i in variables.values() if i.list == scale.id}
        parts.add(guides, scale.id, _Reader(keys, used).read(sources), node)
    if absent := [each for each in scales if each not in guides]:
        raise found["guides"].error(f"no guide for the scale {absent[0]!r}")
    return MappingProxyType(guides), MappingProxyType(activities)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one guide.

    Its questions are all asked on some way, no way comes back or asks more than `MOST_QUESTIONS`, and together the
    ways lead to every score but 9. `used`: the activities of the variables that are scored by it.
    """

    keys: Mapping[str, Node]
    used: Mapping[str, Text]

    def read(self, sources: Mapping[str, str]) -> Guide:
        source, certainty = parts.sourced(self.keys, sources)
        questions: dict[str, Question] = {}
        nodes: dict[str, Node] = {}
        for node in self.keys["questions"].list():
            made = self._question(node)
            parts.add(questions, made.id, made, node)
            nodes[made.id] = node
        start = self.keys["start"].choice(questions)
        reached: set[str] = set()
        scores: set[str] = set()
        self._follow(start, questions, nodes, (), (reached, scores))
        if lost := [name for name in questions if name not in reached]:
            raise nodes[lost[0]].error(f"nothing leads to the question {lost[0]!r}")
        if unmet := [score for score in guide.GUIDED_SCORES if score not in scores]:
            raise self.keys["questions"].error(f"no answers lead to the score {unmet[0]}")
        unknown = parts.text3(self.keys["unknown"], ASKED)
        nine = self._nine(self.keys["nine"])
        return guide.Guide(start, MappingProxyType(questions), nine, unknown, source, certainty.value)

    def _follow(
        self,
        at: str,
        questions: Mapping[str, Question],
        nodes: Mapping[str, Node],
        before: tuple[str, ...],
        met: tuple[set[str], set[str]],
    ) -> None:
        if at in before:
            raise nodes[at].error(f"a way comes back to the question {at!r}")
        if len(before) == guide.MOST_QUESTIONS:
            raise nodes[at].error(f"a way asks more than {guide.MOST_QUESTIONS} questions")
        met[0].add(at)
        for given in (True, False):
            after = questions[at].leads_to(given)
            if isinstance(after, guide.Outcome):
                met[1].add(after.score)
            elif after in questions:
                self._follow(after, questions, nodes, (*before, at), met)
            else:
                raise nodes[at].error(f"no question {after!r}")

    def _question(self, node: Node) -> Question:
        keys = node.map(("id", "text", "yes", "no"), ("hint",))
        name = keys["id"].text()
        if not name.isidentifier() or name == NINE_ASKED:
            raise keys["id"].error(f"{name!r} can not be kept as the name of a question")
        return guide.Question(
            name,
            self._asked(keys["text"]),
            self._asked(keys["hint"]) if "hint" in keys else None,
            self._after(keys["yes"]),
            self._after(keys["no"]),
        )

    def _after(self, node: Node) -> str | Outcome:
        keys = node.map((), ("ask", "score", "reason"))
        if "ask" in keys:
            return node.map(("ask",))["ask"].text()
        return self._outcome(node, guide.GUIDED_SCORES)

    @staticmethod
    def _outcome(node: Node, scores: tuple[str, ...]) -> Outcome:
        keys = node.map(("score", "reason"))
        reason = parts.text3(keys["reason"], REASON)
        return guide.Outcome(keys["score"].choice(scores), reason)

    def _nine(self, node: Node) -> guide.NineQuestion[Text]:
        keys = node.map(("text", "yes", "no"), ("hint",))
        return guide.NineQuestion(
            self._asked(keys["text"]),
            self._asked(keys["hint"]) if "hint" in keys else None,
            self._outcome(keys["yes"], (NO_NEED,)),
            self._outcome(keys["no"], (NOT_RELEVANT,)),
        )

    def _asked(self, node: Node) -> Text:
        text = parts.text3(node, 0)
        gaps = [gaps_of(node, text.in_(language)) for language in LANGUAGES]
        if unknown := sorted(frozenset.union(*gaps) - {GAP}):
            raise node.error(f"nothing fills {unknown[0]!r}")
        if gaps[1:] != gaps[:1] * 2:
            raise node.error("the languages have different placeholders")
        for variable, activity in self.used.items():
            for language in LANGUAGES:
                length = len(_filled(text, activity, language))
                if length > ASKED:
                    raise node.error(f"{language}, {variable}: {length} characters, {ASKED} at most")
        return text


def _filled(text: Text, activity: Text, language: str) -> str:
    return text.in_(language).format_map({GAP: activity.in_(language)})
