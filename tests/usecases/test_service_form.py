"""From typed texts to a service: what each type needs, and every fault at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.domain.care_service import CareService, Outcome, Pause, ProviderChange
from kpr_desktop.domain.ids import DeviceId, PersonId, ServiceId
from kpr_desktop.usecases.refusal import FormRefused
from kpr_desktop.usecases.service_form import (
    FIELDS,
    TypedChange,
    TypedPause,
    read_form,
    to_changes,
    to_form,
    to_pauses,
    wanted,
)
from tests.support import numbers

TODAY = date(2026, 11, 23)
ORGANISATION = numbers.organisation(1)
BLANK = CareService(
    ServiceId("s"),
    PersonId("p"),
    DeviceId("d"),
    datetime(2026, 11, 23, tzinfo=UTC),
    "",
    outcome=Outcome.GRANTED,
)


@pytest.fixture(scope="module")
def book() -> CodeBook:
    return CodeBooks().for_year(2026)


def read(
    book: CodeBook,
    pauses: list[TypedPause] | None = None,
    changes: list[TypedChange] | None = None,
    **fields: str,
) -> CareService:
    form = to_form(BLANK) | fields
    kind = book.services.get(form["type"])
    return read_form(form, pauses or [], changes or [], BLANK, kind=kind, today=TODAY)


def faults(
    book: CodeBook,
    pauses: list[TypedPause] | None = None,
    changes: list[TypedChange] | None = None,
    **fields: str,
) -> dict[str, str]:
    with pytest.raises(FormRefused) as caught:
        read(book, pauses, changes, **fields)
    return {fault.field or "": fault.code for fault in caught.value.faults}


def shown(book: CodeBook, code: str, **fields: str) -> frozenset[str]:
    return wanted(book.services.get(code), to_form(BLANK) | fields)


def test_the_form_has_every_field() -> None:
    assert set(to_form(BLANK)) == set(FIELDS) - {"pauses", "changes"}


def test_a_whole_service_there_and_back(book: CodeBook) -> None:
    service = replace(
        BLANK,
        type="29",
        subtype="31",
        applied_on=date(2026, 1, 2),
        decided_on=date(2026, 1, 9),
        complained_on=date(2026, 1, 20),
        complaint_answered_on=date(2026, 1, 30),
        start=date(2026, 2, 1),
        end=date(2026, 3, 1),
        provider_number=ORGANISATION,
        provider_name="Utfører",
        changes=(
            ProviderChange("c", date(2026, 2, 15), ORGANISATION, "Ny utfører"),
            ProviderChange("d", date(2026, 2, 16), "", "Nok en"),
        ),
        pauses=(
            Pause("a", date(2026, 2, 3), date(2026, 2, 4), "St. Olavs", "hospital"),
            Pause("b", date(2026, 2, 20)),
        ),
        note="et notat\n",
    )
    kind = book.services["29"]
    typed = to_form(service), to_pauses(service), to_changes(service)
    assert read_form(*typed, service, kind=kind, today=TODAY) == service
    assert read_form(*typed, BLANK, kind=kind, today=TODAY) == service


def test_only_what_the_type_needs_is_asked_for(book: CodeBook) -> None:
    assert "week_minutes" in shown(book, "15")
    assert "week_minutes" not in shown(book, "21") | shown(book, "29") | shown(book, "5")
    assert "rolling" in shown(book, "8")
    assert "rolling" not in shown(book, "21")
    assert "subtype" in shown(book, "29")
    assert "subtype" not in shown(book, "15")
    assert shown(book, "", outcome="") == {"type", "applied_on", "decided_on", "outcome", "note"}


def test_a_complaint_is_asked_for_once_there_is_an_answer_and_its_answer_once_there_is_a_complaint(
    book: CodeBook,
) -> None:
    assert not {"complained_on", "complaint_answered_on"} & shown(book, "15", outcome="")
    assert "complaint_answered_on" not in shown(book, "15", outcome="1")
    assert "complained_on" in shown(book, "15", outcome="1")
    both = {"complained_on", "complaint_answered_on"}
    assert shown(book, "", outcome="", complained_on="1") >= both
    assert shown(book, "", outcome="", complaint_answered_on="1") >= both


def test_a_refusal_has_no_start_but_shows_one_that_stands_there(book: CodeBook) -> None:
    assert "start" not in shown(book, "15", outcome="1")
    assert shown(book, "15", outcome="1", start="01.01.2026") >= {"start"}


def test_what_another_type_needed_is_left_out(book: CodeBook) -> None:
    assert read(book, type="21", week_minutes="37,5", rolling="yes", subtype="31").week_minutes is None
    assert read(book, type="15", week_minutes="37,5", rolling="yes").rolling is None
    assert read(book, type="8", rolling="yes").rolling is True
    assert read(book, type="8", rolling="no").rolling is False
    refused = read(book, [TypedPause("a", "tull")], [TypedChange("b")], type="15", outcome="1")
    assert (refused.pauses, refused.changes) == ((), ())


def test_undecided(book: CodeBook) -> None:
    assert read(book, type="15", outcome="").outcome is None


def test_every_fault_at_once_in_the_order_of_the_screen(book: CodeBook) -> None:
    found = faults(
        book,
        [TypedPause("a", "", "tull", "x" * 201), TypedPause("b", "31.02.2026")],
        [TypedChange("c", "", "", "z" * 201), TypedChange("d", "tull", "1"), TypedChange("e", "01.03.2026")],
        type="15",
        applied_on="i går",
        complained_on="i morgen",
        start="31.02.2026",
        week_minutes="200",
        provider_number="123456789",
        provider_name="y" * 201,
        note="z" * 20_001,
    )
    assert list(found.items()) == [
        ("applied_on", "date.not_a_date"),
        ("complained_on", "date.not_a_date"),
        ("start", "date.impossible"),
        ("week_minutes", "hours.too_many"),
        ("provider_number", "organisation.check_digit"),
        ("provider_name", "form.too_long"),
        ("changes.0.name", "form.too_long"),
        ("changes.0.since", "service.change_since_missing"),
        ("changes.1.since", "date.not_a_date"),
        ("changes.1.number", "organisation.length"),
        ("changes.2.number", "service.change_who_missing"),
        ("pauses.0.to", "date.not_a_date"),
        ("pauses.0.reason", "form.too_long"),
        ("pauses.0.from", "service.pause_from_missing"),
        ("pauses.1.from", "date.impossible"),
        ("note", "service.note_too_long"),
    ]


def test_no_type(book: CodeBook) -> None:
    assert faults(book) == {"type": "service.type_missing"}


def test_a_grouped_number_is_read(book: CodeBook) -> None:
    grouped = f"{ORGANISATION[:3]} {ORGANISATION[3:6]} {ORGANISATION[6:]}"
    assert read(book, type="21", provider_number=grouped).provider_number == ORGANISATION
