"""What a program did to a folder, call by call, as `strace` saw it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NO_STRACE = "strace can not be used here"
_CHANGING = (
    "openat,open,creat,write,pwrite64,pwritev,writev,lseek,fsync,fdatasync,sync_file_range,ftruncate,truncate,fallocate,"
    "unlink,unlinkat,rename,renameat,renameat2,link,linkat,symlink,mkdir,mkdirat,rmdir,close,dup,dup2,dup3,sendfile,"
    "copy_file_range"
)
_LINE = re.compile(r"(?P<pid>\d+) +(?P<name>\w+)\((?P<args>.*)\) += (?P<value>-?\d+)")
_NO_SUCH_CALL = frozenset(
    "pwritev writev sync_file_range truncate fallocate link linkat symlink dup dup2 dup3 sendfile"
    " copy_file_range".split()
)
"""Calls that the model does not know: none may touch the folder."""


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes put into a file at an offset. `inode` numbers files in the order they were met."""

    inode: int
    at: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file's new length."""

    inode: int
    length: int


@dataclass(frozen=True, slots=True)
class Flush:
    """All of a file, or of a folder's names (relative path), is on the disk."""

    inode: int = -1
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A name comes, goes (`inode` -1) or moves (`source`)."""

    path: str
    inode: int = -1
    source: str = ""
    is_folder: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A line that the program wrote to its standard output."""

    text: str


Event = Write | Cut | Flush | Name | Told


@dataclass
class Trace:
    """Everything that happened, after the files as they lay there before (path -> inode, inode -> bytes)."""

    names: dict[str, int] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    content: dict[int, bytes] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    ended: int = 0


@cache
def why_no_strace() -> str:
    """Empty when strace can be used."""
    if not sys.platform.startswith("linux") or shutil.which("strace") is None:
        return f"{NO_STRACE}: it is not installed"
    tried = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False)
    return f"{NO_STRACE}: tracing is not allowed" if tried.returncode else ""


def traced(folder: Path, words: list[str], env: Mapping[str, str] | None = None) -> Trace:
    """Run `python <words>` and follow what it does under `folder`. Raises RuntimeError when it fails."""
    folder = folder.resolve()
    log = folder.with_name(folder.name + ".strace")
    reader = _Reader(folder)
    command = [
        "strace", "-f", "-xx", "-s", "70000", "-e", f"trace={_CHANGING}", "-e", "signal=none", "-o", str(log),
        sys.executable, *words,
    ]  # fmt: skip
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, **(env or {})}
    )
    if done.returncode:
        raise RuntimeError(done.stdout[-500:] + done.stderr[-2000:])
    with log.open(encoding="ascii", errors="replace") as file:
        for line in file:
            reader.line(line)
    log.unlink()
    return reader.trace


