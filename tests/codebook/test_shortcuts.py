"""The list of keys as data."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.node import ResourceError
from kpr_desktop.codebook.shortcuts import load_shortcuts
from kpr_desktop.codebook.texts import Texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_has_its_words(language: str) -> None:
    texts = Texts.load(language)
    for group in load_shortcuts():
        assert texts(group.title)
        assert all(texts(row.does) and row.shown for row in group.rows)


def test_keys_are_shown_as_they_stand_on_the_keyboard() -> None:
    rows = {row.keys: row.shown for group in load_shortcuts() for row in group.rows}
    assert rows["Ctrl+Up",] == "Ctrl+↑"
    assert rows["Return", "Enter"] == "Enter"
    assert len({group.id for group in load_shortcuts()}) == len(load_shortcuts())


def test_a_letter_alone_acts_in_the_interview_only() -> None:
    """WCAG 2.1.4: somebody who speaks to the machine, or whose hand slips, sets nothing off anywhere else."""
    alone = {
        (group.id, key)
        for group in load_shortcuts()
        for row in group.rows
        for key in row.keys
        if len(key) == 1
    }
    assert {group for group, _ in alone} == {"interview"}


@pytest.mark.parametrize(
    "text",
    [
        "groups: []\n",
        "groups: [{id: a, title: b}]\n",
        "groups: [{id: a, title: b, rows: [{keys: F1, does: c}]}]\n",
        "groups: [{id: a, title: b, live: maybe, rows: [{keys: [F1], does: c}]}]\n",
    ],
)
def test_a_list_that_is_not_in_order_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ResourceError):
        load_shortcuts(path)
