"""From a damaged vault to a new one: what comes out, what is marked, who may do it, and what the log says."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kpr_desktop.domain.ids import PersonId, UserId
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store import salvaging
from kpr_desktop.store.database import PAGE_BYTES
from kpr_desktop.store.lock import WriterLock
from kpr_desktop.store.migrate import shipped
from kpr_desktop.store.salvage_filling import Filling
from kpr_desktop.store.vault import UnlockedVault
from kpr_desktop.usecases.backup_ports import Opening
from kpr_desktop.usecases.records import LogEntry, User
from kpr_desktop.usecases.salvage_ports import INCOMPLETE
from kpr_desktop.usecases.vault_records import Trouble
from tests.store.test_backup import code_of, quiet
from tests.support.salvage_ground import NEW_PHRASE, Ground
from tests.support.steady import NOW
from tests.support.vaults import (
    DEVICE,
    LOGIN,
    OFFICE,
    answered,
    make_vaults,
    new_vault,
    passphrase,
    person,
    uid,
)


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    return Ground(tmp_path)


def entry(action: str) -> LogEntry:
    return LogEntry(NOW, UserId("a"), DEVICE, action, None, "", "maskinen falt i gulvet")


def log_line(vault: UnlockedVault, action: str = "vault.salvaged") -> LogEntry:
    with vault.work() as work:
        (line,) = [each for each in work.records.log_entries(limit=50) if each.action == action]
        return line


def marked(vault: UnlockedVault) -> set[str]:
    with vault.work() as work:
        return set((work.records.setting(INCOMPLETE) or "").split())


def test_a_sound_vault_comes_out_whole_and_nothing_of_it_is_changed(ground: Ground) -> None:
    before = {each.name: each.read_bytes() for each in ground.path.iterdir()}
    told: list[tuple[str, int]] = []
    (ground.folder / "ny").mkdir()
    made = ground.salvaged(told=lambda *step: told.append(step))
    assert (made.path, made.whole, made.persons, made.lacking) == (ground.folder / "ny", 2, 2, [])
    assert made.rows == made.expected
    assert {each.name: each.read_bytes() for each in ground.path.iterdir()} == before
    assert told[-1] == ("done", 100)
    assert [part for _, part in told] == sorted(part for _, part in told)
    vault = ground.opened()
    assert [each.code for each in vault.trouble] == ["vault.salvaged"]
    assert not vault.writable
    mark = vault.keeping.mark()
    assert mark is not None
    assert (mark.salvaged, mark.way, mark.backup) == (True, "passphrase", vault.info.vault_id[:8])
    vault.confirm_restore(entry("vault.restored"))
    line = log_line(vault)
    assert (line.subject, line.reason, line.user_name, line.roles) == (
        "2/2",
        "",
        "Kari Saksbehandler",
        "administrator",
    )
    assert (vault.inspect(), vault.log_check().first_bad) == ([], None)
    with vault.work() as work:
        work.verify(person(1).id)
        assert work.persons.count(hidden=True) == 2
        assert [each.id for each in work.persons.find_by_name("fjellbekk", limit=9)] == [person(1).id]
    vault.close()
    again = ground.opened()
    assert again.trouble == ()
    again.close()
    # From here on the damaged vault is an older one.
    old = ground.opened("hvelv")
    assert [each.code for each in old.trouble] == ["vault.saves_missing"]
    old.close()


def test_every_page_in_turn(ground: Ground) -> None:
    """Whatever page is bad: a whole vault with a true account, or a refusal in words."""
    path = ground.path / "data.kpr"
    data = path.read_bytes()
    outcomes: dict[str, int] = {}
    lacking = 0
    for page in range(1, len(data) // PAGE_BYTES + 1, 3):
        spoilt = bytearray(data)
        spoilt[(page - 1) * PAGE_BYTES + 100] ^= 1
        path.write_bytes(spoilt)
        shutil.rmtree(ground.folder / "ny", ignore_errors=True)
        code = ""
        try:
            made = ground.by_sheet()
        except EnvironmentFault as fault:
            code = fault.code
        else:
            short = any(each.rows != each.expected for each in made.tables if each.expected is not None)
            assert made.persons == made.whole + len(made.incomplete)
            lacking += short
            vault = ground.opened(words=NEW_PHRASE)
            assert [each.code for each in vault.trouble] == ["vault.salvaged"]
            assert vault.inspect() == [Trouble("vault.salvaged", "anchor")]
            vault.close()
        outcomes[code] = outcomes.get(code, 0) + 1
    assert set(outcomes) == {"", "vault.damaged"}
    assert outcomes[""] > 5 * outcomes["vault.damaged"]
    assert lacking > 3


def test_a_person_whose_row_is_lost_keeps_the_rest_and_is_not_shown(ground: Ground) -> None:
    ground.without("DELETE FROM person WHERE row = 1")
    made = ground.salvaged()
    assert (made.whole, made.incomplete, made.lost) == (1, ("Berget-1",), 0)
    assert made.lacking == [("salvage.incomplete", 1)]
    vault = ground.opened()
    assert log_line(vault).subject == "1/2"
    (only,) = marked(vault)
    with vault.work() as work:
        work.verify(person(2).id)
        assert [each.id for each in work.assessments.of_person(PersonId(only))] == [uid(1001)]
        assert code_of(work.verify, PersonId(only)) == "vault.case_damaged"
    vault.close()


def test_the_id_of_a_lost_person_is_found_in_what_was_logged(ground: Ground) -> None:
    vault = ground.opened("hvelv")
    with vault.work() as work:
        work.records.log(replace(entry("service.add"), person_id=person(1).id, subject=uid(3001)))
        work.persons.add(person(3))
        work.commit()
    vault.close()
    ground.without("DELETE FROM person WHERE row = 1", "DELETE FROM person WHERE row = 3")
    made = ground.salvaged()
    assert (made.whole, made.incomplete, made.lost) == (1, ("Berget-1",), 1)
    vault = ground.opened()
    assert marked(vault) == {person(1).id}
    vault.close()


def test_what_names_a_lost_person_by_id_alone_still_does(ground: Ground) -> None:
    """A block must go on blocking."""
    ground.without("DELETE FROM person WHERE row = 2", "DELETE FROM assessment WHERE person = 2",
                   "DELETE FROM service WHERE person = 2")  # fmt: skip
    made = ground.salvaged()
    assert (made.incomplete, made.lost) == (("Berget-3",), 0)
    # An answer and who contributed, of a lost assessment; the pauses and the change of provider of a lost service.
    assert made.loose == 5
    vault = ground.opened()
    assert marked(vault) == {person(2).id}
    with vault.work() as work:
        assert [each.person_id for each in work.access.blocks(person_id=person(2).id)] == [person(2).id]
    vault.close()


def test_a_changed_row_and_a_lost_seal(ground: Ground) -> None:
    ground.without("UPDATE answer SET value = '5' WHERE assessment = 1 AND item = 'v01'")
    assert ground.salvaged().incomplete == ("B1",)
    ground.without("DELETE FROM seal WHERE bucket = 2")
    made = ground.salvaged("ny2")
    assert (made.whole, made.incomplete, made.latest) == (0, ("B1", "B2"), False)
    assert ("salvage.not_latest", 1) in made.lacking
    ground.without("UPDATE seal SET sealed = x'00' WHERE bucket = 1", "DELETE FROM head")
    made = ground.salvaged("ny3")
    assert (made.saves_missing, made.latest) == (None, False)


def test_what_an_earlier_salvage_marked_stays_marked(ground: Ground) -> None:
    vault = ground.opened("hvelv")
    with vault.work() as work:
        work.records.save_setting(INCOMPLETE, person(1).id)
        work.records.log(entry("vault.salvaged"))
        work.commit()
    vault.close()
    assert ground.salvaged().incomplete == ("B1",), "though the new seals hold"
    vault = ground.opened()
    assert marked(vault) == {person(1).id}
    vault.close()
    ground.without("DELETE FROM setting")
    assert ground.salvaged("ny2").incomplete == ("B1", "B2"), "nobody knows who was marked"


def test_breaks_in_the_log_are_named(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = ground.opened("hvelv")
    with vault.work() as work:
        for number in range(8):
            work.records.log(entry(f"a{number}"))
        work.commit()
    last = vault.log_check().lines
    vault.close()
    ground.without(
        f"DELETE FROM log WHERE seq IN (2, 3, {last})", "UPDATE log SET subject = 'x' WHERE seq = 6"
    )
    made = ground.salvaged()
    assert made.log_breaks == ((2, 3), (6, 6), (last, last))
    vault = ground.opened()
    line = log_line(vault)
    assert (line.seq, line.reason) == (last + 1, f"2-3, 6, {last}")
    assert vault.log_check().first_bad is None
    vault.close()
    monkeypatch.setattr(salvaging, "_NAMED", 1)
    ground.salvaged("ny2")
    vault = ground.opened("ny2")
    assert log_line(vault).reason == "2-3, …"
    vault.close()


def test_a_table_of_nobody_knows_where_from_is_left_behind(ground: Ground) -> None:
    ground.without("CREATE TABLE extra (x)", "INSERT INTO extra VALUES (1)")
    assert ground.salvaged().whole == 2


def test_saves_that_are_missing(ground: Ground) -> None:
    data = (ground.path / "data.kpr").read_bytes()
    vault = ground.opened("hvelv")
    with vault.work() as work:
        work.persons.add(person(3))
        work.commit()
    vault.close()
    (ground.path / "data.kpr").write_bytes(data)
    made = ground.salvaged()
    assert (made.saves_missing, made.latest, made.lacking) == (1, False, [("salvage.saves_missing", 1)])


# --- the register -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lost",
    [
        ("DELETE FROM authorisation",),
        ("DELETE FROM user",),
        ("DELETE FROM user", "DELETE FROM log", "DELETE FROM vault", "DELETE FROM office"),
    ],
)
def test_a_damaged_register_opens_by_the_sheet_alone(ground: Ground, lost: tuple[str, ...]) -> None:
    vault = ground.opened("hvelv")
    with vault.work() as work:
        work.records.add_user(User(UserId("ola"), "ola", "Ola", frozenset({"leader"})))
        work.commit()
    vault.close()
    ground.without(*lost)
    assert ground.refused() == "salvage.register_damaged"
    assert ground.refused(code=ground.code, login="ola") == "vault.user_unknown"
    made = ground.by_sheet()
    assert made.whole == 2
    assert code_of(ground.opened) == "vault.wrong_passphrase"
    vault = ground.opened(words=NEW_PHRASE)
    assert (vault.user.id, vault.user.login) == (ground.user, LOGIN)
    assert "administrator" in vault.user.roles
    mark = vault.keeping.mark()
    assert mark is not None
    assert mark.way == "recovery"
    if len(lost) != 1:
        assert vault.user.name == LOGIN
    with vault.work() as work:
        office = work.records.office()
        assert office.name == (OFFICE.name if len(lost) == 1 else "Risør")
        users = {each.login: each for each in work.records.users()}
    if lost != ("DELETE FROM authorisation",):
        assert users["-ola"].revoked_at is not None
        assert users["-ola"].name == "Berget"
    vault.close()


def test_for_administrators_alone(ground: Ground) -> None:
    vault = ground.opened("hvelv")
    ola = UserId("ola")
    with vault.work() as work:
        work.records.add_user(User(ola, "ola", "Ola", frozenset({"leader"})))
        work.commit()
    vault.add_slot(ola, "ola", bytearray(b"olas egen lange frase"))
    assert ground.refused() == "vault.in_use"
    vault.close()
    frase = bytearray(b"olas egen lange frase")
    assert ground.refused(login="ola", passphrase=frase) == "salvage.no_administrator"
    assert ground.refused(login="ola", passphrase=bytearray(frase), code=ground.code) == (
        "salvage.no_administrator"
    )
    assert ground.refused(passphrase=bytearray(b"en helt feil passordfrase")) == "vault.wrong_passphrase"
    vault = ground.opened("hvelv")
    with vault.work() as work:
        work.records.save_user(replace(vault.user, revoked_at=NOW + timedelta(hours=1)))
        work.commit()
    vault.close()
    assert ground.refused() == "vault.revoked"


# --- what stops it ---------------------------------------------------------------------------------


def test_what_stops_it(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ground.salvager().vault(ground.path).logins == (LOGIN,)
    (ground.folder / "full").mkdir()
    (ground.folder / "full" / "x").touch()
    assert code_of(lambda: ground.salvaged("full")) == "vault.exists"
    older = ground.salvager(steps=shipped()[:2])
    how = Opening(LOGIN, passphrase())
    assert code_of(older.salvage, ground.path, ground.folder / "ny", how, quiet) == "vault.newer"
    with monkeypatch.context() as patch:
        patch.setattr(salvaging, "whole", lambda *_: [Trouble("vault.numbers_damaged", "person")])
        assert ground.refused() == "vault.numbers_damaged"
    with monkeypatch.context() as patch:
        patch.setattr(salvaging, "WriterLock", refusing)
        assert ground.salvaged().whole == 2, "a disk that takes no lock is read all the same"
    shutil.rmtree(ground.folder / "ny")
    (ground.path / "data.kpr").write_bytes(b"")
    assert ground.refused() == "vault.damaged"
    (ground.path / "data.kpr").unlink()
    assert ground.refused() == "vault.disk_error"


def refusing(_folder: Path) -> WriterLock:
    raise EnvironmentFault("vault.no_access")


def test_an_incomplete_case_is_refused_until_it_is_accepted(tmp_path: Path) -> None:
    vault = make_vaults(tmp_path).create(new_vault(tmp_path / "hvelv"))
    someone = person(1)
    with vault.work() as work:
        work.persons.add(someone)
        work.assessments.add(answered(1, someone))
        work.records.save_setting(INCOMPLETE, f"{uid(7)}\n{someone.id}")
        work.commit()
    with vault.work() as work:
        assert code_of(work.verify, someone.id) == "vault.case_damaged"
        work.records.save_setting(INCOMPLETE, uid(7))
        work.verify(someone.id)
    vault.close()


def test_no_row_comes_before_the_form_is_known(tmp_path: Path) -> None:
    filling = Filling(tmp_path / "data.kpr", None, (), quiet)  # type: ignore[arg-type]
    with pytest.raises(RuntimeError):
        filling.filled()
    filling.close()
