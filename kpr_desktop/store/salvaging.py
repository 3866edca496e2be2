"""From a damaged vault to a new one with all that can be read, under the same id and keys (issue: undamaged rows stay
reachable). Nothing of the damaged vault is changed; what is not proved whole is not shown before somebody accepts it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kpr_desktop import __version__
from kpr_desktop.domain.ids import UserId
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.store import backup_folder, chain, restore_mark, salvage_compare
from kpr_desktop.store.anchors import FILE_NAME as ANCHOR_NAME
from kpr_desktop.store.anchors import MACHINE_FOLDER, Anchors
from kpr_desktop.store.backup_folder import KEY_NAME
from kpr_desktop.store.check import whole
from kpr_desktop.store.database import Database, Row
from kpr_desktop.store.device import device_id
from kpr_desktop.store.flush import flush_file
from kpr_desktop.store.fresh_folder import fresh_folder
from kpr_desktop.store.ledger import Ledger, renew
from kpr_desktop.store.lock import WriterLock
from kpr_desktop.store.migrate import Step, migrate, shipped
from kpr_desktop.store.records import user_named
from kpr_desktop.store.resealing import Resealing
from kpr_desktop.store.rows import marks
from kpr_desktop.store.salvage import salvage
from kpr_desktop.store.salvage_compare import Old
from kpr_desktop.store.salvage_filling import READING, Filling
from kpr_desktop.store.salvage_mend import Mender
from kpr_desktop.store.seals import NO_MAC, Sums
from kpr_desktop.usecases.administrators import ADMINISTRATOR
from kpr_desktop.usecases.backup_ports import Mark, Opening, Told
from kpr_desktop.usecases.key_ports import KeyFiles, Keys
from kpr_desktop.usecases.ports import Clock, NewId
from kpr_desktop.usecases.records import User, VaultInfo
from kpr_desktop.usecases.salvage_ports import INCOMPLETE, Salvaged, TableSaved

_NAMED = 50
"""So many breaks are named in the log's line."""
_DERIVED = frozenset(("seal", "head", "tally", "person_search"))
"""Made anew: how much came out of these tells nobody anything."""
_LOG = f"INSERT INTO log (seq, {chain.NAMES}, mac) VALUES ({marks(len(chain.COLUMNS) + 2)})"  # noqa: S608 - our own names


@dataclass(frozen=True, slots=True)
class _Tools:
    """What the program works with on this machine. `settings`: its own folder, where its anchors lie."""

    key_files: KeyFiles
    clock: Clock
    new_id: NewId
    settings: Path
    steps: tuple[Step, ...]


class VaultSalvager:
    """Salvager of the ports. `settings`: this machine's own folder, where its anchors lie."""

    def __init__(
        self,
        key_files: KeyFiles,
        clock: Clock,
        new_id: NewId,
        settings: Path,
        steps: Sequence[Step] | None = None,
    ) -> None:
        self._tools = _Tools(key_files, clock, new_id, settings, tuple(steps or shipped()))

    def vault(self, folder: Path) -> VaultInfo:
        """What its key file tells."""
        return self._tools.key_files.look(folder)

    def salvage(self, folder: Path, target: Path, opening: Opening, told: Told) -> Salvaged:
        """A new vault, made in a folder beside and given its name when all of it is there and has been read."""
        info = self._tools.key_files.look(folder)
        with fresh_folder(target.absolute(), self._tools.new_id()) as unfinished, _alone(folder):
            backup_folder.check_space(unfinished, (folder / info.database).stat().st_size)
            backup_folder.write_file(unfinished / KEY_NAME, self._tools.key_files.newest(folder))
            with self._unlocked(unfinished, opening) as (user_id, keys):
                made = _Work(self._tools, info, unfinished, keys, user_id, opening, told).run(folder)
        told("done", 100)
        return replace(made, path=target)

    @contextlib.contextmanager
    def _unlocked(self, folder: Path, opening: Opening) -> Iterator[tuple[UserId, Keys]]:
        if opening.code:
            keys = self._tools.key_files.unlock_with_recovery(folder, opening.code)
            info = self._tools.key_files.look(folder)
            slots = dict(zip(info.logins, info.user_ids, strict=True))
            user_id = slots.get(opening.login)
        else:
            user_id, keys = self._tools.key_files.unlock(folder, opening.login, opening.passphrase)
        try:
            if user_id is None:
                raise UserFault("vault.user_unknown", field="login")
            yield user_id, keys
        finally:
            keys.wipe()


