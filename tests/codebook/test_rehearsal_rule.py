"""The frame of the dress rehearsal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.codebook.rehearsal_rule import load_rehearsal_rule
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import ResourceError
from kpr_desktop.domain.problems import Severity

GOOD = resource("rehearsal.yaml").read_text(encoding="utf-8")


def test_what_is_only_told_are_rules_that_stop_nothing_finished() -> None:
    book, rule = CodeBooks().edition(2026), load_rehearsal_rule()
    assert rule.long_stay in book.services
    assert rule.at_home <= {each.group for each in book.services.values()}
    hard = {code for code in rule.information if book.rules[code].severity is Severity.HARD}
    assert hard == {"talk.consent_missing"}  # it stops the end of a talk, and an assessment on its way in
    assert rule.returned <= book.rules.keys()


def test_the_year_that_is_reported_and_the_years_that_are_documented() -> None:
    rule = load_rehearsal_rule()
    assert [rule.data_year(date(2027, *day)) for day in ((1, 1), (3, 21), (3, 22))] == [2026, 2026, 2027]
    assert [rule.documented(year) for year in (2017, 2018, 2023, 2024)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('last_year: "2023"', 'last_year: "2017"', "ends before it begins"),
        ('deadline: {month: "1"', 'deadline: {month: "13"', "no day of the year"),
        (
            'corrections: {month: "3", day: "21"}',
            'corrections: {month: "2", day: "30"}',
            "no day of the year",
        ),
        ("certainty: A", "certainty: D", "certainty|A"),
    ],
)
def test_a_file_that_is_not_in_order_is_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = tmp_path / "rehearsal.yaml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(ResourceError, match=words):
        load_rehearsal_rule(path)
