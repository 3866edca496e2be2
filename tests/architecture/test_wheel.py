"""The wheel holds every module and every data file of the three source roots, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("kpr_desktop", "ui/kpr_desktop_ui", "resources/kpr_desktop_resources")


def test_the_wheel_is_complete(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tree / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, tree)
    expected = {
        path.relative_to(tree / Path(package).parent).as_posix()
        for package in PACKAGES
        for path in (tree / package).rglob("*")
        if path.is_file()
    }
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "build",
            "--quiet",
            "--wheel",
            "--no-isolation",
            "--outdir",
            str(tmp_path),
            str(tree),
        ],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        found = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert sorted(expected - found) == []
    assert sorted(found - expected) == []
