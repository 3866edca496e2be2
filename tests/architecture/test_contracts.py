"""The import contracts hold, and each of them catches the import that it is there to catch."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("kpr_desktop", "ui", "resources/kpr_desktop_resources")
RUN = "from importlinter.cli import lint_imports_command; lint_imports_command()"

PLANTED = [
    ("domain/bad.py", "from kpr_desktop import codebook", "core-layers"),
    ("domain/bad.py", "import kpr_desktop.usecases.ports", "core-layers"),
    ("usecases/bad.py", "import kpr_desktop.store", "core-layers"),
    ("letters/bad.py", "import kpr_desktop.exports", "core-layers"),
    ("store/bad.py", "import kpr_desktop.crypto", "core-layers"),
    ("errors.py", "import kpr_desktop.domain", "core-layers"),
    ("exports/bad.py", "import kpr_desktop.bootstrap", "core-layers"),
    ("newcomer.py", "", "core-layers"),
    ("__init__.py", "import kpr_desktop.errors", "core-init"),
    ("domain/bad.py", "from PySide6 import QtCore", "core-without-qt"),
    ("usecases/bad.py", "import kpr_desktop_ui", "core-without-qt"),
    ("crypto/bad.py", "import sqlcipher3", "sqlcipher-in-store"),
    ("cli.py", "from sqlcipher3 import dbapi2", "sqlcipher-in-store"),
    ("exports/bad.py", "import sqlite3", "no-plain-sqlite"),
    ("store/bad.py", "from cryptography import x509", "cryptography-in-crypto"),
    ("exports/bad.py", "import reportlab", "pdf-in-letters"),
    ("domain/bad.py", "import random", "pure-domain"),
    ("domain/bad.py", "import pathlib", "pure-domain"),
    ("ui:main_window.py", "import kpr_desktop.store", "adapters-through-bootstrap"),
    ("ui:pages/bad.py", "import kpr_desktop.letters", "adapters-through-bootstrap"),
    ("ui:main_window.py", "import kpr_desktop.bootstrap", "bootstrap-from-main"),
    ("ui:pages/bad.py", "import kpr_desktop.bootstrap", "bootstrap-from-main"),
    ("cli.py", "import kpr_desktop.assembly", "assembly-from-bootstrap"),
    ("ui:widgets/bad.py", "import kpr_desktop.usecases", "dumb-widgets"),
    ("ui:models/bad.py", "import kpr_desktop.usecases", "dumb-widgets"),
    ("ui:widgets/bad.py", "import kpr_desktop_ui.pages", "ui-layers"),
    ("ui:tasks.py", "import kpr_desktop_ui.main_window", "ui-layers"),
    ("ui:tasks.py", "import kpr_desktop_ui.pages", "ui-one-way"),
    ("ui:models/bad.py", "import kpr_desktop_ui.widgets", "ui-one-way"),
    ("ui:theme/bad.py", "import kpr_desktop_ui.widgets", "ui-layers"),
    ("ui:newcomer/__init__.py", "", "ui-layers"),
    ("ui:pages/bad.py", "from lxml import etree", "window-without-formats"),
    ("ui:pages/bad.py", "import sqlcipher3", "sqlcipher-in-store"),
    ("resources:bad.py", "import kpr_desktop.errors", "data-without-code"),
]
PLACES = {
    "": "kpr_desktop",
    "ui": "ui/kpr_desktop_ui",
    "resources": "resources/kpr_desktop_resources",
}


def lint(root: Path) -> tuple[int, str]:
    """Runs import-linter on the tree at root, never on the installed one; exit code and output."""
    env = os.environ | {
        "PYTHONPATH": os.pathsep.join(str(root / part) for part in ("", "ui", "resources")),
        "COLUMNS": "200",
    }
    run = subprocess.run(
        [sys.executable, "-c", RUN, "--no-cache", "--no-logo"],
        cwd=root,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return run.returncode, run.stdout + run.stderr


def contract_names() -> dict[str, str]:
    """The contracts of pyproject.toml: id and name."""
    import tomllib

    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    return {contract["id"]: contract["name"] for contract in contracts}


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code, without data, that no test changes."""
    root = tmp_path_factory.mktemp("pristine") / "tree"
    for source in SOURCES:
        shutil.copytree(
            ROOT / source,
            root / source,
            ignore=lambda folder, names: [
                name for name in names if not name.endswith(".py") and not (Path(folder) / name).is_dir()
            ],
        )
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


def test_the_tree_keeps_every_contract() -> None:
    code, output = lint(ROOT)
    assert code == 0, output
    for name in contract_names().values():
        assert f"{name} KEPT" in output


def test_the_copy_is_what_is_checked(pristine: Path) -> None:
    code, output = lint(pristine)
    assert code == 0, output


def test_every_contract_has_a_planted_violation() -> None:
    assert {contract for _, _, contract in PLANTED} == set(contract_names())


@pytest.mark.parametrize(("place", "line", "contract"), PLANTED)
def test_planted_violation_is_caught(
    place: str, line: str, contract: str, pristine: Path, tmp_path: Path
) -> None:
    root = tmp_path / "tree"
    shutil.copytree(pristine, root)
    package, _, relative = place.rpartition(":")
    path = root / PLACES[package] / relative
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    code, output = lint(root)
    assert code == 1
    # An exhaustive layer contract does not get as far as a verdict: it names the module that no layer lists.
    assert f"{contract_names()[contract]} BROKEN" in output or (not line and "newcomer" in output), output
