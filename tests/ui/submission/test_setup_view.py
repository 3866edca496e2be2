"""The set-up, the reminders on the start page, and the parts where there is little room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.access.why_dialog import WhyDialog
from kpr_desktop_ui.pages.places import PersonFormPlace, SettingsPlace
from kpr_desktop_ui.pages.submission.submission_reminders import SubmissionReminders
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import LineEdit
from tests.support.colleagues import colleague, sits_down
from tests.support.driver import Driver
from tests.support.world import World, without_right
from tests.ui.submission.conftest import Open, ready, without_birth_date
from tests.ui.submission.test_desk_views import chosen
from tests.usecases.test_messages import STATIONS, sealed


def test_the_set_up_is_saved_part_by_part(
    real: World, open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, texts: Texts
) -> None:
    ready(real)
    page, stage, driver = open_page(real)
    page.show_tab("setup")
    view = page.setup

    def give_back() -> None:
        dialog = driver.front()
        assert isinstance(dialog, WhyDialog)
        driver.click(dialog.yes)
        dialog.why.setText("Ny maskin")
        driver.click(dialog.yes)

    driver.click(view.switch, give_back)
    assert view.state.content() == texts("desk.submits_not")
    driver.click(view.switch, lambda: driver.press("Escape"))
    driver.click(view.switch, give_back)
    assert view.state.content() == texts("desk.submits")
    view.end["number"].setText("0")
    view.save_end.click()
    assert view.end_fields["number"].error() == texts("submission.end_number")
    view.end["number"].setText("41")
    view.end["guid"].setText("0F6B9AC1-6F6A-4F0E-9A43-2F4F3A6C9B10")
    view.save_end.click()
    assert real.services.chain.end_elsewhere() == ("41", view.end["guid"].text())
    view.day.setText("")
    view.save_day.click()
    assert view.day_field.error() == texts("submission.field_missing")
    view.day.set_date(real.session.today() + timedelta(days=1))
    view.save_day.click()
    assert view.day_field.error() == texts("submission.first_day_future")
    view.day.set_date(date(2026, 1, 1))
    view.save_day.click()
    assert real.services.chain.first_day() == date(2026, 1, 1)
    assert stage.told == ["Oppsettet er lagret"] * 4


def test_the_deadline_is_told_where_it_is_known_and_shown_where_it_matters(
    real: World, open_page: Open, texts: Texts
) -> None:
    ready(real)
    page, stage, driver = open_page(real)
    driver.wait_until(lambda: not page.busy, "The rehearsal")
    assert not page.rehearsal.due.isHidden()
    page.show_tab("setup")
    view = page.setup
    assert view.due.text() == "15.01.2027"
    view.due.setText("")
    view.save_due.click()
    assert view.due_field.error() == texts("submission.field_missing")
    view.due.setText("1.2.2027")
    view.save_due.click()
    assert stage.told == ["Oppsettet er lagret"]
    assert view.due.text() == "01.02.2027"
    page.show_tab("rehearsal")
    assert "frist 01.02.2027 · 70 dager igjen" in driver.texts(page.rehearsal)
    assert page.rehearsal.due.isHidden()
    page.show_tab("ready")
    driver.wait_until(lambda: not page.busy, "The count")
    assert page.ready.due.content() == "Dataåret 2026: frist 01.02.2027 · 70 dager igjen."


def test_the_two_ends_and_the_certificate_are_saved(
    real: World, open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, texts: Texts
) -> None:
    ready(real)
    page, stage, _ = open_page(real)
    page.show_tab("setup")
    view = page.setup
    for name, value in (STATIONS | {"sender_her_id": "x"}).items():
        editor = view.fields[name].editor
        assert isinstance(editor, LineEdit)
        editor.setText(value)
    view.save_stations.click()
    assert view.fields["sender_her_id"].error() == texts("envelope.bad_her_id")
    editor = view.fields["sender_her_id"].editor
    assert isinstance(editor, LineEdit)
    editor.setText(STATIONS["sender_her_id"])
    view.save_stations.click()
    assert {n: f.error() for n, f in view.fields.items() if f.error()} == {}
    assert view.banner.isHidden()
    assert real.services.stations.form() == STATIONS
    assert view.certificate.content() == texts("desk.certificate_none")
    chosen(monkeypatch, "")
    view.choose.click()
    chosen(monkeypatch, tmp_path / "borte")
    view.choose.click()
    assert view.banner.text() == texts("submission.cannot_read")
    file = tmp_path / "mottaker.cer"
    file.write_bytes(b"tull")
    chosen(monkeypatch, file)
    view.choose.click()
    assert view.banner.text() == texts("certificate.not_a_certificate")
    file.write_bytes(sealed(real.session.now())[1])
    view.choose.click()
    assert "Fingeravtrykk (SHA-256)" in view.certificate.content()
    view.contacts.click()
    assert stage.went == [SettingsPlace("contacts")]
    assert stage.told == ["Oppsettet er lagret"] * 2
    real.clock.time += timedelta(days=60)
    view.enter()
    assert view.certificate.content().startswith("Sertifikatet gikk ut")


def test_who_may_not_set_up_is_told_so(real: World, open_page: Open, texts: Texts) -> None:
    ready(real)
    from dataclasses import replace

    barred = without_right(real.session, "submission.set_up")
    real.services = replace(real.services, session=barred)
    page, _, _ = open_page(real)
    page.show_tab("setup")
    assert page.setup.banner.text() == texts("desk.setup_not_yours")
    assert not page.setup.switch.isEnabled()


def test_the_start_page_reminds_of_certificates_and_of_an_approval(
    real: World, texts: Texts, tmp_path: Path
) -> None:
    ready(real)
    with real.session.work() as work:
        work.records._database.run("DELETE FROM approval")  # type: ignore[attr-defined]
        work.commit()
    reminders = SubmissionReminders(texts, real.services)
    reminders.refresh()
    assert reminders.isHidden()
    real.services.chain.ask()
    reminders.refresh()
    assert reminders.approval.isHidden()  # one's own request
    real.services.stations.take_receiver(sealed(real.session.now())[1])
    reminders.refresh()
    assert not reminders.certificates.banners["receiver"].isHidden()
    real.clock.time += timedelta(days=60)
    reminders.refresh()
    assert reminders.certificates.banners["receiver"].text().startswith("Mottakerens sertifikat gikk ut")
    sits_down(real, colleague(real, "Eva Li", "leader"))
    reminders = SubmissionReminders(texts, real.services)
    reminders.refresh()
    assert not reminders.approval.isHidden()
    went: list[bool] = []
    reminders.wanted.connect(lambda: went.append(True))
    reminders.approval.acted.emit()
    assert went == [True]


@pytest.mark.parametrize(("width", "tabs"), [(1290, True), (884, False)])
def test_the_parts_become_a_choice_where_tabs_would_be_cut(
    real: World, open_page: Open, dress: Callable[..., Theme], width: int, tabs: bool
) -> None:
    ready(real, 0)
    dress("light", 1.0 if tabs else 2.0)
    page, _, driver = open_page(real, (width + 76, 748))
    assert page.tabs.isVisible() is tabs
    assert page.bar.choice.isVisible() is not tabs
    page.bar.choice.set_key("2")
    page.bar.choice.chosen.emit("2")
    assert page.tabs.currentIndex() == 2
    page.show_tab("setup")
    assert page.bar.choice.key() == "6"
    assert isinstance(driver, Driver)


def test_a_finding_is_read_whole_and_opened_by_a_key_where_columns_have_no_room(
    real: World, open_page: Open, dress: Callable[..., Theme]
) -> None:
    (person,) = ready(real)
    without_birth_date(real, person)
    dress("light", 2.0)
    page, stage, driver = open_page(real, (960, 748))
    driver.wait_until(lambda: not page.busy, "The rehearsal")
    table = page.rehearsal.table
    assert table.is_stacked()
    assert not table.horizontalScrollBar().isVisible()
    driver.press("Enter")
    (place,) = stage.went
    assert isinstance(place, PersonFormPlace)
    assert place.person_id == person
