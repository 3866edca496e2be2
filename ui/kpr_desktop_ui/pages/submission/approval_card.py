"""Two people behind the first file."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_clock
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.chain_keeping import Standing
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.widgets import Banner, Button, Card, Field, Label, LineEdit


class ApprovalCard(Card):
    """Says where it stands, with the one thing that the user can do about it. `changed`: something was done."""

    changed = Signal()

    def __init__(self, texts: Texts, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(texts("desk.approval_title"), parent)
        self._texts, self._services = texts, services
        self.words = Label("")
        self.banner = Banner("stop", "")
        self.typed = LineEdit(300)
        self.sentence = Field(texts("desk.approval_typed"), self.typed, texts("desk.approval_sentence"))
        self.ask = Button(texts("desk.approval_ask"), "primary")
        self.approve = Button(texts("desk.approval_yes"), "primary")
        self.alone = Button(texts("desk.approval_alone"), "primary")
        for widget in (self.words, self.banner, self.sentence):
            self.body.addWidget(widget)
        for button in (self.ask, self.approve, self.alone):
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.ask.clicked.connect(lambda: self._do(services.chain.ask))
        self.approve.clicked.connect(lambda: self._do(services.chain.approve))
        self.alone.clicked.connect(
            lambda: self._do(
                lambda: services.chain.confirm_alone(self.typed.text(), texts("desk.approval_sentence"))
            )
        )

    def refresh(self) -> bool:
        """Look again. Whether there is anything to show."""
        services = self._services
        may = services.session.may
        now = services.chain.standing()
        waits = now.asked is not None
        self.banner.hide()
        self.ask.setVisible(not waits and may("export.make"))
        self.approve.setVisible(waits and not now.own and may("submission.approve"))
        for widget in (self.sentence, self.alone):
            widget.setVisible(now.alone)
        self.words.setText(self._said(now))
        shown = now.needed and not services.session.training and (waits or may("export.make"))
        self.setVisible(shown)
        return shown

    def focus_work(self) -> None:
        """Put the focus on the one thing to do, if there is any."""
        for widget in (self.ask, self.approve, self.typed):
            if widget.isVisibleTo(self):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _said(self, now: Standing) -> str:
        texts = self._texts
        if now.asked is None:
            return texts("desk.approval_needed")
        when = (
            f"{now.asked.asked_at:%d.%m.%Y} {texts('desk.at')} {in_clock(now.asked.asked_at, texts.language)}"
        )
        if not now.own:
            events, persons = self._services.chain.waiting()
            return texts(
                "desk.approval_other", when=when, events=texts.number(events), persons=texts.number(persons)
            )
        if now.others:
            return texts("desk.approval_own", when=when, names=", ".join(now.others))
        return texts("desk.approval_now" if now.alone else "desk.approval_wait", when=when)

    def _do(self, act: Callable[[], object]) -> None:
        self.banner.hide()
        self.sentence.clear_error()
        try:
            with_leave(self, self._texts, self._services, act)
        except Fault as fault:
            if fault.code == "submission.sentence_differs":
                self.sentence.set_error(self._texts.fault(fault))
            else:
                self.banner.set_message("stop", self._texts.fault(fault))
                self.banner.show()
        else:
            self.changed.emit()
