"""The rehearsal tells how many lines it leaves out because of blocks."""

from __future__ import annotations

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.submission.submission_page import SubmissionPage
from tests.support.world import World
from tests.ui.access.test_asking import block
from tests.ui.submission.conftest import Open, open_page, ready, real, without_birth_date

__all__ = ["open_page", "real"]


def test_the_count_of_closed_lines(real: World, open_page: Open, texts: Texts) -> None:
    persons = ready(real, 3)
    without_birth_date(real, persons[1])
    page, _stage, driver = open_page(real)
    assert isinstance(page, SubmissionPage)
    assert page.rehearsal.closed.isHidden()
    block(real, persons[1])
    for person_id in (persons[1], persons[2]):
        if person_id is not persons[1]:
            block(real, person_id)
        page.rehearse()
        driver.wait_until(lambda: not page.busy, "The rehearsal")
        standing = page.rehearser.standing
        assert standing is not None
        count = standing.last.closed
        assert count > 0
        one = texts("submission.closed_one")
        assert page.rehearsal.closed.text() == (
            one if count == 1 else texts("submission.closed", count=count)
        )
        assert not page.rehearsal.closed.isHidden()
