from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.world import World, make_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A training vault that has been made and closed again."""
    made = make_world(tmp_path / "desk")
    made.close()
    yield made
    made.close()
