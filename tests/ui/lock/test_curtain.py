"""The curtain: nothing of a person is in the window, and nothing is lost behind it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from kpr_desktop_ui.pages.access.why_dialog import WhyDialog
from kpr_desktop_ui.pages.persons.person_form_page import PersonFormPage
from kpr_desktop_ui.pages.places import PersonFormPlace, PersonPlace
from kpr_desktop_ui.pages.services.decision_dialog import DecisionDialog
from kpr_desktop_ui.pages.start.login_page import LoginPage
from kpr_desktop_ui.widgets.dialogs import QuestionDialog
from tests.support.driver import drain, texts_in
from tests.ui.lock.conftest import Office

NAME = "Blid Fjellbekk"
F8 = Qt.Key.Key_F8


def spoken(node: QAccessibleInterface | None, *, hidden: bool = False) -> Iterator[str]:
    """What a screen reader can find; with `hidden` also what is marked as out of sight."""
    if node is None or (node.state().invisible and not hidden):
        return
    yield node.text(QAccessible.Text.Name)
    yield node.text(QAccessible.Text.Value)
    yield node.text(QAccessible.Text.Description)
    for at in range(node.childCount()):
        yield from spoken(node.child(at), hidden=hidden)


def tree(*, hidden: bool = False) -> str:
    return "\n".join(spoken(QAccessible.queryAccessibleInterface(QApplication.instance()), hidden=hidden))


def open_form(office: Office) -> PersonFormPage:
    person = office.world.services.persons.register(office.world.form()).id
    office.desk.navigate(PersonFormPlace(person))
    page = office.page
    assert isinstance(page, PersonFormPage)
    return page


def test_one_key_covers_everything_at_once_and_any_key_lifts_it(office: Office) -> None:
    page = open_form(office)
    field = page.form.editors["phone"]
    field.setFocus()
    QTest.keyClicks(field, "123")
    assert NAME in tree()
    QTest.keyClick(field, F8)
    assert office.desk._guardian.curtain.drawn
    assert "Fjellbekk" not in tree(hidden=True)
    assert "Blid" not in "\n".join(texts_in(office.window))
    assert "Skjermen er skjult" in tree()
    assert office.window.windowTitle() == "KPR Desktop"
    assert not page.isVisible()
    QTest.keyClick(office.window, Qt.Key.Key_Control)
    assert office.desk._guardian.curtain.drawn  # held down for another key
    QTest.keyClick(office.window, Qt.Key.Key_4)
    assert not office.desk._guardian.curtain.drawn
    assert page.isVisible()
    assert NAME in tree()
    drain()
    assert field.hasFocus()
    assert field.text() == "123"  # the key that lifts it writes nothing


def test_it_is_lifted_by_its_own_key_and_by_the_mouse(office: Office) -> None:
    for lift in (
        lambda: QTest.keyClick(office.window, F8),
        lambda: QTest.mouseClick(office.desk, Qt.MouseButton.LeftButton),
    ):
        QTest.keyClick(office.window, F8)
        assert office.desk._guardian.curtain.drawn
        lift()
        assert not office.desk._guardian.curtain.drawn
    assert office.desk._guardian.curtain.lift() is None
    office.desk._guardian.draw_curtain()
    office.desk._guardian.curtain.draw(office.frame)  # twice is once
    office.desk._guardian.draw_curtain()
    assert office.frame.isVisible()


def test_a_dialog_is_out_of_sight_and_comes_back(office: Office) -> None:
    person = office.world.services.persons.register(office.world.form()).id
    office.desk.navigate(PersonPlace(person, "services"))
    seen: list[object] = []

    def cover() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, DecisionDialog):
            QTimer.singleShot(10, cover)
            return
        QTest.keyClicks(dialog.quick, "dusj hos Fjellbekk")
        QTest.keyClick(dialog.quick, F8)
        seen.append(dialog.isVisible())
        seen.append("Fjellbekk" in tree())
        QTest.keyClick(office.window, Qt.Key.Key_Space)
        seen.append(dialog.isVisible())
        seen.append(dialog.quick.text())
        dialog.done(0)

    QTimer.singleShot(0, cover)
    office.page.work_out.click()
    assert seen == [False, False, True, "dusj hos Fjellbekk"]


def test_a_dialog_that_ends_behind_it_stays_away(office: Office) -> None:
    """As one that shows how far work is, when the work ends."""
    seen: list[bool] = []
    for delete in (True, False):
        dialog = QuestionDialog(office.window, NAME, NAME, "Ja", "Nei")

        def end(dialog: QuestionDialog = dialog) -> None:
            QTest.keyClick(dialog, F8)
            seen.append(dialog.isVisible())
            dialog.accept()

        QTimer.singleShot(0, end)
        assert dialog.exec() == QDialog.DialogCode.Accepted
        if delete:
            dialog.deleteLater()
            drain()
        QTest.keyClick(office.window, Qt.Key.Key_Space)
        assert office.frame.isVisible()
        assert [each for each in QApplication.topLevelWindows() if each.isVisible()] == [
            office.window.windowHandle()
        ]
    assert seen == [False, False]


def test_what_had_the_focus_may_be_gone_when_it_is_lifted(office: Office) -> None:
    line = QLineEdit(office.page)
    line.show()
    line.setFocus()
    QTest.keyClick(office.window, F8)
    line.deleteLater()
    drain()
    QTest.keyClick(office.window, Qt.Key.Key_Space)
    assert office.frame.isVisible()
    assert not office.desk._guardian.curtain.drawn


def test_a_lock_behind_it_keeps_what_stands_in_a_dialog(office: Office) -> None:
    person = office.world.services.persons.register(office.world.form()).id
    office.desk.navigate(PersonPlace(person, "seen"))
    words = ("Hvorfor?", "", "Ja")
    dialog = WhyDialog(
        office.desk.t, office.world.services, words, str, office.page, kept=("why", str(person))
    )

    def lock() -> None:
        dialog.why.setText("Ringte selv")
        QTest.keyClick(dialog, F8)
        assert not dialog.isVisible()
        office.desk._guardian._want("idle")

    QTimer.singleShot(0, lock)
    dialog.exec()
    assert isinstance(office.desk.start_page, LoginPage)
    assert not dialog.isVisible()
    office.log_in()
    assert "Ringte selv" in office.frame.keeper.text()


def test_behind_it_the_time_runs_and_the_lock_key_locks(office: Office) -> None:
    page = open_form(office)
    page.form.set_values({"phone": "00 00 00 09"})
    QTest.keyClick(office.window, F8)
    QTest.keyClick(office.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(office.desk.start_page, LoginPage)
    assert "Fjellbekk" not in tree(hidden=True)
    office.log_in()
    page = office.page
    assert isinstance(page, PersonFormPage)
    assert page.form.values()["phone"] == "00 00 00 09"
    QTest.keyClick(office.window, F8)
    office.desk._guardian._want("idle")
    assert isinstance(office.desk.start_page, LoginPage)
    office.log_in()
    office.frame.back.acted.emit()


def test_the_window_can_be_closed_behind_it(office: Office) -> None:
    QTest.keyClick(office.window, F8)
    assert office.window.close()
    assert office.desk.services is None