class _Reader:
    """Follows file handles and names."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self.trace = Trace()
        self._handles: dict[int, tuple[int, str]] = {}
        self._at: dict[int, int] = {}
        self._unfinished: dict[str, str] = {}
        self._here: dict[str, int] = {}
        for path in sorted(folder.rglob("*")):
            name = str(path.relative_to(folder))
            if path.is_dir():
                self.trace.folders.add(name)
            else:
                self.trace.content[len(self.trace.content)] = path.read_bytes()
                self.trace.names[name] = len(self.trace.content) - 1
        self._here.update(self.trace.names)
        self._next = len(self.trace.content)

    def line(self, line: str) -> None:
        """One line of strace; calls that another thread's interrupted are put together."""
        pid, _, rest = line.partition(" ")
        if rest.rstrip().endswith("<unfinished ...>"):
            self._unfinished[pid] = rest.strip().removesuffix("<unfinished ...>").rstrip()
            return
        resumed = re.match(r"\s*<\.\.\. (\w+) resumed>(.*)", rest)
        if resumed:
            rest = self._unfinished.pop(pid) + resumed[2]
        found = _LINE.match(f"{pid} {rest.strip()}")
        if found and int(found["value"]) >= 0:
            self._call(found["name"], found["args"], int(found["value"]))

    def _call(self, name: str, args: str, value: int) -> None:
        if name in {"openat", "open", "creat"}:
            self._opened(args, value)
        elif name == "close":
            self._handles.pop(_handle(args), None)
        elif name in {"write", "pwrite64"}:
            self._written(name, args, value)
        elif name == "lseek":
            self._at[_handle(args)] = value
        elif name in {"fsync", "fdatasync"}:
            self._flushed(_handle(args))
        elif name == "ftruncate":
            self._cut(_handle(args), int(args.split(",")[1]))
        else:
            self._named(name, args)

    def _named(self, name: str, args: str) -> None:
        """Calls that change names."""
        if name in {"unlink", "unlinkat", "rmdir"}:
            for path in self._paths(args)[:1]:
                self._here.pop(path, None)
                self._add(Name(path, is_folder=name == "rmdir" or "AT_REMOVEDIR" in args))
        elif name in {"mkdir", "mkdirat"}:
            for path in self._paths(args)[:1]:
                self._add(Name(path, 0, is_folder=True))
        elif name in {"rename", "renameat", "renameat2"}:
            self._renamed(args)
        elif name in _NO_SUCH_CALL and (self._paths(args) or _handle(args) in self._handles):
            raise RuntimeError(f"the program uses {name}, which the model does not know")

    def _opened(self, args: str, handle: int) -> None:
        self._handles.pop(handle, None)
        self._at[handle] = 0
        paths = self._paths(args)
        if not paths:
            return
        path = paths[0]
        if "O_DIRECTORY" in args or (path not in self._here and "O_CREAT" not in args):
            self._handles[handle] = (-1, path)
            return
        inode = self._here.get(path)
        if inode is None:
            inode = self._next
            self._next += 1
            self._here[path] = inode
            self._add(Name(path, inode))
        elif "O_TRUNC" in args:
            self._add(Cut(inode, 0))
        if "O_APPEND" in args:
            raise RuntimeError("the program appends, which the model does not know")
        self._handles[handle] = (inode, path)

    def _written(self, name: str, args: str, value: int) -> None:
        handle = _handle(args)
        start = args.index('"') + 1
        text = args[start : args.index('"', start)]
        data = bytes.fromhex(text.replace("\\x", ""))[:value]
        if handle == 1 and name == "write":
            self.trace.events += [Told(line) for line in data.decode().splitlines()]
        if handle not in self._handles:
            return
        if len(data) != value:
            raise RuntimeError("strace has cut a write short")
        at = int(args.rsplit(",", 1)[1]) if name == "pwrite64" else self._at[handle]
        if name == "write":
            self._at[handle] = at + value
        self._add(Write(self._handles[handle][0], at, data))

    def _flushed(self, handle: int) -> None:
        if handle in self._handles:
            inode, path = self._handles[handle]
            self._add(Flush(folder=path) if inode < 0 else Flush(inode))

    def _cut(self, handle: int, length: int) -> None:
        if handle in self._handles:
            self._add(Cut(self._handles[handle][0], length))

    def _renamed(self, args: str) -> None:
        paths = self._paths(args)
        if not paths:
            return
        if len(paths) != 2:
            raise RuntimeError("a name left the folder, or came into it")
        source, path = paths
        inode = self._here.pop(source, None)
        if inode is None:
            moved = {name: i for name, i in self._here.items() if name.startswith(source + "/")}
            for name, each in moved.items():
                del self._here[name]
                self._here[path + name[len(source) :]] = each
            self._add(Name(path, source=source, is_folder=True))
        else:
            self._here[path] = inode
            self._add(Name(path, inode, source))

    def _paths(self, args: str) -> list[str]:
        """The paths under the folder that a call names, relative to it."""
        found = []
        for text in re.findall(r'"((?:\\x[0-9a-f]{2})*)"', args):
            path = os.path.normpath(bytes.fromhex(text.replace("\\x", "")).decode(errors="replace"))
            if path == self._folder:
                found.append("")
            elif path.startswith(self._folder + "/"):
                found.append(path[len(self._folder) + 1 :])
        return found

    def _add(self, event: Event) -> None:
        self.trace.events.append(event)


def _handle(args: str) -> int:
    found = re.match(r"-?\d+", args)
    return int(found[0]) if found else -1


def told(events: list[Event]) -> Iterator[str]:
    """The lines that were written."""
    return (each.text for each in events if isinstance(each, Told))
