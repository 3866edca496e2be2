"""What waits to be told, by person, and the message that tells it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop.usecases.gate import gate
from kpr_desktop.usecases.messages import MessageDesk, Preview
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.submission_records import ExportMade
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.lock.unfinished_banner import EXPORT
from kpr_desktop_ui.pages.submission.approval_card import ApprovalCard
from kpr_desktop_ui.pages.submission.beside import beside_desk
from kpr_desktop_ui.pages.submission.certificate_banners import CertificateBanners
from kpr_desktop_ui.pages.submission.desk_words import DeskWords
from kpr_desktop_ui.pages.submission.envelope_card import EnvelopeCard
from kpr_desktop_ui.pages.submission.made_card import MadeCard
from kpr_desktop_ui.pages.submission.person_rows import person_columns, person_rows
from kpr_desktop_ui.pages.submission.sign_dialog import dispatch_by
from kpr_desktop_ui.pages.submission.sure_dialog import sure
from kpr_desktop_ui.pages.submission.way_out import way_out
from kpr_desktop_ui.tasks import Task, run
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner, Button, Card, Columns, DataTable, Label

_BREAKPOINT = 820


class ReadyView(QWidget):
    """Counts on a worker's thread when it is shown, and makes the file on one, past the gate.

    `changed`: a file was made. `setup`: the set-up is wanted. `told(text)`: a line for the window.
    """

    changed = Signal()
    setup = Signal()
    told = Signal(str)

    def __init__(
        self, texts: Texts, services: Services, words: DeskWords, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._texts, self._services, self._words = texts, services, words
        self.preview: Preview | None = None
        self._counting: Task[Preview] | None = None
        self._making: Task[ExportMade] | None = None
        self._newest = ""
        self.banner = Banner("stop", "")
        self.elsewhere = Banner("info", texts("desk.elsewhere"), texts("desk.to_setup"))
        self.certificates = CertificateBanners(texts, services)
        self.made = MadeCard(texts)
        self.approval = ApprovalCard(texts, services)
        self.ready = Label("", "big")
        self.facts = Label("")
        self.due = Label("", "small")
        self.envelope = EnvelopeCard(texts, services.messages.ways())
        self.make = Button(texts("submission.make_kpr_56"), "primary")
        self.table = DataTable(texts("desk.persons"), stacks=True)
        self.table.set_columns(person_columns(texts, why=True))
        self.hint = Label("", "small")
        self._lay_out()
        self.banner.hide()
        self.made.hide()
        self.make.clicked.connect(self.make_message)
        self.made.again.clicked.connect(self._write_again)
        self.elsewhere.acted.connect(self.setup)
        self.approval.changed.connect(self.enter)

    @property
    def making(self) -> bool:
        """Whether a file is being made."""
        return self._making is not None

    @property
    def busy(self) -> bool:
        """Whether it counts or makes a file."""
        return self.making or self._counting is not None

    def enter(self) -> None:
        """Look again: what waits, and what stands in the way."""
        self.certificates.refresh()
        self.approval.refresh()
        self.elsewhere.setVisible(not self._services.session.training and not self._services.chain.submits())
        self._explain()
        if self._counting is None and not self.making:
            work = beside_desk(self._services, self._services.messages, MessageDesk.preview, write=True)
            self.ready.setText("–")
            self.facts.setText(self._texts("desk.counting"))
            self._counting = run(self, work, self._counted, self._not_counted)

    def leave(self) -> bool:
        """Whether the view may be left: not while a file is made."""
        if self._counting is not None:
            self._counting.cancel()
            self._counting = None
        return not self.making

    def focus_work(self) -> None:
        """Put the focus where work begins."""
        self.make.setFocus(Qt.FocusReason.OtherFocusReason)

    def make_message(self) -> None:
        """Ask what has to be asked, show whose the notifications are, and make the file."""
        if self.busy or not self._explain():
            return
        if barred := self._barred():
            self.tell("stop", self._texts(barred))
            return
        desk = self._services.messages
        way = self.envelope.way()
        dispatch = dispatch_by(self, self._texts, way)
        if dispatch is None:
            return
        folder = way_out(self, self._texts, self._services)
        if folder is None:
            dispatch.wipe()
            return
        try:
            found = desk.preview()
        except Fault as fault:
            dispatch.wipe()
            self._failed(fault)
            return
        if found.count and not sure(self, self._texts, found, way):
            dispatch.wipe()
            return
        self._set_making(on=True)
        work = beside_desk(
            self._services, desk, lambda mine: mine.make_message(folder, dispatch=dispatch), write=True
        )
        self._making = run(self, work, self._file_made, self._file_failed, again=EXPORT)

    # --- parts

    def _barred(self) -> str:
        """What the file would be refused for in the end, told before a key or a passphrase is asked for."""
        chain = self._services.chain
        if not chain.submits():
            return "export.not_submitting"
        return "export.not_approved" if chain.standing().needed else ""

    def _explain(self) -> bool:
        """Tell beforehand what the gate and the rights will say. False when no file can be made."""
        session = self._services.session
        try:
            session.require_role("export.make")
            gate(session, ())
        except UserFault as fault:
            self.tell("stop", self._texts.fault(fault))
            return False
        self.tell("", "")
        return True

    def tell(self, kind: str, text: str) -> None:
        """Say something above all; an empty text takes it away."""
        if text:
            self.banner.set_message(kind, text)
            self.area.verticalScrollBar().setValue(0)
        self.banner.setVisible(bool(text))

    def _counted(self, found: Preview) -> None:
        self._counting, self.preview = None, found
        texts = self._texts
        self.ready.setText(texts.number(found.count))
        lines = [self._words.people(found.told_of)]
        if found.count:
            lines.append(
                texts("desk.numbers", first=texts.number(found.first), last=texts.number(found.last))
            )
        if found.held_back:
            lines.append(texts("desk.held", count=texts.number(found.held_back)))
        if found.whole:
            lines.append(texts("desk.whole_stopped", count=found.whole))
        if found.closed:
            lines.append(texts("desk.persons_closed", count=found.closed))
        desk = self._services.rehearsals
        self.due.setText(self._words.deadline(desk.years()[0], desk.deadline(desk.years()[0])))
        self.facts.setText("\n".join(lines))
        rows = person_rows(texts, (*found.held, *found.persons), why=True)
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        cut = len(found.held) + len(found.persons) > len(rows)
        self.hint.setText(texts("desk.persons_cut", shown=texts.number(len(rows))) if cut else "")
        self.hint.setVisible(cut)

    def _not_counted(self, fault: Fault) -> None:
        self._counting = None
        self.facts.setText("")
        self._failed(fault)

    def _failed(self, fault: Fault) -> None:
        self.tell("stop", self._texts.fault(fault))

    def _set_making(self, *, on: bool) -> None:
        self.make.setEnabled(not on)
        if on:
            self.made.hide()
            self.tell("info", self._texts("submission.making"))

    def _file_made(self, made: ExportMade) -> None:
        texts = self._texts
        self._making = None
        self._set_making(on=False)
        self.tell("", "")
        self._newest = made.record.id
        self.made.show_made("ok", texts("submission.made_title"), self._words.made(made))
        self.made.again.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()
        self.enter()

    def _file_failed(self, fault: Fault) -> None:
        self._making = None
        self._set_making(on=False)
        if fault.code.startswith("outbox."):
            # Numbered and kept in the vault, but not in the folder: the same bytes can be written elsewhere.
            self._newest = self._services.submission.made(limit=1)[0].id
            lines = [self._texts("submission.not_saved_text")]
            self.made.show_made("warning", self._texts("submission.not_saved_title"), lines)
            self.changed.emit()
            self.enter()
        self._failed(fault)

    def _write_again(self) -> None:
        folder = way_out(self, self._texts, self._services)
        if folder is None:
            return
        try:
            path = self._services.submission.write_again(self._newest, folder)
        except Fault as fault:
            self._failed(fault)
        else:
            self.tell("", "")
            self.told.emit(self._texts("submission.saved_again", file=path.name))

    def _lay_out(self) -> None:
        texts, theme = self._texts, Theme.current()
        waits = Card(texts("desk.waits_title"))
        for label in (self.ready, self.facts):
            waits.body.addWidget(label)
        waits.body.addSpacing(theme.space("s"))
        waits.body.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)
        waits.body.addWidget(self.due)
        both = Columns(2, _BREAKPOINT)
        both.add(waits)
        both.add(self.envelope)
        whose = Card(texts("desk.persons"))
        self.table.setMinimumHeight(theme.px(220))
        whose.body.addWidget(self.table)
        whose.body.addWidget(self.hint)
        sends = Card(texts("submission.sends_title"))
        for name in ("text", "pilot", "care"):
            sends.body.addWidget(Label(texts(f"submission.sends_{name}")))
        notes = (self.banner, self.elsewhere, self.certificates, self.made, self.approval)
        self.area = FormScroll([*notes, both, whose, sends])
        column = QHBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area)
