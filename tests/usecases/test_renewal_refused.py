"""Wrong packages and lists: each refused in words, and nothing of any of them is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import UserFault
from tests.support.bad_codebooks import Bad, all_bad
from tests.support.codebooks import Publisher, put
from tests.support.world import World, make_world

BAD = all_bad(Publisher())
TEXTS = Texts.load("nb")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return make_world(tmp_path_factory.mktemp("avvist"))


def test_there_are_many() -> None:
    assert len({each.name for each in BAD}) == len(BAD) >= 120
    assert len({each.code for each in BAD}) >= 25


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_it_is_refused_in_words(world: World, bad: Bad, tmp_path: Path) -> None:
    desk, path = world.services.renewal, put(tmp_path, bad.data)
    with pytest.raises(UserFault) as caught:
        desk.preview(path)
    assert caught.value.code == bad.code
    assert len(TEXTS.fault(caught.value)) > 40
    assert desk.held() == []
    assert world.session.books.years() == (2026,)
