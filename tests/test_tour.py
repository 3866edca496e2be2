"""The tour comes off, and leaves what it promises."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree
from PySide6.QtGui import QImage

from tests.tour.practice_file import schemas

ROOT = Path(__file__).resolve().parents[1]
PICTURES = 20


@pytest.mark.slow
def test_the_whole_job_by_keyboard(tmp_path: Path) -> None:
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    command = [sys.executable, "-W", "error", "-m", "tests.tour", str(tmp_path)]
    ended = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=110, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert "nothing was clipped or scrolled" in ended.stdout
    pictures = sorted(tmp_path.glob("*.png"))
    assert len(pictures) >= PICTURES
    for number, picture in enumerate(pictures, 1):
        assert picture.name.startswith(f"{number:02}-")
        image = QImage(str(picture))
        assert (image.width(), image.height()) == (1366, 768)
    (letter,) = tmp_path.glob("*.pdf")
    assert letter.read_bytes().startswith(b"%PDF-")
    (message,) = tmp_path.glob("*.xml")
    assert message.name.endswith(".ovelse.xml")
    root = etree.parse(str(message)).getroot()
    assert root.get("lokalident") == "OVELSE"
    for schema in schemas():
        etree.XMLSchema(etree.parse(str(schema))).assertValid(root)


@pytest.mark.slow
def test_the_pictures_of_the_readme(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-m", "tests.tour.front_page", str(tmp_path)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110, check=False)
    assert ended.returncode == 0, ended.stderr
    named = set(re.findall(r"\(docs/pictures/([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert {each.name for each in tmp_path.iterdir()} == named
    assert {each.name for each in (ROOT / "docs" / "pictures").iterdir()} == named


def test_a_tour_that_does_not_come_off_says_so(tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("", encoding="utf-8")
    command = [sys.executable, "-m", "tests.tour", str(taken)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert "The tour did not come off" in ended.stderr
