"""`python -m tests.prove.imports`: bad files of every kind that the program reads in, one after the other.

Receipts, code books and lists, and cases as FHIR: cut short, bombs, external entities, wrong schemas, doubled ids,
foreign encodings. Each has to be refused in words (of ours, not of a library's) within a few seconds, and the vault has
to be the same to the last row as before it. Control: a good file of each kind, which the same look has to notice.
"""

from __future__ import annotations

import hashlib
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault
from tests.support import bad_codebooks, bad_fhir, bad_files
from tests.support.codebooks import Publisher, put, read_in
from tests.support.world import World, confirmed, make_world

MOST_SECONDS = 5.0
SHORTEST_WORDS = 25
LEAST = 300


@dataclass(frozen=True)
class Bad:
    """A bad file: its kind, what is wrong with it, and how it is tried. The trial raises, or gives what it refused."""

    kind: str
    name: str
    attempt: Callable[[World, Path], None]


class NotRefused(Exception):
    """A bad file was taken."""


def all_files() -> list[Bad]:
    """Every bad file that we know of."""
    publisher = Publisher()
    found = [Bad("receipt", each.name, _receipt(each.data)) for each in bad_files.bad_receipts()]
    found += [Bad("code book", each.name, _codebook(each.data)) for each in bad_codebooks.all_bad(publisher)]
    found += [Bad("case", each.name, _case(each.data)) for each in bad_fhir.bad_files()]
    return found


def _receipt(data: bytes) -> Callable[[World, Path], None]:
    return lambda world, _: _taken(world.services.desk.read_in(data))


def _codebook(data: bytes) -> Callable[[World, Path], None]:
    def attempt(world: World, folder: Path) -> None:
        desk = world.services.renewal
        path = put(folder, data)
        seen = desk.preview(path)
        _taken(desk.import_file(path, seen.sha256))

    return attempt


def _case(data: bytes) -> Callable[[World, Path], None]:
    def attempt(world: World, folder: Path) -> None:
        path = folder / "sak.json"
        path.write_bytes(data)
        desk = world.services.exchange
        _taken(desk.take(desk.read_file(path)))

    return attempt


def _taken(_: object) -> None:
    raise NotRefused


def state(world: World) -> str:
    """A digest of every row of the vault but the log's, the head's and the seals'."""
    digest = hashlib.sha256()
    with world.session.work() as work:
        reading = work._database  # type: ignore[attr-defined]  # the proof looks beneath
        names = reading.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        for (name,) in names:
            if name in ("log", "head", "seal", "sqlite_sequence"):
                continue
            for row in reading.rows(f"SELECT * FROM {name}"):
                digest.update(repr((name, row)).encode())
    return digest.hexdigest()


def tried(world: World, bad: Bad, folder: Path, texts: Texts) -> tuple[str, list[str]]:
    """The code it was refused with, and what is wrong with how it went."""
    confirmed(world.session)
    before, began, wrong, code = state(world), time.monotonic(), [], ""
    try:
        bad.attempt(world, folder)
    except Fault as fault:
        code = fault.code
        if len(texts.fault(fault)) < SHORTEST_WORDS:
            wrong.append("no words")
    except NotRefused:
        wrong.append("taken")
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        wrong.append(f"crash: {type(error).__name__}")
    if time.monotonic() - began > MOST_SECONDS:
        wrong.append("too slow")
    if state(world) != before:
        wrong.append("something came in")
    return code, wrong


def good_ones(world: World, folder: Path) -> list[str]:
    """Kinds whose good file the look did not notice: none, or the look sees nothing."""
    unseen = []
    confirmed(world.session)
    path = folder / "god.json"
    path.write_bytes(bad_fhir._bytes(bad_fhir.good()))
    desk = world.services.exchange
    trials: dict[str, Callable[[], object]] = {
        "receipt": lambda: world.services.desk.read_in(
            bad_files.answer(messageId=bad_files.ORIGINAL, refId="r")
        ),
        "code book": lambda: read_in(world, put(folder, Publisher().scope('"1": yes'))),
        "case": lambda: desk.take(desk.read_file(path)),
    }
    for kind, act in trials.items():
        before = state(world)
        act()
        if state(world) == before:
            unseen.append(kind)
    return unseen


def main() -> int:
    """0 when every file was refused in words and nothing came in."""
    texts = Texts.load("nb")
    began = time.monotonic()
    wrong: list[str] = []
    kinds: Counter[str] = Counter()
    codes: set[str] = set()
    with tempfile.TemporaryDirectory(prefix="kpr-imports-") as name:
        folder = Path(name)
        world = make_world(folder / "vault")
        for bad in all_files():
            code, faults = tried(world, bad, folder, texts)
            kinds[bad.kind] += 1
            codes.add(code)
            wrong += [f"{bad.kind}, {bad.name}: {fault}" for fault in faults]
        unseen = good_ones(world, folder)
        world.close()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{sum(kinds.values())} bad files ({', '.join(f'{n} {k}' for k, n in kinds.items())}): {len(wrong)} went wrong;"
        f" {len(codes)} different reasons, {most} MB at most, {time.monotonic() - began:.0f} seconds"
    )
    for line in wrong[:20]:
        print(f"  {line}")
    print(f"Control: good files that the look did not notice: {unseen or 'none'}")
    return 1 if wrong or unseen or sum(kinds.values()) < LEAST else 0


if __name__ == "__main__":
    sys.exit(main())
