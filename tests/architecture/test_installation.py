"""What the packages are made of: every part has its notice, nothing in use is left out, removal leaves the vaults."""

from __future__ import annotations

import configparser
import importlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from lxml import etree

from tests.architecture.test_requirements import ADDRESS, pins

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
SOURCES = (ROOT / "kpr_desktop", ROOT / "ui" / "kpr_desktop_ui")


def script(name: str) -> ModuleType:
    """A script of packaging/, loaded as Python would; other modules of such names stay as they are."""
    folders = [PACKAGING / "app", PACKAGING / "linux"]
    names = {path.stem for folder in folders for path in folder.glob("*.py")}
    others = {each: sys.modules.pop(each) for each in names & set(sys.modules)}
    sys.path[:0] = map(str, folders)
    try:
        return importlib.import_module(name)
    finally:
        sys.path[:] = [each for each in sys.path if Path(each) not in folders]
        for each in names & set(sys.modules):
            del sys.modules[each]
        sys.modules.update(others)


@pytest.fixture(scope="module")
def inventory() -> ModuleType:
    return script("inventory")


def test_every_part_that_ships_has_a_row_a_licence_and_its_text(inventory: ModuleType) -> None:
    found = inventory.parts()
    rows = {part.name: part for part in found}
    assert {name: rows[name].version for name in pins("requirements.txt")} == pins("requirements.txt")
    without = [
        part.name for part in found if not part.licence or (not part.version and "starter" not in part.name)
    ]
    assert without == []
    # Qt's own text stands with Qt; the starter's with the tool that is not installed here.
    told_elsewhere = {
        "pyside6-essentials",
        "shiboken6",
        "PyInstaller's starter (in pyinstaller)",
        "SQLite (in sqlcipher3)",
        "libxml2 (in lxml)",  # in lxml's own
        "libxslt (in lxml)",
    }
    assert {part.name for part in found if not part.texts} <= told_elsewhere
    text = inventory.notices(found)
    sbom = inventory.sbom(found, "1.0")
    listed = {component["name"]: component for component in sbom["components"]}
    for part in found:
        assert re.search(rf"^{re.escape(part.name)} +{re.escape(part.version)}", text, re.MULTILINE), (
            part.name
        )
        assert listed[part.name].get("version", "") == part.version
    assert all(listed[name]["properties"] for name in pins("requirements.txt"))
    assert json.dumps(sbom) == json.dumps(inventory.sbom(inventory.parts(), "1.0"))
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text


def test_a_requirement_without_a_notice_is_found(inventory: ModuleType, tmp_path: Path) -> None:
    lock = (ROOT / "requirements.txt").read_text("utf-8")
    for planted in ("nobody-has-this==1.0 \\\n    --hash=sha256:" + "0" * 64, "platformdirs==0.0.1"):
        (tmp_path / "requirements.txt").write_text(f"{lock}\n{planted}\n", "utf-8")
        with pytest.raises(inventory.NotInstalledError):
            inventory.parts(tmp_path)


def test_every_licence_beside_our_data_is_told_of(inventory: ModuleType) -> None:
    assets = tomllib.loads((PACKAGING / "app/assets.toml").read_text("utf-8"))["asset"]
    told = {text for asset in assets for text in asset["texts"]}
    resources = ROOT / "resources"
    there = {path.relative_to(ROOT).as_posix() for path in resources.rglob("*LICENSE*")}
    assert there
    assert there <= told
    assert all((ROOT / asset["folder"]).is_dir() for asset in assets if "folder" in asset)
    assert all((ROOT / text).is_file() for text in told)


IMPORT = re.compile(r"^\s*(?:from ([\w.]+) import ([\w ,]*)|import ([\w.]+))", re.MULTILINE)


def imports() -> Iterator[str]:
    """Every module that our code names in an import."""
    for source in SOURCES:
        for path in source.rglob("*.py"):
            for module, names, whole in IMPORT.findall(path.read_text("utf-8")):
                yield module or whole
                yield from (f"{module}.{name.strip()}" for name in names.split(",") if module)


def test_nothing_that_we_import_is_left_out_of_the_built_program() -> None:
    left_out = set(script("contents").EXCLUDED)
    named = set(imports())
    assert {"lxml.etree", "PySide6.QtSvg"} <= named
    assert [
        name for name in sorted(named) for out in left_out if name == out or name.startswith(f"{out}.")
    ] == []


