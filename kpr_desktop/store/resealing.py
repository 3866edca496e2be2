"""A new form of the database: what was sealed must hold before the steps, and everything is sealed anew after them."""

from __future__ import annotations

from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store.check import sealed_rows
from kpr_desktop.store.database import Database
from kpr_desktop.store.ledger import Ledger, renew
from kpr_desktop.usecases.key_ports import IntegrityKeys

FIRST_SEALED = 3
"""The first version of the database with seals; older ones are taken as they are."""


class Resealing:
    """Guard of `migrate`, inside its transaction."""

    def __init__(self, keys: IntegrityKeys) -> None:
        self._keys = keys

    def before(self, database: Database, version: int) -> None:
        """Raises EnvironmentFault vault.tampered for what a new seal would hide."""
        if version >= FIRST_SEALED:
            for trouble in sealed_rows(database, Ledger(database, self._keys)):
                raise EnvironmentFault(trouble.code, where=trouble.where)

    def after(self, database: Database) -> None:
        """Seal everything."""
        renew(database, self._keys)
