"""One assessment in plain words: who made it, every answer, and everything that is written about it.

Used by the copy of an assessment and by the insight package: what is kept about an answer is told in one way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kpr_desktop.codebook.guides import asked
from kpr_desktop.codebook.model import CodeBook, Item, ItemKind, Text
from kpr_desktop.domain.assessment import NINE_ASKED, Answer, Assessment, Entry, State
from kpr_desktop.usecases.letter_content.plain import LONGEST, DiagnosisText, Plain, no_diagnosis_text
from kpr_desktop.usecases.letter_records import Grid, Heading, Part, Said

_WIDTHS = (0.26, 0.08, 0.3, 0.36)
_EVIDENCE, _BASIS, _VIEW = "evidence", "basis", "view"
"""Lists of ours."""
_MAIN_FIELDS = ("system", "code")
"""The fields of a diagnosis that say which one it is."""


@dataclass(frozen=True, slots=True)
class AnswerTeller:
    """Tells of assessments that belong to one edition of the code book.

    `consents`: id of a consent -> what it is, in words. `closed`: items whose texts a block closes to whoever makes
    the letter; that they are held back is said.
    """

    plain: Plain
    book: CodeBook
    consents: Mapping[str, str]
    diagnosis: DiagnosisText = no_diagnosis_text
    closed: frozenset[str] = frozenset()

    def parts(self, assessment: Assessment, caption: str) -> list[Part]:
        """All of one assessment, but for its heading."""
        return [
            *self.head(assessment),
            *self.table(assessment, caption),
            *self.rows(assessment),
            *self.texts(assessment),
        ]

    def head(self, assessment: Assessment) -> list[Part]:
        """Who made it, when and why; of a later version why it took the place of the one before."""
        plain = self.plain
        finished = assessment.state is State.FINISHED
        people = "; ".join(
            plain.word(
                "contributor", name=each.name, minutes=plain.counted("minutes", round(each.seconds / 60))
            )
            for each in assessment.contributors
        )
        return [
            *plain.facts(
                (
                    ("assessed_on", plain.day(assessment.assessed_on)),
                    ("assessment_reason", plain.word(f"reason_{assessment.reason.value}")),
                    ("assessor", assessment.assessor_name),
                    ("begun_at", plain.at(assessment.created_at)),
                    (
                        "finished_at",
                        plain.at(assessment.finished_at) if finished else plain.word("not_finished"),
                    ),
                    ("version", str(assessment.version)),
                    ("version_reason", assessment.version_reason),
                    ("contributors", people),
                    ("codebook_year", str(assessment.codebook_year)),
                )
            )
        ]

    def table(self, assessment: Assessment, caption: str) -> list[Part]:
        """Every answer with its code, what the code means, and the person's own answer; in the book's order."""
        plain = self.plain
        rows = tuple(self._row(answer, assessment) for answer in self._answers(assessment))
        if not rows:
            return [Said(plain.word("no_answers"))]
        head = tuple(plain.word(key) for key in ("item", "code", "meaning", "own_view"))
        lang = plain.book_lang
        return [
            Grid(caption, head, rows, _WIDTHS, row_heads=True, langs=(lang, lang, lang, lang) if lang else ())
        ]

    def rows(self, assessment: Assessment) -> list[Part]:
        """The rows of repeating items: diagnoses, decisions on coercion, who took part; unfinished ones too."""
        found: list[Part] = []
        for item_id in dict.fromkeys(each.of_item for each in assessment.entries):
            found.append(Heading(self.plain.label(self.book, item_id), 4, self.plain.book_lang))
            found += [
                Said(self._entry(entry, item_id, assessment), "bullet")
                for entry in assessment.entries
                if entry.of_item == item_id
            ]
        return found

    def texts(self, assessment: Assessment) -> list[Part]:
        """What was written about each answer, how it is known, and the person's own words."""
        found: list[Part] = []
        for answer in self._answers(assessment):
            told = list(self._told(answer))
            if told:
                found += [
                    Heading(self.plain.label(self.book, answer.item), 4, self.plain.book_lang),
                    *told,
                ]
        return found

    def _answers(self, assessment: Assessment) -> Iterator[Answer]:
        order = {step.item: place for place, step in enumerate(self.book.steps)}
        last = len(order)
        yield from sorted(assessment.answers.values(), key=lambda a: (order.get(a.item, last), a.item))

    def _row(self, answer: Answer, assessment: Assessment) -> tuple[str, ...]:
        plain, item = self.plain, self.book.items.get(answer.item)
        coded = item is None or item.kind is not ItemKind.DATE
        return (
            plain.label(self.book, answer.item),
            answer.value if coded and answer.value else plain.word("none"),
            plain.value(self.book, item, answer.value, assessment.assessed_on.year),
            self._own(answer, item),
        )

    def _own(self, answer: Answer, item: Item | None) -> str:
        """The person's own answer, whether they see it alike, and own words; long ones stand below the table."""
        plain, opinion = self.plain, answer.opinion
        told = [
            plain.value(self.book, item, opinion.own) if opinion.own else "",
            plain.code(self.book, _VIEW, opinion.view) if opinion.view else "",
            opinion.words if len(opinion.words) <= LONGEST else plain.word("words_below"),
        ]
        return plain.joined(told) or plain.word("none")

    def _told(self, answer: Answer) -> Iterator[Part]:
        plain, evidence = self.plain, answer.evidence
        if answer.item in self.closed:
            yield Said(plain.word("text_closed"))
        yield from plain.said("note", answer.note)
        if len(answer.opinion.words) > LONGEST:
            yield from plain.said("own_words", answer.opinion.words)
        yield from plain.said("change_reason", answer.reason)
        if evidence.ways:
            known = self.book.lists[_EVIDENCE].codes if _EVIDENCE in self.book.lists else ()
            order = [code.code for code in known if code.code in evidence.ways]
            ways = [*order, *sorted(evidence.ways - set(order))]
            told = ", ".join(plain.code(self.book, _EVIDENCE, way) for way in ways)
            yield from plain.said("known_by", told)
        if evidence.basis:
            yield from plain.said("basis", plain.code(self.book, _BASIS, evidence.basis))
        yield from plain.said("basis_reason", evidence.reason)
        if evidence.consent_id:
            yield from plain.said(
                "consent", self.consents.get(evidence.consent_id, plain.word("consent_gone"))
            )
        yield from plain.said("deciding", self._deciding(answer))

    def _deciding(self, answer: Answer) -> str:
        """The questions that led to the score, and what was answered."""
        item = self.book.items.get(answer.item)
        guide = self.book.guides.get(item.list) if item is not None else None
        if guide is None or not answer.deciding:
            return answer.deciding
        if answer.deciding == NINE_ASKED:
            return self._asked(guide.nine.text, answer, self.plain.word("not_answered"))
        given = guide.parse(answer.deciding)
        told = [
            self._asked(guide.questions[name].text, answer, self.plain.yes(yes))
            for name, yes in given.items()
        ]
        # What this edition's questions do not ask stands as it was kept.
        return " ".join([*told, *answer.deciding.split()[len(given) :]])

    def _asked(self, question: Text, answer: Answer, told: str) -> str:
        filled = asked(self.book, answer.item, question, self.plain.letter.language)
        return self.plain.word("asked", question=filled, answer=told)

    def _entry(self, entry: Entry, item_id: str, assessment: Assessment) -> str:
        item = self.book.items.get(item_id)
        fields = {each.id: each for each in item.fields} if item else {}
        values = entry.typed if entry.is_unfinished else dict(entry.values)
        told = []
        for name in [*(f for f in fields if f in values), *(v for v in values if v not in fields)]:
            made = fields.get(name)
            label = self.plain.text(made.label) if made else name
            kind, listed = (made.kind, made.list) if made and not entry.is_unfinished else ("text", "")
            text = self._field(kind, listed, values[name], assessment)
            told.append(self.plain.word("labelled", label=label, text=text))
        if meaning := self._diagnosis(values, assessment):
            told.append(self.plain.word("diagnosis_text", text=meaning))
        line = "; ".join(told) or self.plain.word("none")
        return self.plain.word("unfinished_row", text=line) if entry.is_unfinished else line

    def _field(self, kind: str, listed: str, value: str, assessment: Assessment) -> str:
        if kind in ("code", "system"):
            return self.plain.code(self.book, listed, value, assessment.assessed_on.year)
        return self.plain.iso(value) if kind == "date" else value

    def _diagnosis(self, values: Mapping[str, str], assessment: Assessment) -> str:
        system, code = (values.get(name, "") for name in _MAIN_FIELDS)
        return self.diagnosis(system, assessment.assessed_on.year, code) if system and code else ""
