"""Salvage of vaults of an earlier form, and of what format 4 brought."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop.crypto.keyfile import JsonKeyFiles
from kpr_desktop.store.database import PAGE_BYTES, Database
from kpr_desktop.store.ledger import renew
from kpr_desktop.store.salvaging import VaultSalvager
from kpr_desktop.usecases.backup_ports import Opening
from kpr_desktop.usecases.submission_records import SendFilter
from kpr_desktop.usecases.vault_records import Trouble
from tests.store.test_backup import quiet
from tests.support import samples
from tests.support.salvage_ground import Ground
from tests.support.steady import Ids, StandingClock
from tests.support.vaults import LOGIN, SAMPLE, make_vaults, passphrase, person


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("spoilt", [False, True])
def test_a_vault_of_an_earlier_form(tmp_path: Path, version: int, spoilt: bool) -> None:
    path = tmp_path / "hvelv"
    shutil.copytree(SAMPLE / f"v{version}", path)
    clock = StandingClock()
    files = JsonKeyFiles(clock, FLOOR_COST)
    _, keys = files.unlock(path, LOGIN, passphrase())
    with closing(Database(path / "data.kpr", keys.database_key)) as database:
        database.begin()
        database.run("""UPDATE user SET roles = '["administrator"]'""")
        (root,) = database.rows("SELECT rootpage FROM sqlite_schema WHERE name = 'residence'")[0]
        database.commit()
    if spoilt:
        data = bytearray((path / "data.kpr").read_bytes())
        data[(root - 1) * PAGE_BYTES + 100] ^= 1
        (path / "data.kpr").write_bytes(data)
    made = VaultSalvager(files, clock, Ids(), tmp_path / "config").salvage(
        path, tmp_path / "ny", Opening(LOGIN, passphrase()), quiet
    )
    assert (made.whole, len(made.incomplete)) == ((0, 2) if spoilt else (2, 0))
    assert made.expected is None
    assert sorted(each.name for each in (tmp_path / "ny").iterdir()) == [
        "anker.kpr",
        "data.kpr",
        "gjenopprettet.kpr",
        "nokkel.kpr",
    ]
    vault = make_vaults(tmp_path).open(tmp_path / "ny", LOGIN, passphrase())
    assert vault.inspect() == [Trouble("vault.salvaged", "anchor")]
    vault.close()


def test_a_sealed_vault_of_an_earlier_form(tmp_path: Path) -> None:
    path = tmp_path / "hvelv"
    shutil.copytree(SAMPLE / "v3", path)
    clock = StandingClock()
    files = JsonKeyFiles(clock, FLOOR_COST)
    user, keys = files.unlock(path, LOGIN, passphrase())
    with closing(Database(path / "data.kpr", keys.database_key)) as database:
        database.begin()
        database.run(
            "INSERT INTO authorisation (id, user_id, role, from_date, given_by, given_at, unit, why, end_why,"
            " device_id) VALUES ('a', ?, 'administrator', '2026-01-01', ?, '2026-01-01', '', '', '', '')",
            (user, user),
        )
        renew(database, keys.integrity)
        database.run("DELETE FROM residence")
        database.commit()
    made = VaultSalvager(files, clock, Ids(), tmp_path / "config").salvage(
        path, tmp_path / "ny", Opening(LOGIN, passphrase()), quiet
    )
    assert (made.whole, len(made.incomplete)) == (1, 1)
    vault = make_vaults(tmp_path).open(tmp_path / "ny", LOGIN, passphrase())
    assert vault.inspect() == [Trouble("vault.salvaged", "anchor")]
    with vault.work() as work:
        (found,) = work.services.of_person(person(2).id)
        assert len(found.changes) == 1
    vault.close()


@pytest.mark.parametrize("lost", [False, True])
def test_what_was_sent_to_the_register(tmp_path: Path, *, lost: bool) -> None:
    ground = Ground(tmp_path)
    vault = ground.opened("hvelv")
    samples.fill_submission(vault)
    vault.close()
    if lost:
        ground.without("DELETE FROM event", "DELETE FROM export", "DELETE FROM receipt")
    made = ground.salvaged()
    # The link, the two files that it went in, three steps; two faults; what tells of the first is gone with it.
    assert (made.whole, made.loose) == ((2, 1 + 2 + 3 + 2) if lost else (3, 0))
    vault = ground.opened()
    assert vault.inspect() == [Trouble("vault.salvaged", "anchor")]
    with vault.work() as work:
        assert len(work.events.links(SendFilter(samples.MUNICIPALITY))) == (0 if lost else 1)
        assert len(work.sendings.steps(samples.files()[-1].id)) == (0 if lost else 3)
        assert work.sendings.approval() == samples.approval()
        assert work.hospital.of_person(samples.third().id) == [samples.stay()]
        assert work.services.get(samples.corrected().id) == samples.corrected()
    vault.close()
