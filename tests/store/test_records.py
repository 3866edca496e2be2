from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from kpr_desktop.store.records import _unpacked
from kpr_desktop.store.unit_of_work import Work
from kpr_desktop.store.vault import UnlockedVault
from kpr_desktop.usecases.records import ExportRecord, LogEntry, Office, User
from tests.support.steady import NOW
from tests.support.vaults import DEVICE, LOGIN, OFFICE, USER, person, uid

OLA = person(1)


@pytest.fixture
def work(shared: UnlockedVault) -> Iterator[Work]:
    with shared.work() as work:
        work.persons.add(OLA)
        yield work


def test_users(work: Work, shared: UnlockedVault) -> None:
    other = User(USER, "anne", "Anne Leder", frozenset({"leader", "auditor"}))
    work.records.add_user(other)
    assert work.records.users() == [other, shared.user]
    assert shared.user.login == LOGIN


def test_office(work: Work) -> None:
    assert work.records.office() == OFFICE
    work.records.save_office(Office("0301", "Oslo kommune"))
    assert work.records.office() == Office("0301", "Oslo kommune")
    own = Office(
        "0301", "Oslo", logo=b"\x89PNG", logo_alt="Våpen", logo_right=True, window=False, exempt=True
    )
    work.records.save_office(own)
    assert work.records.office() == own


def test_log(work: Work) -> None:
    first = LogEntry(NOW, USER, DEVICE, "person.open", OLA.id, "a", "b", "refused", *"cdefghi")
    second = LogEntry(NOW + timedelta(minutes=1), USER, DEVICE, "vault.open")
    work.records.log(first)
    work.records.log(second)
    first, second = replace(first, seq=1), replace(second, seq=2)
    assert work.records.log_entries(limit=9) == [second, first]
    assert work.records.log_entries(limit=1) == [second]
    assert work.records.log_entries(limit=9, person_id=OLA.id) == [first]


def test_exports(work: Work) -> None:
    first = ExportRecord(uid(1), "kpr-56", NOW, USER, "a.xml", "0" * 64, 3, 2)
    second = replace(first, id=uid(2))
    work.records.add_export(first, b"<one/>")
    work.records.add_export(second, b"<two/>")
    assert work.records.exports(limit=9) == [second, first]
    assert work.records.exports(limit=1) == [second]
    assert work.records.export_data(first.id) == b"<one/>"
    with pytest.raises(LookupError):
        work.records.export_data(uid(3))


def test_a_large_file_is_kept_packed(work: Work, shared: UnlockedVault) -> None:
    # What begins as a packed one does, and is not, can not come of any writer: no file begins with a zero.
    data = b"<Notifikasjon/>\n" * 100_000
    made = ExportRecord(uid(1), "kpr-56", NOW, USER, "a.xml", "0" * 64, 3, 2)
    for record, octets in ((made, data), (replace(made, id=uid(2)), data[:1_000_000])):
        work.records.add_export(record, octets)
        assert work.records.export_data(record.id) == octets
    kept = shared._database.rows("SELECT length(data) FROM export ORDER BY row")
    assert kept[0][0] < 100_000
    assert kept[1] == (1_000_000,)


def test_a_packed_file_that_was_cut_is_told() -> None:
    packed = zlib.compress(bytes(3_000_000), 0)  # longer than what is unpacked at a time
    assert _unpacked(memoryview(packed)) == bytes(3_000_000)
    with pytest.raises(zlib.error):
        _unpacked(memoryview(packed[:-9]))


def test_settings(work: Work) -> None:
    assert work.records.setting("a") is None
    work.records.save_setting("a", "1")
    work.records.save_setting("a", "2")
    assert work.records.setting("a") == "2"
