"""`kpr manual`: without a vault, in the language that is asked for."""

from __future__ import annotations

from pathlib import Path

from kpr_desktop import cli
from tests.support.pdf import text_of
from tests.test_cli import Run, app, run

__all__ = ["app", "run"]


def test_a_manual_is_saved(run: Run, tmp_path: Path) -> None:
    code, answer = run("manual", str(tmp_path), "--part", "lost", "--in", "en")
    assert (code, Path(answer["file"]).name) == (cli.DONE, "lost-machine.pdf")
    assert "A computer is lost" in text_of(Path(answer["file"]).read_bytes())
    assert run("manual", str(tmp_path), "--part", "lost")[1]["file"].endswith("maskin-borte.pdf")


def test_a_folder_that_is_none(run: Run, tmp_path: Path) -> None:
    assert run("manual", str(tmp_path / "gone"))[1]["reason"] == "cli.no_folder"
