"""A real vault for each test: key file, SQLCipher database, every use case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.world import World, make_world


@pytest.fixture
def training(tmp_path: Path) -> Iterator[World]:
    """A training vault."""
    world = make_world(tmp_path / "training", training=True)
    yield world
    world.close()


@pytest.fixture
def real(tmp_path: Path) -> Iterator[World]:
    """A real vault; its identity numbers are computed by the test and never written down."""
    world = make_world(tmp_path / "real", training=False)
    yield world
    world.close()
