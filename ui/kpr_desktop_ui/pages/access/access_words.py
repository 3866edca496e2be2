"""Words for roles, periods and blocks."""

from __future__ import annotations

from datetime import date

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.usecases.records import User
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.vault_records import Block


class AccessWords:
    """What the pages of access say in more than one place."""

    def __init__(self, texts: Texts, services: Services) -> None:
        self._texts, self._services = texts, services

    def role(self, code: str) -> str:
        """A role's name; the code itself for one that the table no longer has."""
        label = self._services.session.rights.roles.get(code)
        return label.in_(self._texts.language) if label is not None else code

    def roles(self) -> list[tuple[str, str]]:
        """All roles, for a list to choose from."""
        return [(code, self.role(code)) for code in self._services.session.rights.roles]

    def period(self, first: date, last: date | None) -> str:
        """From and to."""
        if last is None:
            return self._texts("access.from", first=in_table(first))
        return self._texts("access.from_to", first=in_table(first), last=in_table(last))

    def users(self) -> list[tuple[str, str]]:
        """Everybody who has not left, for a list to choose from."""
        return [(user.id, self.user(user)) for user in self._services.persons.users()]

    def user(self, user: User) -> str:
        """A user's name with the log-in, which tells two of the same name apart."""
        return self._texts("access.user", name=user.name, login=user.login)

    def against(self, block: Block) -> str:
        """Whom a block stops."""
        if block.against == "role":
            return self.role(block.target)
        if block.against == "user":
            users: dict[str, str] = {user.id: user.name for user in self._services.persons.users()}
            return users.get(block.target, self._texts("blocking.gone"))
        return self._texts("blocking.against_all")

    def wished_by(self, code: str) -> str:
        """Who wished a block."""
        return self._texts(f"blocking.by_{code}")
