"""Assessments and services of a person as table rows."""

from __future__ import annotations

from collections.abc import Sequence

from kpr_desktop.domain.assessment import Assessment, State
from kpr_desktop.domain.care_service import CareService
from kpr_desktop.domain.dates import in_table
from kpr_desktop_ui.pages.persons.person_words import PersonWords
from kpr_desktop_ui.widgets import Cell, Row


def newest_versions(assessments: Sequence[Assessment]) -> set[str]:
    """Ids of the newest finished version of each series."""
    newest: dict[str, Assessment] = {}
    for each in assessments:
        held = newest.get(each.series_id)
        if each.state is State.FINISHED and (held is None or held.version < each.version):
            newest[each.series_id] = each
    return {each.id for each in newest.values()}


def assessment_rows(words: PersonWords, assessments: Sequence[Assessment]) -> list[Row]:
    """A row for each version: date, version, reason, by whom, state."""
    newest = newest_versions(assessments)
    rows = []
    for each in assessments:
        if each.state is State.DRAFT:
            state = Cell(words.texts("person.state_draft"), "info")
        elif each.id in newest:
            state = Cell(words.texts("person.state_finished"), "ok")
        else:
            state = Cell(words.texts("person.state_replaced"))
        reason = words.texts(f"interview.reason_{each.reason.value}")
        version = f"{each.version} · {each.version_reason}" if each.version_reason else str(each.version)
        rows.append(Row(each.id, (in_table(each.assessed_on), version, reason, each.assessor_name, state)))
    return rows


def service_rows(words: PersonWords, services: Sequence[CareService]) -> list[Row]:
    """A row for each service: type, extent, from, to, state."""
    return [
        Row(
            each.id,
            (
                words.service(each.type),
                words.extent(each),
                in_table(each.start),
                in_table(each.end),
                Cell(*words.service_state(each)),
            ),
        )
        for each in services
    ]
