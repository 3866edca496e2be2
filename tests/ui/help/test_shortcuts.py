"""The list of keys under F1 against the real pages: what is there stands in it, and what stands in it is there."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut

from kpr_desktop.codebook.shortcuts import ShortcutGroup, load_shortcuts
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop_ui.pages.catalogue import build_page
from kpr_desktop_ui.pages.interview.keys import gesture
from kpr_desktop_ui.pages.places import (
    BatchPlace,
    HelpPlace,
    LetterPlace,
    OverviewPlace,
    PersonFormPlace,
    PersonPlace,
    PersonsPlace,
    Place,
    ServicePlace,
    SettingsPlace,
    SheetPlace,
    SubmissionPlace,
    WorkListPlace,
)
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.widgets import key_sequence
from tests.support.world import World

UI = Path(__file__).parents[3] / "ui" / "kpr_desktop_ui"
LIVE: dict[str, Callable[[PersonId], Place]] = {
    "WorkListPage": lambda _: WorkListPlace(),
    "PersonsPage": lambda _: PersonsPlace(),
    "PersonPage": lambda person: PersonPlace(person, "services"),
    "PersonFormPage": lambda _: PersonFormPlace(),
    "ServicePage": ServicePlace,
    "SettingsPage": lambda _: SettingsPlace("talk"),
    "LetterPage": LetterPlace,
    "BatchPage": lambda person: BatchPlace((person,)),
    "SheetPage": lambda _: SheetPlace(),
    "SubmissionPage": lambda _: SubmissionPlace(),
    "HelpPage": lambda _: HelpPlace(),
    "OverviewPage": lambda _: OverviewPlace(),
}
MADE_IN = {
    "pages/desk.py": "everywhere",
    "pages/frame.py": "everywhere",
    "pages/work_list/work_list_page.py": "work_list",
    "pages/persons/persons_page.py": "persons",
    "pages/persons/person_page.py": "person",
    "pages/persons/person_form_page.py": "form",
    "pages/services/services_tab.py": "person",
    "pages/services/service_page.py": "form",
    "pages/services/decision_dialog.py": "decision",
    "pages/settings/settings_page.py": "form",
    "pages/settings/order_card.py": "form",
    "pages/letters/letter_page.py": "letters",
    "pages/letters/batch_page.py": "letters",
    "pages/letters/sheet_page.py": "letters",
    "pages/submission/submission_page.py": "submission",
    "pages/help/help_page.py": "help",
    "pages/overview/table_part.py": "overview",
}
"""Every module that makes short cuts, and the group of the list that has them."""


def plain(keys: str) -> str:
    return key_sequence(keys).toString()


def of_page(name: str) -> list[ShortcutGroup]:
    return [group for group in load_shortcuts() if name in group.pages]


def listed(groups: list[ShortcutGroup]) -> set[str]:
    return {plain(keys) for group in groups for row in group.rows for keys in row.keys}


def test_every_module_that_makes_short_cuts_is_known() -> None:
    found = set()
    for path in sorted(UI.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
        if any(isinstance(func, ast.Name) and func.id == "QShortcut" for func in calls):
            found.add(path.relative_to(UI).as_posix())
    assert found == set(MADE_IN)
    assert set(MADE_IN.values()) <= {group.id for group in load_shortcuts()}


@pytest.mark.parametrize("name", LIVE)
def test_a_pages_short_cuts_stand_in_the_list(name: str, world: World, tmp_path: Path, texts: Texts) -> None:
    person = world.services.persons.register(world.form()).id
    world.services.persons.open(person)
    settings = DeskSettings(tmp_path / "desk.ini", tmp_path)
    page = build_page(texts, world.services, settings, LIVE[name](person))
    live = {each.key().toString() for each in page.findChildren(QShortcut)}
    page.deleteLater()
    assert type(page).__name__ == name
    assert live, "the control: the page has some"
    assert live - listed(of_page(name)) == set()


def test_what_stands_in_the_list_is_on_some_page_of_its_group(
    world: World, tmp_path: Path, texts: Texts
) -> None:
    person = world.services.persons.register(world.form()).id
    world.services.persons.open(person)
    settings = DeskSettings(tmp_path / "desk.ini", tmp_path)
    live: dict[str, set[str]] = {}
    for name, place in LIVE.items():
        page = build_page(texts, world.services, settings, place(person))
        for group in of_page(name):
            live.setdefault(group.id, set()).update(s.key().toString() for s in page.findChildren(QShortcut))
        page.deleteLater()
    for group in load_shortcuts():
        if group.live and group.id in live:
            assert listed([group]) - live[group.id] == set()


def test_the_keys_of_the_interview_are_those_that_mean_something_there() -> None:
    plain_keys = [Qt.Key(each) for each in (*range(0x20, 0x60), *range(0x01000000, 0x01000040))]
    heard = set()
    for held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
        for key in plain_keys:
            event = QKeyEvent(QEvent.Type.KeyPress, key, held)
            if gesture(event, in_text=False) is not None:
                heard.add(plain_of(event))
    assert heard == listed(of_page("InterviewPage"))


def plain_of(event: QKeyEvent) -> str:

    return QKeySequence(event.keyCombination()).toString()


def test_the_keys_that_work_everywhere(texts: Texts) -> None:
    everywhere = listed([group for group in load_shortcuts() if group.id == "everywhere"])
    for key in ("shell.lock_keys", "lock.keys_switch", "lock.keys_curtain", "shell.help_keys"):
        assert plain(texts(key)) in everywhere
