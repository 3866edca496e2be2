"""What is changed behind the program's back is found, and its place is named."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kpr_desktop.domain.ids import AssessmentId, PersonId
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store.chain import NAMES
from kpr_desktop.store.check import MOST, sealed_rows
from kpr_desktop.store.database import PAGE_BYTES, Database
from kpr_desktop.store.ledger import Ledger
from kpr_desktop.store.migrate import Step, shipped
from kpr_desktop.store.vault import UnlockedVault
from kpr_desktop.usecases.vault_records import LogReport, Trouble
from tests.support.tamper import FIRST, entry, found_in, key_of, say, tamper, verified
from tests.support.vaults import (
    LOGIN,
    SAMPLE,
    answered,
    full_person,
    make_vault,
    make_vaults,
    opened,
    passphrase,
    person,
    uid,
)

# --- changed behind the program's back ------------------------------------------------------------------------------

CHANGES = [
    ("UPDATE answer SET value = '1' WHERE item = 'v01'", "answer", FIRST),
    ("DELETE FROM answer WHERE item = 'v01'", "answer", FIRST),
    ("INSERT INTO entry (id, assessment, item, fields) SELECT 'x', assessment, item, '{}' FROM entry LIMIT 1",
     "entry", FIRST),
    ("UPDATE person SET given_name = 'Falsk' WHERE row = 1", "person", FIRST),
    ("UPDATE service SET week_minutes = 9 WHERE person = 1", "service", FIRST),
    ("DELETE FROM pause WHERE place = 1 AND service = 1", "pause", FIRST),
    ("UPDATE residence SET municipality = '0301' WHERE from_date = '2024-07-01'", "residence", FIRST),
    ("UPDATE consent SET withdrawn_on = NULL", "consent", PersonId(uid(2))),
    ("UPDATE answer SET note = CAST(x'ff' AS TEXT) WHERE item = 'v01'", "answer", None),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "table", "whose"), CHANGES)
def test_a_changed_row_is_found_with_its_place(
    place: tuple[Path, bytes], sql: str, table: str, whose: PersonId | None
) -> None:
    folder, key = place
    assert tamper(folder, key, sql) >= 1
    vault = opened(folder)
    assert vault.trouble == ()
    with pytest.raises(EnvironmentFault, match=r"^vault\.(case_)?damaged$"), vault.work() as work:
        work.verify(whose or FIRST)
    other = PersonId(uid(2)) if whose != PersonId(uid(2)) else FIRST
    assert verified(vault, other)
    assert vault.inspect() == [Trouble("vault.tampered", table, whose)]
    assert vault.check() == ["vault.tampered"]
    vault.close()


def test_a_changed_search_row_is_found_by_reading_all(place: tuple[Path, bytes]) -> None:
    folder, key = place
    tamper(folder, key, "DELETE FROM person_search WHERE person = 1 AND rank = 0")
    assert found_in(folder) == ([], [Trouble("vault.tampered", "person_search", FIRST)])


def test_a_person_that_is_not_there_is_not_whole(vault: UnlockedVault) -> None:
    assert not verified(vault, PersonId(uid(9)))


def test_a_removed_case_file_is_found(place: tuple[Path, bytes]) -> None:
    folder, key = place
    tamper(
        folder, key, "PRAGMA foreign_keys = OFF", "DELETE FROM consent", "DELETE FROM person WHERE row = 2"
    )
    told = found_in(folder)[1]
    assert Trouble("vault.tampered", "person", None) in told


@pytest.mark.parametrize(
    ("sql", "where"),
    [
        ("UPDATE office SET name = 'Falsk'", "office"),
        ("UPDATE seal SET sealed = zeroblob(60) WHERE bucket = 1", "seal"),
        ("DELETE FROM seal WHERE bucket = 1", "seal"),
        ("INSERT INTO seal VALUES (77, zeroblob(60))", "seal"),
        ("UPDATE head SET saves = saves + 1", "head"),
        ("UPDATE head SET epoch = 2", "head"),
        ("DELETE FROM head", "head"),
        ("UPDATE log SET action = 'falsk' WHERE seq = (SELECT max(seq) FROM log)", "log"),
        ("DELETE FROM log WHERE seq = (SELECT max(seq) FROM log)", "log"),
        ("DELETE FROM log", "log"),
        (f"INSERT INTO log SELECT 99, {NAMES}, mac FROM log WHERE seq = 3", "log"),
    ],
)  # fmt: skip
def test_the_frame_is_looked_at_when_it_opens(place: tuple[Path, bytes], sql: str, where: str) -> None:
    folder, key = place
    assert tamper(folder, key, sql) >= 1
    vault = opened(folder)
    assert [(each.code, each.where) for each in vault.trouble] == [("vault.tampered", where)]
    assert not vault.writable
    assert "vault.tampered" in vault.check()
    with vault.work() as work:  # what is whole stays in reach
        assert work.persons.get(FIRST).given_name == full_person(1).given_name
        with pytest.raises(EnvironmentFault, match=r"^vault\.(no_access|tampered)$"):
            work.records.log(entry("a"))
    with pytest.raises(EnvironmentFault, match=r"^vault\.tampered$"):
        vault.confirm_restore(entry("vault.restored"))
    beside = vault.beside(write=True)
    assert (beside.writable, beside.trouble) == (False, vault.trouble)
    beside.close()
    vault.close()


@pytest.mark.parametrize(
    ("sql", "where"),
    [
        ("UPDATE user SET revoked_at = 'x'", "user"),
        ("UPDATE authorisation SET role = 'administrator'", "authorisation"),
        ("UPDATE authorisation SET to_date = NULL, ended_at = 'x'", "authorisation"),
        ("DELETE FROM seal WHERE bucket = 0", "seal"),
        ("UPDATE seal SET sealed = zeroblob(60) WHERE bucket = 0", "seal"),
    ],
)
def test_with_a_forged_register_nobody_gets_in(place: tuple[Path, bytes], sql: str, where: str) -> None:
    folder, key = place
    assert tamper(folder, key, sql) >= 1
    with pytest.raises(EnvironmentFault, match=r"^vault\.tampered$") as caught:
        opened(folder)
    assert caught.value.params == {"where": where}


@pytest.mark.parametrize(
    ("sql", "first_bad"),
    [
        ("UPDATE log SET reason = 'falsk' WHERE seq = 3", 3),
        (";".join(f"UPDATE log SET seq = {new} WHERE seq = {old}" for old, new in ((3, 99), (4, 3), (99, 4))), 3),
        ("DELETE FROM log WHERE seq = 3", 4),
    ],
)  # fmt: skip
def test_the_logs_first_bad_line_is_named(place: tuple[Path, bytes], sql: str, first_bad: int) -> None:
    folder, key = place
    tamper(folder, key, *sql.split(";"))
    vault = opened(folder)
    assert vault.trouble == ()
    assert vault.log_check() == LogReport(2, first_bad)
    assert vault.inspect() == [Trouble("vault.tampered", "log", seq=first_bad)]
    with vault.work() as work:
        assert len(work.records.log_entries(limit=1)) == 1
        with pytest.raises(EnvironmentFault, match=r"^vault\.tampered$") as caught:
            work.records.log_entries(limit=9)
        assert caught.value.params == {"where": "log", "seq": first_bad}
    vault.close()


def test_a_log_that_lost_its_end_is_told_so(place: tuple[Path, bytes]) -> None:
    folder, key = place
    tamper(folder, key, "DELETE FROM log WHERE seq > 4")
    vault = opened(folder)
    assert vault.log_check() == LogReport(4, 5)
    vault.close()


def test_a_whole_log_has_a_mark(place: tuple[Path, bytes]) -> None:
    folder, _ = place
    vault = opened(folder)
    report = vault.log_check()
    with vault.work() as work:
        mark = work.records.log_mark()
    assert (report.lines, report.first_bad, report.mark) == (6, None, mark)
    number, _, digits = mark.partition(" · ")
    assert (number, len(digits)) == ("6", 19)
    vault.close()


def test_no_more_than_enough_are_named(tmp_path: Path) -> None:
    vault = make_vault(tmp_path)
    with vault.work() as work:
        for number in range(MOST + 5):
            work.persons.add(person(number))
        work.commit()
    key = key_of(vault)
    vault.close()
    tamper(tmp_path / "hvelv", key, "UPDATE person SET phone = '1'")
    assert len(found_in(tmp_path / "hvelv")[1]) == MOST


def test_a_tampered_database_is_not_brought_to_a_newer_form(place: tuple[Path, bytes]) -> None:
    folder, key = place
    newer = (*shipped(), Step(len(shipped()) + 1, "ALTER TABLE setting ADD COLUMN more TEXT;\n"))
    vaults = make_vaults(folder.parent, steps=newer)
    spare = folder.with_name("kopi")
    shutil.copytree(folder, spare)
    tamper(folder, key, "UPDATE answer SET value = '1'")
    with pytest.raises(EnvironmentFault, match=r"^vault\.tampered$"):
        vaults.open(folder, LOGIN, passphrase())
    vault = vaults.open(spare, LOGIN, passphrase())
    assert (vault.trouble, vault.check()) == ((), [])
    assert vault.log_check().lines == 6
    vault.close()


def test_a_page_that_cannot_be_read_is_damage_and_no_tampering(tmp_path: Path) -> None:
    folder = tmp_path / "hvelv"
    shutil.copytree(SAMPLE / "v3", folder)
    _, keys = make_vaults(tmp_path)._key_files.unlock(folder, LOGIN, passphrase())
    place = folder / "data.kpr"
    with closing(Database(place, keys.database_key)) as database:
        ((page,),) = database.outside("SELECT rootpage FROM sqlite_schema WHERE name = 'residence'")
    data = bytearray(place.read_bytes())
    data[(page - 1) * PAGE_BYTES + 100] ^= 1
    place.write_bytes(data)
    with closing(Database(place, keys.database_key)) as database:
        database.begin()
        with pytest.raises(EnvironmentFault, match=r"^vault\.damaged$"):
            list(sealed_rows(database, Ledger(database, keys.integrity)))
    with pytest.raises(EnvironmentFault, match=r"^vault\.damaged$"):
        opened(folder)  # and it does not rise


def test_an_older_log_becomes_a_chain(tmp_path: Path) -> None:
    """Lines from before there were codes, as a released program wrote them."""
    folder = tmp_path / "hvelv"
    shutil.copytree(SAMPLE / "v2", folder)
    key = bytes(make_vaults(tmp_path)._key_files.unlock(folder, LOGIN, passphrase())[1].database_key)
    line = (
        "INSERT INTO log (at, user_id, device_id, action, subject, reason, result) VALUES ('2026-11-23T09:05'"
    )
    tamper(folder, key, *[f"{line}, 'u', 'd', 'test.{number}', '', '', 'ok')" for number in range(5)])
    vault = opened(folder)
    assert (vault.trouble, vault.check(), vault.log_check().lines) == ((), [], 5)
    say(vault, "now")
    with vault.work() as work:
        assert [each.action for each in work.records.log_entries(limit=2)] == ["now", "test.4"]
    vault.close()
    assert found_in(folder) == ([], [])


def test_a_seal_that_is_sound_but_says_too_little_stops_the_save(place: tuple[Path, bytes]) -> None:
    """A row that the seal has never heard of is taken away: the sum would go below nothing."""
    folder, _ = place
    vault = opened(folder)
    vault._database.outside("PRAGMA foreign_keys = OFF")
    vault._database.outside(
        "INSERT INTO pause SELECT row, 9, 'x', '2026-01-01', NULL, '', '' FROM service WHERE person = 2"
    )
    with vault.work() as work:
        vault._database.run("DELETE FROM pause WHERE service = (SELECT row FROM service WHERE person = 2)")
        with pytest.raises(EnvironmentFault, match=r"^vault\.tampered$"):
            work.commit()
    vault.close()


def test_an_unreadable_seal_stops_the_save(place: tuple[Path, bytes]) -> None:
    folder, _ = place
    vault = opened(folder)
    vault._database.outside("UPDATE seal SET sealed = zeroblob(60) WHERE bucket = 1")
    with vault.work() as work:
        work.persons.update(replace(full_person(1), version=2))
        with pytest.raises(EnvironmentFault, match=r"^vault\.tampered$"):
            work.commit()
    vault.close()


def test_answers_are_where_they_were(place: tuple[Path, bytes]) -> None:
    """The sample's own content, so that the tests above change something that a reader would see."""
    folder, _ = place
    vault = opened(folder)
    with vault.work() as work:
        assert work.assessments.get(AssessmentId(uid(1001))).answers == answered(1, full_person(1)).answers
    vault.close()