@pytest.mark.parametrize(
    ("place", "source", "stays"),
    [
        ("PySide6/Qt/lib/libQt6Quick.so.6", "/venv/libQt6Quick.so.6", False),
        ("libQt6EglFsKmsSupport.so.6", "PySide6/Qt/lib/libQt6EglFsKmsSupport.so.6", False),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", "/venv/libqeglfs.so", False),
        ("PySide6/plugins/tls/qopensslbackend.dll", "C:\\venv\\qopensslbackend.dll", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/venv/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqwayland.so", "/venv/libqwayland.so", True),
        ("PySide6/Qt/plugins/imageformats/libqjpeg.so", "/venv/libqjpeg.so", True),
        ("libfontconfig.so.1", "/lib/x86_64-linux-gnu/libfontconfig.so.1", False),
        ("libGL.so.1", "/usr/lib/x86_64-linux-gnu/libGL.so.1", False),
        ("libxcb-cursor.so.0", "/lib/x86_64-linux-gnu/libxcb-cursor.so.0", True),
        ("python3.11/lib-dynload/_decimal.so", "/usr/lib/python3.11/lib-dynload/_decimal.so", True),
        ("kpr_desktop_resources/rights.yaml", "/checkout/rights.yaml", True),
    ],
)
def test_what_the_system_has_and_nobody_uses_stays_out(place: str, source: str, stays: bool) -> None:
    if sys.platform != "linux" and source.startswith(("/lib", "/usr/lib")):
        return
    assert script("contents").wanted(place, source) is stays


def test_the_package_depends_on_what_the_window_needs() -> None:
    deb = script("make_deb")
    wanted = deb.run_packages()
    assert "libxcb-cursor0" in wanted
    assert "libcups2t64 | libcups2" in wanted
    assert not {"gcc", "xvfb", "poppler-utils"} & set(wanted)


def test_the_desktop_entry_and_the_kinds_of_files_belong_together() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(PACKAGING / "linux/kpr-desktop.desktop", "utf-8")
    desktop = entry["Desktop Entry"]
    assert desktop["Exec"].split() == ["kpr-desktop", "%f"]
    assert all(source.is_file() for source in script("draw_icons").SOURCES.values())
    assert desktop["Icon"] in script("draw_icons").SOURCES
    kinds = etree.parse(PACKAGING / "linux/kpr-desktop.xml").getroot()
    globs = {each.getparent().get("type"): each.get("pattern") for each in kinds.iter("{*}glob")}
    assert globs[desktop["MimeType"].rstrip(";")] == "*.kpr"
    assert globs["application/vnd.kpr-desktop.codebook"] == "*.kprbok"
    ours = next(each for each in kinds.iter("{*}glob") if each.get("pattern") == "*.kpr")
    assert int(ours.get("weight")) > 50, (
        "*.kpr is also KPresenter's, in shared-mime-info, with the usual weight of 50"
    )
    for word in ("GenericName", "Comment"):
        assert {f"{word}[nb]", f"{word}[nn]"} <= set(desktop)


def test_the_recipes_name_no_address_and_ask_for_no_administrator() -> None:
    workflow = (ROOT / ".github/workflows/release.yml").read_text("utf-8")
    assert set(yaml.safe_load(workflow)["jobs"]) == {"linux", "windows", "macos", "draft"}
    setup = (PACKAGING / "windows/kpr-desktop.iss").read_text("utf-8")
    assert "PrivilegesRequired=lowest" in setup
    assert "HKLM" not in setup
    for text in (
        workflow,
        setup,
        *((PACKAGING / name).read_text("utf-8") for name in ("windows/build.ps1", "macos/make-dmg.sh")),
    ):
        assert not re.search(r"https?://", text)
    assert ADDRESS.search("https://somewhere")


def test_every_library_that_came_along_has_a_row_and_one_without_ends_the_build(tmp_path: Path) -> None:
    libraries = script("libraries")
    for place in (
        "libcrypto.so.3", "libxcb-render-util.so.0", "libpython3.11.so.1.0", "pillow.libs/libzstd-40ad5e7e.so.1.5.7",
        "pikepdf.libs/libjpeg-e87d2658.so.62.2.0", "PySide6/Qt/lib/libicudata.so.73", "PySide6/Qt/lib/libicuuc.so.73",
        "PySide6/Qt/lib/libQt6Core.so.6", "PySide6/Qt/plugins/platforms/libqxcb.so", "PySide6/QtGui.abi3.so",
        "python3.11/lib-dynload/_json.cpython-311-x86_64-linux-gnu.so", "pypdfium2_raw/libpdfium.so",
    ):  # fmt: skip
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).touch()
    (tmp_path / "libzstd-40ad5e7e.so.1.5.7").symlink_to("pillow.libs/libzstd-40ad5e7e.so.1.5.7")
    found = {(each.name, each.inside): each.version for each in libraries.libraries(tmp_path, {})}
    assert found == {
        ("OpenSSL", ""): "",
        ("xcb-util", ""): "",
        ("Zstandard", "pillow"): "1.5.7",
        ("libjpeg-turbo", "pikepdf"): "",
        ("ICU", "pyside6-essentials"): "73",
        ("PDFium", "pypdfium2"): "",
    }
    (tmp_path / "libnobody.so.1").touch()
    with pytest.raises(libraries.UnknownLibraryError, match="libnobody"):
        libraries.libraries(tmp_path, {})


