"""The files as a power cut may leave them (security page 5.2).

What a file held when it was last flushed is there. Later writes and new lengths are kept, dropped or torn at 512 bytes,
each for itself. Names (new, moved, gone) count for certain only once their folder was flushed; before that, any first
part of them may have reached the disk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.support.crash_trace import Cut, Event, Flush, Name, Told, Trace, Write

SECTOR = 512


@dataclass
class _File:
    """What is on the disk for certain, and what came after."""

    sure: bytearray = field(default_factory=bytearray)
    later: list[Write | Cut] = field(default_factory=list)


@dataclass
class _Names:
    """Files and folders by path."""

    files: dict[str, int] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)

    def copy(self) -> _Names:
        return _Names(dict(self.files), set(self.folders))

    def apply(self, event: Name) -> None:
        path = event.path
        if event.source and event.is_folder:
            head = event.source + "/"
            for name in [each for each in self.files if each.startswith(head)]:
                self.files[f"{path}/{name[len(head) :]}"] = self.files.pop(name)
            self.folders.discard(event.source)
            self.folders.add(path)
        elif event.source:
            # A name that never reached the disk has nothing to move.
            if self.files.pop(event.source, None) is not None:
                self.files[path] = event.inode
        elif event.is_folder:
            (self.folders.add if event.inode == 0 else self.folders.discard)(path)
        elif event.inode < 0:
            self.files.pop(path, None)
        elif _folder_of(path) in self.folders:
            self.files[path] = event.inode


@dataclass(frozen=True)
class State:
    """One state of the files, and the lines that had been written by then."""

    files: dict[str, bytes]
    folders: frozenset[str]
    told: tuple[str, ...]

    def put(self, root: Path) -> None:
        """Write it into an empty folder."""
        root.mkdir(parents=True, exist_ok=True)
        for folder in sorted(self.folders - {""}):
            (root / folder).mkdir(parents=True, exist_ok=True)
        for name, data in self.files.items():
            (root / name).write_bytes(data)


class Disk:
    """Follows a trace up to a point; `state` then throws the dice for what was not flushed."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._files = {inode: _File(bytearray(data)) for inode, data in trace.content.items()}
        self._names = _Names(dict(trace.names), {*trace.folders, ""})
        self._waiting: list[Name] = []
        self._told: list[str] = []
        self._done = 0

    def forward(self, cut: int) -> None:
        """Up to the event number `cut`; only ever forward."""
        for event in self._trace.events[self._done : cut]:
            self._step(event)
        self._done = cut

    def _step(self, event: Event) -> None:
        if isinstance(event, Told):
            self._told.append(event.text)
        elif isinstance(event, Name):
            self._waiting.append(event)
        elif isinstance(event, Flush):
            self._flush(event)
        else:
            self._files.setdefault(event.inode, _File()).later.append(event)

    def _flush(self, event: Flush) -> None:
        if event.folder is None:
            file = self._files.setdefault(event.inode, _File())
            for each in file.later:
                _apply(file.sure, each)
            file.later.clear()
            return
        # A journalling file system keeps the order of names: what came before goes with it.
        last = max(
            (i for i, each in enumerate(self._waiting) if event.folder in _folders_of(each)), default=-1
        )
        for name in self._waiting[: last + 1]:
            self._names.apply(name)
        del self._waiting[: last + 1]

    def state(self, random: Random) -> State:
        """One of the states that a power cut may leave here."""
        names = self._names.copy()
        for each in self._waiting[: random.randint(0, len(self._waiting))]:
            names.apply(each)
        keep = _dice(random)
        files = {}
        for path, inode in names.files.items():
            file = self._files.get(inode, _File())
            data = bytearray(file.sure)
            for later in file.later:
                keep(data, later)
            files[path] = bytes(data)
        return State(files, frozenset(names.folders), tuple(self._told))


def _dice(random: Random) -> Callable[[bytearray, Write | Cut], None]:
    """How the writes that were not flushed fare: all kept, all dropped, or each for itself."""
    mood = random.random()

    def keep(data: bytearray, event: Write | Cut) -> None:
        fate = random.random()
        if mood < 0.15 or (mood >= 0.3 and fate < 0.4):
            _apply(data, event)
        elif mood >= 0.3 and fate < 0.7 and isinstance(event, Write):
            _tear(data, event, random)

    return keep


def _apply(data: bytearray, event: Write | Cut) -> None:
    if isinstance(event, Cut):
        _set_length(data, event.length)
        return
    if len(data) < event.at:
        _set_length(data, event.at)
    data[event.at : event.at + len(event.data)] = event.data


def _tear(data: bytearray, event: Write, random: Random) -> None:
    """Some of the write's sectors arrive: the first ones, or any."""
    first = event.at // SECTOR
    count = (event.at + len(event.data) - 1) // SECTOR - first + 1 if event.data else 0
    front = random.randint(0, count) if random.random() < 0.5 else -1
    for number in range(count):
        if number < front or (front < 0 and random.random() < 0.5):
            begin = max((first + number) * SECTOR, event.at)
            end = min((first + number + 1) * SECTOR, event.at + len(event.data))
            _apply(data, Write(event.inode, begin, event.data[begin - event.at : end - event.at]))


def _set_length(data: bytearray, length: int) -> None:
    if length < len(data):
        del data[length:]
    else:
        data.extend(bytes(length - len(data)))


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def _folders_of(event: Name) -> set[str]:
    return {_folder_of(event.path), _folder_of(event.source or event.path)}
