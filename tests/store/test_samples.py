"""A vault of every released format opens with the present program, and holds what it held."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import kpr_desktop.store
from kpr_desktop.domain.assessment import Contributor, State
from kpr_desktop.domain.ids import AssessmentId
from kpr_desktop.store.migrate import dumped, shipped
from tests.support.vaults import (
    LOGIN,
    OFFICE,
    SAMPLE,
    USER,
    answered,
    assigned,
    blocked,
    consent,
    full_person,
    logged,
    make_vaults,
    passphrase,
    person,
    practised,
    service,
    talked,
    uid,
    worked_out,
)

SCHEMA = Path(kpr_desktop.store.__file__).with_name("schema.sql")
FORMATS = sorted(each.name for each in SAMPLE.iterdir() if each.is_dir())


def test_there_is_one_of_every_format() -> None:
    assert sorted(f"v{step.version}" for step in shipped()) == FORMATS


@pytest.mark.parametrize("name", FORMATS)
def test_a_sample_opens(tmp_path: Path, name: str) -> None:
    shutil.copytree(SAMPLE / name, tmp_path / "hvelv")
    vault = make_vaults(tmp_path).open(tmp_path / "hvelv", LOGIN, passphrase())
    first = full_person(1)
    with vault.work() as work:
        assert work.persons.get(first.id) == first
        assert work.persons.find_by_number(first.identity.reveal("test")).id == first.id
        assert [each.id for each in work.persons.find_by_name("bjørk", limit=9)] == [person(2).id]
        done = work.assessments.get(AssessmentId(uid(1001)))
        assert done.state is State.FINISHED
        assert done.answers == answered(1, first).answers
        assert work.assessments.draft_of(person(2).id) == uid(1002)
        assert work.services.of_person(first.id) == [service(1, first)]
        assert work.records.office() == OFFICE
        assert dumped(vault._database) == SCHEMA.read_text("utf-8")
        if name != "v1":
            begun = work.assessments.get(AssessmentId(uid(1002)))
            assert begun.answers == {"v15": talked()}
            assert begun.contributors == (Contributor(USER, "Kari Saksbehandler", 61),)
            assert (begun.citizen_language, begun.carry) == ("nn", False)
            assert work.consents.of_person(person(2).id) == [consent(person(2))]
            assert work.services.of_person(person(2).id) == [worked_out(person(2))]
            assert work.practice.of_case("kaffe") == [practised()]
        if name not in {"v1", "v2"}:
            assert work.access.assignments(person_id=person(2).id) == [assigned(vault.user.id)]
            assert work.access.blocks(person_id=person(2).id) == [blocked()]
            assert work.records.log_entries(limit=9) == [logged()]
        for each in (first, person(2)):
            work.verify(each.id)
    assert (vault.trouble, vault.check()) == ((), [])
    assert vault.log_check().first_bad is None
    vault.close()
