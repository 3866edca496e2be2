"""A diagnosis code with its name, where a register has been read in; without one nothing is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.usecases.diagnosis_codes import DiagnosisCodeDesk
from kpr_desktop_ui.pages.interview.finished_view import FinishedView
from tests.support.driver import Driver, drain
from tests.support.fits import clipped, scrolling
from tests.ui.interview.conftest import Desk, Key

UNKNOWN = "Ukjent kode i kodeverket som er lest inn. Den kan likevel brukes."


@pytest.fixture
def register(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "koder.txt"
    path.write_text("P70\tØvd glemsel\nP71\tØvd uro\n", encoding="utf-8")
    desk.world.services.diagnosis_codes.import_file(path, "icpc-2", 2025)


def hint(desk: Desk) -> str:
    field = desk.talk.screen_.view.entries.field("code")
    return field.editor.accessibleDescription() if field.isVisible() else ""


def type_code(desk: Desk, code: str) -> None:
    desk.talk.show_item("diagnosis")
    editors = desk.talk.screen_.view.entries.editors()
    editors["system"].set_key("icpc-2")  # type: ignore[union-attr]
    editors["code"].setFocus()
    desk.type(code)


@pytest.mark.usefixtures("register")
def test_the_name_stands_below_the_code_and_in_the_rows(desk: Desk) -> None:
    type_code(desk, "p7")
    assert hint(desk) == ""
    desk.type("0")
    assert hint(desk) == "Øvd glemsel"
    drain()
    desk.stage.picture("interview-diagnosis-named")
    assert clipped(desk.page) == []
    assert scrolling(desk.page) == []
    desk.press(Key.Key_Return)
    assert hint(desk) == ""
    table = desk.talk.screen_.view.entries.table
    assert "p70 – Øvd glemsel" in [text.text for text in table.drawn_texts()]
    desk.talk.show_summary()
    assert "p70 – Øvd glemsel" in " ".join(Driver(desk.page).texts(desk.talk.screen_.summary))


@pytest.mark.usefixtures("register")
def test_an_unknown_code_is_told_quietly_and_taken(desk: Desk) -> None:
    type_code(desk, "P99")
    assert hint(desk) == UNKNOWN
    assert desk.talk.screen_.view.entries.field("code").error() == ""
    desk.press(Key.Key_Return)
    assert [row.values["code"] for row in desk.saved().entries_of("diagnosis")] == ["P99"]


def test_without_a_register_nothing_is_said(desk: Desk) -> None:
    type_code(desk, "P70")
    assert hint(desk) == ""
    desk.press(Key.Key_Return)
    assert len(desk.saved().entries_of("diagnosis")) == 1


@pytest.mark.usefixtures("register")
def test_a_register_that_can_not_be_read_stops_nobody(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> str:
        raise EnvironmentFault("vault.busy")

    monkeypatch.setattr(DiagnosisCodeDesk, "_look", busy)
    type_code(desk, "P70")
    assert hint(desk) == ""
    desk.press(Key.Key_Return)
    assert len(desk.saved().entries_of("diagnosis")) == 1


@pytest.mark.usefixtures("register")
def test_the_finished_assessment_has_the_name(desk: Desk) -> None:
    type_code(desk, "P71")
    desk.press(Key.Key_Return)
    view = FinishedView(desk.talk._texts, desk.world.services, desk.talk.interview.assessment.id)
    view.show()
    drain()
    assert "P71 – Øvd uro" in " ".join(Driver(view).texts(view.answers))
    view.deleteLater()
