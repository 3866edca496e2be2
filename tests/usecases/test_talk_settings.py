"""The municipality's settings for its conversations: kept in the vault, refused in words, never in the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.navigation import Condition
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.guidance import GUIDANCE_SETTING
from kpr_desktop.usecases.talk_settings import (
    INTERVAL_SETTING,
    ORDER_SETTING,
    TalkSettings,
    interval_of,
    talk_book,
)
from tests.support.world import World, without_right

FILE = 'municipality_guidance: "1"\nname: Øvingsby\nvariables: {v07: {covers: {nb: "Hos oss."}}}\n'


@pytest.fixture
def settings(training: World) -> TalkSettings:
    return training.services.talk_settings


def store(world: World, key: str, value: str) -> None:
    with world.session.work() as work:
        work.records.save_setting(key, value)
        work.commit()


def ids(settings: TalkSettings) -> list[str]:
    return [group.id for group in settings.group_order()]


def test_the_interval_is_twelve_months_until_another_is_set(training: World, settings: TalkSettings) -> None:
    assert settings.interval() == 12
    for typed, months in ((" 6 ", 6), ("1", 1), ("60", 60)):
        settings.set_interval(typed)
        assert settings.interval() == months
    with training.session.work() as work:
        assert work.records.log_entries(limit=1)[0].action == "settings.interval"
    training.reopen()
    assert training.services.talk_settings.interval() == 60


def test_the_interval_is_what_the_rules_remind_by(training: World, settings: TalkSettings) -> None:
    """A talk of ten weeks ago is no reminder at twelve months, and one at two."""
    person = training.services.persons.register(training.form()).id
    day = training.session.today() - timedelta(weeks=10)
    told = []
    for months in ("12", "2"):
        settings.set_interval(months)
        draft = training.services.interviews.start(person, day, Reason.PERIODIC)
        told.append([p.params for p in draft.problems() if p.code == "assessment.old"])
    assert told == [[], [{"months": 2}]]


@pytest.mark.parametrize("typed", ["0", "61", "-1", "1,5", "seks", "", "²", "٣", "0012"])
def test_another_interval_is_refused(settings: TalkSettings, typed: str) -> None:
    with pytest.raises(UserFault) as told:
        settings.set_interval(typed)
    assert (told.value.code, told.value.field) == ("settings.interval_range", "interval")
    assert settings.interval() == 12


@pytest.mark.parametrize("stored", ["", "0", "999", "tolv"])
def test_a_setting_that_is_no_interval_is_passed_over(training: World, stored: str) -> None:
    store(training, INTERVAL_SETTING, stored)
    with training.session.work() as work:
        assert interval_of(work) == 12


def test_the_order_is_kept_and_given_up(training: World, settings: TalkSettings) -> None:
    ours = ids(settings)
    assert settings.is_our_order()
    settings.set_group_order([*ours[1:], ours[0]])
    assert ids(settings) == [*ours[1:], ours[0]]
    assert not settings.is_our_order()
    with training.session.work() as work:
        assert work.records.log_entries(limit=1)[0].action == "settings.order"
    for given in (ours, []):
        settings.set_group_order(given)
        assert settings.is_our_order()
        with training.session.work() as work:
            assert work.records.setting(ORDER_SETTING) == ""


def test_the_book_of_a_talk_has_order_and_guidance(training: World) -> None:
    book = training.session.books.edition(2026)
    with training.session.work() as work:
        assert talk_book(book, work) == book
    store(training, ORDER_SETTING, "senses,gone,health")
    store(training, GUIDANCE_SETTING, FILE)
    with training.session.work() as work:
        found = talk_book(book, work)
    assert [group.id for group in found.groups][:2] == ["senses", "health"]
    assert (found.items["v07"].covers.nb, found.items["v07"].guidance) == ("Hos oss.", "Øvingsby")


def test_an_order_against_a_later_skip_logic_falls_back_to_ours(training: World) -> None:
    book = training.session.books.edition(2026)
    asks = replace(book.items["v13"], visible_when=Condition("v01", frozenset({"1"})))
    store(training, ORDER_SETTING, "senses")
    with training.session.work() as work:
        assert talk_book(book, work).groups[0].id == "senses"
        assert talk_book(replace(book, items={**book.items, "v13": asks}), work).groups == book.groups


def test_who_is_no_administrator_may_only_read(training: World) -> None:
    settings = TalkSettings(without_right(training.session, "office.write"))
    assert settings.interval() == 12
    assert settings.is_our_order()
    for attempt in (lambda: settings.set_interval("6"), lambda: settings.set_group_order(["senses"])):
        with pytest.raises(UserFault, match=r"rights\.not_allowed"):
            attempt()
    assert (settings.interval(), settings.is_our_order()) == (12, True)
