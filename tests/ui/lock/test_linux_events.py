"""What D-Bus tells: on a bus of its own, with a logind of ours."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from kpr_desktop_ui.pages.lock.linux_events import reason_of
from kpr_desktop_ui.pages.lock.stillness import Reason

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="D-Bus: Linux only"),
]

LOGIND = """
import os
from PySide6.QtCore import QCoreApplication
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusObjectPath, QDBusVariant, QDBusVirtualObject
app = QCoreApplication([])
bus = QDBusConnection.sessionBus()
class Logind(QDBusVirtualObject):
    def introspect(self, path):
        return ""
    def handleMessage(self, message, connection):
        answer = {"GetSession": QDBusObjectPath("/s/own"), "Inhibit": 7, "Get": QDBusVariant(False)}
        reply = message.createReply(answer[message.member()])
        return connection.send(reply)
logind = Logind()
bus.registerVirtualObject("/", logind, QDBusConnection.VirtualObjectRegisterOption.SubPath)
assert bus.registerService("org.freedesktop.login1")
print("ready", flush=True)
app.exec()
"""
LISTENER = """
import subprocess, sys
from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtDBus import QDBusConnection
from PySide6.QtTest import QTest
from kpr_desktop_ui.pages.lock.linux_events import LinuxEvents
app = QCoreApplication([])
logind = subprocess.Popen([sys.executable, "-c", LOGIND], stdout=subprocess.PIPE, text=True)
assert logind.stdout.readline() == "ready\\n"
bus = QDBusConnection.sessionBus()
events = LinuxEvents(app, bus, bus)
heard = []
events.happened.connect(heard.append)
events.begin()
print("path", events._path, "holds", events.holds_off_sleep)
def emit(path, name, *values):
    before = len(heard)
    subprocess.run(["gdbus", "emit", "--session", "--object-path", path, "--signal", name, *values], check=True)
    for _ in range(60):
        QTest.qWait(5)
        if len(heard) > before:
            break
    print(name.rpartition(".")[2], *values[:1], heard[before:])
saver = "org.freedesktop.ScreenSaver.ActiveChanged"
emit("/ScreenSaver", saver, "true")
emit("/ScreenSaver", saver, "false")
emit("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", "true")
events._each("disconnect")
# Signals of logind must come from logind itself; on this bus anybody's are let through.
import kpr_desktop_ui.pages.lock.linux_events as module
module._LOGIND = ""
events._each("connect")
emit("/org/freedesktop/login1", "org.freedesktop.login1.Manager.PrepareForSleep", "true")
emit("/org/freedesktop/login1", "org.freedesktop.login1.Manager.PrepareForSleep", "false")
emit("/s/own", "org.freedesktop.login1.Session.Lock")
emit("/s/other", "org.freedesktop.login1.Session.Lock")
module._LOGIND = "org.freedesktop.login1"
module_name = "org.freedesktop.DBus.Properties.PropertiesChanged"
emit("/s/own", module_name, "org.freedesktop.login1.Session", "{'Active': <false>}", "@as []")
module._LOGIND = ""
events.end()
print("holds", events.holds_off_sleep)
emit("/ScreenSaver", saver, "true")
logind.kill()
"""
EXPECTED = """
path /s/own holds True
ActiveChanged true ['screen']
ActiveChanged false []
ActiveChanged true ['screen']
PrepareForSleep true ['sleep']
PrepareForSleep false []
Lock ['screen']
Lock []
PropertiesChanged org.freedesktop.login1.Session ['switch']
holds False
ActiveChanged true []
"""


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("dbus-run-session") is None or shutil.which("gdbus") is None,
    reason="no dbus-run-session or gdbus",
)
def test_the_system_and_the_desktop_are_heard() -> None:
    words = ["dbus-run-session", "--", sys.executable, "-c", f"LOGIND = {LOGIND!r}\n{LISTENER}"]
    ended = subprocess.run(
        words,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=os.environ | {"XDG_SESSION_ID": "own"},
    )
    assert ended.stdout.strip() == EXPECTED.strip(), ended.stderr


@pytest.mark.parametrize(
    ("member", "arguments", "reason"),
    [
        ("PrepareForSleep", [True], Reason.SLEEP),
        ("PrepareForSleep", [False], None),
        ("PrepareForSleep", [], None),
        ("ActiveChanged", [True], Reason.SCREEN),
        ("ActiveChanged", ["yes"], None),
        ("Lock", [], Reason.SCREEN),
        ("Unlock", [], None),
    ],
)
def test_what_a_signal_means(member: str, arguments: list[object], reason: Reason | None) -> None:
    assert reason_of(member, arguments) == reason
