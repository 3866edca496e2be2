"""A vault of every released format opens with the present program, and holds what it held."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import kpr_desktop.store
from kpr_desktop.bootstrap import Application
from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop.crypto.keyfile import JsonKeyFiles
from kpr_desktop.domain.assessment import Contributor, State
from kpr_desktop.domain.care_service import CareService
from kpr_desktop.domain.ids import AssessmentId
from kpr_desktop.domain.notification import EventKind, Status
from kpr_desktop.store.database import Database
from kpr_desktop.store.migrate import dumped, shipped
from kpr_desktop.store.unit_of_work import Work
from kpr_desktop.usecases.gate import submits
from kpr_desktop.usecases.raising import catch_up, first_day
from kpr_desktop.usecases.submission_records import SendFilter
from tests.support import numbers, samples
from tests.support.rights_samples import has_rights
from tests.support.steady import NOW, Ids, StandingClock
from tests.support.vaults import (
    DEVICE,
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
        assert [_with_own_ids(each) for each in work.services.of_person(first.id)] == [service(1, first)]
        assert dumped(vault._database) == SCHEMA.read_text("utf-8")
        if name != "v1":
            begun = work.assessments.get(AssessmentId(uid(1002)))
            assert begun.answers == {"v15": talked()}
            assert begun.contributors == (Contributor(USER, "Kari Saksbehandler", 61),)
            assert (begun.citizen_language, begun.carry) == ("nn", False)
            assert consent(person(2)) in work.consents.of_person(person(2).id)
            assert [_with_own_ids(each) for each in work.services.of_person(person(2).id)] == [
                worked_out(person(2))
            ]
            assert work.practice.of_case("kaffe") == [practised()]
        if name not in {"v1", "v2"}:
            assert work.access.assignments(person_id=person(2).id) == [assigned(vault.user.id)]
            assert work.access.blocks(person_id=person(2).id) == [blocked()]
            assert work.records.log_entries(limit=9) == [logged()]
        if name not in {"v1", "v2", "v3"}:
            _has_the_submission(work)
        if name in {"v1", "v2", "v3", "v4"}:
            assert work.records.office() == OFFICE
        else:
            has_rights(work)
        for each in (first, person(2)):
            work.verify(each.id)
    assert (vault.trouble, vault.check()) == ((), [])
    assert vault.log_check().first_bad is None
    vault.close()


@pytest.mark.parametrize("name", ["v1", "v2"])
@pytest.mark.parametrize("told_change", [False, True])
def test_what_was_overtaken_waits_as_a_correction(tmp_path: Path, name: str, *, told_change: bool) -> None:
    path, owner = tmp_path / "hvelv", full_person(1)
    care, number = service(1, owner), numbers.organisation(1)
    shutil.copytree(SAMPLE / name, path)
    _, keys = JsonKeyFiles(StandingClock(), FLOOR_COST).unlock(path, LOGIN, passphrase())
    with closing(Database(path / "data.kpr", keys.database_key)) as database:
        database.begin()
        database.run("UPDATE service SET type = '18' WHERE id = ?", (care.id,))
        told = [("TjenesteStart", "2026-01-31", "", 1), ("TjenesteutforerEndret", "2026-04-01", number, 0)]
        for place, (kind, day, provider, overtaken) in enumerate(told[: 1 + told_change], 1):
            database.run(
                "INSERT INTO event (id, kind, person_id, service_id, device_id, service_type, happened_on,"
                " registered_at, provider_number, pause_id, notified_by, overtaken)"
                " VALUES (?, ?, ?, ?, ?, '18', ?, ?, ?, '', ?, ?)",
                (
                    uid(place),
                    kind,
                    owner.id,
                    care.id,
                    DEVICE,
                    day,
                    NOW.isoformat(),
                    provider,
                    uid(8),
                    overtaken,
                ),
            )
        database.commit()
    app = Application(clock=StandingClock(), new_id=Ids(), config=tmp_path / "config", cost=FLOOR_COST)
    session = app.door.open(path, LOGIN, passphrase())
    with session.work() as work:
        assert care.id in [each.id for each in work.services.to_plan(9)]
        assert work.events.waiting() == []
        assert catch_up(session, work) > 0
        assert work.services.to_plan(9) == []
        work.commit()
    with session.work() as work:
        waiting = {each.kind: each for each in work.events.waiting_of(owner.id)}
        start = waiting[EventKind.START]
        assert (start.happened_on, start.status, start.refers_to) == (care.start, Status.REPLACES, uid(8))
        assert {e.status for e in waiting.values() if e is not start} == {Status.ORIGINAL}
        # The register is told once of who took over, before the rise or after it.
        assert (EventKind.PROVIDER_CHANGED in waiting) is not told_change
        (change,) = work.services.get(care.id).changes
        assert (change.since, change.number, change.name) == (date(2026, 4, 1), number, "Øvingstjenesten")
        assert (change.id == uid(2)) is told_change
        work.verify(owner.id)
    session.vault.close()


def _has_the_submission(work: Work) -> None:
    """What format 4 brought."""
    owner, file = samples.third().id, samples.files()[-1].id
    work.verify(owner)
    assert work.services.of_person(owner) == [samples.corrected(), samples.mistaken()]
    (kept,) = work.services.history(samples.corrected().id)
    assert kept.service == samples.before()
    assert work.hospital.of_person(owner) == [samples.stay()]
    assert work.events.of_service(samples.before().id) == [samples.told(), samples.correction()]
    (sent,) = work.events.links(SendFilter(samples.MUNICIPALITY))
    assert (sent.notification, sent.exports) == (samples.link(), (file, samples.files()[0].id))
    assert work.records.exports(limit=9) == samples.files()
    assert work.records.export_data(file) == samples.FILE
    assert work.sendings.steps(file) == samples.steps()
    assert work.sendings.by_message_id(samples.files()[-1].message_id) == file
    assert work.sendings.receipts(file) == [samples.receipt()]
    assert work.sendings.faults(samples.receipt().id) == samples.faults()
    assert work.sendings.faults() == samples.faults()[:1]
    assert work.sendings.approval() == samples.approval()
    assert work.sendings.rehearsals(9) == [samples.rehearsal()]
    assert work.renewals.all() == [samples.renewal()]
    assert submits(work)
    assert first_day(work) == samples.FIRST_DAY


def _with_own_ids(found: CareService) -> CareService:
    """Changes of provider get their ids when a vault rises to format 4."""
    return replace(found, changes=tuple(replace(each, id=uid(7)) for each in found.changes))
