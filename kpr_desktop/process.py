"""The process itself: it leaves no memory dump, and a bug that ends it tells where, never what (security page, D1)."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

_PR_SET_DUMPABLE = 4
_SEM_SILENT = 0x0001 | 0x0002 | 0x8000
"""SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX and SEM_NOOPENFILEERRORBOX."""


def guard() -> None:
    """Call it first of all. What a system does not have is left out: the program runs without it."""
    sys.excepthook = _told
    sys.unraisablehook = lambda hook: _told(hook.exc_type, hook.exc_value, hook.exc_traceback)
    threading.excepthook = lambda hook: _told(hook.exc_type, hook.exc_value, hook.exc_traceback)
    with contextlib.suppress(Exception):
        _without_dumps()


def where(trace: TracebackType | None) -> Iterator[str]:
    """File, line and function of each step, the outermost first."""
    while trace is not None:
        code = trace.tb_frame.f_code
        yield f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}"
        trace = trace.tb_next


def _told(kind: type[BaseException], _error: BaseException | None, trace: TracebackType | None) -> None:
    """The kind of bug and the way to it. The message of an exception may hold a name: it is left out."""
    if kind is KeyboardInterrupt:
        return
    with contextlib.suppress(Exception):
        for step in where(trace):
            sys.stderr.write(f"  {step}\n")
        sys.stderr.write(f"{kind.__name__}\n")


if sys.platform == "win32":  # pragma: no cover - Windows alone

    def _without_dumps() -> None:
        import ctypes

        ctypes.windll.kernel32.SetErrorMode(_SEM_SILENT)
        ctypes.windll.wer.WerAddExcludedApplication(ctypes.c_wchar_p(sys.executable), False)  # noqa: FBT003

else:

    def _without_dumps() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            import ctypes

            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
