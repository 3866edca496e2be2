"""Rehearsals as they are kept, and what the tables of the chain refuse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kpr_desktop.usecases.submission_records import RehearsalRecord, SendFilter
from tests.support.numbering import number_all
from tests.support.world import World, make_world
from tests.usecases.test_submission import ready


@pytest.fixture
def real(tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path / "real", training=False)
    yield made
    made.close()


def test_rehearsals_come_back_newest_first(real: World) -> None:
    session = real.session
    first = RehearsalRecord(real.ids(), session.now(), session.user.id, 3, 1, 2, {"a.rule": 2})
    second = replace(first, id=real.ids(), counts={})
    with session.work() as work:
        for record in (first, second):
            work.sendings.add_rehearsal(record)
        work.commit()
    with session.work() as work:
        assert work.sendings.rehearsals(5) == [second, first]
        assert work.sendings.rehearsals(1) == [second]
        assert work.sendings.approval() is None
        assert work.sendings.by_message_id("") is None


def test_a_link_that_does_not_follow_is_refused_and_one_that_was_told_is_never_removed(real: World) -> None:
    ready(real)
    number_all(real.session)
    with real.session.work() as work:
        (sent,) = work.events.links(SendFilter("4201"))
        with pytest.raises(LookupError):
            work.events.add_notifications("4201", [replace(sent.notification, number=3)], sent.exports[0])
        with pytest.raises(LookupError):
            work.events.remove(sent.notification.event.id)
        assert work.events.links(SendFilter("0301")) == []
        assert work.events.link("x") is None
