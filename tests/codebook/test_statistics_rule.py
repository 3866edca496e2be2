from __future__ import annotations

from pathlib import Path

import pytest

from kpr_desktop.codebook.node import ResourceError
from kpr_desktop.codebook.statistics_rule import AgeBand, load_statistics_rule


def test_the_shipped_rule() -> None:
    rule = load_statistics_rule()
    assert rule.least == 5
    assert [band.id for band in rule.ages] == ["0-17", "18-49", "50-66", "67-79", "80-89", "90+"]
    assert [sum(band.holds(age) for band in rule.ages) for age in range(130)] == [1] * 130
    assert not AgeBand(18, 49).holds(50)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("least: 1\nages: [{from: 0}]", 1),
        ("least: 5\nages:\n  - {from: 1}", 3),
        ("least: 5\nages:\n  - {from: 0, to: 17}\n  - {from: 19}", 4),
        ("least: 5\nages:\n  - {from: 0}\n  - {from: 18}", 4),
        ("least: 5\nages:\n  - {from: 0, to: 200}", 3),
        ("least: 5\nages:\n  - {from: 0, to: 17}", 3),
    ],
)
def test_a_wrong_rule_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "statistics.yaml"
    path.write_text(text)
    with pytest.raises(ResourceError) as told:
        load_statistics_rule(path)
    assert told.value.line == line
