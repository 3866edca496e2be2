"""Several files at once, and practice cases: what the outbox writes whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.exports import outbox
from kpr_desktop.exports.outbox import FolderOutbox
from tests.exports.fhir_samples import FORM, case

PARTS = (("a.json", b"{}"), ("b.csv", b"x"))
OUT = FolderOutbox()


def test_a_folder_with_everything_in_it(tmp_path: Path) -> None:
    made = OUT.put_folder(tmp_path, "ut", PARTS)
    assert {p.name: p.read_bytes() for p in made.iterdir()} == dict(PARTS)
    assert [p.name for p in tmp_path.iterdir()] == ["ut"]
    if os.name == "posix":
        assert made.stat().st_mode & 0o077 == 0


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "ut").mkdir()
    with pytest.raises(UserFault, match=r"^outbox\.exists$"):
        OUT.put_folder(tmp_path, "ut", PARTS)
    assert list((tmp_path / "ut").iterdir()) == []


def test_somebody_else_was_faster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ut").mkdir()
    (tmp_path / "ut" / "theirs").touch()
    monkeypatch.setattr(outbox.os.path, "lexists", lambda _: False)
    with pytest.raises(UserFault, match=r"^outbox\.exists$"):
        OUT.put_folder(tmp_path, "ut", PARTS)
    assert [p.name for p in tmp_path.iterdir()] == ["ut"]


@pytest.mark.parametrize("fails_at", [1, 2, 3])
def test_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    """The disk is full at the first file, at the second, and when the folder's name is to last."""
    asked = []
    real = outbox._sync_folder

    def full(folder: Path) -> None:
        asked.append(folder)
        if len(asked) == fails_at:
            raise OSError(28, "full")
        real(folder)

    monkeypatch.setattr(outbox, "_sync_folder", full)
    with pytest.raises(EnvironmentFault, match=r"^outbox\.cannot_write$"):
        OUT.put_folder(tmp_path, "ut", PARTS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("ut.ovelse.mappe", PARTS),
        ("ut", (("a.ovelse.json", b"{}"),)),
        ("ut", (*PARTS, ("c.json", b'{"practice": true}'))),
        ("ut", (("case.json", FORM.write(case())),)),
    ],
)
def test_practice_stays(tmp_path: Path, name: str, parts: tuple[tuple[str, bytes], ...]) -> None:
    with pytest.raises(UserFault, match=r"^outbox\.practice_refused$"):
        OUT.put_folder(tmp_path, name, parts)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", "a/b", "a\\b", ".."])
def test_names_only(tmp_path: Path, name: str) -> None:
    for put in (
        lambda: OUT.put_folder(tmp_path, name, PARTS),
        lambda: OUT.put_folder(tmp_path, "ut", ((name, b"x"),)),
        lambda: OUT.put_practice(tmp_path, name, b""),
    ):
        with pytest.raises(ValueError, match="not a path"):
            put()


def test_a_marked_case_leaves_and_nothing_else_does(tmp_path: Path) -> None:
    marked, name = FORM.write(case()), FORM.file_name(case())
    assert OUT.put_practice(tmp_path, name, marked).read_bytes() == marked
    for wrong_name, data in (
        ("case.fhir.json", marked),
        (name, FORM.write(case(practice=False))),
        ("x.ovelse.fhir.json", b'<Melding lokalident="OVELSE"/>'),
        ("x.ovelse.fhir.json", b'{"practice": true, "code": "HTEST"}'),
        ("x.ovelse.xml", b'<Melding lokalident="OVELSE"/>'),
    ):
        with pytest.raises(UserFault, match=r"^outbox\.not_practice$"):
            OUT.put_practice(tmp_path, wrong_name, data)
    with pytest.raises(UserFault, match=r"^outbox\.practice_refused$"):
        OUT.put(tmp_path, "renamed.json", marked)
