"""`make deb`: build/pack/kpr-desktop_<version>_<architecture>.deb, from the folder that `make app` made."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from tree import EPOCH, LIBRARY, lay_out, packed  # first: it finds the next

from build import DIST, PACK, ROOT, version

SYSTEM_PACKAGES = ROOT / "packaging/system-packages.txt"
_GLIBC = re.compile(rb"GLIBC_2\.([0-9]+)\x00")
_ALWAYS = "libgcc-s1 libstdc++6 libx11-6 libx11-xcb1 libxcb1 libfreetype6 zlib1g hicolor-icon-theme"
"""What Qt's libraries and the interpreter lean on, and every machine with a checkout has anyway."""
_MAINTAINER = "The KPR Desktop developers <developers@kpr-desktop.invalid>"
_ABOUT = """\
Description: assess care needs and make the file for the register
 Walk through the IPLOS variables with the person, keep everything in an
 encrypted vault, give the letter, and make the file for the Norwegian register
 of municipal health and care services (KPR).
 .
 The program never uses the network. Vaults are the user's own files: removing
 the package leaves them where they are.
"""


def run_packages() -> list[str]:
    """The section "run" of packaging/system-packages.txt, as dpkg writes alternatives."""
    found, section = [], ""
    for line in SYSTEM_PACKAGES.read_text("utf-8").splitlines():
        word = line.strip()
        if re.fullmatch(r"#[a-z]+", word):
            section = word[1:]
        elif section == "run" and word and not word.startswith("#"):
            found.append(word.replace("|", " | "))
    return found


def libc_needed(folder: Path) -> str:
    """The newest C library that any part of the program asks for."""
    asked = [0]
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink() and (".so" in path.name or path.parent == folder):
            asked += [int(minor) for minor in _GLIBC.findall(path.read_bytes())]
    return f"libc6 (>= 2.{max(asked)})"


def control(root: Path, architecture: str) -> str:
    """The package's own description."""
    depends = [libc_needed(DIST), *_ALWAYS.split(), *run_packages()]
    bytes_ = sum(each.stat().st_size for each in root.rglob("*") if each.is_file() and not each.is_symlink())
    return (
        "Package: kpr-desktop\n"
        f"Version: {version()}\n"
        f"Architecture: {architecture}\n"
        "Section: misc\n"
        "Priority: optional\n"
        f"Maintainer: {_MAINTAINER}\n"
        f"Installed-Size: {bytes_ // 1024}\n"
        f"Depends: {', '.join(depends)}\n"
        "Recommends: xdg-desktop-portal, shared-mime-info, desktop-file-utils\n" + _ABOUT
    )


def copyright_() -> str:
    """What Debian calls the copyright file."""
    licence = (ROOT / "LICENSE").read_text("utf-8").strip()
    own = "\n".join(f" {line}" if line else " ." for line in licence.split("\n\n", 2)[-1].splitlines())
    return (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        "Upstream-Name: KPR Desktop\n"
        "Comment:\n What others have made keeps its own licences: THIRD-PARTY-NOTICES.gz beside this file.\n"
        f"\nFiles: *\nCopyright: 2026 The KPR Desktop developers\nLicense: MIT\n{own}\n"
    )


def documents(folder: Path) -> None:
    """/usr/share/doc/kpr-desktop."""
    folder.mkdir(parents=True)
    (folder / "copyright").write_text(copyright_(), "utf-8")
    day = datetime.fromtimestamp(EPOCH, UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
    told = f"  * See CHANGELOG.md.gz.\n\n -- {_MAINTAINER}  {day}\n"
    packed(folder / "changelog.gz", f"kpr-desktop ({version()}) unstable; urgency=medium\n\n{told}")
    packed(folder / "CHANGELOG.md.gz", (ROOT / "CHANGELOG.md").read_text("utf-8"))
    packed(folder / "THIRD-PARTY-NOTICES.gz", (PACK / "THIRD-PARTY-NOTICES.txt").read_text("utf-8"))
    packed(folder / "sbom.cdx.json.gz", (PACK / "sbom.cdx.json").read_text("utf-8"))


def settle(root: Path) -> None:
    """Plain rights and one date for everything: nobody but the administrator can change an installed program."""
    for path in sorted(root.rglob("*"), reverse=True):
        if path.is_symlink():
            os.utime(path, (EPOCH, EPOCH), follow_symlinks=False)
            continue
        runs = path.is_dir() or (
            path.parent.name == "kpr-desktop" and path.suffix == "" and path.stat().st_mode & 0o100
        )
        path.chmod(0o755 if runs else 0o644)
        os.utime(path, (EPOCH, EPOCH))


def main() -> int:
    """Lay out, describe, pack."""
    root = PACK / "deb"
    shutil.rmtree(root, ignore_errors=True)
    lay_out(root / "usr")
    documents(root / "usr/share/doc/kpr-desktop")
    architecture = subprocess.run(
        ["dpkg", "--print-architecture"], capture_output=True, text=True, check=True
    ).stdout.strip()
    sums = [
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  {path.relative_to(root)}\n"
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.is_symlink()
    ]
    text = control(root, architecture)
    (root / "DEBIAN").mkdir()
    (root / "DEBIAN/control").write_text(text, "utf-8")
    (root / "DEBIAN/md5sums").write_text("".join(sums), "utf-8")
    settle(root)
    made = PACK / f"kpr-desktop_{version()}_{architecture}.deb"
    words = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(made)]
    subprocess.run(
        words, env={**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH)}, stdout=subprocess.DEVNULL, check=True
    )
    shutil.rmtree(root)
    print(f"build/pack/{made.name}: {made.stat().st_size / 1e6:.0f} MB, unpacked in /usr/{LIBRARY}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
