"""`python -m tests.prove.leaks`: what a window session writes holds no name and no number that was typed in it.

A child process takes the tour with planted names and numbers, then a second talk with all that a talk keeps beside the
scores, and finds that again in its vault through the use cases; its home, settings, temporary files and everything it
prints lie under one folder. Then every byte there is searched, in every form a text could hide in.
"""

from __future__ import annotations

import base64
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.prove.planted import CARE, PERSON_TEXTS, PLANTED, TALK

ROOT = Path(__file__).resolve().parents[2]
_STREAM, _END = b"stream", b"endstream"


@dataclass(frozen=True)
class Hit:
    """A planted text that was found: its place in the list, the form, the file."""

    number: int
    form: str
    file: str


def forms(text: str) -> Iterator[tuple[str, bytes]]:
    """Every form of a text that is searched for."""
    for name in ("utf-8", "utf-16-le", "utf-16-be"):
        plain = text.encode(name)
        yield name, plain
        yield f"{name}, reversed", text[::-1].encode(name)
        yield f"{name}, hex", plain.hex().encode()
        yield f"{name}, HEX", plain.hex().upper().encode()
        for shift in range(3):
            # Characters that depend on what stands before or after are left out.
            whole = base64.b64encode(bytes(shift) + plain)
            first = (shift * 8 + 5) // 6
            last = (shift + len(plain)) * 8 // 6
            yield f"{name}, base64 at {shift}", whole[first:last]
            yield f"{name}, base64url at {shift}", whole[first:last].translate(bytes.maketrans(b"+/", b"-_"))


def contents(path: Path) -> Iterator[bytes]:
    """What is in a file: its bytes, and what its compressed streams hold."""
    data = path.read_bytes()
    yield data
    at = 0
    while (begin := data.find(_STREAM, at)) >= 0 and (end := data.find(_END, begin)) >= 0:
        at = end + len(_END)
        part = data[begin + len(_STREAM) : end].strip(b"\r\n")
        for candidate in (part, _ascii85(part)):
            try:
                yield zlib.decompress(candidate)
            except zlib.error:
                continue


def _ascii85(part: bytes) -> bytes:
    try:
        return base64.a85decode(part if part.startswith(b"<~") else b"<~" + part, adobe=True)
    except ValueError:
        return b""


def search(folder: Path, planted: tuple[str, ...] = PLANTED) -> tuple[list[Hit], int, int]:
    """Hits, and how many files and bytes were searched."""
    wanted = [(number, name, form) for number, text in enumerate(planted) for name, form in forms(text)]
    hits: list[Hit] = []
    files = size = 0
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        files += 1
        size += path.stat().st_size
        for part in contents(path):
            hits += [
                Hit(number, name, str(path.relative_to(folder)))
                for number, name, form in wanted
                if form in part
            ]
        hits += [
            Hit(number, "file name", path.name) for number, text in enumerate(planted) if text in str(path)
        ]
    return hits, files, size


def session(root: Path) -> Path:
    """A whole window session whose every file lies under `root`. Gives the folder of the files asked for."""
    asked = root / "asked"
    places = {
        name: root / name.lower()
        for name in ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
    }
    places |= {"XDG_STATE_HOME": root / "state", "XDG_RUNTIME_DIR": root / "runtime"}
    for place in (*places.values(), asked, root / "work"):
        place.mkdir(parents=True, mode=0o700)
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    environment |= {name: str(place) for name, place in places.items()}
    packages = os.pathsep.join(str(ROOT / name) for name in (".", "ui", "resources"))
    environment |= {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": packages}
    command = [sys.executable, "-m", "tests.prove.leaks_child", str(root), str(asked)]
    with (root / "stdout").open("wb") as out, (root / "stderr").open("wb") as errors:
        ended = subprocess.run(
            command, env=environment, cwd=root / "work", stdout=out, stderr=errors, timeout=300, check=False
        )
    if ended.returncode:
        raise SystemExit(f"The session did not come off: {(root / 'stderr').read_text()[-500:]}")
    return asked


def controls(folder: Path) -> list[str]:
    """Plant every text in plain SQLite and in a log line. Gives the places where some were not found."""
    plain, log = folder / "sqlite", folder / "log"
    plain.mkdir(parents=True)
    log.mkdir()
    database = sqlite3.connect(plain / "plain.db")
    database.execute("create table person (name text)")
    database.executemany("insert into person values (?)", [(text,) for text in PLANTED])
    database.commit()
    database.close()
    (log / "program.log").write_text(
        "".join(f"WARNING opened {text}\n" for text in PLANTED), encoding="utf-8"
    )
    missed = []
    for place in (plain, log):
        found = {hit.number for hit in search(place)[0]}
        print(f"Control {place.name}: {len(found)} of {len(PLANTED)} planted texts found")
        if len(found) != len(PLANTED):
            missed.append(place.name)
    return missed


def main() -> int:
    """The exit code: 0 when nothing was found where it must not be, and the controls were found."""
    root = Path(tempfile.mkdtemp(prefix="kpr-leaks-"))
    try:
        asked = session(root / "session")
        in_asked, _, _ = search(asked)
        stored, care = (_told(root / "session" / "stdout", word) for word in ("stored", "care"))
        everything, files, size = search(root / "session")
        outside = [hit for hit in everything if not hit.file.startswith(f"{asked.name}{os.sep}")]
        missed = controls(root / "controls")
    finally:
        shutil.rmtree(root, ignore_errors=True)
    count = sum(1 for _ in forms("abc"))
    print(f"{len(PLANTED)} planted texts in {count} forms, {files} files, {size / 1e6:.1f} MB searched")
    print(f"Of {len(TALK.typed())} texts typed in the second talk the vault gives back {stored}")
    print(f"Of {len(CARE.typed())} texts kept with services and answers of the register it gives back {care}")
    allowed = {hit.number for hit in in_asked if hit.number < PERSON_TEXTS}
    talk = [hit for hit in in_asked if hit.number >= PERSON_TEXTS]
    print(f"In the PDF and the practice message that were asked for: {len(allowed)} of the person's texts")
    print(f"  and of what talk, services and answers keep: {len(talk)} hits")
    outside += talk
    for hit in outside[:20]:
        print(f"  text {hit.number} as {hit.form} in {hit.file}")
    print(f"Anywhere else: {len(outside) - len(talk)} hits")
    whole = (stored, care) == (len(TALK.typed()), len(CARE.typed()))
    return 1 if outside or missed or not allowed or not whole else 0


def _told(told: Path, word: str) -> int:
    """How many texts of a kind the session found in its vault."""
    lines = [line.split() for line in told.read_text(encoding="utf-8").splitlines()]
    return next((int(words[1]) for words in lines if words[:1] == [word]), 0)


if __name__ == "__main__":
    sys.exit(main())
