from __future__ import annotations

import sys
import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from kpr_desktop.errors import Fault, UserFault
from kpr_desktop_ui.tasks import Task, _Work, run, run_units


def nothing(_value: object) -> None:
    raise AssertionError("this was not to be called")


def test_the_work_runs_beside_the_window_and_its_end_on_it(qtbot: QtBot) -> None:
    owner, threads, ended = QObject(), [], []
    run(
        owner,
        lambda: threads.append(threading.get_ident()) or 42,
        lambda n: ended.append((n, threading.get_ident())),
        nothing,
    )
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == [(42, threading.get_ident())]
    assert threads[0] != threading.get_ident()


def test_a_worker_hands_over_what_came_of_it() -> None:
    """Called as the pool calls it, but on this thread: coverage does not see the threads that Qt makes."""
    told: list[tuple[object, object]] = []
    fault = UserFault("vault.wrong_passphrase")

    def work() -> None:
        raise fault

    for each in (lambda: 42, work):
        _Work(each, lambda result, error: told.append((result, error))).run()
    assert told == [(42, None), (None, fault)]


def test_a_fault_is_told(qtbot: QtBot) -> None:
    owner, faults = QObject(), list[Fault]()

    def work() -> None:
        raise UserFault("vault.wrong_passphrase")

    run(owner, work, nothing, faults.append)
    qtbot.waitUntil(lambda: bool(faults))
    assert faults[0].code == "vault.wrong_passphrase"


def test_a_bug_is_told_as_such_and_reaches_the_hook(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, faults, bugs = QObject(), list[Fault](), list[type[BaseException]]()
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: bugs.append(kind))
    run(owner, lambda: 1 // 0, nothing, faults.append)
    qtbot.waitUntil(lambda: bool(bugs))
    assert [fault.code for fault in faults] == ["shell.unexpected"]
    assert bugs == [ZeroDivisionError]


@pytest.mark.parametrize("fault", [None, UserFault("x.y")])
def test_nobody_is_told_when_the_owner_is_gone(qtbot: QtBot, fault: UserFault | None) -> None:
    owner, gate, ran = QObject(), threading.Event(), threading.Event()

    def work() -> None:
        gate.wait(5)
        ran.set()
        if fault is not None:
            raise fault

    task = run(owner, work, nothing, nothing)
    owner.deleteLater()
    qtbot.waitUntil(lambda: not isValid(owner))
    gate.set()
    qtbot.waitUntil(lambda: not isValid(task))
    assert ran.is_set()


def test_a_bug_of_work_nobody_wants_still_reaches_the_hook(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bugs = list[type[BaseException]]()
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: bugs.append(kind))
    task = run(QObject(), lambda: 1 // 0, nothing, nothing)
    task.cancel()
    qtbot.waitUntil(lambda: bool(bugs))


def test_a_cancelled_task_tells_nothing(qtbot: QtBot) -> None:
    owner = QObject()
    task = run(owner, lambda: 1, nothing, nothing)
    task.cancel()
    qtbot.waitUntil(lambda: not isValid(task))


@pytest.mark.parametrize("waits", [True, False])
def test_a_task_stays_until_its_worker_has_left_the_signal(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, *, waits: bool
) -> None:
    """Deleted while the worker is still within `emit`, it takes the program with it: seen on a machine at work."""
    left, deleted = threading.Event(), list[bool]()

    class Late(threading.Event):
        def set(self) -> None:
            left.wait(0.2)  # the window's thread has the signal long before the worker comes out of it
            left.set()
            super().set()

        def wait(self, timeout: float | None = None) -> bool:
            return super().wait(timeout) if waits else False

    delete_later = Task.deleteLater
    monkeypatch.setattr(Task, "deleteLater", lambda self: (deleted.append(left.is_set()), delete_later(self)))
    ended: list[int] = []
    owner = QObject()
    task = Task[int](owner, ended.append, nothing)
    task._told = Late()
    task.start(lambda: 1)
    qtbot.waitUntil(lambda: not isValid(task))
    assert (deleted, ended) == ([waits], [1])


def test_a_task_lives_in_the_window_thread(qapp: QApplication, qtbot: QtBot) -> None:
    ended: list[int] = []
    owner = QObject()
    task = run(owner, lambda: 1, ended.append, nothing)
    assert task.thread() is QThread.currentThread()
    assert task.parent() is qapp
    qtbot.waitUntil(lambda: bool(ended))


def test_what_a_worker_does_unit_by_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Called on this thread, for coverage's sake: all of them, and none after the word to stop."""
    handed: list[Callable[[], int]] = []
    monkeypatch.setattr(Task, "start", lambda _self, work: handed.append(work))
    seen: list[int] = []
    task = run_units(QObject(), [1, 2, 3], seen.append, nothing, nothing, again="x")
    assert handed[0]() == 3
    assert seen == [1, 2, 3]
    assert not task.finished(0)
    task.stop()
    assert handed[0]() == 0
    assert seen == [1, 2, 3]
    assert task.stop_wanted()
    delete(task)  # it was never started, so nothing else takes it away
