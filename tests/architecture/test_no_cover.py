"""Every line taken out of the coverage says why; `make test` prints them all."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import check_coverage  # noqa: E402  tools/ holds scripts, not a package


def test_each_has_a_reason(record_property: pytest.RecordProperty) -> None:
    lines = check_coverage.no_cover_lines()
    record_property("no_cover", len(lines))
    print(f"no cover: {len(lines)}")
    assert [place for place, reason in lines if not reason] == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("x = 1  # pragma: no cover - only on Windows", "only on Windows"),
        ("x = 1  # pragma: no cover: only on Windows", "only on Windows"),
        ("x = 1  # pragma: no cover", ""),
        ("x = 1  # pragma: no cover -", ""),
    ],
)
def test_the_reason_is_read(line: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "a.py").write_text(f"\n{line}\n", encoding="utf-8")
    monkeypatch.setattr(check_coverage, "ROOT", tmp_path)
    assert check_coverage.no_cover_lines() == [("ui/a.py:2", reason)]


def report(path: Path, files: dict[str, tuple[int, int, int, int]]) -> str:
    """A report in the form of coverage.py's own, with the numbers that the check reads."""
    keys = ("num_statements", "num_branches", "covered_lines", "covered_branches")
    data = {name: {"summary": dict(zip(keys, numbers, strict=True))} for name, numbers in files.items()}
    path.write_text(json.dumps({"files": data}), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"kpr_desktop/domain/a.py": (10, 4, 10, 4)}, 0),
        ({"kpr_desktop/domain/a.py": (10, 4, 10, 3)}, 1),
        ({"kpr_desktop/letters/a.py": (10, 0, 9, 0)}, 0),
        ({"kpr_desktop/letters/a.py": (10, 1, 9, 0)}, 1),
        ({"kpr_desktop/cli.py": (100, 0, 100, 0), "kpr_desktop/domain/a.py": (1, 0, 0, 0)}, 1),
        ({"ui\\kpr_desktop_ui\\pages\\a.py": (10, 10, 9, 9)}, 0),
        ({"elsewhere/a.py": (1, 0, 1, 0)}, 1),
    ],
)
def test_floors(files: dict[str, tuple[int, int, int, int]], code: int, tmp_path: Path) -> None:
    assert check_coverage.main([report(tmp_path / "c.json", files)]) == code
