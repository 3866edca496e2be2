"""A new key: everything is there afterwards, and a stop at any point leaves exactly one key that opens."""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kpr_desktop.crypto import durable
from kpr_desktop.domain.ids import PersonId, ServiceId, UserId
from kpr_desktop.domain.notification import FIRST_PREVIOUS, Event, EventKind, Notification, Subject
from kpr_desktop.errors import EnvironmentFault, Fault, UserFault
from kpr_desktop.store import resealed_fields, rotation
from kpr_desktop.store.vault import UnlockedVault
from kpr_desktop.usecases.records import ExportRecord, LogEntry
from tests.store.test_backup import code_of, made, names, quiet
from tests.support.steady import NOW
from tests.support.vaults import DEVICE, fill_sample, full_person, make_vault, make_vaults, opened, uid

FOLDER = ["anker.kpr", "data.2.kpr", "nokkel.kpr", "nokkel.kpr.kopi", "skriver.laas"]
OLD_FOLDER = [name.replace("data.2", "data") for name in FOLDER]


def entry(end: str) -> LogEntry:
    return LogEntry(NOW, UserId("a"), DEVICE, "key.rotate", None, end, "noen sluttet")


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[UnlockedVault]:
    vault = make_vault(tmp_path)
    fill_sample(vault)
    with vault.work() as work:
        person = work.persons.get(PersonId(uid(1)))
        work.persons.update(replace(person, version=person.version + 1, phone="00000009"))
        happened = Event(
            uid(5001),
            EventKind.START,
            person.id,
            ServiceId(uid(3001)),
            "1",
            date(2026, 2, 1),
            NOW,
            "123456785",
        )
        work.events.save(happened)
        subject = Subject(person.id, person.user_number, person.identity, "05")  # type: ignore[arg-type]
        told = Notification(happened.id, 1, FIRST_PREVIOUS, NOW, happened, subject)
        work.records.add_export(
            ExportRecord(uid(8), "kpr-56", NOW, vault.user.id, "f.xml", "0", 1, 1), b"<x/>"
        )
        work.events.add_notifications("4201", [told], uid(8))
        work.records.save_sealed("clip", "01019012345 og mer")
        work.records.save_setting("plain", "en vanlig innstilling")
        work.commit()
    yield vault
    vault.close()


def everything(vault: UnlockedVault) -> Any:
    """What a user could see of the vault, and the log without codes."""
    with vault.work() as work:
        persons = [work.persons.get(person_id) for person_id in sorted(work.persons.ids())]
        number = persons[0].identity.reveal("a test") if persons[0].identity else ""
        by_number = work.persons.find_by_number(number)
        return (
            persons,
            number,
            by_number.id if by_number else None,
            [work.assessments.of_person(each.id) for each in persons],
            [work.services.of_person(each.id) for each in persons],
            work.records.sealed("clip"),
            work.records.setting("plain"),
            [(e.at, e.action, e.subject, e.seq) for e in work.records.log_entries(limit=100)],
        )


def test_all_of_it_is_under_a_new_key(filled: UnlockedVault) -> None:
    folder = filled.info.path
    before, mark = everything(filled), filled.log_check().mark
    key = bytes(filled._keys.database_key)
    told: list[tuple[str, int]] = []
    filled.keeping.rotate(entry, lambda step, part: told.append((step, part)))
    assert told[-1] == ("done", 100)
    assert code_of(save, filled) in {"vault.no_access", "vault.damaged", "vault.disk_error"}, (
        "the old one is shut"
    )
    filled.close()
    assert names(folder) == FOLDER
    vault = opened(folder)
    assert (vault.trouble, vault.inspect()) == ((), [])
    after = everything(vault)
    assert after[:-1] == before[:-1]
    assert after[-1][1:] == before[-1]
    assert after[-1][0][1:3] == ("key.rotate", mark), "where the old chain ended"
    assert bytes(vault._keys.database_key) != key
    assert vault.log_check().first_bad is None
    save(vault)
    vault.close()
    vault = opened(folder)
    assert vault.trouble == ()
    assert vault.info.database == "data.2.kpr"
    assert made(vault).path.joinpath("data.2.kpr").is_file()
    vault.keeping.rotate(entry, quiet)
    vault.close()
    assert "data.3.kpr" in names(folder)
    vault = opened(folder)
    assert everything(vault)[:3] == before[:3]
    vault.close()


def save(vault: UnlockedVault) -> None:
    with vault.work() as work:
        work.records.save_setting("saved", "yes")
        work.commit()


