"""The process leaves no dump, and its last words name nobody."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from kpr_desktop import process

NAME = "Blid Fjellbekk"
RUN = """
import os, resource, signal, sys, threading
from kpr_desktop import process
process.guard()
print(resource.getrlimit(resource.RLIMIT_CORE), os.stat(f"/proc/{os.getpid()}/mem").st_uid, flush=True)
class Odd:
    def __del__(self):
        raise ValueError("Blid Fjellbekk")
def beside(name):
    raise ValueError(name)
one = threading.Thread(target=beside, args=("Blid Fjellbekk",))
one.start()
one.join()
odd = Odd()
del odd
def last(name):
    raise KeyError(name)
last("Blid Fjellbekk")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc: Linux only")
def test_no_dump_is_left_and_a_bug_tells_where_but_not_what() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", RUN], capture_output=True, text=True, timeout=60, check=False, cwd="."
    )
    assert ended.returncode == 1
    assert ended.stdout == "(0, 0) 0\n"  # the files of a process that can not be dumped belong to root
    assert NAME not in ended.stderr
    assert "Fjellbekk" not in ended.stderr
    assert ended.stderr.count("ValueError\n") == 2
    assert "<string>:17 last\nKeyError\n" in ended.stderr


def test_the_hooks_are_put_in_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    called: list[int] = []

    def cannot() -> None:
        called.append(1)
        raise OSError("not on this system")

    monkeypatch.setattr(process, "_without_dumps", cannot)
    process.guard()
    assert called == [1]
    with pytest.raises(ValueError, match=NAME) as raised:
        int(NAME)
    error, trace = raised.value, raised.value.__traceback__
    told = type("Hook", (), {"exc_type": ValueError, "exc_value": error, "exc_traceback": trace})
    sys.excepthook(ValueError, error, trace)
    sys.unraisablehook(told)  # type: ignore[arg-type]
    threading.excepthook(told)  # type: ignore[arg-type]
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    written = capsys.readouterr().err
    assert written.count("ValueError\n") == 3
    assert "test_process.py" in written
    assert NAME not in written


@pytest.mark.skipif(sys.platform == "win32", reason="not on Windows")
def test_what_the_system_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    import ctypes
    import resource

    asked: list[object] = []
    library = type("Library", (), {"prctl": lambda _self, *words: asked.append(words)})
    monkeypatch.setattr(resource, "setrlimit", lambda *words: asked.append(words))
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: library())
    process._without_dumps()
    assert asked[0] == (resource.RLIMIT_CORE, (0, 0))
    assert asked[1:] == ([(4, 0, 0, 0, 0)] if sys.platform == "linux" else [])
