"""Where everything lies under a prefix (/usr in the .deb, ~/.local after install.sh): the one list for both."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "app"))

from build import DIST, PACK, version  # noqa: E402 - a folder of scripts, not a package

PROGRAMS = ("kpr-desktop", "kpr")
LIBRARY = "lib/kpr-desktop"
EPOCH = 1767225600
"""Every file in a package is of 1 January 2026, so that the same sources give the same package."""


def lay_out(prefix: Path) -> None:
    """The program, its links, and what a desktop reads of it. Needs `make app` before."""
    if not DIST.is_dir():
        sys.exit("There is no program yet: make app")
    share = prefix / "share"
    shutil.copytree(DIST, prefix / LIBRARY, symlinks=True)
    (prefix / "bin").mkdir(parents=True)
    for name in PROGRAMS:
        (prefix / "bin" / name).symlink_to(f"../{LIBRARY}/{name}")
    shutil.copytree(PACK / "icons/hicolor", share / "icons/hicolor")
    for name, folder in (
        ("kpr-desktop.desktop", "applications"),
        ("kpr-desktop.xml", "mime/packages"),
        ("no.kpr_desktop.kpr-desktop.metainfo.xml", "metainfo"),
    ):
        (share / folder).mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / name, share / folder / name)
    (share / "man/man1").mkdir(parents=True)
    for name in PROGRAMS:
        packed(share / f"man/man1/{name}.1.gz", man_page(name))


def packed(path: Path, text: str) -> None:
    """A text, compressed, with no time in it."""
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def man_page(name: str) -> str:
    """The manual page. That of `kpr` is what the program itself says of its commands, so it can not go stale."""
    source = (HERE / f"{name}.1.in").read_text("utf-8").replace("@VERSION@", version())
    if "@COMMANDS@" not in source:
        return source
    program = DIST / name
    about = said(program, "--help")
    commands = re.findall(r"^    ([a-z]+)(?:\s|$)", about, re.MULTILINE)
    if not commands:
        sys.exit(f"{name} --help names no command")
    parts = [f".SS {each}\n{verbatim(said(program, each, '--help'))}" for each in commands]
    return source.replace("@COMMANDS@", "\n".join(parts))


def said(program: Path, *words: str) -> str:
    """What the program prints, in English."""
    command = [str(program), "--language", "en", *words]
    environment = {"COLUMNS": "90", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def verbatim(text: str) -> str:
    """A text that the manual shows as it is."""
    lines = [
        re.sub(r"^([.'])", r"\\&\1", line.replace("\\", "\\e").replace("-", "\\-"))
        for line in text.splitlines()
    ]
    return "\n".join([".nf", *lines, ".fi"])
