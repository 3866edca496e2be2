from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kpr_desktop.usecases.recovery import PROVED
from tests.support.world import World, make_world


@pytest.fixture
def real(tmp_path: Path) -> Iterator[World]:
    """A real vault whose set-up is not finished."""
    made = make_world(tmp_path, training=False)
    with made.session.work() as work:
        work.records.save_setting(PROVED, "")
        work.commit()
    made.session.grants.confirmed_at = None
    yield made
    made.close()
