"""Two people behind the first file, and the vault that does not number."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.submission.submission_page import TABS
from tests.support.colleagues import colleague, sits_down
from tests.support.world import World
from tests.ui.submission.conftest import Open, ready
from tests.ui.submission.test_files import done, say_yes, to_ready


def test_the_first_file_takes_two_people(real: World, open_page: Open, folder: Path, texts: Texts) -> None:
    ready(real)
    with real.session.work() as work:
        work.records._database.run("DELETE FROM approval")  # type: ignore[attr-defined]
        work.commit()
    asker = real.session.user
    eva = colleague(real, "Eva Li", "leader")
    page, _, driver = open_page(real)
    to_ready(page, driver)
    card = page.ready.approval
    assert card.isVisible()
    driver.click(page.ready.make)  # nothing is asked for that would be in vain
    assert page.ready.banner.text() == texts("export.not_approved")
    driver.click(card.ask)
    done(driver, page)
    assert "Eva Li" in card.words.content()
    assert not card.ask.isVisible()
    sits_down(real, eva)
    second, _, other = open_page(real)
    assert second.second.isVisible()
    assert not second.bar.isVisible()
    assert "Hendelser som venter: 1. Personer: 1." in second.approval.words.content()
    other.click(second.to_statistics)
    assert second.statistics.isVisible()
    assert not second.second.isVisible()
    second.enter()
    assert second.approval.approve.hasFocus()
    other.click(second.approval.approve)
    assert second.statistics.isVisible()  # a leader counts, and does nothing else here
    assert not second.refused.isVisible()
    second.rehearse()
    assert not second.busy
    sits_down(real, asker)
    page, _, driver = open_page(real)
    to_ready(page, driver)
    assert not page.ready.approval.isVisible()
    driver.click(page.ready.make, say_yes(driver))
    done(driver, page)
    assert len(list(folder.iterdir())) == 1


def test_alone_after_a_day(real: World, open_page: Open, texts: Texts) -> None:
    ready(real)
    with real.session.work() as work:
        work.records._database.run("DELETE FROM approval")  # type: ignore[attr-defined]
        work.commit()
    real.services.chain.ask()
    page, _, driver = open_page(real)
    to_ready(page, driver)
    card = page.ready.approval
    assert "når det har gått et døgn" in card.words.content()
    assert not card.alone.isVisible()
    real.clock.time += timedelta(days=1)
    real.session.grants.confirmed_at = real.session.now()
    page.ready.enter()
    done(driver, page)
    assert card.alone.isVisible()
    driver.click(card.alone)
    assert card.sentence.error() == texts("submission.sentence_differs")
    card.typed.setText(texts("desk.approval_sentence"))
    driver.click(card.alone)
    done(driver, page)
    assert not card.isVisible()


def test_a_refusal_of_the_approval_is_told(real: World, open_page: Open, texts: Texts) -> None:
    ready(real)
    with real.session.work() as work:
        work.records._database.run("DELETE FROM approval")  # type: ignore[attr-defined]
        work.commit()
    page, _, driver = open_page(real)
    to_ready(page, driver)
    real.services.chain.ask()  # in another window
    driver.click(page.ready.approval.ask)
    assert page.ready.approval.banner.text() == texts("submission.asked_already")


def test_a_vault_that_does_not_submit_leads_to_the_set_up(real: World, open_page: Open) -> None:
    ready(real)
    real.services.chain.step_back("Prøve")
    page, _, driver = open_page(real)
    to_ready(page, driver)
    assert page.ready.elsewhere.isVisible()
    page.ready.elsewhere.acted.emit()
    assert page.tabs.currentIndex() == TABS.index("setup")
