from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.world import World, make_world, not_set_up


@pytest.fixture
def real(tmp_path: Path) -> Iterator[World]:
    """A real vault whose set-up is not finished."""
    made = make_world(tmp_path, training=False)
    not_set_up(made.session)
    yield made
    made.close()
