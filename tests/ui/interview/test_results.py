"""The profile, the changes and the figures: in the summary of a draft and beside a finished assessment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.model import Certainty
from kpr_desktop.codebook.official_measure import official_measure
from kpr_desktop.codebook.strict import load
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import AssessmentId, PersonId
from kpr_desktop.usecases.results import results
from kpr_desktop_ui.pages.interview.code_texts import CodeTexts
from kpr_desktop_ui.pages.interview.profile_view import ProfileView
from kpr_desktop_ui.pages.interview.results_tabs import ResultsTabs
from kpr_desktop_ui.pages.interview.words import Words
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Card, Label, StateChip
from tests.support.driver import drain
from tests.support.fits import clipped
from tests.support.world import TODAY, World
from tests.ui.interview.conftest import CTRL, Desk, Key, Open, finish_everything

LAST = date(2026, 3, 14)
NOW = {
    "v01": "2",
    "v03": "2",
    "v02": "3",
    "v05": "4",
    "v07": "3",
    "v11": "1",
    "v13": "3",
    "v15": "1",
    "v16": "9",
    "v20": "5",
}


def words_of(widget: QWidget) -> str:
    """All texts of labels that are in sight."""
    return "\n".join(each.content() for each in widget.findChildren(Label) if each.isVisibleTo(widget))


@pytest.fixture
def second(world: World, person: PersonId) -> AssessmentId:
    """A draft with ten scores, beside a last time where all were 2; one reason is written, one opinion differs."""
    finish_everything(world, person, LAST)
    interview = world.services.interviews.start(person, TODAY, Reason.CHANGE)
    for item, score in NOW.items():
        interview.answer(item, score)
    interview.type_reason("v05", "Brakk hoften i august.", 10)
    interview.set_opinion("v07", own="2", view="differs")
    interview.type_words("v07", "Jeg trenger bare litt tid.", 5)
    return interview.assessment.id


def tab(desk: Desk, number: int) -> ResultsTabs:
    """The summary of the draft on screen, on its tab of that number."""
    desk.talk.show_summary()
    found = desk.talk.screen_.summary.results
    found.tabs.setCurrentIndex(number)
    drain()
    return found


def test_the_summary_is_in_front_and_the_tabs_lead_on(desk: Desk) -> None:
    desk.press(Key.Key_M, CTRL)
    summary = desk.talk.screen_.summary
    assert summary.results.tabs.currentIndex() == 0
    assert desk.focus() is summary.head
    summary.results.tabs.setFocus()
    desk.press(Key.Key_Right)
    assert summary.results.tabs.currentIndex() == 1
    assert summary.results.profile.isVisible()
    desk.talk.show_summary()
    assert summary.results.tabs.currentIndex() == 0


def test_a_first_assessment_has_a_profile_and_nothing_to_compare_with(desk: Desk) -> None:
    desk.press(Key.Key_3)
    found = tab(desk, 1)
    desk.stage.picture("interview-profile-first")
    assert found.profile.chart is not None
    assert "Det er ingen tidligere kartlegging" in found.profile.chart.accessibleDescription()
    assert "3 – Klarer deler, trenger en person til resten" in found.profile.chart.accessibleDescription()
    assert "Skårene gir ingen slike punkter nå." in words_of(found.profile)
    found = tab(desk, 2)
    assert "Ingen tidligere kartlegging" in words_of(found.changes)
    assert "Ingen ulike syn" in words_of(found.changes)


def test_the_profile_of_a_draft(open_page: Open, second: AssessmentId) -> None:
    desk = open_page(second)
    view = tab(desk, 1).profile
    desk.stage.picture("interview-profile")
    assert clipped(desk.page) == []
    assert view.chart is not None
    assert view.table is not None
    assert view.toggle is not None
    assert view.means is not None
    drawn = {each.text for each in view.chart.drawn_texts()}
    assert {"Nå", "Sist, 14.03.2026", "Hukommelse", "ikke relevant", "ikke vurdert", "1", "5"} <= drawn
    told = view.chart.accessibleDescription()
    assert (
        "Hukommelse: Sist: «Klarer det alene, strevsomt eller annerledes». Nå: «Går greit, som før»." in told
    )
    assert "2 punkter har samme skår som sist." in told
    shown = words_of(view)
    assert "Eget oversiktsmål" in shown
    assert "Snitt = summen av skårene 1–5" in shown
    assert "ikke registerets samlemål" in shown
    assert "Trenger hjelp til å bevege seg inne, men klarer toalettet som før." in shown
    assert "Vårt råd, ikke en regel" in shown
    assert view.chart.isVisible()
    assert not view.table.isVisible()
    view.toggle.click()
    drain()
    assert view.table.isVisible()
    assert not view.chart.isVisible()
    desk.stage.picture("interview-profile-table")
    assert clipped(desk.page) == []
    view.toggle.click()
    assert view.chart.isVisible()


def test_what_has_changed_in_a_draft(open_page: Open, second: AssessmentId) -> None:
    desk = open_page(second)
    view = tab(desk, 2).changes
    desk.stage.picture("interview-changes")
    assert clipped(desk.page) == []
    shown = words_of(view)
    for text in (
        "Siden 14.03.2026",
        "2 punkter har samme skår som sist.",
        "Mer krevende enn sist",
        "Lettere enn sist",
        "Ikke vurdert ennå",
        "Styre atferd, Husarbeid, Lage mat",
        "Skåret 9 den ene gangen, og kan ikke sammenlignes",
        "Grunn: Brakk hoften i august.",
        "Personen: «Jeg klarer det selv, men det koster mer enn før»",
        "Med egne ord: «Jeg trenger bare litt tid.»",
        "Vurdert: «Klarer deler, trenger en person til resten»",
    ):
        assert text in shown
    chips = [each.text() for each in view.findChildren(StateChip)]
    assert [text for text in chips if "Grunnen er ikke skrevet ennå" in text] == chips
    assert len(chips) == 2
    lacking = [p.target for p in desk.talk.interview.problems() if p.code == "assessment.unexpected"]
    assert lacking == ["v15.reason"]
    desk.talk.interview.type_reason("v15", "Ny medisin.", 3)
    assert "assessment.unexpected" not in {p.code for p in desk.talk.interview.problems()}


def test_there_is_no_empty_room_to_scroll_through(open_page: Open, second: AssessmentId) -> None:
    desk = open_page(second)
    for number in (1, 2):
        view = tab(desk, number)
        content = (view.profile, view.changes)[number - 1]
        last = max(card.geometry().bottom() for card in content.findChildren(Card))
        assert content.height() - last < 24


def test_nothing_has_changed(world: World, person: PersonId, open_page: Open) -> None:
    finish_everything(world, person, LAST)
    again = finish_everything(world, person, TODAY)
    view = open_page(again).page.finished
    assert view is not None
    view.results.tabs.setCurrentIndex(2)
    drain()
    shown = words_of(view.results.changes)
    assert "Ingen skårer er endret siden sist." in shown
    assert "20 punkter har samme skår som sist." in shown


def test_what_was_nine_or_not_scored_last_time(world: World, open_page: Open, second: AssessmentId) -> None:
    desk = open_page(second)
    talk = desk.talk.interview
    assert talk.previous is not None
    held = dict(talk.previous.answers)
    held["v05"] = replace(held["v05"], value="9")
    held["v07"] = replace(held["v07"], value="")
    kept = {item: held[item] for item in ("v05", "v07", "v01")}
    last, now = replace(talk.previous, answers=kept), talk.assessment
    found = tab(desk, 2)
    found.show_results(now, last)
    for number in (1, 2):
        found.tabs.setCurrentIndex(number)
        drain()
        assert clipped(desk.page) == []
    assert found.profile.chart is not None
    assert "sist: ikke relevant" in {each.text for each in found.profile.chart.drawn_texts()}
    shown = words_of(found.changes)
    assert "Vurdert nå, men ikke sist" in shown
    assert "Nå: «Klarer deler, trenger en person til resten». Ikke vurdert sist." in shown
    assert "Ett punkt har samme skår som sist." in shown
    assert "Siden 14.03.2026" in shown
    wheel = found.profile.table
    assert wheel is not None
    assert wheel.verticalScrollBar().maximum() == 0


def test_a_finished_assessment_has_the_same_tabs(world: World, person: PersonId, open_page: Open) -> None:
    finish_everything(world, person, LAST)
    interview = world.services.interviews.start(person, TODAY, Reason.CHANGE)
    for step in interview.visible():
        if interview.item(step.item).kind == "score":
            if step.item == "v02":
                continue
            interview.answer(step.item, "1" if step.item == "v15" else "4" if step.item == "v01" else "2")
    interview.set_opinion("v01", view="differs")
    desk = open_page(interview.finish().id)
    view = desk.page.finished
    assert view is not None
    view.results.tabs.setCurrentIndex(1)
    drain()
    desk.stage.picture("interview-finished-profile")
    assert clipped(desk.page) == []
    view.results.tabs.setCurrentIndex(2)
    drain()
    desk.stage.picture("interview-finished-changes")
    assert clipped(desk.page) == []
    shown = words_of(view.results.changes)
    assert "Vurdert sist, men ikke nå" in shown
    assert "Ikke vurdert nå." in shown
    assert "Sosial deltakelse" in shown
    assert "Personen:" not in shown
    desk.press(Key.Key_Return)
    assert len(desk.stage.went) == 1


@pytest.mark.parametrize("mode", ["light", "dark", "contrast"])
@pytest.mark.parametrize(("width", "scale"), [(1366, 1.0), (960, 1.0), (1366, 2.0), (960, 2.0)])
def test_nothing_is_cut_off(
    open_page: Open, second: AssessmentId, dress: Callable[..., Theme], mode: str, width: int, scale: float
) -> None:
    dress(mode, scale)
    desk = open_page(second, (width, 768))
    for number, name in ((1, "profile"), (2, "changes")):
        found = tab(desk, number)
        desk.stage.picture(f"interview-{name}-{mode}-{width}-{round(scale * 100)}")
        assert clipped(desk.page) == []
        if number == 1 and found.profile.toggle is not None:
            found.profile.toggle.click()
            drain()
            assert clipped(desk.page) == []


def test_a_supplied_rule_is_shown_under_its_own_name_and_source(
    world: World, open_page: Open, second: AssessmentId, texts: Texts, tmp_path: Path
) -> None:
    interview = open_page(second).talk.interview
    made, before = interview.assessment, interview.previous
    words = Words(interview.book, texts, CodeTexts(world.services.diagnosis_codes, TODAY))
    plain = ProfileView(words)
    plain.show_results(results(interview.book, made, before), made, before)
    assert "Prøvemål" not in words_of(plain)
    page = (Path(__file__).parents[3] / "docs/formats/official-measure.md").read_text(encoding="utf-8")
    (tmp_path / "m.yaml").write_text(page.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    measure = official_measure(load(tmp_path / "m.yaml"), frozenset(v.id for v in interview.book.variables))
    point = replace(interview.book.attention[0], source="S1, S3", certainty=Certainty.B)
    book = replace(interview.book, official_measure=measure, attention=(point,), overview=None)
    view = ProfileView(Words(book, texts, CodeTexts(world.services.diagnosis_codes, TODAY)))
    view.show_results(results(book, made, before), made, before)
    shown = words_of(view)
    assert "Prøvemål" in shown
    assert "Første del: 3,5" in shown
    assert "Kilde: Made up for this page" in shown
    assert f"Kilde: {book.sources['S1']}; {book.sources['S3']}" in shown
    assert "Eget oversiktsmål" not in shown
    assert "Vårt råd" not in shown
    empty = replace(made, answers={})
    view.show_results(results(book, empty, None), empty, None)
    drain()
    assert "Andre del: Uoppgitt" in words_of(view)
