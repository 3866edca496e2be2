"""`make app`: both programs in one folder, build/pack/dist/kpr-desktop, on the system this runs on.

    python packaging/app/build.py [--no-smoke]

Needs Python 3.11 or newer and nothing else: the environment is made from requirements-build.txt, every file checked
against its hash. The folder may be moved anywhere; installers are made of it (packaging/README.md).
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACK = ROOT / "build" / "pack"
DIST = PACK / "dist" / "kpr-desktop"
MINIMUM = (3, 11)
_WINDOWS = sys.platform == "win32"
_PYTHON = PACK / "venv" / ("Scripts/python.exe" if _WINDOWS else "bin/python")


def version() -> str:
    """The program's version."""
    found = re.search(r'__version__ = "([^"]+)"', (ROOT / "kpr_desktop/__init__.py").read_text("utf-8"))
    return found[1] if found else ""


def call(*words: str | Path, **more: str) -> None:
    """Run a step in the build's environment. Ends the build when it fails."""
    ended = subprocess.run([str(word) for word in words], cwd=ROOT, env={**os.environ, **more}, check=False)
    if ended.returncode:
        sys.exit(f"build: {Path(words[0]).name} ended with {ended.returncode}")


def environment() -> None:
    """The build's own environment; made anew when the lock is another."""
    lock = (ROOT / "requirements-build.txt").read_bytes()
    stamp = PACK / "venv" / "made-from"
    wanted = hashlib.sha256(lock + sys.version.encode()).hexdigest()
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return
    shutil.rmtree(PACK / "venv", ignore_errors=True)
    venv.create(PACK / "venv", with_pip=True)
    quiet = ("--disable-pip-version-check", "--no-input", "install", "--quiet")
    call(_PYTHON, "-m", "pip", *quiet, "--require-hashes", "--requirement", "requirements-build.txt")
    stamp.write_text(wanted, "utf-8")


def windows_version() -> None:
    """What Windows shows under Properties of the two programs."""
    numbers = [*version().split(".")[:3], "0"]
    (PACK / "version.txt").write_text(
        f"""VSVersionInfo(
  ffi=FixedFileInfo(filevers=({", ".join(numbers)}), prodvers=({", ".join(numbers)}), mask=0x3f, OS=0x40004),
  kids=[
    StringFileInfo([StringTable("041404b0", [
      StringStruct("CompanyName", "The KPR Desktop developers"), StringStruct("FileDescription", "KPR Desktop"),
      StringStruct("FileVersion", "{version()}"), StringStruct("ProductName", "KPR Desktop"),
      StringStruct("ProductVersion", "{version()}"), StringStruct("LegalCopyright", "MIT")])]),
    VarFileInfo([VarStruct("Translation", [1044, 1200])]),
  ],
)
""",
        "utf-8",
    )


def strip() -> None:
    """Throw away what only a debugger reads: half of Python's and SQLCipher's libraries. Linux with `strip`."""
    tool = shutil.which("strip")
    if sys.platform != "linux" or tool is None:
        return
    for path in sorted(DIST.rglob("*.so*")):
        # Qt's and Pillow's libraries were stripped by their makers, and then given longer search paths.
        if (
            path.is_file()
            and not path.is_symlink()
            and not re.search(r"PySide6|shiboken6|\.libs/", path.as_posix())
        ):
            call(tool, "--strip-unneeded", path)


def forget_builder() -> None:
    """Python's own libraries look for each other where they were built first of all: let it be beside themselves.

    Whoever can write to that folder on another machine could else put a library of their own into the program.
    """
    home = (sysconfig.get_config_var("LIBDIR") or "").encode()
    if sys.platform != "linux" or not home or home.startswith((b"/usr/lib", b"/lib")):
        return
    beside = b"$ORIGIN".ljust(len(home), b"\0")
    for path in DIST.rglob("*.so*"):
        held = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        if b"\0" + home + b"\0" in held:
            path.write_bytes(held.replace(b"\0" + home + b"\0", b"\0" + beside + b"\0"))


def smoke() -> None:
    """Both programs start. The window opens without a screen and closes when it can be used."""
    ending = ".exe" if _WINDOWS else ""
    call(DIST / f"kpr{ending}", "--version")
    call(DIST / f"kpr-desktop{ending}", "--smoke", QT_QPA_PLATFORM="offscreen")


def size(folder: Path) -> int:
    """Bytes of all files in it, each once."""
    return sum(each.stat().st_size for each in folder.rglob("*") if each.is_file() and not each.is_symlink())


def main(argv: Sequence[str]) -> int:
    """Everything, one step after the other."""
    if sys.version_info < MINIMUM:
        sys.exit("build: Python 3.11 or newer is needed")
    PACK.mkdir(parents=True, exist_ok=True)
    environment()
    call(_PYTHON, "packaging/app/inventory.py", PACK)
    call(_PYTHON, "packaging/app/draw_icons.py", PACK / "icons", QT_QPA_PLATFORM="offscreen")
    windows_version()
    shutil.rmtree(PACK / "dist", ignore_errors=True)
    where = ("--distpath", PACK / "dist", "--workpath", PACK / "work")
    # The same sources give the same archive: sets are laid out alike, and nothing tells the time of the build.
    steady = {"PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "1767225600"}
    spec = ROOT / "packaging/app/kpr-desktop.spec"
    call(_PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", *where, spec, **steady)
    strip()
    forget_builder()
    if sys.platform == "linux":  # once more, now that it shows which libraries came along
        call(_PYTHON, "packaging/app/inventory.py", PACK, DIST)
    if "--no-smoke" not in argv:
        smoke()
    parts = sorted(
        ((size(each), each.name) for each in (DIST / "_internal").iterdir() if each.is_dir()), reverse=True
    )
    files = sum(1 for each in DIST.rglob("*") if each.is_file())
    print(f"{DIST.relative_to(ROOT)}: {size(DIST) / 2**20:.0f} MiB in {files} files")
    print("largest: " + ", ".join(f"{name} {bytes_ / 2**20:.0f}" for bytes_, name in parts[:6]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
