"""`kpr letter` and `kpr form`, end to end on a real vault."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pikepdf
import pytest

from kpr_desktop import cli
from tests.support.pdf import text_of
from tests.test_cli import Run, app, demo, run, secret

__all__ = ["app", "demo", "run", "secret"]
Demo = tuple[str, str, list[str]]


def letter(demo: Demo, out: Path, *more: str) -> list[str]:
    vault, secret, persons = demo
    return ["letter", vault, "--person", persons[0], "--out", str(out), "--passphrase-file", secret, *more]


def test_a_letter_with_what_it_asks_for(run: Run, demo: Demo, tmp_path: Path) -> None:
    out = tmp_path / "time.pdf"
    given = ("dag=2026-12-24", "klokken=10.00", "sted=Hjemme = hos deg", "hvem=Kari")
    sets = [word for each in given for word in ("--set", each)]
    code, answer = run(*letter(demo, out, "--kind", "appointment", "--language", "nn", *sets))
    assert (code, answer.get("reason")) == (cli.DONE, None)
    data = out.read_bytes()
    assert answer["sha256"] == hashlib.sha256(data).hexdigest()
    assert answer["pages"] == 1
    text = text_of(data)
    assert "Hjemme = hos deg" in text
    assert answer["number"] in text


def test_a_copy_to_fill_in(run: Run, demo: Demo, tmp_path: Path) -> None:
    out = tmp_path / "krav.pdf"
    assert run(*letter(demo, out, "--kind", "request", "--fillable"))[0] == cli.DONE
    with pikepdf.open(out) as pdf:
        assert len(pdf.Root.AcroForm.Fields) > 5


def test_a_reason_goes_with_it_and_one_that_is_not_chosen_right_stops_it(
    run: Run, demo: Demo, tmp_path: Path
) -> None:
    why = ("--kind", "information", "--reason", "Bedt om på telefon", "--purpose")
    assert run(*letter(demo, tmp_path / "a.pdf", *why, "citizen"))[0] == cli.DONE
    code, answer = run(*letter(demo, tmp_path / "b.pdf", *why, "nysgjerrig"))
    assert code == cli.PROBLEMS
    assert answer["reason"] == "access.purpose_unknown"
    assert [path.name for path in tmp_path.glob("*.pdf")] == ["a.pdf"]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (("--kind", "tull"), "letter.unknown_kind"),
        (("--kind", "blank_form"), "letter.office_kind"),
        (("--kind", "information", "--language", "xx"), "letter.no_such_language"),
        (("--kind", "appointment", "--set", "dag"), "cli.letter.set_wrong"),
        (("--kind", "appointment", "--set", "=x"), "cli.letter.set_wrong"),
        (("--kind", "consent_withdrawn", "--about", "nobody"), "letter.consent_unknown"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_written(
    run: Run, demo: Demo, tmp_path: Path, more: tuple[str, ...], reason: str
) -> None:
    out = tmp_path / "brev.pdf"
    code, answer = run(*letter(demo, out, *more))
    assert code in (cli.WRONG_USE, cli.PROBLEMS)
    assert answer["reason"] == reason
    assert not out.exists()


def test_the_form_for_a_power_cut(run: Run, demo: Demo, tmp_path: Path) -> None:
    vault, secret, _ = demo
    code, answer = run("form", vault, str(tmp_path), "--language", "en", "--passphrase-file", secret)
    assert (code, answer.get("reason")) == (cli.DONE, None)
    (made,) = tmp_path.glob("*.pdf")
    assert str(made) == answer["file"]
    assert "Social participation" in text_of(made.read_bytes())
    code, answer = run("form", vault, str(tmp_path / "nei"), "--passphrase-file", secret)
    assert (code, answer["reason"]) == (cli.WRONG_USE, "cli.no_folder")
