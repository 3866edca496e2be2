"""`make tarball`: build/pack/kpr-desktop-<version>-linux-<machine>.tar.xz, for who has no administrator."""

from __future__ import annotations

import platform
import shutil
import sys
import tarfile
from pathlib import Path

from tree import EPOCH, HERE, lay_out  # first: it finds the next

from build import PACK, version


def plain(info: tarfile.TarInfo) -> tarfile.TarInfo:
    """Nobody's files, all of one date: the same sources give the same archive."""
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mtime = EPOCH
    info.mode = 0o755 if info.isdir() or info.mode & 0o100 else 0o644
    return info


def main() -> int:
    """The tree under `files`, and beside it what installs, removes and tells."""
    name = f"kpr-desktop-{version()}-linux-{platform.machine()}"
    top = PACK / name
    shutil.rmtree(top, ignore_errors=True)
    lay_out(top / "files")
    for script in ("install.sh", "uninstall.sh", "LESMEG.txt"):
        shutil.copy(HERE / script, top / script)
    shutil.copy(HERE / "uninstall.sh", top / "files/lib/kpr-desktop/uninstall.sh")
    made = PACK / f"{name}.tar.xz"
    with tarfile.open(made, "w:xz") as archive:
        for path in sorted(top.rglob("*")):
            archive.add(path, Path(name) / path.relative_to(top), recursive=False, filter=plain)
    shutil.rmtree(top)
    print(f"build/pack/{made.name}: {made.stat().st_size / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
