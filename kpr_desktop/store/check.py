"""Reading a whole database to tell whether all of it is there."""

from __future__ import annotations

from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store.database import Database
from kpr_desktop.usecases.ports import FieldCipher


def whole(database: Database, fields: FieldCipher) -> list[str]:
    """Fault codes, none when all is sound: every page, every reference, every identity number.

    vault.damaged: pages that can not be read or do not fit; vault.references_broken: rows without their owner;
    vault.numbers_damaged: identity numbers that were moved or changed.
    """
    try:
        database.begin()
        return _findings(database, fields)
    except EnvironmentFault as fault:
        return [fault.code]
    finally:
        database.rollback()


def _findings(database: Database, fields: FieldCipher) -> list[str]:
    if database.rows("PRAGMA integrity_check(1)") != [("ok",)]:
        return ["vault.damaged"]
    found = []
    if database.rows("PRAGMA foreign_key_check"):
        found.append("vault.references_broken")
    sealed = database.each("SELECT id, number_sealed FROM person WHERE number_sealed IS NOT NULL")
    if not all(_opens(fields, PersonId(person_id), number) for person_id, number in sealed):
        found.append("vault.numbers_damaged")
    return found


def _opens(fields: FieldCipher, person_id: PersonId, sealed: bytes) -> bool:
    try:
        fields.open(person_id, sealed)
    except EnvironmentFault:
        return False
    return True
