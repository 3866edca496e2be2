"""Where one was at a lock, as a text and back."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, get_args

import pytest

from kpr_desktop.domain.ids import PersonId
from kpr_desktop_ui.pages.lock.place_text import from_text, to_text
from kpr_desktop_ui.pages.places import Place, SheetPlace

FILLED: dict[str, object] = {"persons": (PersonId("a"), PersonId("b")), "tab": "x", "kind": "y", "field": "z"}


@pytest.mark.parametrize("kind", get_args(Place), ids=lambda kind: kind.__name__)
def test_every_place_is_found_again(kind: type[Any]) -> None:
    names = {each.name for each in fields(kind)}
    needed = {name: "id" for name in names if name.endswith("_id")}
    place = kind(**needed | {name: value for name, value in FILLED.items() if name in names})
    assert from_text(to_text(place)) == place


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"kind": "WorkListPlace"}', '{"place": "Gone", "fields": {}}']
)
def test_a_place_of_another_version_is_none(text: str) -> None:
    assert from_text(text) is None


def test_a_list_that_was_made_for_one_showing_is_not_kept() -> None:
    listed: Any = {"made_at": datetime(2026, 11, 23, tzinfo=UTC)}
    assert from_text(to_text(SheetPlace(listed))) is None