@pytest.mark.skipif(not Path("/usr/bin/dpkg-query").exists(), reason="no dpkg: Debian and its likes only")
def test_the_system_tells_of_its_own_libraries(tmp_path: Path) -> None:
    source = subprocess.run(["dpkg", "-L", "zlib1g"], capture_output=True, text=True, check=True).stdout
    file = next(line for line in source.splitlines() if ".so" in line)
    version, text = script("libraries")._of_system(file)
    assert re.match(r"1:1\.\d", version)
    assert "Mark Adler" in text
    (tmp_path / "brought.txt").write_text(f"libz.so.1\t{file}\n", "utf-8")
    assert script("libraries").brought(tmp_path / "brought.txt") == {"libz.so.1": file}
    assert script("libraries").brought(tmp_path / "none") == {}


def test_the_release_trusts_no_moving_name_and_signs_for_a_tag_only() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    assert {name for name, job in workflow["jobs"].items() if "permissions" in job} == {"draft"}
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    used = [step["uses"] for step in steps if "uses" in step]
    assert len(used) > 8
    assert [each for each in used if not re.search(r"@[0-9a-f]{40}$", each)] == []
    fetched = [step for step in steps if step.get("uses", "").startswith("actions/checkout@")]
    assert all(step["with"]["persist-credentials"] is False for step in fetched)
    keyed = {"KEY", "PFX", "P12"}
    guards = [step["if"] for step in steps if keyed & set(step.get("env", {}))]
    assert len(guards) == 3
    assert all("!= ''" in each and "refs/tags/v" in each for each in guards)
    assert not any("${{" in step.get("run", "") for step in steps), "a name from outside, run as a command"


