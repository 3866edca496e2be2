"""A real vault with contact persons and events that wait, and the page on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId, ServiceId
from kpr_desktop_ui.pages.places import SubmissionPlace
from kpr_desktop_ui.pages.submission.submission_page import SubmissionPage
from tests.support import numbers
from tests.support.driver import Driver
from tests.support.stage import Show, Stage
from tests.support.submitting import may_submit
from tests.support.world import World, make_world

BORN = date(1942, 3, 14)
CONTACTS = {
    "name": "Øvingsby kommune",
    "contact16_name": "Blid Fjellbekk",
    "contact16_email": "blid@example.no",
    "contact17_name": "Rolig Sjøsprøyt",
    "contact17_email": "rolig@example.no",
}
Open = Callable[..., tuple[SubmissionPage, Stage, Driver]]


@pytest.fixture
def real(tmp_path: Path) -> Iterator[World]:
    """A real vault; its identity numbers are computed by the test and never written down."""
    made = make_world(tmp_path / "real", training=False)
    yield made
    made.close()


@pytest.fixture
def open_page(texts: Texts, show: Show) -> Open:
    """The page of a world on screen, when its rehearsal is over."""

    def open_it(world: World, size: tuple[int, int] = (1366, 768)) -> tuple[SubmissionPage, Stage, Driver]:
        page = SubmissionPage(texts, world.services, SubmissionPlace())
        stage = show(page, size)
        driver = Driver(page)
        driver.wait_until(lambda: not page.busy, "The rehearsal")
        return page, stage, driver

    return open_it


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the person chooses."""
    chosen = tmp_path / "ut"
    chosen.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(chosen))
    return chosen


def add_person(world: World, seed: int, **fields: str) -> PersonId:
    series = "tenor" if world.session.training else "real"
    form = world.form(identity=numbers.fnr(seed, born=BORN, series=series), family_name=f"Fjell{seed}")
    return world.services.persons.register(form | fields).id


def add_stay(world: World, person: PersonId, start: date = date(2026, 2, 1)) -> ServiceId:
    desk = world.services.care_services
    made = replace(
        desk.blank(person),
        type="21",
        decided_on=date(2026, 1, 9),
        start=start,
        provider_number=numbers.organisation(1),
    )
    desk.save(made)
    return made.id


def ready(world: World, persons: int = 1) -> list[PersonId]:
    """Contacts, and persons who each have a long-term stay that waits to be told."""
    world.services.office.save(CONTACTS)
    may_submit(world.session)
    made = [add_person(world, seed + 1) for seed in range(persons)]
    for person in made:
        add_stay(world, person)
    return made


def without_birth_date(world: World, person: PersonId) -> None:
    """Neither number nor birth date: the register would delete the message."""
    with world.session.work() as work:
        found = work.persons.get(person)
        work.persons.update(replace(found, identity=None, birth_date=None, version=found.version + 1))
        work.commit()
