"""Cases in which nobody lives, in every shape the code book has: for golden files and round trips."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.codebook.model import CodeBook, Item, ItemKind
from kpr_desktop.domain.assessment import Answer, Assessment, Entry, Evidence, Opinion, Reason, State
from kpr_desktop.domain.ids import AssessmentId
from kpr_desktop.exports.fhir import Fhir4
from kpr_desktop.usecases.case_records import Case
from tests.exports.samples import SUMMER, assessment, guid, person

BOOKS = CodeBooks()
BOOK = BOOKS.edition(2026)
FORM = Fhir4(BOOKS)
AT = datetime(2026, 5, 4, 10, 0, tzinfo=SUMMER)


def codes(list_id: str, book: CodeBook = BOOK, year: int = 2026) -> list[str]:
    """The codes that hold in the year."""
    if list_id in book.scales:
        return [v.code for v in book.scales[list_id].values]
    return [c.code for c in book.lists[list_id].codes if c.valid_in(year)]


def full_assessment(**changes: object) -> Assessment:
    """Every item answered with its first code, one answer with everything beside it, and a diagnosis."""
    answers = {
        i.id: Answer(i.id, codes(i.list)[0], answered_at=AT)
        for i in BOOK.items.values()
        if i.kind not in (ItemKind.ENTRIES, ItemKind.DATE)
    }
    answers["doctor_date"] = Answer("doctor_date", "2026-04-30")
    answers["v05"] = Answer(
        "v05", "4", "Notat om dusjen", AT, "help=yes always=no", "Ble verre etter fallet",
        Evidence(frozenset(("seen", "others")), "consent", "", guid(700)), Opinion("2", "differs", "Jeg klarer meg"),
    )  # fmt: skip
    answers["v06"] = Answer("v06", "", "Bare et notat")
    rows = (
        Entry(
            guid(801),
            "diagnosis",
            {"system": "icpc-2", "code": "P70", "source": "fastlegen", "date": "2026-01-02", "main": "1"},
        ),
        Entry(guid(802), "coercion", {"kind": "24", "from": "2026-02-01"}),
        Entry(guid(803), "took_part", {"role": "relative", "name": "Rask Granskog"}),
    )
    return assessment(**({"answers": answers, "entries": rows, "assessor_name": "Rask Granskog"} | changes))


def asked_openly(**changes: object) -> Assessment:
    """`full_assessment`, resting on no consent: what a vault takes in that knows none of the person's."""
    made = full_assessment(**changes)
    informed = replace(made.answers["v05"], evidence=Evidence(frozenset(("seen", "others")), "informed"))
    return replace(made, answers=made.answers | {"v05": informed})


def case(*assessments: Assessment, practice: bool = True, **changes: object) -> Case:
    made = assessments or (full_assessment(),)
    return Case(person(**changes), made, "Elvedal kommune", AT, practice)


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=30)


def _answers(item: Item) -> st.SearchStrategy[Answer]:
    if item.kind is ItemKind.ENTRIES:
        values: st.SearchStrategy[str] = st.just("")
    elif item.kind is ItemKind.DATE:
        values = st.dates(date(1950, 1, 1), date(2026, 5, 4)).map(date.isoformat)
    else:
        values = st.sampled_from(["", *codes(item.list)])
    own = codes(item.list) if item.kind is ItemKind.SCORE else []
    return st.builds(
        Answer,
        item=st.just(item.id),
        value=values,
        note=_TEXTS,
        answered_at=st.none() | st.integers(0, 10**14).map(lambda n: AT - timedelta(microseconds=n)),
        deciding=st.sampled_from(["", "help=yes", "nine"]),
        reason=_TEXTS,
        evidence=st.builds(
            Evidence,
            st.frozensets(st.sampled_from(codes("evidence"))),
            st.sampled_from(["", *codes("basis")]),
            _TEXTS,
            st.sampled_from(["", guid(700)]),
        ),
        opinion=st.builds(
            Opinion, st.sampled_from(["", *own]), st.sampled_from(["", *codes("view")]), _TEXTS
        ),
    )  # fmt: skip


def _rows(item: Item) -> st.SearchStrategy[dict[str, str]]:
    def field(kind: str, list_id: str) -> st.SearchStrategy[str]:
        if kind == "date":
            return st.dates(date(1950, 1, 1), date(2026, 5, 4)).map(date.isoformat)
        if kind == "text":
            return _TEXTS.filter(bool)
        return st.sampled_from(codes(list_id))

    needed = {f.id: field(f.kind, f.list) for f in item.fields if f.required}
    free = {f.id: field(f.kind, f.list) for f in item.fields if not f.required}
    return st.fixed_dictionaries(needed, optional=free)


@st.composite
def assessments(draw: Any) -> Assessment:
    """Any assessment that the interview could hold."""
    chosen = draw(st.lists(st.sampled_from(list(BOOK.items)), unique=True, max_size=12))
    answers = {item: draw(_answers(BOOK.items[item])) for item in chosen}
    rows = []
    for item in (i for i in BOOK.items.values() if i.kind is ItemKind.ENTRIES):
        for values in draw(st.lists(_rows(item), max_size=3)):
            rows.append(Entry(guid(800 + len(rows)), item.id, values))
    finished = draw(st.booleans())
    return assessment(
        id=AssessmentId(guid(draw(st.integers(600, 699)))),
        answers=answers,
        entries=tuple(rows),
        state=State.FINISHED if finished else State.DRAFT,
        finished_at=AT if finished else None,
        version=draw(st.integers(1, 5)),
        version_reason=draw(_TEXTS),
        reason=draw(st.sampled_from(list(Reason))),
        assessor_name=draw(_TEXTS),
        citizen_language=draw(st.sampled_from(["nb", "nn", "en"])),
    )
