"""`python -m tests.prove.offline`: a whole session in the window without a network, and every socket that it asks for.

The session runs in a network name space of its own in which there is no interface that is up, under `strace`. The same
is done with a program that asks for an internet socket: it must be seen, or the proof could not see ours either.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INTERNET = ("AF_INET", "AF_INET6", "AF_PACKET")
_SOCKET = re.compile(r"\bsocket(?:pair)?\((AF_\w+|0x[0-9a-f]+|\d+)")
_AWAY = ["unshare", "--map-root-user", "--net", "--"]
_TRACE = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=socket,socketpair"]
_PYTHON = [sys.executable, "-m"]
ASKS = "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_STREAM)"
"""The control: a program that does what ours must not do."""


@cache
def why_not() -> str:
    """Why the proof can not be made here; empty when it can."""
    if sys.platform != "linux" or not shutil.which("strace") or not shutil.which("unshare"):
        return "strace and unshare are needed: Linux only"
    tried = subprocess.run([*_AWAY, *_TRACE, "-o", os.devnull, "true"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "strace or a network name space can not be used here"


def sockets(words: list[str], limit: float) -> Counter[str]:
    """The address families of all sockets that a program and its children asked for. Raises RuntimeError if it failed.

    `limit`: seconds within which it must have ended.
    """
    with tempfile.TemporaryDirectory(prefix="kpr-offline-") as folder:
        told = Path(folder) / "trace"
        command = [*_AWAY, *_screen(), *_TRACE, "-o", str(told), *words]
        env = os.environ | {"HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_DATA_HOME": folder}
        ended = subprocess.run(
            command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=limit, check=False
        )
        if ended.returncode:
            raise RuntimeError(f"{words[-2:]} ended with {ended.returncode}: {ended.stderr[-600:]}")
        return Counter(_SOCKET.findall(told.read_text(encoding="utf-8", errors="replace")))


def _screen() -> list[str]:
    """A real screen inside the name space where there is one to be had: there more of Qt is at work."""
    if not shutil.which("xvfb-run"):
        return []
    return ["env", "-u", "QT_QPA_PLATFORM", "xvfb-run", "--auto-servernum"]


def main(words: list[str]) -> int:
    """0 when the session asked for no internet socket and the control was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="only the first window, not the whole job")
    short = parser.parse_args(words).short
    if reason := why_not():
        print(f"Not proven: {reason}.")
        return 2
    with tempfile.TemporaryDirectory(prefix="kpr-offline-tour-") as folder:
        session = ["kpr_desktop_ui", "--smoke"] if short else ["tests.tour", folder]
        seen = sockets([*_PYTHON, *session], 60 if short else 900)
    caught = sockets([sys.executable, "-c", ASKS], 60)
    internet = sum(seen[family] for family in INTERNET)
    rest = ", ".join(f"{count} {family}" for family, count in sorted(seen.items())) or "none at all"
    what = "The first window" if short else "The whole job in the window"
    print(f"{what}, without an interface: {internet} internet sockets (all sockets: {rest}).")
    print(f"Control, a program that asks for one: {sum(caught[family] for family in INTERNET)} seen.")
    return 0 if not internet and sum(caught[family] for family in INTERNET) == 1 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
