"""The limits of the monthly control and the grounds of deletion are strict data."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpr_desktop.codebook.deletion_grounds import load_grounds
from kpr_desktop.codebook.log_control import load_control
from kpr_desktop.codebook.log_words import load_log_words
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import ResourceError
from kpr_desktop.domain.log_control import RULES, SAMPLE


def test_ours_are_in_order() -> None:
    rules = load_control()
    assert rules.on == {*RULES, SAMPLE}
    assert rules.night == (22, 6)
    assert not rules.weekend
    known = set(load_log_words().actions)
    assert (rules.look_ups | rules.reveals | rules.reasons | rules.emergencies | rules.denied) <= known


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("most: 40", "most: 0", "here belongs 1 or more"),
        ("from: 22", "from: 24", "here belongs an hour"),
        ("colleague: {on: yes}", "colleague: {}", "missing key 'on'"),
        ("colleague: {on: yes}", "comrade: {on: yes}", "unknown key 'comrade'"),
        ("weekend: no", "weekend: never", "is none of"),
    ],
)
def test_a_table_that_is_not_in_order_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    table = resource("log_control.yaml").read_text(encoding="utf-8")
    assert old in table
    path = tmp_path / "log_control.yaml"
    path.write_text(table.replace(old, new), encoding="utf-8")
    with pytest.raises(ResourceError, match=told):
        load_control(path)


def test_a_rule_can_be_taken_out_of_use(tmp_path: Path) -> None:
    table = resource("log_control.yaml").read_text(encoding="utf-8")
    path = tmp_path / "log_control.yaml"
    path.write_text(table.replace("colleague: {on: yes}", "colleague: {on: no}"), encoding="utf-8")
    assert load_control(path).on == {*RULES, SAMPLE} - {"colleague"}


def test_every_ground_stands_in_the_law(tmp_path: Path) -> None:
    grounds = load_grounds()
    assert next(iter(grounds)) == "wrong_person"
    assert all(ground.law and ground.label.nn for ground in grounds.values())
    path = tmp_path / "deletion_grounds.yaml"
    path.write_text("a:\n  label: {nb: A, nn: A, en: A}\n", encoding="utf-8")
    with pytest.raises(ResourceError, match="missing key 'law'"):
        load_grounds(path)
