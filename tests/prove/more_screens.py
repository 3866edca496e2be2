"""More screens as data: submission, services, exchange, control, access, recovery, and what a new year brings.

A line is a name and how to get there; `over` looks at a dialog that needs something the demo vault does not hold.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtWidgets import QDialog

from kpr_desktop.domain.identity import Fnr
from kpr_desktop.domain.ids import UserId
from kpr_desktop.domain.notification import Event, EventKind, Notification, Subject
from kpr_desktop.usecases.desk import FaultLine, SentFile
from kpr_desktop.usecases.messages import Preview, PreviewPerson
from kpr_desktop.usecases.overview_records import FIGURES
from kpr_desktop.usecases.records import ExportRecord
from kpr_desktop.usecases.submission_records import ReceiptFault, SendState, SendStep, Sent
from kpr_desktop_ui.pages.access.assignment_dialog import AssignmentDialog
from kpr_desktop_ui.pages.access.block_dialog import BlockDialog
from kpr_desktop_ui.pages.access.blocked_dialog import BlockedDialog
from kpr_desktop_ui.pages.access.emergency_dialog import EmergencyDialog
from kpr_desktop_ui.pages.access.new_user_dialog import NewUserDialog
from kpr_desktop_ui.pages.access.opening_dialog import OpeningDialog
from kpr_desktop_ui.pages.access.role_dialog import RoleDialog
from kpr_desktop_ui.pages.access.slot_dialog import SlotDialog
from kpr_desktop_ui.pages.audit.audit_page import TABS as AUDIT
from kpr_desktop_ui.pages.audit.deletion_dialog import DeletionDialog
from kpr_desktop_ui.pages.audit.purpose_dialog import PurposeDialog
from kpr_desktop_ui.pages.backup.drill_dialog import DrillDialog
from kpr_desktop_ui.pages.exchange.import_dialog import ImportDialog
from kpr_desktop_ui.pages.overview.overview_page import OverviewPage
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.passphrase_dialog import PassphraseDialog
from kpr_desktop_ui.pages.persons.person_page import PersonPage
from kpr_desktop_ui.pages.places import (
    AuditPlace,
    OverviewPlace,
    PersonPlace,
    PersonsPlace,
    RecoveryPlace,
    ServicePlace,
    SettingsPlace,
    SubmissionPlace,
)
from kpr_desktop_ui.pages.recovery.recovery_page import RecoveryPage
from kpr_desktop_ui.pages.services.end_dialog import EndDialog
from kpr_desktop_ui.pages.services.service_page import TABS as SERVICE
from kpr_desktop_ui.pages.services.service_page import ServicePage
from kpr_desktop_ui.pages.settings.settings_page import SettingsPage
from kpr_desktop_ui.pages.submission.again_dialog import KINDS, AgainDialog
from kpr_desktop_ui.pages.submission.contents_dialog import ContentsDialog
from kpr_desktop_ui.pages.submission.receipt_dialog import ReceiptDialog
from kpr_desktop_ui.pages.submission.sign_dialog import SignDialog
from kpr_desktop_ui.pages.submission.step_dialog import StepDialog
from kpr_desktop_ui.pages.submission.submission_page import TABS as SUBMISSION
from kpr_desktop_ui.pages.submission.submission_page import SubmissionPage
from kpr_desktop_ui.pages.submission.sure_dialog import SureDialog
from tests.prove.rights_screens import RIGHTS
from tests.prove.sitting import Sitting
from tests.support import numbers
from tests.support.bad_fhir import good
from tests.support.codebooks import Publisher, put

Reach = Callable[[Sitting], object]
FILE = "a-file"
GUID = "1f0c3b62-6d5e-4c36-9a0a-6f2f5a4f0c11"
TOLD = "Fødselsnummeret finnes ikke i Folkeregisteret på hendelsestidspunktet, og hendelsen er derfor avvist."


def over(s: Sitting, make: Callable[[Page], QDialog], *keys: str) -> None:
    """Look at a dialog that is made for this page, and close it."""
    page = s.program.page
    assert isinstance(page, Page)
    dialog = make(page)
    dialog.open()
    s.look_into(*keys)
    dialog.deleteLater()


# --- submission


def _submission(s: Sitting, tab: str) -> SubmissionPage:
    s.go(SubmissionPlace())
    page = s.program.page
    assert isinstance(page, SubmissionPage)
    s.wait(lambda: not page.busy)
    page.show_tab(tab)
    s.wait(lambda: not page.busy)
    return page


def _counted(s: Sitting) -> None:
    page = _submission(s, "statistics")
    s.click(page.statistics.count)
    s.wait(lambda: not page.busy)


def _overview(s: Sitting, figure: str, month: int = 0) -> None:
    """From the top, and its table below."""
    s.go(OverviewPlace(figure, 2026, month))
    page = s.program.page
    assert isinstance(page, OverviewPage)
    s.wait(lambda: not page.busy)
    s.see()
    page.part.copy.setFocus()
    s.see(keep=False)


def _sent(s: Sitting) -> Sent:
    now = s.program.services.session.now()
    subject = Subject(s.demo.person, "12", Fnr.parse(numbers.fnr(9, born=date(1950, 5, 17), series="tenor")))
    event = Event("e1", EventKind.PAUSE_BEGINS, s.demo.person, s.demo.service, "15", date(2026, 3, 1), now)
    return Sent(Notification(GUID, 41, GUID, now, event, subject, "M", GUID), "4201", (FILE,))


def _files(s: Sitting) -> SubmissionPage:
    """Files as a real vault would have them: a training vault makes none."""
    page, now = _submission(s, "messages"), s.program.services.session.now()
    view, found = page.messages, {}
    for at, state in enumerate(SendState):
        made = ExportRecord(
            f"{FILE}-{at}", "kpr-56", now, UserId("u"), f"kpr_4201_2026112{at}_0905.xml", "0" * 64, 1204, 317
        )
        step = SendStep("s", made.id, state, now, UserId("u"), "Nettet var nede hos oss hele formiddagen")
        found[made.id] = SentFile(made, step, 2 if state is SendState.ERRORS else 0)
    view._files = found
    view.tab.set_rows([view._row(each) for each in found.values()])
    view._offer()
    return page


def _faults(s: Sitting) -> SubmissionPage:
    page = _submission(s, "faults")
    view, sent = page.faults, _sent(s)
    lines = [
        FaultLine(ReceiptFault(f"f{at}", "r", GUID, "2006", TOLD), FILE, each) for at, each in ((1, sent),)
    ]
    lines.append(FaultLine(ReceiptFault("f2", "r", "", "1001", "Meldingen kunne ikke leses."), None, None))
    view._lines = {line.fault.id: line for line in lines}
    names = s.program.services.persons.names({s.demo.person})
    view.tab.set_rows([view._row(line, names, {FILE: "23.11.2026"}) for line in lines])
    view._offer()
    return page


def _people(s: Sitting) -> tuple[PreviewPerson, ...]:
    return tuple(
        PreviewPerson(s.demo.person, str(at), "Blid Fjellbekk", at, ("event.no_identity",) if at == 3 else ())
        for at in range(1, 9)
    )


def _again(s: Sitting, kind: str) -> None:
    services = _submission(s, "messages")._services

    def make(page: Page) -> QDialog:
        dialog = AgainDialog(s.t, services, FILE, _people(s), page)
        dialog.kind.set_key(kind)
        dialog.kind.chosen.emit(kind)
        return dialog

    over(s, make)


def _contents(s: Sitting) -> None:
    page = _submission(s, "messages")
    now = page._services.session.now()
    steps = [SendStep("s", FILE, state, now, UserId("u"), "Kontor 2") for state in list(SendState)[:4]]
    names = page._services.persons.names({s.demo.person})
    over(s, lambda p: ContentsDialog(s.t, page._words, steps, [_sent(s)], names, p))


def _of_submission(s: Sitting, make: Callable[[SubmissionPage], QDialog], *keys: str) -> None:
    page = _submission(s, "messages")
    over(s, lambda _page: make(page), *keys)


def _switch(s: Sitting) -> None:
    s.dialog_of(_submission(s, "setup").setup.switch)


# --- services and exchange


def _service(s: Sitting, tab: str) -> ServicePage:
    s.go(ServicePlace(s.demo.person, s.demo.service))
    page = s.program.page
    assert isinstance(page, ServicePage)
    page.tabs.setCurrentIndex(SERVICE.index(tab))
    return page


def _correct(s: Sitting) -> None:
    page = _service(s, "form")
    page.form.set_values(page.form.values() | {"decided_on": "13.01.2026"}, *_rows(page))
    s.dialog("Ctrl+S")
    page.form.set_values(page._saved[0], *_rows(page))


def _rows(page: ServicePage) -> tuple[object, ...]:
    return page.form.pauses.typed(), page.form.changes.typed()


def _person(s: Sitting, tab: str) -> PersonPage:
    s.go(PersonPlace(s.demo.person, tab))
    page = s.program.page
    assert isinstance(page, PersonPage)
    return page


def _part(s: Sitting, name: str) -> None:
    _person(s, "seen").access.show_part(name)


def _in_hospital(s: Sitting) -> PersonPage:
    page = _person(s, "services")
    breaks = s.program.services.breaks
    if not breaks.stays(s.demo.person):
        day = date(2026, 11, 20)
        stay = replace(breaks.blank(s.demo.person), from_date=day, name="St. Olavs hospital")
        breaks.admit(stay, {line.service.id for line in breaks.plan(s.demo.person, day) if line.stops})
        page.enter()
    return page


def _import(s: Sitting, *, right: bool) -> None:
    s.go(PersonsPlace())
    found = good()
    if not right:
        found["item"] = [{"linkId": "nothing-we-know"}]
    preview = s.program.services.exchange.preview(json.dumps(found).encode())
    over(s, lambda page: ImportDialog(s.t, preview, page))


# --- a new year, the sheet, control and access


def _renewal(s: Sitting) -> None:
    s.go(SettingsPlace("codes"))
    page = s.program.page
    assert isinstance(page, SettingsPage)
    path = put(Path(mkdtemp(dir=s.root)), Publisher().scope('"1": yes'))
    page.codes.renewal.choose_file = lambda: path  # type: ignore[method-assign]
    s.click(page.codes.renewal.choose)
    s.wait(lambda: not page.codes.renewal.busy)


def _sheet(s: Sitting, step: str) -> None:
    s.go(RecoveryPlace())
    page = s.program.page
    assert isinstance(page, RecoveryPage)
    page._steps.setCurrentWidget(getattr(page, step))  # a training vault has no sheet to begin with


def _start(s: Sitting, way: str) -> None:
    s.open(s.vault)
    desk = s.program.window.desk
    if way == "salvage":
        desk.show_salvage(s.vault)
    else:
        desk.show_sheet(s.vault)
    s.wait(lambda: desk.start_page is not None and desk.start_page.door is not None)


def _at_person(s: Sitting, make: Callable[[PersonPage], QDialog]) -> None:
    page = _person(s, "seen")
    over(s, lambda _page: make(page))


BEFORE: tuple[tuple[str, Reach], ...] = (
    ("salvage", lambda s: _start(s, "salvage")),
    ("recover", lambda s: _start(s, "sheet")),
)
"""What stands before log-in."""
MORE: tuple[tuple[str, Reach], ...] = (
    *((f"submission-{tab}", lambda s, tab=tab: _submission(s, tab)) for tab in SUBMISSION),  # type: ignore[misc]
    ("submission-statistics-made", _counted),
    *((f"overview-{figure}", lambda s, figure=figure: _overview(s, figure)) for figure in FIGURES),  # type: ignore[misc]
    ("overview-month", lambda s: _overview(s, FIGURES[0], 1)),
    ("submission-messages-files", _files),
    ("submission-faults-found", _faults),
    *((f"dialog-again-{kind}", lambda s, kind=kind: _again(s, kind)) for kind in KINDS),  # type: ignore[misc]
    ("dialog-contents", _contents),
    ("dialog-step", lambda s: _of_submission(s, lambda p: StepDialog(s.t, p._services, FILE, p))),
    (
        "dialog-receipt",
        lambda s: _of_submission(s, lambda p: ReceiptDialog(s.t, p._services, p._words, b"", p)),
    ),
    ("dialog-sign", lambda s: _of_submission(s, lambda p: SignDialog(s.t, p))),
    (
        "dialog-sure",
        lambda s: _of_submission(
            s,
            lambda p: SureDialog(
                s.t,
                Preview(12044, 41, 12084, _people(s), 2, 3, 0),
                s.program.services.messages.ways()[0],
                p,
                again=False,
            ),
        ),
    ),
    ("dialog-handle", lambda s: s.dialog_of(_faults(s).faults.handle)),
    ("dialog-switch", _switch),
    *((f"service-{tab}", lambda s, tab=tab: _service(s, tab)) for tab in SERVICE),  # type: ignore[misc]
    ("dialog-service-save", _correct),
    ("dialog-service-annul", lambda s: s.dialog_of(_service(s, "form").mistake.annul)),
    ("dialog-service-move", lambda s: s.dialog_of(_service(s, "form").mistake.move_away)),
    ("dialog-hospital", lambda s: s.dialog_of(_person(s, "services").services_tab.hospital)),
    (
        "dialog-end",
        lambda s: (
            _person(s, "services"),
            over(s, lambda p: EndDialog(s.t, s.program.services, s.demo.person, date(2026, 11, 1), p)),
        ),
    ),
    ("person-in-hospital", _in_hospital),
    ("dialog-discharge", lambda s: s.dialog_of(_in_hospital(s).services_tab.discharge)),
    ("dialog-withdraw", lambda s: s.dialog_of(_in_hospital(s).services_tab.withdraw)),
    *((f"person-{part}", lambda s, part=part: _part(s, part)) for part in ("seen", "assignments", "blocks")),  # type: ignore[misc]
    ("dialog-import", lambda s: _import(s, right=True)),
    ("dialog-import-refused", lambda s: _import(s, right=False)),
    (
        "dialog-purpose",
        lambda s: (s.go(PersonsPlace()), over(s, lambda p: PurposeDialog(s.t, ("cloud",), p))),
    ),
    ("settings-renewal", _renewal),
    *(
        (f"recovery-{step}", lambda s, step=step: _sheet(s, step))
        for step in ("intro", "sheet_step", "type_step")
    ),  # type: ignore[misc]
    *((f"audit-{tab}", lambda s, tab=tab: s.go(AuditPlace(tab))) for tab in AUDIT),  # type: ignore[misc]
    (
        "dialog-assignment",
        lambda s: _at_person(s, lambda p: AssignmentDialog(s.t, p._services, s.demo.person, p)),
    ),
    ("dialog-block", lambda s: _at_person(s, lambda p: BlockDialog(s.t, p._services, s.demo.person, p))),
    ("dialog-opening", lambda s: _at_person(s, lambda p: OpeningDialog(s.t, p._services, s.demo.person, p))),
    (
        "dialog-deletion",
        lambda s: _at_person(s, lambda p: DeletionDialog(s.t, p._services, s.demo.person, p)),
    ),
    ("dialog-emergency", lambda s: _at_person(s, lambda p: EmergencyDialog(s.t, p._services, p))),
    ("dialog-blocked", lambda s: _at_person(s, lambda p: BlockedDialog(s.t, emergency=True, parent=p))),
    ("dialog-new-user", lambda s: _at_person(s, lambda p: NewUserDialog(s.t, p._services, p))),
    (
        "dialog-role",
        lambda s: _at_person(s, lambda p: RoleDialog(s.t, p._services, p._services.session.user, p)),
    ),
    (
        "dialog-slot",
        lambda s: _at_person(s, lambda p: SlotDialog(s.t, p._services, p._services.session.user, p)),
    ),
    ("dialog-passphrase", lambda s: _at_person(s, lambda p: PassphraseDialog(s.t, p._services.session, p))),
    ("dialog-drill", lambda s: _at_person(s, lambda p: DrillDialog(p, s.t, (), sheet=True))),
    *RIGHTS,
)
"""What stands behind it. A stay in hospital is recorded on the way, after the person's other screens."""
