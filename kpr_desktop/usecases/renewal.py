"""Code books renewed offline: a new year's edition, a list of services or of places, looked at and then read in.

Only years that have not begun are ever touched. Whole or not at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kpr_desktop.codebook import package as packages
from kpr_desktop.codebook.comparison import Change, book_changes, place_changes
from kpr_desktop.codebook.edition_files import EditionTexts
from kpr_desktop.codebook.klass import PlaceList, read_klass
from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.codebook.package import CODEBOOK, PLACES, SERVICE_LIST, Seal
from kpr_desktop.codebook.places import Places
from kpr_desktop.codebook.renewal import edition_from, edition_of, kept_edition, kept_places, places_from
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.renewal_ports import Renewal, Signatures
from kpr_desktop.usecases.session import Session

RIGHT = "codebook.import"
KEYS_SETTING = "codebook.keys"
"""Fingerprints of the publishers' keys that this vault's administrators have accepted, a line each."""
YEARS_AHEAD = 3
OURS, ACCEPTED, UNKNOWN, NONE = "ours", "accepted", "unknown", "none"


@dataclass(frozen=True, slots=True)
class RenewalPreview:
    """What a file would give. `kind`: codebook | services | places.

    `trust`: who signed it is trusted by every vault (ours) or by this one (accepted), or not yet (unknown); a list of
    places is not signed at all (none). `sha256` is that of the file, `fingerprint` that of the key (64 hex digits).
    `publisher` is what the signer calls itself. `changes` are those from the year before. `replaces`: what was read in
    for this year before. `left_out`: codes of a list of places that stand for «unknown».
    """

    kind: str
    year: int
    sha256: str
    trust: str
    changes: tuple[Change, ...]
    fingerprint: str = ""
    publisher: str = ""
    made: date | None = None
    replaces: Renewal | None = None
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class _Found:
    """A file that could be read in: its preview, what would be kept, and what lays it over the session's."""

    preview: RenewalPreview
    content: str
    lay_over: Callable[[], None]


