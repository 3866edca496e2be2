"""Copies of an earlier key, and how old the key is, on the page."""

from __future__ import annotations

from collections.abc import Callable

from kpr_desktop_ui.widgets.dialogs import QuestionDialog
from tests.support.world import World, confirmed
from tests.ui.backup.test_backup_page import Seat, answer, grabbed, real, sit

__all__ = ("real", "sit")


def test_an_old_key_is_told_and_old_copies_are_removed(sit: Callable[..., Seat], real: World) -> None:
    real.services.backups.make("manual")
    confirmed(real.session)
    real.services.keys.rotate("noen sluttet")
    real.reopen()
    confirmed(real.session)
    real.services.backups.make("manual")
    real.clock.forward(days=800)
    confirmed(real.session)
    seat = sit(real)
    assert "Nøkkelen er fra 23.11.2026" in seat.told()
    grabbed("backup-old-key")(seat.page)
    answer(QuestionDialog, lambda dialog: dialog.no.click())
    seat.driver.click(seat.page.copies.remove_old)
    assert seat.page.copies.remove_old.isVisible()

    def yes(dialog: QuestionDialog) -> None:
        grabbed("backup-old-copies")(dialog)
        dialog.yes.click()

    answer(QuestionDialog, yes)
    seat.driver.click(seat.page.copies.remove_old)
    assert not seat.page.copies.remove_old.isVisible()
    assert seat.stage.told == ["2 gamle kopier er slettet, og det står i loggen."]
