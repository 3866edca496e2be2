"""The real lock: the process of the session is gone, with all of its memory, and its successor asks who is there."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kpr_desktop_ui.pages.lock import again
from tests.support.world import make_world

ROOT = Path(__file__).parents[3]
GENEROUS = 20.0
"""Seconds: a machine that does ten other things; the figure is printed."""


def environment(folder: Path) -> dict[str, str]:
    places = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CONFIG", "DATA", "CACHE")}
    paths = os.pathsep.join(str(ROOT / part) for part in ("", "ui", "resources"))
    return os.environ | places | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": paths, "HOME": str(folder)}


def cmdline(pid: int) -> list[str]:
    try:
        return [word for word in Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0") if word]
    except OSError:
        return []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc: Linux only")
def test_the_same_process_id_becomes_another_program(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    world.close()
    words = [sys.executable, "-m", "tests.ui.lock.lock_child", str(world.path)]
    with subprocess.Popen(
        words, cwd=ROOT, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        began = time.time()
        line = child.stdout.readline()
        assert line.startswith("locking "), child.communicate()[1]
        locked = float(line.split()[1])
        image: list[str] = []
        while child.poll() is None and time.time() < began + 90:
            image = cmdline(child.pid) or image
            time.sleep(0.002)
        took = time.time() - locked
        rest, errors = child.communicate()
    assert child.returncode == 0, errors
    assert rest == ""
    assert image[1:4] == ["-m", "kpr_desktop_ui", "--vault"]
    assert image[5:8] == ["--locked", "--who", "0"]
    assert "Traceback" not in errors
    print(f"from the key to a log-in page that can be used, and the end of its process: {took:.2f} s")
    assert took < GENEROUS


def test_the_command_names_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    assert again.command(Path("/v"), 2, ["--smoke"])[1:] == [
        *("-m", "kpr_desktop_ui", "--vault", "/v", "--locked", "--who", "2", "--smoke"),
    ]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert again.command(Path("/v")) == [sys.executable, "--vault", "/v", "--locked"]


def test_where_no_new_process_can_be_started_this_one_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []

    def cannot(*_: object) -> None:
        raise OSError("no")

    monkeypatch.setattr(os, "execv", cannot)
    monkeypatch.setattr(os, "_exit", ended.append)
    with pytest.raises(OSError, match="no"):
        again.start_again(Path("/v"))
    assert ended == [0]
