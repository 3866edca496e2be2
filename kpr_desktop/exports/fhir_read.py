"""From FHIR R4 to a case. Hand-written and strict: what is not known is refused with its place, never guessed at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import TypeVar

from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.domain.assessment import Assessment, Reason, State
from kpr_desktop.domain.ids import AssessmentId, DeviceId, PersonId, UserId
from kpr_desktop.errors import UserFault
from kpr_desktop.exports import fhir_terms as terms
from kpr_desktop.exports.fhir_items import ItemReader, extensions
from kpr_desktop.exports.fhir_node import Bad, Node
from kpr_desktop.exports.fhir_patient import person_of, subject_of
from kpr_desktop.usecases.case_records import ReadAssessment, ReadCase, ReadPerson, Refused

_T = TypeVar("_T")
_MOST = 500
_BESIDE = frozenset(
    ("Questionnaire", "Practitioner", "PractitionerRole", "Organization", "CodeSystem", "ValueSet")
)
"""What may stand beside a case and says nothing of the person."""
_STATUS = {"in-progress": State.DRAFT, "completed": State.FINISHED, "amended": State.FINISHED}
_RESPONSE = (
    "resourceType", "id", "meta", "language", "text", "extension", "identifier", "questionnaire", "status", "subject",
    "authored", "author", "source", "encounter", "item",
)  # fmt: skip
_META = ("profile", "security", "tag", "versionId", "lastUpdated", "source", "extension")


class CaseReader:
    """Reads one document. What is refused is gathered, so that the whole file is told of at once."""

    def __init__(self, document: object, books: CodeBooks) -> None:
        self._books = books
        self._refused: list[Refused] = []
        self._practice = False
        self._document = document

    def read(self) -> ReadCase:
        """Raises UserFault fhir.not_a_case for what is neither a Bundle nor a QuestionnaireResponse."""
        try:
            root = Node(self._document, "")
            kind = root.text("resourceType")
        except Bad:
            raise UserFault("fhir.not_a_case") from None
        if kind == "QuestionnaireResponse":
            return self._alone(root)
        if kind != "Bundle":
            raise UserFault("fhir.not_a_case")
        resources = self._try(lambda: self._entries(root)) or {}
        return self._case(resources)

    def _alone(self, root: Node) -> ReadCase:
        found = self._try(lambda: self._response(root))
        person = self._try(lambda: subject_of(root.needed("subject")))
        return self._answer(person, [found] if found else [], [])

    def _entries(self, root: Node) -> dict[str, Node]:
        """FullUrl -> resource, in the order of the file."""
        root.only(
            "resourceType", "id", "meta", "language", "type", "timestamp", "entry", "identifier", "total"
        )
        self._see_meta(root)
        if root.text("type", needed=True) != "collection":
            raise Bad(root.place("type"), "fhir.not_a_collection")
        found: dict[str, Node] = {}
        ids: set[tuple[str, str]] = set()
        for entry in root.nodes("entry", _MOST):
            entry.only("fullUrl", "resource", "id", "extension")
            url = entry.text("fullUrl", needed=True)
            resource = entry.needed("resource")
            kind = resource.text("resourceType", needed=True)
            own = (kind, resource.id("id"))
            if url in found or (own[1] and own in ids):
                raise Bad(entry.where, "fhir.duplicate_id")
            ids.add(own)
            found[url] = resource
        if not found:
            raise root.lacking("entry")
        return found

    def _case(self, resources: dict[str, Node]) -> ReadCase:
        person, url, passed, responses = None, "", [], []
        for full, node in resources.items():
            kind = node.text("resourceType")
            if kind == "Patient":
                if url:
                    self._refused.append(Refused(node.where, "fhir.one_patient"))
                    continue
                url = full
                self._try(lambda n=node: self._see_meta(n))  # type: ignore[misc]
                person = self._try(lambda n=node: person_of(n))  # type: ignore[misc]
            elif kind == "QuestionnaireResponse":
                responses.append(node)
            elif kind in _BESIDE:
                passed.append(node.where)
            else:
                self._refused.append(Refused(node.where, "fhir.unknown_resource"))
        if not url and resources:
            self._refused.append(Refused("/entry", "fhir.no_patient"))
        found = [self._try(lambda n=node: self._of(n, url)) for node in responses]  # type: ignore[misc]
        if resources and not responses:
            self._refused.append(Refused("/entry", "fhir.no_response"))
        return self._answer(person, [each for each in found if each], passed)

    def _of(self, node: Node, patient: str) -> ReadAssessment:
        subject = node.needed("subject")
        if patient and subject.text("reference", needed=True) != patient:
            raise Bad(subject.place("reference"), "fhir.other_subject")
        return self._response(node)

    def _answer(self, person: ReadPerson | None, found: list[ReadAssessment], passed: list[str]) -> ReadCase:
        series: dict[tuple[str, int], str] = {}
        for each in found:
            key = (each.assessment.series_id, each.assessment.version)
            if key in series:
                self._refused.append(Refused(each.where or "/", "fhir.duplicate_id"))
            series[key] = each.where
        drafts = [each for each in found if each.assessment.state is State.DRAFT]
        self._refused += [Refused(each.where or "/", "fhir.one_draft") for each in drafts[1:]]
        return ReadCase(self._practice, person, tuple(found), tuple(passed), tuple(self._refused))

    def _response(self, node: Node) -> ReadAssessment:
        node.only(*_RESPONSE)
        self._see_meta(node)
        year = self._edition(node)
        book = self._books.edition(year)
        status = node.text("status", needed=True)
        if status not in _STATUS:
            raise Bad(node.place("status"), "fhir.status")
        day = node.day_or_moment("authored")
        if day is None:
            raise node.lacking("authored")
        said = extensions(node, terms.HEAD_TYPES)
        reason = said.code(terms.REASON, {r.value for r in Reason}) or Reason.PERIODIC.value
        own_id = node.id("id", needed=True)
        items = ItemReader(book, day.year, self._refused)
        items.read(node)
        author, identifier = node.node("author"), node.node("identifier")
        state, finished = _STATUS[status], said.moment(terms.FINISHED_AT)
        if state is State.FINISHED and finished is None:
            finished = datetime.combine(day, time(12), UTC)
        made = Assessment(
            id=AssessmentId(own_id),
            series_id=_series(identifier) or own_id,
            person_id=PersonId(""),
            device_id=DeviceId(""),
            created_at=datetime.combine(day, time(), UTC),
            assessed_on=day,
            reason=Reason(reason),
            assessor_id=UserId(""),
            assessor_name=author.text("display") if author else "",
            codebook_year=year,
            state=state,
            version=said.whole(terms.VERSION),
            version_reason=said.text(terms.VERSION_REASON),
            finished_at=finished if state is State.FINISHED else None,
            answers=items.answers,
            entries=tuple(items.entries),
            citizen_language=said.code(terms.CITIZEN_LANGUAGE, {"nb", "nn", "en"}) or "nb",
        )
        return ReadAssessment(node.where, made, items.places)

    def _edition(self, node: Node) -> int:
        name, _, version = node.text("questionnaire", needed=True).partition("|")
        if name != terms.QUESTIONNAIRE:
            raise Bad(node.place("questionnaire"), "fhir.other_questionnaire")
        for year in self._books.years():
            if version == str(year):
                return year
        raise Bad(node.place("questionnaire"), "fhir.unknown_edition")

    def _see_meta(self, node: Node) -> None:
        meta = node.node("meta")
        if meta is None:
            return
        meta.only(*_META)
        for tag in meta.nodes("tag"):
            if (tag.text("system"), tag.text("code")) == (terms.TEST_SYSTEM, terms.TEST_CODE):
                self._practice = True

    def _try(self, read: Callable[[], _T]) -> _T | None:
        try:
            return read()
        except Bad as bad:
            self._refused.append(bad.refused)
            return None


def _series(identifier: Node | None) -> str:
    if identifier is None or identifier.text("system") != terms.SERIES:
        return ""
    return identifier.id("value", needed=True)
