"""A case to a file and a file taken in, with the preview between."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.case_records import Line
from kpr_desktop_ui.pages.exchange import exchanging
from kpr_desktop_ui.pages.exchange.import_dialog import ImportDialog
from kpr_desktop_ui.pages.persons.person_page import PersonPage
from kpr_desktop_ui.pages.persons.persons_page import PersonsPage
from kpr_desktop_ui.pages.places import PersonPlace, PersonsPlace
from kpr_desktop_ui.theme import Theme
from tests.support.bad_fhir import good, item
from tests.support.driver import Driver, drain
from tests.support.fits import clipped
from tests.support.stage import Show
from tests.support.world import World


def written(folder: Path, found: dict[str, Any]) -> Path:
    path = folder / "case.json"
    path.write_text(json.dumps(found))
    return path


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was told in a dialog of its own."""
    said: list[str] = []
    monkeypatch.setattr(
        exchanging, "tell", lambda _parent, title, text, _close: said.append(f"{title}: {text}")
    )
    return said


def choose(monkeypatch: pytest.MonkeyPatch, path: Path | str) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(path))


def answer(monkeypatch: pytest.MonkeyPatch, *, yes: bool) -> None:
    monkeypatch.setattr(ImportDialog, "exec", lambda _self: int(yes))


def test_a_file_is_seen_and_then_taken_in(
    world: World, texts: Texts, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: list[str]
) -> None:
    page = PersonsPage(texts, world.services, PersonsPlace())
    stage = show(page)
    driver = Driver(page)
    choose(monkeypatch, "")
    driver.click(page.take_in)
    choose(monkeypatch, written(tmp_path, good()))
    answer(monkeypatch, yes=False)
    driver.click(page.take_in)
    assert stage.went == []
    answer(monkeypatch, yes=True)
    driver.click(page.take_in)
    [place] = stage.went
    assert isinstance(place, PersonPlace)
    assert world.services.persons.open(place.person_id).name == "Blid Fjellbekk"
    choose(monkeypatch, tmp_path / "none.json")
    driver.click(page.take_in)
    assert told == [f"Filen ble ikke hentet inn: {texts('fhir.cannot_read')}"]


def test_a_case_is_saved_with_a_purpose(
    world: World, texts: Texts, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: list[str]
) -> None:
    desk = world.services.exchange
    person = desk.take(desk.preview(json.dumps(good()).encode())).person_id
    page = PersonPage(texts, world.services, PersonPlace(person, "assessments"))
    show(page)
    driver = Driver(page)
    choose(monkeypatch, "")
    driver.click(page.save_case)
    choose(monkeypatch, tmp_path)
    monkeypatch.setattr(exchanging, "ask_purpose", lambda *_: "journal")
    driver.click(page.save_case)
    assert len(list(tmp_path.glob("*.ovelse.fhir.json"))) == 1
    driver.click(page.save_case)
    assert told == [f"Saken ble ikke lagret: {texts('outbox.exists')}"]


def test_the_preview_tells_everything_and_fits(world: World, texts: Texts, theme: Theme) -> None:
    desk = world.services.exchange
    fine = ImportDialog(texts, desk.preview(json.dumps(good()).encode()))
    fine.show()
    drain()
    assert fine.yes.isVisible()
    assert clipped(fine) == []
    assert fine.person.text() == "Blid Fjellbekk"
    assert "Kartleggingen 04.05.2026 er ny, med 35 svar." in Driver(fine).texts(fine)
    fine.close()
    found = good()
    item(found)["answer"][0]["valueCoding"]["code"] = "8"
    item(found, "doctor_date")["answer"][0]["valueDate"] = "2026-12-05"
    bad = desk.preview(json.dumps(found).encode())
    many = replace(bad, person=None, lines=bad.lines * 60)
    for preview in (bad, many):
        dialog = ImportDialog(texts, preview)
        dialog.show()
        drain()
        assert not dialog.yes.isVisible()
        assert clipped(dialog) == []
        dialog.close()
    desk.take(desk.preview(json.dumps(good()).encode()))
    again = ImportDialog(texts, desk.preview(json.dumps(good()).encode()))
    assert not again.yes.isVisibleTo(again)


def test_a_rule_is_told_in_its_own_words(world: World, texts: Texts, theme: Theme) -> None:
    found = good()
    item(found, "doctor_date")["answer"][0]["valueDate"] = "2026-12-05"
    preview = world.services.exchange.preview(json.dumps(found).encode())
    dialog = ImportDialog(texts, preview)
    line = next(line for line in preview.lines if line.rule is not None)
    assert isinstance(line, Line)
    assert line.rule is not None
    assert line.rule.nb in dialog._words(line)
    assert "/entry/1/resource" in dialog._words(line)
    whole = Line("refused", "file", "/", "fhir.unknown_field")
    assert dialog._words(whole) == texts("fhir.unknown_field")
