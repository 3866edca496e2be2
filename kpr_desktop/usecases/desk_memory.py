"""What a lock keeps for its user, inside the vault: where one was, what stood half-typed, what was not finished."""

from __future__ import annotations

from dataclasses import dataclass, field

from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.session import Session

DEFAULT_IDLE_MINUTES, SHORTEST_IDLE, LONGEST_IDLE = 5, 1, 15
"""Minutes without a gesture until the program locks itself."""
_IDLE = "lock.idle_minutes"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a lock leaves behind. `place` and the forms are texts that the window alone reads.

    `forms`: name of a form -> what stood half-typed in it. `unfinished`: long work that was stopped, by its name.
    """

    place: str = ""
    forms: dict[str, str] = field(default_factory=dict)
    unfinished: tuple[str, ...] = ()


class DeskMemory:
    """Each user has a memory of their own: what one left is never offered to another."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, kept: Kept, reason: str) -> None:
        """Keep it, and tell the log why the vault was locked, in one transaction. A vault read only keeps nothing."""
        if not self._session.vault.writable:
            return
        with self._session.work() as work:
            records = work.records
            records.save_sealed(self._key("place"), kept.place)
            records.save_sealed(self._key("unfinished"), ",".join(kept.unfinished))
            for name, text in kept.forms.items():
                records.save_sealed(self._key(f"draft.{name}"), text)
            self._session.log(work, "vault.lock", subject=reason)
            work.commit()

    def take(self) -> Kept:
        """Where one was, and what was not finished; told once. The forms stay until they are dropped."""
        with self._session.work() as work:
            place = work.records.sealed(self._key("place"))
            unfinished = work.records.sealed(self._key("unfinished"))
            if (place or unfinished) and self._session.vault.writable:
                for name in ("place", "unfinished"):
                    work.records.save_sealed(self._key(name), "")
                work.commit()
        return Kept(place, unfinished=tuple(filter(None, unfinished.split(","))))

    def form(self, name: str) -> str:
        """What stood half-typed in a form, or an empty text."""
        with self._session.work() as work:
            return work.records.sealed(self._key(f"draft.{name}"))

    def keep_form(self, name: str, text: str) -> None:
        """Part of the form was saved or given up; `text` is what is left of it."""
        with self._session.work() as work:
            work.records.save_sealed(self._key(f"draft.{name}"), text)
            work.commit()

    def drop_form(self, name: str) -> None:
        """The form was saved, or given up."""
        self.keep_form(name, "")

    def idle_minutes(self) -> int:
        """Minutes without a gesture until the lock, 1 to 15."""
        with self._session.work() as work:
            return _minutes(work)

    def set_idle_minutes(self, minutes: int) -> None:
        """For everybody in this vault; office.write decides who may. What is outside 1 to 15 becomes the nearest."""
        self._session.require("office.write")
        nearest = min(LONGEST_IDLE, max(SHORTEST_IDLE, minutes))
        with self._session.work() as work:
            work.records.save_setting(_IDLE, str(nearest))
            self._session.log(work, "settings.idle")
            work.commit()

    def _key(self, name: str) -> str:
        part, _, rest = name.partition(".")
        return f"{part}.{self._session.user.id}" + (f".{rest}" if rest else "")


def _minutes(work: UnitOfWork) -> int:
    text = work.records.setting(_IDLE) or ""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
    return number if SHORTEST_IDLE <= number <= LONGEST_IDLE else DEFAULT_IDLE_MINUTES
