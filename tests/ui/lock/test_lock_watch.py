"""When the program locks itself: on a clock that only the test moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from kpr_desktop_ui.pages.lock.lock_watch import LockWatch
from kpr_desktop_ui.pages.lock.stillness import LONGEST_SECONDS, Reason, Stillness, awake_seconds, seconds
from kpr_desktop_ui.pages.lock.system_events import SystemEvents, system_events
from kpr_desktop_ui.pages.lock.windows_events import (
    PBT_APMSUSPEND,
    WM_POWERBROADCAST,
    WM_WTSSESSION_CHANGE,
    WTS_CONSOLE_DISCONNECT,
    WTS_REMOTE_DISCONNECT,
    WTS_SESSION_LOCK,
    WTS_SESSION_LOGOFF,
    reason_of,
)

HOUR = 3600


@dataclass
class Clock:
    now: float = 1000.0
    asleep: float = 0.0

    def seconds(self) -> float:
        return self.now

    def awake(self) -> float:
        return self.now - self.asleep


@dataclass
class Heard:
    """A watch and what it said."""

    watch: LockWatch
    clock: Clock
    locks: list[str]
    warnings: list[int]
    calms: list[None]

    def after(self, seconds: float) -> None:
        self.clock.now += seconds
        self.watch.look()


@pytest.fixture
def heard(qapp: QApplication) -> Iterator[Heard]:
    clock, owner = Clock(), QObject()
    watch = LockWatch(owner, clock.seconds, clock.awake, SystemEvents)
    found = Heard(watch, clock, [], [], [])
    watch.lock_wanted.connect(found.locks.append)
    watch.warned.connect(found.warnings.append)
    watch.calmed.connect(lambda: found.calms.append(None))
    watch.begin(5)
    yield found
    watch.end()


def test_stillness_warns_half_a_minute_before_and_locks_once(heard: Heard) -> None:
    heard.after(269)
    assert (heard.locks, heard.warnings) == ([], [])
    heard.after(1)
    heard.after(29.5)
    assert heard.warnings == [30, 1]
    heard.after(0.5)
    heard.after(100)
    assert heard.locks == ["idle"]


def test_one_key_goes_on_and_is_used_for_nothing_else(heard: Heard, qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    heard.after(280)
    QTest.keyClicks(field, "a")
    assert (field.text(), len(heard.calms)) == ("", 1)
    QTest.keyClicks(field, "b")
    assert field.text() == "b"
    heard.after(290)
    assert heard.warnings == [20, 10]
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    assert len(heard.calms) == 2
    heard.after(299)
    assert heard.locks == []


def test_a_gesture_that_comes_too_late_calls_nothing_off(heard: Heard) -> None:
    heard.clock.now += 300  # the machine was busy: nobody looked
    heard.watch.touch()
    heard.watch.look()
    assert heard.locks == ["idle"]


def test_after_twelve_hours_it_locks_however_busy_somebody_is(heard: Heard) -> None:
    for _ in range(12 * 60 - 1):
        heard.after(60)
        heard.watch.touch()
    assert heard.locks == []
    heard.after(45)
    heard.watch.touch()
    assert heard.warnings[-1] == 15
    assert heard.calms == []  # a gesture does not put it off
    heard.after(15)
    assert heard.locks == ["long"]
    assert LONGEST_SECONDS == 12 * HOUR


def test_sleep_is_noticed_by_its_time(heard: Heard) -> None:
    heard.clock.now += 10
    heard.clock.asleep += 10
    heard.watch.look()
    assert heard.locks == ["sleep"]


def test_what_the_system_tells_locks_at_once_and_only_once(heard: Heard) -> None:
    events = heard.watch._events
    events.happened.emit("screen")
    events.happened.emit("sleep")
    assert heard.locks == ["screen"]


def test_the_minutes_can_be_changed(heard: Heard) -> None:
    heard.watch.set_minutes(1)
    heard.after(59)
    assert heard.locks == []
    heard.after(1)
    assert heard.locks == ["idle"]
    heard.watch.set_minutes(2)
    heard.watch.touch()
    heard.watch.look()


def test_the_clocks_of_this_system_agree_while_it_is_awake(qapp: QApplication) -> None:
    first = (seconds(), awake_seconds())
    second = (seconds(), awake_seconds())
    assert second[0] >= first[0]
    assert abs((second[0] - first[0]) - (second[1] - first[1])) < 1
    assert isinstance(system_events(qapp), SystemEvents)


def test_a_warning_never_says_zero() -> None:
    state = Stillness.begin(60, 0.0)
    assert [state.warning(now) for now in (0, 29.9, 30, 59.2, 59.99)] == [0, 0, 30, 1, 1]


@pytest.mark.parametrize(
    ("message", "detail", "reason"),
    [
        (WM_POWERBROADCAST, PBT_APMSUSPEND, Reason.SLEEP),
        (WM_POWERBROADCAST, 0x7, None),
        (WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK, Reason.SCREEN),
        (WM_WTSSESSION_CHANGE, 0x8, None),
        (WM_WTSSESSION_CHANGE, WTS_CONSOLE_DISCONNECT, Reason.SWITCH),
        (WM_WTSSESSION_CHANGE, WTS_REMOTE_DISCONNECT, Reason.SWITCH),
        (WM_WTSSESSION_CHANGE, WTS_SESSION_LOGOFF, Reason.SWITCH),
        (0x0010, WTS_SESSION_LOCK, None),
    ],
)
def test_windows_messages(message: int, detail: int, reason: Reason | None) -> None:
    assert reason_of(message, detail) == reason
