"""From a package to an edition that can be kept: always the texts of a whole edition, whatever was in the package.

So an edition that was read in never changes by itself: not by a new version of the program, not by what is read in
for another year.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from kpr_desktop.codebook.completeness import check_complete
from kpr_desktop.codebook.edition_files import SCOPE, SERVICES, EditionTexts
from kpr_desktop.codebook.klass import PlaceList
from kpr_desktop.codebook.loader import CodeBooks, load_edition
from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.codebook.node import ResourceError
from kpr_desktop.codebook.package import CODEBOOK, Package, scope_of, scope_text
from kpr_desktop.errors import UserFault

_DETAIL = 160


def edition_of(package: Package, books: CodeBooks) -> tuple[EditionTexts, CodeBook]:
    """The edition that a package gives, read and found complete. `books`: without what the package replaces.

    Raises UserFault (field file) codebook.not_whole (place, line, detail) | from_year; what `check_complete` raises.
    """
    try:
        files = EditionTexts(str(package.year), _texts(package, books))
        book = load_edition(files)
    except ResourceError as error:
        raise UserFault(
            "codebook.not_whole",
            "file",
            place=error.file,
            line=error.line,
            detail=error.message[:_DETAIL],
        ) from None
    if book.from_year != package.year:
        raise UserFault("codebook.from_year", "file", year=package.year)
    check_complete(book, books.for_year(package.year - 1))
    return files, book


def _texts(package: Package, books: CodeBooks) -> Mapping[str, str]:
    """A whole code book as it is; a list of services laid over the edition that the year would have without it."""
    if package.kind == CODEBOOK:
        return package.files
    base = books.files_for(package.year)
    texts = base.texts()
    scope: dict[str, bool] = {}
    if SERVICES in package.files:
        texts[SERVICES] = package.files[SERVICES]
    elif SCOPE in texts:
        scope = _scope(base, books.for_year(package.year))
    if SCOPE in package.files:
        told = EditionTexts(str(package.year), package.files)
        texts[SCOPE] = scope_text(package.year, {})
        scope |= _told_scope(told, load_edition(EditionTexts(told.year, texts)))
    texts[SCOPE] = scope_text(package.year, scope)
    return texts


def _scope(base: EditionTexts, book: CodeBook) -> dict[str, bool]:
    """What an older edition says of the scope; nothing when it only took over a list of services."""
    node = base.load(SCOPE)
    return scope_of(node, book) if "in_message" in node.map(("from_year",), ("in_message",)) else {}


def _told_scope(told: EditionTexts, book: CodeBook) -> dict[str, bool]:
    node = told.load(SCOPE)
    found = scope_of(node, book)
    begins = node.map(("from_year", "in_message"))["from_year"]
    if begins.text() != told.year:
        raise begins.error(f"the package is for {told.year!r}")
    return found


def kept_edition(files: EditionTexts) -> str:
    """An edition as the vault keeps it."""
    return json.dumps(files.texts(), ensure_ascii=False, sort_keys=True)


def kept_places(places: PlaceList) -> str:
    """A list of places as the vault keeps it."""
    told = {"municipalities": places.municipalities, "districts": places.districts}
    return json.dumps(
        {name: dict(each) if each is not None else None for name, each in told.items()}, ensure_ascii=False
    )


def edition_from(year: int, content: str) -> EditionTexts:
    """The reverse of `kept_edition`. What can not be read becomes an edition without files, which says so when used."""
    return EditionTexts(str(year), _names(_read(content)) or {})


def places_from(content: str) -> PlaceList:
    """The reverse of `kept_places`. What can not be read becomes a list that knows no place."""
    told = _read(content)
    if not isinstance(told, dict) or told.keys() != {"municipalities", "districts"}:
        return PlaceList({}, {})
    return PlaceList(_names(told["municipalities"]), _names(told["districts"]))


def _read(content: str) -> object:
    try:
        return json.loads(content)
    except ValueError:
        return None


def _names(told: object) -> dict[str, str] | None:
    return told if isinstance(told, dict) else None