def test_a_vault_that_is_not_whole_is_not_rotated(filled: UnlockedVault) -> None:
    filled._database.outside("DROP TRIGGER temp.kpr_UPDATE_person")
    with filled.work() as work:
        filled._database.run("UPDATE person SET phone = '99999999' WHERE row = 1")
        work.commit()
    assert code_of(filled.keeping.rotate, entry, quiet) == "vault.tampered"
    assert names(filled.info.path)[0] == "anker.kpr"
    assert "data.2.kpr" not in names(filled.info.path)


def test_what_fails_before_the_new_key_is_in_force_leaves_the_vault_as_it_was(
    filled: UnlockedVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(filled)

    def full(_: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(rotation, "flush_file", full)
    assert code_of(filled.keeping.rotate, entry, quiet) == "vault.disk_full"
    monkeypatch.undo()
    assert "data.2.kpr" not in names(filled.info.path)
    assert make_vaults(filled.info.path.parent).look(filled.info.path).rotating == ""
    assert everything(filled) == before
    save(filled)
    filled.keeping.rotate(entry, quiet)


def test_a_copy_that_is_not_the_same_is_not_put_in_force(
    filled: UnlockedVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = resealed_fields.reseal

    def spoilt(database: Any, old: Any, new: Any) -> None:
        real(database, old, new)
        database.run("UPDATE person SET phone = '99999999' WHERE row = 1")

    monkeypatch.setattr(resealed_fields, "reseal", spoilt)
    assert code_of(filled.keeping.rotate, entry, quiet) == "vault.damaged"
    save(filled)


def test_a_new_file_whose_seals_do_not_hold_is_not_put_in_force(
    filled: UnlockedVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = rotation.renew

    def spoilt(database: Any, keys: Any) -> None:
        real(database, keys)
        database.run("UPDATE person SET phone = '99999999' WHERE row = 1")

    monkeypatch.setattr(rotation, "renew", spoilt)
    assert code_of(filled.keeping.rotate, entry, quiet) == "vault.tampered"
    save(filled)


def test_an_index_that_is_not_the_numbers_own_is_found(filled: UnlockedVault) -> None:
    database, fields = filled._database, filled._hand.fields
    database.begin()
    database.run("UPDATE person SET number_index = ? WHERE row = 1", (bytes(16),))
    assert (
        code_of(resealed_fields.content, database, filled._ledger.hasher, fields, 0)
        == "vault.numbers_damaged"
    )
    database.rollback()


def test_a_setting_that_only_looks_sealed_stays(filled: UnlockedVault) -> None:
    with filled.work() as work:
        work.records.save_setting("like", base64.b64encode(bytes(60)).decode())
        work.commit()
    filled.keeping.rotate(entry, quiet)
    filled.close()
    vault = opened(filled.info.path)
    with vault.work() as work:
        assert work.records.setting("like") == base64.b64encode(bytes(60)).decode()
    vault.close()


def test_without_anchors(filled: UnlockedVault, monkeypatch: pytest.MonkeyPatch) -> None:
    keeping = filled.keeping
    keeping._anchors = None

    def full(_: object) -> None:
        raise OSError(28, "full")

    with monkeypatch.context() as patch:
        patch.setattr(rotation, "flush_file", full)
        assert code_of(keeping.rotate, entry, quiet) == "vault.disk_full"

    def stop(step: str, part: int) -> None:
        if part > 10:
            raise UserFault("backup.stopped")

    with pytest.raises(UserFault, match=r"^backup\.stopped$"):
        keeping.rotate(entry, stop)
    assert "data.2.kpr" not in names(filled.info.path)
    keeping.rotate(entry, quiet)


def test_left_overs_that_cannot_go_keep_nobody_out(filled: UnlockedVault) -> None:
    folder = filled.info.path
    filled.keeping.rotate(entry, quiet)
    filled.close()
    (folder / "data.kpr").mkdir()
    (folder / "data.9.kpr").write_bytes(b"of a later key: not ours to take away")
    vault = opened(folder)
    assert vault.writable
    vault.close()
    assert {"data.kpr", "data.9.kpr"} <= set(names(folder))


# --- killed -----------------------------------------------------------------------------------------------------------

CONTROL_STEP = 47
CALLS: tuple[tuple[Any, str], ...] = (
    (os, "open"), (os, "fsync"), (Path, "replace"), (Path, "unlink"), (Path, "rename"),
    (rotation.Database, "begin"), (rotation.Database, "outside"), (rotation.Database, "run"),
    (rotation.Database, "commit"), (rotation.Database, "close"), (rotation.Database, "export_to"),
)  # fmt: skip


@contextmanager
def counted(act: Callable[[int], None]) -> Iterator[None]:
    """`act` is told of each call of CALLS, before it happens, by its number."""
    patch = pytest.MonkeyPatch()
    number = 0

    def watched(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            nonlocal number
            number += 1
            act(number)
            return real(*args, **more)

        return call

    for owner, name in CALLS:
        patch.setattr(owner, name, watched(getattr(owner, name)))
    try:
        yield
    finally:
        patch.undo()


def rotated_in_a_child(folder: Path, die_at: int) -> bool:
    """Rotate in a process of its own that ends without a word before call number `die_at`; True when it got through."""

    def end(number: int) -> None:
        if number == die_at:
            os._exit(9)

    child = os.fork()
    if child == 0:
        try:
            vault = opened(folder)
            with counted(end):
                vault.keeping.rotate(entry, quiet)
                vault.close()
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 9)
    return os.waitstatus_to_exitcode(status) == 0


@pytest.mark.slow
@pytest.mark.timeout(7200)
def test_killed_at_every_call_exactly_one_key_opens_and_nothing_is_lost(tmp_path: Path) -> None:
    vault = make_vault(tmp_path)
    with vault.work() as work:
        work.persons.add(full_person(1))
        work.commit()
    before = everything(vault)
    vault.close()
    folder = vault.info.path
    old = new = number = 0
    done = False
    step = int(os.environ.get("KPR_KILL_STEP", "37"))
    while not done:
        number += step
        again = tmp_path / f"igjen{number}" / "hvelv"
        again.parent.mkdir()
        shutil.copytree(folder, again)
        shutil.copytree(folder.parent / "config", again.parent / "config")
        done = rotated_in_a_child(again, number)
        found = opened(again)
        assert found.trouble == (), number
        assert found.inspect() == [], number
        after = everything(found)
        assert after[:-1] == before[:-1], number
        turned = [line[1] for line in after[-1]].count("key.rotate")
        assert turned == int(found.info.database == "data.2.kpr"), number
        old, new = old + (turned == 0), new + turned
        save(found)
        found.keeping.rotate(entry, quiet)
        found.close()
        assert [each for each in names(again) if each.startswith("data")] == [f"data.{2 + turned}.kpr"], (
            number
        )
        shutil.rmtree(again.parent)
    print(f"{number} calls; killed before every {step}.: {old} opened with the old key, {new} with the new")
    assert old > 3
    assert new > 0


def too_early(self: rotation.Rotation, fresh: Path, entry: Any, told: Any) -> None:
    """The same steps in a wrong order: the new key comes in force before its database is there."""
    old = rotation.Seals(self._database, self._keys.integrity).head()
    new_keys = self._key_files.begin_rotation(self._info.path, self._keys, fresh.name)
    self._key_files.finish_rotation(self._info.path, self._keys, new_keys)
    head = self._written(fresh, new_keys, entry(""), told)
    self._announced(old, head, new_keys)
    self._settled(head, new_keys)


def opens(folder: Path) -> bool:
    try:
        vault = opened(folder)
    except Fault:
        return False
    try:
        return not vault.trouble and not vault.inspect()
    finally:
        vault.close()


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_killed_control_a_wrong_order_of_the_steps_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = make_vault(tmp_path)
    vault.close()
    monkeypatch.setattr(rotation.Rotation, "_rotated", too_early)
    tried = lost = number = 0
    done = False
    while not done:
        number += CONTROL_STEP
        again = tmp_path / f"igjen{number}" / "hvelv"
        again.parent.mkdir()
        shutil.copytree(vault.info.path, again)
        shutil.copytree(vault.info.path.parent / "config", again.parent / "config")
        done = rotated_in_a_child(again, number)
        tried += not done
        lost += not opens(again)
        shutil.rmtree(again.parent)
    print(
        f"control, the key file before the database: {lost} of {tried} stops left a vault that does not open"
    )
    assert lost > 0


def test_the_count_sees_the_calls_of_the_key_file() -> None:
    assert durable.os is os


def test_a_key_file_that_says_no_at_the_end_leaves_the_old_key(
    filled: UnlockedVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no(*_: object) -> None:
        raise EnvironmentFault("vault.disk_full")

    before = everything(filled)
    monkeypatch.setattr(filled._key_files, "finish_rotation", no)
    assert code_of(filled.keeping.rotate, entry, quiet) == "vault.disk_full"
    monkeypatch.undo()
    filled.close()
    vault = opened(filled.info.path)
    assert everything(vault) == before
    assert names(filled.info.path) == sorted([*OLD_FOLDER, "data.kpr-shm", "data.kpr-wal"])
    vault.close()
