"""What holds for every test: no screen, no network, no warning, no Qt message and no log line that nobody expected."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from kpr_desktop.crypto.document import SlotHead
    from kpr_desktop.domain.ids import UserId
    from tests.support.asked_once import Salts

# A desk may have set another platform; KPR_TEST_PLATFORM=xcb shows the windows.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("KPR_TEST_PLATFORM", "offscreen")
# The look of a test must not depend on the desk it runs on.
os.environ.pop("QT_STYLE_OVERRIDE", None)
os.environ.pop("QT_SCALE_FACTOR", None)

pytest_plugins = ["tests.plugins.logfail", "tests.plugins.no_network", "tests.plugins.strict_skips"]

settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("KPR_STRICT_SKIPS") else "desk")


@pytest.fixture(scope="session")
def _salts() -> Iterator[Salts]:
    """No two tests work the same passphrase out or read the same code book; the processes that tests start do."""
    # Not before now: with several workers, what conftest.py imports is not yet measured.
    from kpr_desktop import assembly, bootstrap
    from kpr_desktop.codebook import loader
    from kpr_desktop.crypto import kdf
    from kpr_desktop.crypto.slots import SlotMaker
    from tests.support.asked_once import Salts, read_once, remembering, table_once

    salts, plain = Salts(), SlotMaker._head

    def head(self: SlotMaker, kind: str, user_id: UserId, login: str, cost: kdf.Cost | None) -> SlotHead:
        made = plain(self, kind, user_id, login, cost)
        return replace(made, salt=salts.draw()) if cost else made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kdf, "passphrase_key", remembering(kdf.passphrase_key))
        patch.setattr(loader, "load_book", read_once(loader.load_book))
        patch.setattr(bootstrap, "load_rights", table_once(bootstrap.load_rights))
        patch.setattr(
            bootstrap, "Places", bootstrap.Places().for_vault
        )  # each has her own lists over the shipped
        patch.setattr(assembly, "load_log_words", table_once(assembly.load_log_words))
        patch.setattr(SlotMaker, "_head", head)
        yield salts


@pytest.fixture(autouse=True)
def _asked_once(_salts: Salts) -> Iterator[None]:
    """Each test draws the same salts, so that what was worked out in another need not be worked out again.

    And the first vault of its world is a copy of one that an earlier test has made.
    """
    from tests.support.ready_vaults import READY

    _salts.start_over()
    READY.one_for_a_test(_salts)
    yield
    READY.no_more()


@pytest.fixture(scope="session")
def official_xsd() -> Path:
    """The folder with the register's own schema; the test is skipped (an allowed skip) where there is none."""
    place = os.environ.get("KPR_OFFICIAL_XSD", "")
    if not place or not Path(place).is_dir():
        pytest.skip("KPR_OFFICIAL_XSD does not name a folder with the register's own schema")
    return Path(place)
