"""What became of the files, what the register said, and the set-up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.submission_records import SendFilter, SendState
from kpr_desktop_ui.pages.access.why_dialog import WhyDialog
from kpr_desktop_ui.pages.places import ServicePlace
from kpr_desktop_ui.pages.submission.again_dialog import KINDS, AgainDialog
from kpr_desktop_ui.pages.submission.contents_dialog import ContentsDialog
from kpr_desktop_ui.pages.submission.receipt_dialog import ReceiptDialog
from kpr_desktop_ui.pages.submission.sign_dialog import SignDialog
from kpr_desktop_ui.pages.submission.step_dialog import StepDialog
from kpr_desktop_ui.pages.submission.submission_page import TABS, SubmissionPage
from tests.support import certificates
from tests.support.bad_files import answer
from tests.support.colleagues import colleague, sits_down
from tests.support.world import World
from tests.ui.submission.conftest import Open, ready
from tests.usecases.test_messages import STATIONS, links, sealed


def sent(world: World, folder: Path, persons: int = 2) -> tuple[list[PersonId], str, list[str]]:
    """Persons who were told of, the file and the ids of what was told."""
    made = ready(world, persons)
    record = world.services.messages.make_message(folder).record
    with world.session.work() as work:
        ids = [s.notification.id for s in work.events.links(SendFilter("4201"))]
    return made, record.id, ids


def chosen(monkeypatch: pytest.MonkeyPatch, path: Path | str) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))


def cells(page: SubmissionPage, table: str) -> list[list[str]]:
    model = getattr(page, table).table.model()
    return [
        [str(model.index(r, c).data()) for c in range(model.columnCount())] for r in range(model.rowCount())
    ]


def test_every_file_tells_its_state_and_can_be_written_again(
    real: World, open_page: Open, folder: Path, tmp_path: Path, texts: Texts
) -> None:
    _, key, _ = sent(real, tmp_path)
    real.clock.forward(minutes=1)
    real.services.submission.make_yearly(2026, tmp_path)
    page, stage, driver = open_page(real)
    page.show_tab("messages")
    view = page.messages
    yearly, message = cells(page, "messages")
    assert (yearly[1], yearly[3]) == ("Årsuttrekk (vårt eget format)", "")
    assert message[:4] == [
        "23.11.2026 kl. 09.05", "KPR-melding 56.0.0", "Hendelser: 2, personer: 2", "Laget 23.11.2026",
    ]  # fmt: skip
    assert not view.step.isVisible()  # a yearly extract has no way to the register
    view.table.select(key)
    view.table.selected.emit(key)
    assert view.step.isVisible()

    def failed() -> None:
        dialog = driver.front()
        assert isinstance(dialog, StepDialog)
        dialog.state.set_key(SendState.FAILED.value)
        driver.click(dialog.yes)
        assert dialog.fields["note"].error() == texts("submission.note_missing")
        dialog.note.setText("Nettet var nede")
        driver.click(dialog.yes)

    driver.click(view.step, failed)
    assert cells(page, "messages")[1][3] == "Kom ikke fram 23.11.2026"
    driver.click(view.step, lambda: driver.press("Escape"))
    driver.click(view.write_again)
    assert len(list(folder.iterdir())) == 1
    assert len(stage.told) == 1
    driver.click(view.write_again)  # the name is taken
    assert view.banner.text() == texts("outbox.exists")


def test_the_contents_of_a_file_lead_to_the_service(real: World, open_page: Open, tmp_path: Path) -> None:
    persons, key, ids = sent(real, tmp_path)
    real.services.desk.mark(key, SendState.HANDED_OVER, "Til IT")
    page, stage, driver = open_page(real)
    page.show_tab("messages")

    def look() -> None:
        dialog = driver.front()
        assert isinstance(dialog, ContentsDialog)
        assert dialog.steps.content().split("\n")[1] == "Overlevert 23.11.2026 kl. 09.05: Til IT"
        model = dialog.table.model()
        row = [str(model.index(0, c).data()) for c in range(4)]
        assert row[0] == "1"
        assert row[1].endswith("start 01.02.2026")
        assert row[3] == "Ny"
        dialog._open("unknown")
        driver.click(dialog.to_service)

    driver.click(page.messages.contents, look)
    (place,) = stage.went
    assert isinstance(place, ServicePlace)
    assert place.person_id in persons
    assert len(ids) == 2


def test_what_may_not_be_followed_is_not_offered(real: World, open_page: Open, tmp_path: Path) -> None:
    sent(real, tmp_path)
    sits_down(real, colleague(real, "Eva Li", "administrator"))
    page, _, driver = open_page(real)
    page.show_tab("messages")
    view = page.messages
    assert len(cells(page, "messages")) == 1
    assert not any(b.isVisible() for b in (view.step, view.contents, view.again, view.write_again))
    view.table.opened.emit(view.table.key())
    assert not page.tabs.isTabEnabled(TABS.index("faults"))
    page.faults.enter()
    assert not page.faults.read_in.isEnabled()
    page.show_tab("setup")
    assert page.setup.switch.isEnabled()
    sits_down(real, colleague(real, "Ola Vik", "submitter"))
    assert driver is not None


def test_sending_again_asks_what_and_why_and_shows_whose(
    real: World, open_page: Open, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, texts: Texts
) -> None:
    _, key, ids = sent(real, tmp_path)
    page, _, driver = open_page(real)
    page.show_tab("messages")
    view = page.messages
    seen: list[bool] = []
    monkeypatch.setattr(
        "kpr_desktop_ui.pages.submission.messages_view.sure",
        lambda *a, **k: (seen.append(k["again"]), a[2].count > 0)[1],
    )
    given = {
        "since": "23.11.2026", "until": "23.11.2026", "id": ids[1], "from_id": ids[0], "to_id": ids[1],
    }  # fmt: skip

    def ask(kind: str) -> Callable[[], None]:
        def fill() -> None:
            dialog = driver.front()
            assert isinstance(dialog, AgainDialog)
            dialog.kind.set_key(kind)
            dialog.kind.chosen.emit(kind)
            lines = [name for name in KINDS[kind] if name != "person"]
            assert all(dialog.fields[name].isVisible() for name in KINDS[kind])
            driver.click(dialog.yes)
            if lines:
                assert dialog.fields[lines[0]].error() == texts("submission.field_missing")
            for name in lines:
                getattr(dialog, name).setText(given[name])
            driver.click(dialog.yes)
            assert dialog.fields["reason"].error() == texts("submission.reason_missing")
            dialog.why.setText("Kom ikke fram")
            driver.click(dialog.yes)

        return fill

    counts = []
    for kind in KINDS:
        real.clock.forward(seconds=1)
        driver.click(view.again, ask(kind))
        driver.wait_until(lambda: not page.busy, "The file")
        assert "Hendelser i filen" in view.banner.text(), view.banner.text()
        newest = max(folder.iterdir(), key=lambda p: p.name.split("_")[2])
        counts.append(len(links(newest)))
        view.table.select(key)
        view.table.selected.emit(key)
    assert counts == [2, 1, 2, 2, 2, 2, 1]
    assert seen == [True] * len(KINDS)
    assert cells(page, "messages")[0][1] == "KPR-melding 56.0.0, meldt på nytt"


def test_what_is_told_again_is_sealed_when_that_is_chosen(
    real: World, open_page: Open, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, key, _ = sent(real, tmp_path)
    real.services.stations.save(STATIONS)
    key_file, receiver = sealed(real.session.now())
    real.services.stations.take_receiver(receiver)
    page, _, driver = open_page(real)
    page.show_tab("messages")
    view = page.messages
    seen: list[object] = []
    monkeypatch.setattr(
        "kpr_desktop_ui.pages.submission.messages_view.sure",
        lambda _view, _texts, _found, way, *, again: (seen.append((way.id, again)), True)[1],
    )

    def ask() -> None:
        dialog = driver.front()
        assert isinstance(dialog, AgainDialog)
        dialog.envelope.set_key("api-2021")
        dialog.why.setText("Kom ikke fram")
        driver.click(dialog.yes)

    def sign(dialog: SignDialog, *, yes: bool) -> bool:
        dialog.key_file, dialog.passphrase = bytearray(key_file), bytearray(certificates.PASSPHRASE)
        return yes

    def again() -> None:
        real.clock.forward(seconds=1)
        view.table.select(key)
        view.table.selected.emit(key)
        driver.click(view.again, ask)
        driver.wait_until(lambda: not page.busy, "The file")

    monkeypatch.setattr(SignDialog, "exec", lambda dialog: sign(dialog, yes=False))
    again()
    monkeypatch.setattr(SignDialog, "exec", lambda dialog: sign(dialog, yes=True))
    with monkeypatch.context() as patch:
        patch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
        again()
    assert list(folder.glob("*.api2021.json")) == []
    again()
    assert len(list(folder.glob("*.api2021.json"))) == 1
    assert seen == [("api-2021", True)] * 3


def test_sending_again_tells_what_went_wrong(
    real: World, open_page: Open, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, texts: Texts
) -> None:
    _, key, _ = sent(real, tmp_path)
    page, _, driver = open_page(real)
    page.show_tab("messages")
    view = page.messages
    monkeypatch.setattr("kpr_desktop_ui.pages.submission.messages_view.sure", lambda *_a, **_k: True)

    def ask() -> None:
        dialog = driver.front()
        assert isinstance(dialog, AgainDialog)
        dialog.why.setText("Prøve")
        driver.click(dialog.yes)

    driver.click(view.again, lambda: driver.press("Escape"))
    assert not view.busy
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    driver.click(view.again, ask)
    assert not view.busy
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    real.services.office.save({"name": "Øvingsby kommune"})
    driver.click(view.again, ask)
    driver.wait_until(lambda: not page.busy, "The file")
    assert view.banner.text().startswith("Filen ble ikke laget")
    real.session.grants.confirmed_at = None
    assert key == view.table.key()


def test_an_answer_is_read_in_its_errors_followed_up_and_handled(
    real: World, open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    persons, _, ids = sent(real, tmp_path)
    page, stage, driver = open_page(real)
    page.show_tab("faults")
    view, file = page.faults, tmp_path / "svar.json"
    errors = [
        {"errorCode": 2006, "errorMessage": f"Feil i {ids[0]}", "propertyName": None, "errorDetails": None},
        {"errorCode": 11, "errorMessage": "Hele", "propertyName": None, "errorDetails": None},
    ]
    file.write_bytes(answer(delivered=True, errors=errors))
    chosen(monkeypatch, file)

    def read() -> None:
        dialog = driver.front()
        assert isinstance(dialog, ReceiptDialog)
        driver.click(dialog.yes)

    driver.click(view.read_in, lambda: driver.press("Escape"))
    driver.click(view.read_in, read)
    assert view.banner.text() == "Filen er tatt imot, men med feil. Feil: 2. Knyttet til hendelser: 1."
    first, second = cells(page, "faults")
    assert (first[0], first[3], second[1]) == ("23.11.2026", "2006", "")
    driver.click(view.to_service)
    (place,) = stage.went
    assert isinstance(place, ServicePlace)
    assert place.person_id in persons

    def handle() -> None:
        dialog = driver.front()
        assert isinstance(dialog, WhyDialog)
        assert dialog.why.accessibleName() == "Hva gjorde du?"
        driver.click(dialog.yes)
        assert dialog.isVisible()
        dialog.why.setText("Rettet datoen")
        driver.click(dialog.yes)

    driver.click(view.handle, handle)
    assert len(cells(page, "faults")) == 1
    view.table.opened.emit(view.table.key())  # it is about no service
    assert len(stage.went) == 1
    driver.click(view.handle, lambda: driver.press("Escape"))


def test_an_answer_that_names_no_file_may_be_told_which(
    real: World, open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, key, _ = sent(real, tmp_path)
    page, _, driver = open_page(real)
    page.show_tab("faults")
    view, file = page.faults, tmp_path / "svar.json"
    assert cells(page, "faults") == []
    chosen(monkeypatch, "")
    driver.click(view.read_in)
    chosen(monkeypatch, tmp_path / "borte")
    driver.click(view.read_in)
    assert view.banner.text() == Texts.load("nb")("submission.cannot_read")
    chosen(monkeypatch, file)

    def read() -> None:
        dialog = driver.front()
        assert isinstance(dialog, ReceiptDialog)
        driver.click(dialog.yes)

    file.write_bytes(answer(delivered=False, errors=[]))

    def tell_which() -> None:
        dialog = driver.front()
        assert isinstance(dialog, ReceiptDialog)
        dialog.answers.set_key(key)
        driver.click(dialog.yes)

    driver.click(view.read_in, tell_which)
    assert view.banner.text().startswith("Filen ble avvist")
    file.write_bytes(answer(delivered=True, errors=[]))
    driver.click(view.read_in, read)
    assert view.banner.text().endswith("hører ikke til noen fil fra dette hvelvet.")
