"""The help in the window: the manuals, the keys, how things stand, the report, F1 and the first visit."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.health import Finding
from kpr_desktop_ui.pages.help import help_dialog
from kpr_desktop_ui.pages.help.first_visit import FirstVisit, first_visit
from kpr_desktop_ui.pages.help.guide_dialog import STEPS, GuideDialog
from kpr_desktop_ui.pages.help.health_view import HealthView
from kpr_desktop_ui.pages.help.help_dialog import HelpDialog, groups, show_help
from kpr_desktop_ui.pages.help.help_page import TABS, HelpPage
from kpr_desktop_ui.pages.help.picture_view import PictureView
from kpr_desktop_ui.pages.help.report_dialog import ReportDialog
from kpr_desktop_ui.pages.interview.interview_page import InterviewPage
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.places import BackupPlace, HelpPlace, InterviewPlace, WorkListPlace
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.pages.work_list.work_list_page import WorkListPage
from kpr_desktop_ui.widgets import Label
from tests.support.driver import Driver, drain
from tests.support.fits import clipped
from tests.support.stage import Show, Stage
from tests.support.world import TODAY, World


@pytest.fixture
def settings(tmp_path: Path) -> DeskSettings:
    return DeskSettings(tmp_path / "desk.ini", tmp_path)


def shown(world: World, show: Show, texts: Texts, settings: DeskSettings, place: HelpPlace) -> Stage:
    return show(HelpPage(texts, world.services, place, settings))


def page_of(stage: Stage) -> HelpPage:
    assert isinstance(stage.page, HelpPage)
    return stage.page


def words_in(widget: QWidget) -> str:
    return "\n".join(each.content() for each in widget.findChildren(Label))


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_and_nothing_is_cut(
    tab: str, world: World, show: Show, texts: Texts, settings: DeskSettings
) -> None:
    page = page_of(shown(world, show, texts, settings, HelpPlace(tab)))
    assert page.tab() == tab
    assert page.here() == HelpPlace(tab, page.manuals[tab].chapter() if tab in page.manuals else "")
    assert clipped(page) == []


def test_a_search_leads_to_a_chapter_of_any_part(
    world: World, show: Show, texts: Texts, settings: DeskSettings
) -> None:
    page = page_of(shown(world, show, texts, settings, HelpPlace("user", "letters")))
    view = page.manuals["user"]
    assert view.chapter() == "letters"
    driver = Driver(page)
    driver.press("Ctrl+F")
    driver.type("arket safe")
    assert view.count.content() == texts("help.hits", count=view.list.model().rowCount())
    assert view.chapter() == "", "the best one stands in the administrators' part"
    assert "safe" in words_in(view.text)
    view.search.setText("xyzzy")
    assert view.count.content() == texts("help.hits_none")
    view.search.setText("byte for byte")
    assert view.count.content() == texts("help.hits_one")
    view.list.opened.emit(view.list.key())
    assert view.text.hasFocus()
    view.show_chapter("none")
    assert (view.search.text(), view.chapter()) == ("", "start")
    page.show_tab("keys")
    page._find()
    assert page.tab() == "user"


def test_the_manual_has_its_picture(world: World, show: Show, texts: Texts, settings: DeskSettings) -> None:
    page = page_of(shown(world, show, texts, settings, HelpPlace("user", "interview")))
    picture = page.findChild(PictureView)
    assert picture is not None
    assert picture.found()
    assert picture.accessibleName()
    assert picture.heightForWidth(600) < 600
    assert picture.sizeHint().isValid()


def test_a_manual_is_saved_as_pdf(
    world: World,
    show: Show,
    texts: Texts,
    settings: DeskSettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage = shown(world, show, texts, settings, HelpPlace("lost"))
    page = page_of(stage)
    chosen = [""]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: chosen[0])
    page.manuals["lost"].pdf.click()
    assert stage.told == []
    chosen[0] = str(tmp_path)
    page.manuals["lost"].pdf.click()
    assert stage.told == [texts("help.pdf_saved", name="maskin-borte.pdf")]
    assert (tmp_path / "maskin-borte.pdf").read_bytes().startswith(b"%PDF")
    chosen[0] = str(tmp_path / "gone")
    page.manuals["lost"].pdf.click()
    assert page.banner.isVisible()


def test_health_is_told_and_the_report_is_read_before_it_is_saved(
    world: World,
    show: Show,
    texts: Texts,
    settings: DeskSettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage = shown(world, show, texts, settings, HelpPlace("health"))
    view = page_of(stage).health
    assert view.lead.content() == texts("help.health_fine")
    assert view.table.model().rowCount() > 5
    disk = view._row(Finding("disk", "ok", "ok", {"free": 66_892})).cells[2]
    assert disk == "65,3\N{NO-BREAK SPACE}GB er ledig."
    view.backup.click()
    assert stage.went == [BackupPlace()]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))

    def read_and_save(dialog: ReportDialog) -> int:
        assert "KPR Desktop" in dialog.text.text()
        dialog.save.click()
        return dialog.result()

    monkeypatch.setattr(ReportDialog, "exec", read_and_save)
    view.report.click()
    name = f"kpr-desktop-rapport-{world.session.today().isoformat()}.txt"
    assert stage.told == [texts("help.report_saved", name=name)]
    assert (tmp_path / name).is_file()


def test_a_report_that_can_not_be_written_says_so(
    world: World,
    show: Show,
    texts: Texts,
    settings: DeskSettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = page_of(shown(world, show, texts, settings, HelpPlace("health")))
    dialog = ReportDialog(texts, world.services.support, {}, page)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    dialog.save.click()
    assert dialog.banner.isHidden()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "gone"))
    dialog.save.click()
    assert not dialog.banner.isHidden()
    assert dialog.saved == ""
    dialog.deleteLater()


def test_who_may_not_is_told(
    world: World, show: Show, texts: Texts, settings: DeskSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(shown(world, show, texts, settings, HelpPlace()))

    def refuse(_view: HealthView) -> None:
        raise UserFault("rights.not_allowed")

    monkeypatch.setattr(HealthView, "refresh", refuse)
    page.show_tab("health")
    assert page.banner.text() == texts("rights.not_allowed")
    assert EnvironmentFault


def test_f1_tells_of_the_field_the_page_and_its_keys(
    world: World, show: Show, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = show(WorkListPage(texts, world.services, WorkListPlace()))
    edit = QLineEdit(stage.page)
    edit.setAccessibleName("Navn")
    edit.setAccessibleDescription("Slik personen bruker det")
    edit.show()
    edit.setFocus()
    drain()
    seen: list[str] = []

    def look(dialog: HelpDialog) -> int:
        seen.append(words_in(dialog))
        dialog.more.click()
        return dialog.result()

    monkeypatch.setattr(HelpDialog, "exec", look)
    wanted = show_help(texts, stage.page, stage.page, WorkListPlace())
    assert wanted == HelpPlace("user", "work_list")
    for words in ("Slik personen bruker det", "Ctrl+N", texts("worklist.new"), "Ctrl+Shift+L"):
        assert words in seen[0]
    assert texts("interview.guide") not in seen[0]


def test_f1_before_log_in_and_where_no_field_has_the_focus(
    texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = QWidget()
    monkeypatch.setattr(HelpDialog, "exec", lambda dialog: dialog.reject() or dialog.result())
    assert show_help(texts, holder, None) is None
    monkeypatch.setattr(help_dialog.QApplication, "focusWidget", lambda: None)
    assert show_help(texts, holder, None) is None
    first = HelpDialog(texts, holder, None, "LoginPage", ("", "Bare en forklaring"))
    assert texts("help.here") in words_in(first)
    assert first.more.isHidden()
    monkeypatch.setattr(help_dialog.QApplication, "activeModalWidget", lambda: first)
    assert show_help(texts, holder, None) is None, "help is not shown over help"
    assert [group.id for group in groups(None)] == ["everywhere", "tables"]
    holder.deleteLater()


def test_a_key_that_the_page_has_not_is_left_out(texts: Texts) -> None:
    class WorkListPage(Page):
        """A page of that name, whose user may do nothing."""

    page = WorkListPage()
    assert [group.id for group in groups(page)] == ["everywhere", "tables"]
    assert page.help() == ("", "")
    page.deleteLater()


def test_the_interview_tells_of_its_question_and_not_before_the_citizen(
    world: World, show: Show, texts: Texts
) -> None:
    person = world.services.persons.register(world.form()).id
    world.services.persons.open(person)
    started = world.services.interviews.start(person, TODAY, Reason.PERIODIC)
    page = show(InterviewPage(texts, world.services, InterviewPlace(started.assessment.id))).page
    assert isinstance(page, InterviewPage)
    talk = page.conversation
    assert talk is not None
    talk.show_item("v12")
    item = started.book.items["v12"]
    name, text = page.help()
    assert name == item.label.nb
    assert item.covers.nb in text
    talk.turn()
    assert page.help() == ("", "")


def test_the_first_visit_is_offered_once(
    world: World, show: Show, texts: Texts, settings: DeskSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = first_visit(texts, settings, world.session)
    assert line is not None
    page = show(WorkListPage(texts, world.services, WorkListPlace(), line)).page
    assert clipped(page) == []
    seen = []
    monkeypatch.setattr(GuideDialog, "exec", lambda dialog: seen.append(dialog.step) or 0)
    line.yes.click()
    assert (seen, line.isHidden()) == ([0], True)
    assert first_visit(texts, settings, world.session) is None
    again = DeskSettings(settings.home / "other.ini", settings.home)
    other = FirstVisit(texts, again, world.session)
    other.no.click()
    assert again.visited(world.session.user.id)
    assert not again.visited("another")
    other.deleteLater()


def test_the_guide_goes_step_by_step(texts: Texts) -> None:
    dialog = GuideDialog(texts)
    assert not dialog.back.isEnabled()
    for _ in STEPS[1:]:
        dialog.next.click()
    assert dialog.next.text() == texts("help.first_end")
    dialog.back.click()
    assert dialog.step == len(STEPS) - 2
    dialog.next.click()
    dialog.next.click()
    assert dialog.result() == GuideDialog.DialogCode.Accepted
    dialog.deleteLater()