@dataclass(frozen=True)
class Given:
    """An unpacked tarball with a program that only says that it started, and a user's home."""

    folder: Path
    home: Path

    @property
    def program(self) -> Path:
        return self.home / ".local/lib/kpr-desktop"

    def run(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        environment = {"HOME": str(self.home), "PATH": "/usr/bin:/bin"}
        return subprocess.run(
            ["sh", *map(str, words)], env=environment, capture_output=True, text=True, check=False
        )


@pytest.fixture
def given(tmp_path: Path) -> Given:
    if sys.platform == "win32":
        pytest.skip("a shell script: not on Windows")
    folder, home = tmp_path / "given", tmp_path / "Blåbær & $hjem | 100% æøå"
    program = folder / "files/lib/kpr-desktop"
    (program / "_internal").mkdir(parents=True)
    (program / "kpr-desktop").write_text("#!/bin/sh\necho started\n", "utf-8")
    (program / "kpr-desktop").chmod(0o755)
    (program / "_internal/of this version").touch()
    (folder / "files/bin").mkdir()
    (folder / "files/bin/kpr-desktop").symlink_to("../lib/kpr-desktop/kpr-desktop")
    entries = folder / "files/share/applications"
    entries.mkdir(parents=True)
    shutil.copy(PACKAGING / "linux/kpr-desktop.desktop", entries)
    for name in ("install.sh", "uninstall.sh"):
        shutil.copy(PACKAGING / "linux" / name, folder)
    shutil.copy(PACKAGING / "linux/uninstall.sh", program)
    vault = home / ".local/share/kpr-desktop/hvelv/data.kpr"
    vault.parent.mkdir(parents=True)
    vault.write_bytes(b"vault")
    return Given(folder, home)


def test_an_installation_of_ones_own_comes_and_goes_and_leaves_the_vaults(given: Given) -> None:
    for _ in range(2):  # the second time in the place of the first
        ended = given.run(given.folder / "install.sh")
        assert ended.returncode == 0, ended.stderr
    started = subprocess.run(
        [given.home / ".local/bin/kpr-desktop"], capture_output=True, text=True, check=True
    )
    assert started.stdout == "started\n"
    entry = (given.home / ".local/share/applications/kpr-desktop.desktop").read_text("utf-8")
    place = f"{given.home}/.local/bin/kpr-desktop".replace("%", "%%").replace("$", "\\\\$")
    assert f'\nExec="{place}" %f\n' in entry
    ended = given.run(given.program / "uninstall.sh")
    assert ended.returncode == 0, ended.stderr
    caches = {"mimeinfo.cache", "mime.cache"}  # of the desktop's own tools, where they are
    left = {path.name for path in given.home.rglob("*") if path.is_file() or path.is_symlink()}
    assert left - caches == {"data.kpr"}
    assert given.run(given.folder / "uninstall.sh").returncode == 1


def test_a_vault_that_lies_in_the_programs_own_folder_is_left_too(given: Given) -> None:
    assert given.run(given.folder / "install.sh").returncode == 0
    vault = given.program / "hvelv/data.kpr"
    vault.parent.mkdir()
    vault.write_bytes(b"vault")
    (given.folder / "files/lib/kpr-desktop/_internal/of this version").rename(
        given.folder / "files/lib/kpr-desktop/_internal/of the next"
    )
    assert given.run(given.folder / "install.sh").returncode == 0
    assert [path.name for path in (given.program / "_internal").iterdir()] == ["of the next"]
    assert vault.read_bytes() == b"vault"
    ended = given.run(given.program / "uninstall.sh")
    assert ended.returncode == 0
    assert "are left in" in ended.stdout
    assert [path for path in given.program.rglob("*") if path.is_file()] == [vault]


def test_an_installation_that_was_broken_off_can_be_made_again(given: Given) -> None:
    assert given.run(given.folder / "install.sh").returncode == 0
    (given.program / "installed.txt").unlink()
    ended = given.run(given.folder / "install.sh")
    assert ended.returncode == 0, ended.stderr
    assert given.run(given.folder / "uninstall.sh").returncode == 0
    assert not given.program.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc: Linux only")
def test_a_program_in_use_is_not_replaced(given: Given) -> None:
    assert given.run(given.folder / "install.sh").returncode == 0
    shutil.copy("/bin/sleep", given.program / "kpr")
    running = subprocess.Popen([given.program / "kpr", "60"])
    try:
        ended = given.run(given.folder / "install.sh")
    finally:
        running.kill()
        running.wait()
    assert (ended.returncode, ended.stderr) == (1, "install: KPR Desktop is in use: close it first\n")
    assert given.run(given.folder / "install.sh").returncode == 0


def test_a_stick_that_was_filled_to_the_brim_holds_no_program_for_real_vaults(
    given: Given, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert given.run(given.folder / "install.sh", "--stick", stick).returncode == 0
    assert (stick / "KPR-Desktop/portable.txt").is_file()
    assert (stick / "KPR-Desktop/kpr-desktop").is_file()
    assert given.run(given.folder / "install.sh", "--stick", stick).returncode == 1
    other = tmp_path / "other"
    other.mkdir()
    (given.folder / "files/lib/kpr-desktop/_internal/cut off").symlink_to("nowhere")
    assert given.run(given.folder / "install.sh", "--stick", other).returncode != 0
    assert (other / "KPR-Desktop/portable.txt").is_file()
