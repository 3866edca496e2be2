"""The rules of the page about the unit's own work."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpr_desktop.codebook.node import ResourceError
from kpr_desktop.codebook.overview_rule import load_overview_rule

GOOD = "staff: 3\nminutes: [15, 30]\nmonths: 6\n"


def test_the_shipped_rules() -> None:
    rule = load_overview_rule()
    assert rule.staff >= 3  # of one or two it would be a figure for a person
    assert list(rule.minutes) == sorted(rule.minutes)
    assert rule.months >= 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("staff: 3", "staff: 1"),
        ("months: 6", "months: 0"),
        ("months: 6", "months: 25"),
        ("[15, 30]", "[]"),
        ("[15, 30]", "[30, 15]"),
        ("[15, 30]", "[15, 15]"),
        ("[15, 30]", "[0, 15]"),
        ("[15, 30]", "[15, 601]"),
    ],
)
def test_what_is_not_in_order_is_refused(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "overview.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert load_overview_rule(path).minutes == (15, 30)
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(ResourceError):
        load_overview_rule(path)
