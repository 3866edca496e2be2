"""The Debian package and the tarball, made of a stand-in for the built programs: the short run of `make prove-deb`.

What only a real build and a fresh Debian can show (libraries, the window, the kept vaults) is left to the proof itself.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kpr_desktop import __version__
from tests.architecture.test_installation import script
from tests.prove import deb
from tests.support.fresh_root import FreshRoot

pytestmark = pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="no dpkg-deb: Debian and its likes only")
PROGRAM = """#!/bin/sh
case "$*" in
"--language en --help") printf 'usage: kpr\\n\\ncommands:\\n    init    make a vault\\n    demo    practise\\n' ;;
*) echo "said: $*" ;;
esac
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """build/pack as `make app` leaves it, with programs that only talk."""
    pack = tmp_path / "pack"
    built = pack / "dist/kpr-desktop"
    (built / "_internal").mkdir(parents=True)
    for name in ("kpr", "kpr-desktop"):
        (built / name).write_text(PROGRAM, "utf-8")
        (built / name).chmod(0o755)
    (built / "_internal/libthing.so.1").write_bytes(b"\x7fELF GLIBC_2.4\0GLIBC_2.31\0")
    (built / "_internal/libthing.so").symlink_to("libthing.so.1")
    icons = pack / "icons/hicolor/scalable/apps"
    icons.mkdir(parents=True)
    (icons / "kpr-desktop.svg").write_text("<svg/>", "utf-8")
    for name in ("THIRD-PARTY-NOTICES.txt", "sbom.cdx.json"):
        (pack / name).write_text("{}", "utf-8")
    return pack


def make(kind: str, pack: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run the script that packs, on that folder; the file that it made."""
    made = script(f"make_{kind}")
    for names in (vars(made), made.lay_out.__globals__):
        monkeypatch.setitem(names, "PACK", pack)
        monkeypatch.setitem(names, "DIST", pack / "dist/kpr-desktop")
    assert made.main() == 0
    return next(each for each in pack.iterdir() if each.suffix in {".deb", ".xz"})


def said(*words: str | Path) -> str:
    return subprocess.run(list(map(str, words)), capture_output=True, text=True, check=True).stdout


def test_the_debian_package(pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make("deb", pack, monkeypatch)
    assert made.name.startswith(f"kpr-desktop_{__version__}_")
    control, inside = tmp_path / "control", tmp_path / "inside"
    said("dpkg-deb", "--control", made, control)
    said("dpkg-deb", "--extract", made, inside)
    # No script runs at removal: nothing but what dpkg put there can go.
    assert {each.name for each in control.iterdir()} == {"control", "md5sums"}
    told = (control / "control").read_text("utf-8")
    assert f"\nVersion: {__version__}\n" in told
    assert "libc6 (>= 2.31)" in told
    assert "libxcb-cursor0" in told
    for line in said("dpkg-deb", "--contents", made).splitlines():
        rights, owner, place = line.split()[0], line.split()[1], line.split()[5]
        assert place.startswith("./usr/") or place in {"./", "./usr/"}
        assert owner == "root/root"
        assert rights[0] == "l" or (rights[5], rights[8]) == ("-", "-"), line
    assert said(inside / "usr/bin/kpr", "check") == "said: check\n"
    assert (inside / "usr/lib/kpr-desktop/_internal/libthing.so").is_symlink()
    assert (inside / "usr/share/applications/kpr-desktop.desktop").is_file()
    assert (inside / "usr/share/mime/packages/kpr-desktop.xml").is_file()
    page = gzip.decompress((inside / "usr/share/man/man1/kpr.1.gz").read_bytes()).decode()
    assert ".SS demo\n" in page
    assert "said: \\-\\-language en init \\-\\-help" in page
    assert "MIT" in (inside / "usr/share/doc/kpr-desktop/copyright").read_text("utf-8")


def test_the_same_program_gives_the_same_package(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("deb", "tarball"):
        made = make(kind, pack, monkeypatch)
        first = hashlib.sha256(made.read_bytes()).hexdigest()
        for path in (pack / "dist").rglob("*"):
            path.touch() if path.is_file() else None
        assert hashlib.sha256(make(kind, pack, monkeypatch).read_bytes()).hexdigest() == first
        made.unlink()


def test_the_tarball_is_installed_and_removed(
    pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make("tarball", pack, monkeypatch)
    unpacked = tmp_path / "unpacked"
    unpacked.mkdir()
    said("tar", "-C", str(unpacked), "-xf", str(made))
    top = next(unpacked.iterdir())
    assert said(top / "files/bin/kpr", "where", "it", "lies") == "said: where it lies\n"
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    said(top / "install.sh")
    assert said(home / ".local/bin/kpr", "x") == "said: x\n"
    said(home / ".local/lib/kpr-desktop/uninstall.sh")
    left = [each for each in home.rglob("*") if each.is_file() or each.is_symlink()]
    # What the desktop's own tools keep of all programs is theirs; ours is not in it any longer.
    assert not [each for each in left if "kpr" in each.name or b"kpr-desktop" in each.read_bytes()]


class Rooms(FreshRoot):
    """A root in which the package is removed as `purge` says."""

    def __init__(self, path: Path, purge: str) -> None:
        super().__init__(path)
        self.purge = purge

    def run(self, *words: str, **_options: object) -> subprocess.CompletedProcess[str]:  # type: ignore[override]
        out = "/usr/bin/kpr\n/usr/share/doc\n" if words[0] == "dpkg" else "{}"
        return subprocess.CompletedProcess(words, 0, out, "")

    def apt(self, *words: str) -> None:
        if words[0] == "purge" and self.purge != "nothing":
            self.place("/usr/bin/kpr").unlink()
        if words[0] == "purge" and self.purge == "too much":
            self.place(f"{deb.HOME}/hvelv/nokkel.kpr").unlink()


@pytest.mark.parametrize(
    ("purge", "told"),
    [("the program", ""), ("nothing", "left behind"), ("too much", "changed by the removal")],
)
def test_the_proof_finds_a_removal_that_takes_too_little_or_too_much(
    tmp_path: Path, purge: str, told: str
) -> None:
    root = Rooms(tmp_path, purge)
    for place in ("/usr/bin/kpr", f"{deb.HOME}/hvelv/nokkel.kpr"):
        root.place(place).parent.mkdir(parents=True)
        root.place(place).touch()
    proof = deb.Proof(root, tmp_path, None)
    if told:
        with pytest.raises(deb.Told, match=told):
            proof.remove()
    else:
        assert "1 vaults as they were" in proof.remove()


@pytest.mark.skipif(sys.platform != "linux", reason="Linux only")
def test_the_proof_says_what_it_lacks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(deb, "why_no_root", lambda: "needs debootstrap")
    assert deb.start(tmp_path, None) == 2
