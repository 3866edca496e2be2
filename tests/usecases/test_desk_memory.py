"""What a lock keeps for its user, and for nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kpr_desktop.domain.ids import UserId
from kpr_desktop.usecases.desk_memory import DeskMemory, Kept
from tests.support.world import LOGIN, PASSPHRASE, World, make_world

KEPT = Kept("a place", {"person.new": "half a person"}, ("export", "codes"))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path)
    yield made
    made.close()


def test_what_is_kept_is_told_once_and_forms_stay_until_they_are_dropped(world: World) -> None:
    world.services.memory.keep(KEPT, "idle")
    world.reopen()
    memory = world.services.memory
    assert memory.take() == Kept("a place", unfinished=("export", "codes"))
    assert memory.take() == Kept()
    assert memory.form("person.new") == "half a person"
    memory.keep(Kept("", {"other": "b"}), "key")
    assert memory.form("person.new") == "half a person"
    memory.drop_form("person.new")
    assert (memory.form("person.new"), memory.form("other")) == ("", "b")
    memory.keep(Kept("", {"other": ""}), "key")
    assert memory.form("other") == ""


def test_another_user_finds_nothing_of_it(world: World) -> None:
    world.services.memory.keep(KEPT, "switch")
    other = replace(world.session.user, id=UserId("another"))
    world.session.vault.user = other
    memory = DeskMemory(world.session)
    assert memory.take() == Kept()
    assert memory.form("person.new") == ""


def test_what_was_moved_to_another_user_or_spoilt_can_not_be_read(world: World) -> None:
    world.services.memory.keep(KEPT, "key")
    mine = world.session.user.id
    with world.session.work() as work:
        sealed = work.records.setting(f"draft.{mine}.person.new")
        assert sealed is not None
        assert "half" not in sealed
        work.records.save_setting("draft.another.person.new", sealed)
        work.records.save_setting("draft.spoilt", "not base64!")
        assert work.records.sealed("draft.another.person.new") == ""
        assert work.records.sealed("draft.spoilt") == ""
        assert work.records.sealed("draft.none") == ""


def test_a_vault_that_is_read_keeps_nothing(world: World) -> None:
    world.services.memory.keep(KEPT, "key")
    world.close()
    session = world.app.door.open(world.path, LOGIN, bytearray(PASSPHRASE.encode()), write=False)
    memory = DeskMemory(session)
    memory.keep(Kept("elsewhere"), "key")
    assert memory.take().place == memory.take().place == "a place"
    session.vault.close()


def test_the_minutes_stay_between_1_and_15(world: World) -> None:
    memory = world.services.memory
    assert memory.idle_minutes() == 5
    for wanted, kept in ((0, 1), (7, 7), (16, 15)):
        memory.set_idle_minutes(wanted)
        assert memory.idle_minutes() == kept
    for odd in ("0", "16", "x", "", "99999"):
        with world.session.work() as work:
            work.records.save_setting("lock.idle_minutes", odd)
            work.commit()
        assert memory.idle_minutes() == 5
