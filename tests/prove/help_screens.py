"""The screens of the help, as `screens.py` lists the others."""

from __future__ import annotations

from kpr_desktop_ui.pages.help.health_view import HealthView
from kpr_desktop_ui.pages.help.help_page import TABS, HelpPage
from kpr_desktop_ui.pages.places import HelpPlace, PersonFormPlace, WorkListPlace
from tests.prove.sitting import Sitting


def _page(s: Sitting, tab: str, chapter: str = "") -> HelpPage:
    s.go(HelpPlace(tab, chapter))
    page = s.program.page
    assert isinstance(page, HelpPage)
    return page


def _search(s: Sitting) -> None:
    page = _page(s, "user")
    s.press("Ctrl+F")
    page.manuals["user"].search.setText("kopi")


def _report(s: Sitting) -> None:
    view: HealthView = _page(s, "health").health
    s.dialog_of(view.report)


def _context(s: Sitting) -> None:
    s.go(PersonFormPlace())
    s.dialog("F1")


def _before(s: Sitting) -> None:
    s.open(s.vault)
    s.dialog("F1")


HELP = (
    ("help-before", _before),
    *((f"help-{tab}", lambda s, tab=tab: _page(s, tab)) for tab in TABS),  # type: ignore[misc]
    ("help-interview", lambda s: _page(s, "user", "interview")),
    ("help-commands", lambda s: _page(s, "administrator", "commands")),
    ("help-search", _search),
    ("dialog-help", lambda s: (s.go(WorkListPlace()), s.dialog("F1"))),
    ("dialog-help-field", _context),
    ("dialog-help-talk", lambda s: (s.talk("v12"), s.dialog("F1"))),
    ("dialog-report", _report),
)
