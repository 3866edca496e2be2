"""What is done behind the program's back is found, and what is done by it is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from kpr_desktop.domain.ids import AssessmentId, PersonId
from kpr_desktop.store import ledger as ledger_module
from kpr_desktop.store.database import Database
from kpr_desktop.store.vault import UnlockedVault
from kpr_desktop.store.watch import OWNERS, UNWATCHED, of_person
from tests.support.tamper import FIRST, entry, found_in, head_of, say, verified
from tests.support.vaults import (
    full_person,
    opened,
    person,
    service,
    uid,
)

# --- what belongs to whom -------------------------------------------------------------------------------------------


def test_every_table_is_watched_or_has_a_code_of_its_own(vault: UnlockedVault) -> None:
    tables = {
        row[0]
        for row in vault._database.outside(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        )
        if not row[0].startswith("sqlite_")
    }
    assert tables == OWNERS.keys() | UNWATCHED
    numbers = [number for number, _ in OWNERS.values()]
    assert len(set(numbers)) == len(numbers)
    assert max(numbers) < 256


def test_a_case_file_is_read_from_indexes_alone(vault: UnlockedVault) -> None:
    scans = [
        step[3]
        for table in vault._ledger.hasher.known.values()
        if (sql := of_person(table))
        for step in vault._database.outside(f"EXPLAIN QUERY PLAN {sql.replace('?', '1')}")
        if "SCAN" in step[3]
    ]
    assert scans == []


def test_what_the_program_does_is_sealed_as_it_does_it(place: tuple[Path, bytes]) -> None:
    folder, _ = place
    vault = opened(folder)
    first = full_person(1)
    with vault.work() as work:
        work.persons.update(replace(first, version=2, given_name="Rolig", hidden=True))
        work.services.update(replace(service(1, first), version=2, pauses=()))
        work.records.save_office(replace(work.records.office(), unit="Ny"))
        work.records.save_setting("a", "1")
        work.records.save_setting("a", "2")
        work.verify(FIRST)  # with what is not saved yet
        work.commit()
    with vault.work() as work:
        work.assessments.discard(AssessmentId(uid(1002)))
        work.commit()
    assert vault.check() == []
    assert verified(vault)
    vault.close()


def test_the_sealed_sums_are_those_of_sealing_everything_anew(place: tuple[Path, bytes]) -> None:
    folder, _ = place
    vault = opened(folder)
    database, seals = vault._database, vault._ledger.seals
    database.begin()
    before = {bucket: seals.opened(bucket, sealed) for bucket, sealed in seals.each()}
    head = seals.head()
    ledger_module.renew(database, vault._ledger.keys)
    assert {bucket: seals.opened(bucket, sealed) for bucket, sealed in seals.each()} == before
    after = seals.head()
    assert (after.saves, after.log_seq, after.log_mac, after.seals) == (
        head.saves + 1,
        head.log_seq,
        head.log_mac,
        head.seals,
    )
    vault.close()


def test_two_connections_write_in_turn(place: tuple[Path, bytes]) -> None:
    folder, _ = place
    vault = opened(folder)
    beside = vault.beside(write=True)
    for number in range(10, 16):
        writer = (vault, beside)[number % 2]
        with writer.work() as work:
            work.persons.add(person(number))
            work.records.log(entry("person.open", PersonId(uid(number))))
            work.commit()
    assert beside.check() == vault.check() == []
    beside.close()
    say(vault, "after")
    vault.close()
    assert found_in(folder) == ([], [])


def test_a_reader_beside_a_writer_verifies_without_writing(place: tuple[Path, bytes]) -> None:
    folder, _ = place
    writer = opened(folder)
    reader = opened(folder, write=False)
    assert reader.trouble == ()
    say(writer, "meanwhile")
    assert reader.check() == []
    assert verified(reader)
    assert reader.log_check().first_bad is None
    reader.close()
    writer.close()


def test_reading_alone_saves_nothing(place: tuple[Path, bytes]) -> None:
    folder, _ = place
    vault = opened(folder)
    before = head_of(vault)
    with vault.work() as work:
        work.persons.get(FIRST)
        work.commit()
    assert head_of(vault) == before
    say(vault, "now")
    assert head_of(vault)[0] == before[0] + 1
    vault.close()


def test_books_without_anchors(vault: UnlockedVault) -> None:
    """As while a vault is brought to a newer form."""
    beside = Database(vault._database.path, vault._keys.database_key)
    ledger = ledger_module.Ledger(beside, vault._ledger.keys)
    ledger.watch()
    before = head_of(vault)[0]
    beside.begin()
    beside.run("INSERT INTO setting VALUES ('a', '1')")
    beside.commit()
    ledger.begin_anchors()
    ledger.close_anchors()
    beside.close()
    assert head_of(vault)[0] == before + 1
    assert vault.check() == []


def test_a_statement_that_failed_leaves_no_trace(vault: UnlockedVault) -> None:
    with vault.work() as work:
        work.persons.add(person(1))
        with pytest.raises(
            dbapi2.IntegrityError
        ):  # found at the end of the statement, after the row was noted
            vault._database.run("INSERT INTO residence VALUES (99, '2020-01-01', '4201', '')")
        with pytest.raises(dbapi2.IntegrityError):
            vault._database.rows(
                "INSERT INTO residence VALUES (98, '2020-01-01', '4201', '') RETURNING person"
            )
        work.commit()
    assert vault.check() == []


def test_a_batch_that_failed_is_not_saved(vault: UnlockedVault) -> None:
    with vault.work() as work:
        with pytest.raises(dbapi2.IntegrityError):
            vault._database.run_many(
                "INSERT INTO setting (key, value) VALUES (?, ?)", [("a", "1"), ("a", "2")]
            )
        with pytest.raises(RuntimeError):
            work.commit()
    with vault.work() as work:
        assert work.records.setting("a") is None
    assert vault.check() == []


def test_a_row_does_not_leave_its_case_file(place: tuple[Path, bytes]) -> None:
    folder, _ = place
    vault = opened(folder)
    with vault.work(), pytest.raises(dbapi2.IntegrityError):
        vault._database.run("UPDATE assessment SET person = 2 WHERE id = ?", (uid(1001),))
    vault.close()


def test_a_case_file_that_is_gone_leaves_no_seal(vault: UnlockedVault) -> None:
    with vault.work() as work:
        work.persons.add(person(1))
        work.commit()
    with vault.work() as work:
        for table in ("residence", "person_search"):
            vault._database.run(f"DELETE FROM {table}")
        vault._database.run("DELETE FROM person")
        vault._database.run("UPDATE tally SET persons = 0")
        work.commit()
    assert vault._database.outside("SELECT bucket FROM seal") == [(0,)]
    assert vault.check() == []