class RenewalDesk:
    """Anybody may see what was read in; codebook.import decides who may read in.

    `before_risk` makes a verified backup, and raises when it cannot. `publishers`: keys that every vault trusts.
    """

    def __init__(
        self,
        session: Session,
        signatures: Signatures,
        publishers: Mapping[bytes, str],
        before_risk: Callable[[], object],
    ) -> None:
        self._session = session
        self._signatures = signatures
        self._publishers = publishers
        self._before_risk = before_risk

    def on(self, session: Session) -> RenewalDesk:
        """The same on another session: a worker's, with a connection of its own."""
        return RenewalDesk(session, self._signatures, self._publishers, self._before_risk)

    def held(self) -> list[Renewal]:
        """What has been read in, the newest first."""
        with self._session.work() as work:
            return work.renewals.all()[::-1]

    def years(self) -> tuple[int, ...]:
        """The years a list of places can be read in for, oldest first."""
        today = self._session.today().year
        return tuple(range(today + 1, today + YEARS_AHEAD + 1))

    def preview(self, path: Path, year: int | None = None) -> RenewalPreview:
        """What the file holds; nothing is kept. `year`: of a list of places, which does not tell it; None = the next.

        Raises UserFault codebook.begun | too_far | assessed | later_there (year); codebook.not_signed_right; what
        `codebook.package`, `codebook.klass` and `codebook.renewal` raise; EnvironmentFault codebook.cannot_read.
        """
        self._session.require_role(RIGHT)
        return self._read(_bytes_of(path), year).preview

    def import_file(self, path: Path, sha256: str, year: int | None = None, accept: str = "") -> Renewal:
        """Read in the file that was looked at: `sha256` is the preview's. The passphrase must have been given again.

        `accept` is the fingerprint of a key that is not trusted yet, from somebody who has compared it. Raises
        UserFault codebook.other_file | key_unknown, and what `preview` and the backup before it raise.
        """
        session = self._session
        session.require(RIGHT)
        data = _bytes_of(path)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise UserFault("codebook.other_file", "file")
        found = self._read(data, year)
        told = found.preview
        if told.trust == UNKNOWN and accept != told.fingerprint:
            raise UserFault("codebook.key_unknown", "accept")
        self._before_risk()
        made = Renewal(
            session.new_id(), told.kind, told.year, found.content, sha256, told.fingerprint, session.now(),
            session.user.id,
        )  # fmt: skip
        with session.work() as work:
            self._check_year(work, told.kind, told.year)
            if told.trust == UNKNOWN:
                self._accept(work, told.fingerprint)
            work.renewals.add(made)
            signer = f"key:{told.fingerprint[:16]}" if told.fingerprint else "unsigned"
            session.log(work, RIGHT, subject=f"{told.kind} {told.year} sha256:{sha256} {signer}")
            work.commit()
        found.lay_over()
        return made

    def _accept(self, work: UnitOfWork, fingerprint: str) -> None:
        held = work.records.setting(KEYS_SETTING) or ""
        work.records.save_setting(KEYS_SETTING, f"{held}{fingerprint}\n")
        self._session.log(work, "codebook.accept_key", subject=f"key:{fingerprint}")

    def _read(self, data: bytes, year: int | None) -> _Found:
        if packages.looks_like(data):
            return self._read_package(data, packages.read_seal(data))
        return self._read_places(data, self.years()[0] if year is None else year)

    def _read_package(self, data: bytes, seal: Seal) -> _Found:
        if not self._signatures.holds(seal.key, seal.signature, seal.signed):
            raise UserFault("codebook.not_signed_right", "file")
        package = packages.read_package(seal.signed)
        fingerprint = self._signatures.fingerprint(seal.key)
        with self._session.work() as work:
            self._check_year(work, package.kind, package.year)
            rows = work.renewals.all()
            accepted = (work.records.setting(KEYS_SETTING) or "").split()
        session = self._session
        kept = [each for each in rows if (each.kind, each.year) != (package.kind, package.year)]
        files, book = edition_of(package, session.books.for_vault(_editions(kept)))
        trust = OURS if seal.key in self._publishers else ACCEPTED if fingerprint in accepted else UNKNOWN
        before = session.books.for_year(package.year - 1)
        preview = RenewalPreview(
            package.kind,
            package.year,
            hashlib.sha256(data).hexdigest(),
            trust,
            book_changes(before, book, package.year),
            fingerprint,
            self._publishers.get(seal.key, package.publisher),
            package.made,
            _last(rows, package.year, (CODEBOOK, SERVICE_LIST)),
        )
        return _Found(preview, kept_edition(files), lambda: session.books.lay_over(package.year, files))

    def _read_places(self, data: bytes, year: int) -> _Found:
        places = read_klass(data, year)
        session = self._session
        with session.work() as work:
            self._check_year(work, PLACES, year)
            rows = work.renewals.all()
        _check_districts(places, session.places.list_for(year))
        now = session.places.with_list(year, places).list_for(year)
        preview = RenewalPreview(
            PLACES,
            year,
            hashlib.sha256(data).hexdigest(),
            NONE,
            place_changes(session.places.list_for(year - 1), now),
            replaces=_last(rows, year, (PLACES,)),
            left_out=places.left_out,
        )
        return _Found(preview, kept_places(places), lambda: session.places.lay_over(year, places))

    def _check_year(self, work: UnitOfWork, kind: str, year: int) -> None:
        """A year that has begun, here or for the newest line of the log, is closed: a clock set back opens none."""
        today = self._session.today().year
        newest = work.records.log_entries(limit=1)
        if year <= max([today, *(each.at.year for each in newest)]):
            raise UserFault("codebook.begun", "file", year=year)
        if year > today + YEARS_AHEAD:
            raise UserFault("codebook.too_far", "file", year=year, last=today + YEARS_AHEAD)
        if work.renewals.assessed_since(year):
            raise UserFault("codebook.assessed", "file", year=year)
        if kind != PLACES and any(each.kind != PLACES and each.year > year for each in work.renewals.all()):
            raise UserFault("codebook.later_there", "file", year=year)


def lay_over(rows: Iterable[Renewal], books: CodeBooks, places: Places) -> tuple[CodeBooks, Places]:
    """The code books and places of a vault: ours, with what was read into it over them. Nothing is parsed yet."""
    held = list(rows)
    made = places.for_vault()
    for each in held:
        if each.kind == PLACES:
            made.lay_over(each.year, places_from(each.content))
    return books.for_vault(_editions(held)), made


def _editions(rows: Iterable[Renewal]) -> dict[int, EditionTexts]:
    return {each.year: edition_from(each.year, each.content) for each in rows if each.kind != PLACES}


def _last(rows: Iterable[Renewal], year: int, kinds: tuple[str, ...]) -> Renewal | None:
    found = [each for each in rows if each.year == year and each.kind in kinds]
    return found[-1] if found else None


def _check_districts(places: PlaceList, in_force: PlaceList) -> None:
    """A district belongs to a municipality of that year."""
    known = in_force.municipalities if places.municipalities is None else places.municipalities
    for code in places.districts or ():
        if code[:4] not in (known or ()):
            raise UserFault("codebook.klass_homeless", "file", district=code)


def _bytes_of(path: Path) -> bytes:
    try:
        if not path.is_file():  # a pipe or a device would never end
            raise EnvironmentFault("codebook.cannot_read")
        with path.open("rb") as file:
            return file.read(packages.LARGEST + 1)
    except OSError:
        raise EnvironmentFault("codebook.cannot_read") from None
