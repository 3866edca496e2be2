"""What holds for every test: no screen, no network, no warning, no Qt message and no log line that nobody expected."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

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
def official_xsd() -> Path:
    """The folder with the register's own schema; the test is skipped (an allowed skip) where there is none."""
    place = os.environ.get("KPR_OFFICIAL_XSD", "")
    if not place or not Path(place).is_dir():
        pytest.skip("KPR_OFFICIAL_XSD does not name a folder with the register's own schema")
    return Path(place)