class _Work:
    """One salvage, once it is unlocked."""

    def __init__(
        self,
        tools: _Tools,
        info: VaultInfo,
        folder: Path,
        keys: Keys,
        user_id: UserId,
        opening: Opening,
        told: Told,
    ) -> None:
        self._tools = tools
        self._info, self._folder, self._keys = info, folder, keys
        self._user_id, self._opening, self._told = user_id, opening, told
        self._path = folder / info.database
        self._device = device_id(self._tools.settings, self._tools.new_id)

    def run(self, source: Path) -> Salvaged:
        """Read, mend, compare, seal, read through."""
        anchors = Anchors(
            self._keys.integrity,
            source / ANCHOR_NAME,
            self._tools.settings / MACHINE_FOLDER / self._info.vault_id,
        )
        filling = Filling(self._path, self._keys, self._tools.steps, self._told)
        try:
            tables = salvage(
                source / self._info.database,
                self._keys.database_key,
                self._keys.integrity,
                self._folder / "lesbart",
                filling.take,
                filling.begin,
            )
            database = filling.filled()
            ledger = Ledger(database, self._keys.integrity)
            known = salvage_compare.old(ledger, anchors.newest())
            made = self._sealed(database, ledger, known, tables, sealed=filling.sealed)
            self._read_through(database)
        finally:
            filling.close()
        flush_file(self._path)
        for each in self._folder.glob("data-v*.kopi"):
            each.unlink()  # of the empty database, and of one of an earlier form
        self._settle()
        return made

    def _sealed(
        self, database: Database, ledger: Ledger, known: Old, tables: list[TableSaved], *, sealed: bool
    ) -> Salvaged:
        """Everything between reading and the new seals, in one transaction."""
        sound = not sealed or salvage_compare.register_holds(database, ledger)
        seals = salvage_compare.sealed_persons(ledger)
        breaks = salvage_compare.log_breaks(database, ledger, known.log_seq)
        mender = Mender(
            database,
            self._info,
            self._tools.new_id,
            self._tools.clock().isoformat(),
            self._device,
            max(seals, default=0),
        )
        user = self._admitted(database, mender, sound=sound)
        self._told("mend", READING + 5)
        moved = mender.persons()
        loose = mender.loose()
        mender.derived()
        persons = database.rows("SELECT row, id, user_number FROM person ORDER BY row")
        whole_ones = self._whole(database, ledger, seals, tables, sealed=sealed)
        incomplete = _marked(
            database, ledger, [each for each in persons if each[0] not in whole_ones], persons
        )
        self._told("mend", READING + 15)
        subject = f"{len(persons) - len(incomplete)}/{len(persons)}"
        self._log(database, "vault.salvaged", user, known, breaks, subject)
        self._told("seal", READING + 20)
        renew(database, self._keys.integrity)
        ledger.seals.save_head(replace(ledger.seals.head(), saves=known.saves + 1))
        database.commit()
        rows = {row for row, _, _ in persons}
        return Salvaged(
            path=self._folder,
            tables=tuple(_counted(each, known) for each in tables if each.table not in _DERIVED),
            whole=len(persons) - len(incomplete),
            incomplete=tuple(number for _, number in incomplete),
            lost=max(0, sum(row not in rows for row in seals) - moved),
            loose=loose,
            log_breaks=tuple(breaks),
            saves_missing=known.saves_missing,
            latest=known.latest and not known.saves_missing,
        )

    def _admitted(self, database: Database, mender: Mender, *, sound: bool) -> User:
        """Who does this. Raises UserFault salvage.register_damaged, salvage.no_administrator, vault.revoked."""
        if not sound and not self._opening.code:
            raise UserFault("salvage.register_damaged", field="code")
        mender.frame()
        today = self._tools.clock().date()
        user = user_named(database, self._user_id, today)
        if user is not None and not sound and ADMINISTRATOR not in user.roles:
            mender.make_administrator(self._user_id, ADMINISTRATOR)
            user = user_named(database, self._user_id, today)
        if user is None or ADMINISTRATOR not in user.roles:
            raise UserFault("salvage.no_administrator", field="login")
        if user.revoked_at is not None:
            raise UserFault("vault.revoked")
        return user

    def _whole(
        self,
        database: Database,
        ledger: Ledger,
        seals: dict[int, Sums],
        tables: list[TableSaved],
        *,
        sealed: bool,
    ) -> set[int]:
        """Row numbers of persons that are proved whole; before there were seals: all where nothing was passed over."""
        if sealed:
            return salvage_compare.whole_persons(database, ledger, seals)
        return set() if _gaps(tables) else {row[0] for row in database.rows("SELECT row FROM person")}

    def _log(
        self,
        database: Database,
        action: str,
        user: User,
        known: Old,
        breaks: list[tuple[int, int]],
        subject: str,
    ) -> None:
        """One line that names where the old chain broke; its number is behind all that are missing."""
        named = [f"{first}-{last}" if last > first else f"{first}" for first, last in breaks[:_NAMED]]
        more = ["…"] if len(breaks) > _NAMED else []
        last = database.rows("SELECT coalesce(max(seq), 0) FROM log")[0][0]
        values = (
            self._tools.clock().isoformat(), user.id, self._device, action, None, subject,
            ", ".join(named + more), "ok", user.name, ",".join(sorted(user.roles)), user.unit, "duty", "", "",
            __version__,
        )  # fmt: skip
        database.run(_LOG, (max(last, known.log_seq) + 1, *values, NO_MAC))

    def _read_through(self, database: Database) -> None:
        """The new vault must be whole, as any other. Raises the first trouble's fault."""
        migrate(database, self._keys.database_key, self._tools.steps, Resealing(self._keys.integrity))
        ledger = Ledger(database, self._keys.integrity)
        self._told("check", READING + 25)
        for trouble in whole(database, self._keys.fields, ledger):
            raise trouble.fault()
        self._told("check", READING + 35)
        anchors = Anchors(self._keys.integrity, self._folder / ANCHOR_NAME, None)
        database.begin()
        head = ledger.seals.head()
        database.rollback()
        anchors.begin(head)
        anchors.close()

    def _settle(self) -> None:
        """The new passphrase after a code, and the mark until somebody confirms."""
        opening, now = self._opening, self._tools.clock()
        if opening.code:
            self._tools.key_files.set_passphrase(self._folder, self._keys, self._user_id, opening.passphrase)
        mark = Mark(self._info.vault_id[:8], now, now, opening.way, salvaged=True)
        restore_mark.write(self._folder, self._keys.integrity, mark)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody may write meanwhile. A disk that takes no lock is read all the same: that may be what is wrong with it."""
    lock: WriterLock | None = None
    try:
        lock = WriterLock(folder)
    except EnvironmentFault as fault:
        if fault.code == "vault.in_use":
            raise
    try:
        yield
    finally:
        if lock is not None:
            lock.release()


def _marked(
    database: Database, ledger: Ledger, unproved: list[Row], persons: list[Row]
) -> list[tuple[str, str]]:
    """Note whose case file may not be shown: the unproved ones, and whom an earlier salvage marked. Id and number."""
    earlier = salvage_compare.marked_earlier(database, ledger)
    rows = {row for row, _, _ in unproved}
    found = [
        (each, number) for row, each, number in persons if row in rows or earlier is None or each in earlier
    ]
    database.run("DELETE FROM setting WHERE key = ?", (INCOMPLETE,))
    if found:
        ids = "\n".join(each for each, _ in found)
        database.run("INSERT INTO setting (key, value) VALUES (?, ?)", (INCOMPLETE, ids))
    return found


def _gaps(tables: Sequence[TableSaved]) -> bool:
    return any(each.gaps for each in tables)


def _counted(each: TableSaved, known: Old) -> TableSaved:
    """The log's lines are numbered: where nothing was lost there are as many as the last one's number."""
    if each.table != "log":
        return each
    return replace(each, expected=known.log_seq or None)
