"""What a person has asked for, and who is told when something was corrected."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.rights import CorrectionNotice, RequestKind, RightsRequest
from kpr_desktop.usecases.records import Delivery
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.pages.places import LetterPlace
from kpr_desktop_ui.pages.rights.answer_dialog import AnswerDialog
from kpr_desktop_ui.pages.rights.extend_dialog import ExtendDialog
from kpr_desktop_ui.pages.rights.request_dialog import RequestDialog
from kpr_desktop_ui.pages.rights.request_view_dialog import RequestViewDialog
from kpr_desktop_ui.pages.rights.rights_panel import RightsPanel
from kpr_desktop_ui.pages.rights.told_dialog import ToldDialog
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Column, EmptyState, Label

_ANSWERS = {RequestKind.ACCESS: "insight", RequestKind.LOG: "access_log"}
"""The letter that is the answer; what else is asked for is answered in words."""
_LEAST = 250
"""Pixels at 100 % that each of two lists keeps."""


class RequestsPanel(RightsPanel):
    """The requests with their clock; below them, for a correction that was granted, those who must be told."""

    def __init__(self, texts: Texts, services: Services, person_id: PersonId) -> None:
        none = "list", texts("requests.none_title"), texts("requests.none_text")
        super().__init__(texts, services, person_id, ("request.read", "request.write"), none)
        self._requests: dict[str, RightsRequest] = {}
        self._notices: dict[str, CorrectionNotice] = {}
        self.confirm = Button(texts("requests.confirm"))
        self.letter = Button(texts("requests.make_answer"), icon="file-text")
        self.extend = Button(texts("requests.extend_yes"))
        self.answer = Button(texts("requests.answer_yes"))
        self.add = Button(texts("requests.new"), "primary", icon="plus")
        self.tell = Button(texts("requests.told_yes"))
        buttons = [self.confirm, self.letter, self.extend, self.answer, self.add]
        columns = [
            Column(texts("requests.received_on"), 0),
            Column(texts("requests.kind"), 2),
            Column(texts("requests.column_asker"), 2),
            Column(texts("requests.column_due"), 1),
            Column(texts("requests.column_state"), 2),
        ]
        self.tab = TableTab(texts("requests.list"), columns, self.empty, self.hint("requests.hint"), buttons)
        self._lay_out_notices()
        for button in (self.add, self.tell):
            button.setEnabled(self.may_write)
        self.add.clicked.connect(self._add)
        self.confirm.clicked.connect(lambda: self._make("request_received"))
        self.letter.clicked.connect(self._make_answer)
        self.extend.clicked.connect(lambda: self._extend(self.tab.table.key()))
        self.answer.clicked.connect(lambda: self._answer(self.tab.table.key()))
        self.tell.clicked.connect(lambda: self._tell(self.notices.table.key()))
        self.tab.table.opened.connect(self._open)
        self.tab.table.selected.connect(self._choose)
        self.notices.table.opened.connect(self._tell)
        self.notices.table.selected.connect(self._choose_notice)
        self.reopens = {
            "request.new": lambda _about: self._add(),
            "request.extend": self._extend,
            "request.answer": self._answer,
            "request.told": self._tell_again,
        }
        self._choose("")

    def refresh(self) -> None:
        """Read the requests (the log has it): what waits first, by its due date; then the newest."""
        desk = self.services.requests
        self._requests = {}
        found = self.fetch(lambda: desk.of_person(self.person_id))
        waiting = sorted((each for each in found if each.answered_on is None), key=lambda each: each.due)
        found = [*waiting, *(each for each in found if each.answered_on is not None)]
        self._requests = {each.id: each for each in found}
        today = self.services.session.today()
        self.tab.set_rows([self.words.request_row(each, today) for each in found])
        self._choose(self.tab.table.key())

    # --- inside

    def _lay_out_notices(self) -> None:
        texts, theme = self.texts, Theme.current()
        columns = [
            Column(texts("requests.column_recipient"), 2),
            Column(texts("requests.column_what"), 2),
            Column(texts("requests.column_given"), 0),
            Column(texts("requests.column_state"), 3),
        ]
        empty = EmptyState("check", texts("requests.nobody_title"), texts("requests.nobody_text"))
        hint = self.hint("requests.notices_hint")
        self.notices = TableTab(texts("requests.notices"), columns, empty, hint, [self.tell])
        self.heading = Label(texts("requests.notices"), "heading")
        self.heading.setContentsMargins(theme.space("xl"), 0, theme.space("xl"), 0)
        self.below: tuple[QWidget, ...] = (self.heading, self.notices)
        for part in (self.tab, self.notices):
            part.setMinimumHeight(theme.px(_LEAST))
        self.column.addWidget(self.tab, 1)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.notices, 1)

    def _choose(self, key: str) -> None:
        """What can be done with the request that is chosen."""
        request = self._requests.get(key)
        is_open = request is not None and request.answered_on is None
        may_make = self.services.session.may("letter.make")
        for button in (self.confirm, self.extend, self.answer):
            button.setVisible(request is not None)
        self.confirm.setEnabled(is_open and may_make)
        self.letter.setVisible(request is not None and request.kind in _ANSWERS)
        self.letter.setEnabled(is_open and may_make)
        put_off = request is not None and request.extended_to is not None
        self.extend.setEnabled(self.may_write and is_open and not put_off)
        why = self.texts("rights.extended_already") if put_off and is_open else ""
        self.extend.setToolTip(why)
        self.extend.setAccessibleDescription(why)
        self.answer.setEnabled(self.may_write and is_open)
        self._show_notices(request)

    def _show_notices(self, request: RightsRequest | None) -> None:
        corrected = (
            request is not None
            and request.kind is RequestKind.CORRECTION
            and request.answered_on is not None
            and request.outcome is not None
            and request.outcome.value != "refused"
        )
        for widget in self.below:
            widget.setVisible(corrected)
        found = self.services.requests.notices(request) if corrected and request is not None else []
        self._notices = {each.id: each for each in found}
        self.notices.set_rows([self.words.notice_row(each) for each in found])
        self._choose_notice(self.notices.table.key())

    def _choose_notice(self, key: str) -> None:
        notice = self._notices.get(key)
        self.tell.setEnabled(self.may_write and notice is not None and notice.told_on is None)

    def _done(self, told: str, key: str = "") -> None:
        self.refresh()
        if key:
            self.tab.table.select(key)
        self.told.emit(self.texts(told))

    def _add(self) -> None:
        dialog = RequestDialog(self.texts, self.services, self.person_id, self)
        if self.asked(dialog) and dialog.made is not None:
            self._done("requests.told_new", dialog.made.id)

    def _extend(self, key: str) -> None:
        request = self._requests.get(key)
        if request is not None and self.asked(ExtendDialog(self.texts, self.services, request, self)):
            self._done("requests.told_extended", key)

    def _answer(self, key: str) -> None:
        request = self._requests.get(key)
        if request is None:  # a lock kept it open, and it is not there any more
            return
        if self.asked(AnswerDialog(self.texts, self.services, request, self._letters(), self)):
            self._done("requests.told_answered", key)

    def _tell_again(self, key: str) -> None:
        """After a lock: the correction that somebody is to be told of is chosen anew."""
        for request in self._requests:
            self.tab.table.select(request)
            if key in self._notices:
                self._tell(key)
                return

    def _tell(self, key: str) -> None:
        notice = self._notices.get(key)
        if notice is None or notice.told_on is not None or not self.may_write:
            return
        if self.asked(ToldDialog(self.texts, self.services, notice, self)):
            self._done("requests.told_told", notice.request_id)

    def _open(self, key: str) -> None:
        request = self._requests[key]
        letter = next((each for each in self._letters() if each.id == request.delivery_id), None)
        if self.asked(RequestViewDialog(self.texts, self.services, request, letter, self)):
            self.go.emit(LetterPlace(self.person_id, delivery_id=request.delivery_id))

    def _letters(self) -> list[Delivery]:
        return self.services.letters.of_person(self.person_id)

    def _make(self, kind: str) -> None:
        self.go.emit(LetterPlace(self.person_id, kind, self.tab.table.key()))

    def _make_answer(self) -> None:
        self._make(_ANSWERS[self._requests[self.tab.table.key()].kind])
