"""The interview: one item a screen, every gesture saved, everything by keyboard."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Assessment
from kpr_desktop.domain.consent import Consent, Way
from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.person import Person
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.interview import Interview
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.consents.consent_dialog import ConsentDialog
from kpr_desktop_ui.pages.consents.signing import sign_consent
from kpr_desktop_ui.pages.interview.code_texts import CodeTexts
from kpr_desktop_ui.pages.interview.conversation import Conversation
from kpr_desktop_ui.pages.interview.finished_view import FinishedView
from kpr_desktop_ui.pages.interview.keys import gesture, in_text_field
from kpr_desktop_ui.pages.interview.words import Words
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.persons.person_words import PersonWords
from kpr_desktop_ui.pages.places import InterviewPlace
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import EmptyState


class InterviewPage(Page):
    """A draft is opened where it was left; a finished one, or one that the user may not change, is shown to be read.

    `one_key`: a score leads on by itself.
    """

    def __init__(
        self, texts: Texts, services: Services, place: InterviewPlace, *, one_key: bool = False
    ) -> None:
        super().__init__(texts("interview.title"))
        self._one_key = one_key
        self._texts, self._services, self._place = texts, services, place
        self.conversation: Conversation | None = None
        self.finished: FinishedView | None = None
        self.reopens = {
            "consent.new": lambda _about: self._record_consent(""),
            "consent.sign": self._sign_again,
            "interview.head": lambda _about: self._change_head(),
        }
        self._layout = QVBoxLayout(self)
        theme = Theme.current()
        side, top = theme.space("xl"), theme.space("l")
        self._layout.setContentsMargins(side, top, side, top)

    def enter(self) -> None:
        """Open the assessment, or put the focus back where it was."""
        if self.conversation is not None:
            self.conversation.focus_again()
            return
        if self.finished is not None:
            return
        try:
            interview = self._services.interviews.resume(self._place.assessment_id)
        except UserFault as fault:
            self._not_open(fault)
            return
        self._open(interview)

    def leave(self) -> bool:
        """Save what waits. False while something can not be saved."""
        return self.conversation is None or self.conversation.leave()

    def keep(self) -> None:
        self.leave()

    def let_go(self) -> bool:
        """Save what waits; when that fails, the person decides whether to lock all the same."""
        return self.leave() or (self.conversation is not None and self.conversation.lose())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no field has taken. A key that is held down counts once."""
        found = gesture(event, in_text=in_text_field(QApplication.focusWidget()))
        if self.conversation is None or found is None:
            super().keyPressEvent(event)
            return
        event.accept()
        if not event.isAutoRepeat():
            self.conversation.take(*found)

    def help(self) -> tuple[str, str]:
        """The question and what it covers, from the code book. Nothing while the citizen has the screen."""
        talk = self.conversation
        if talk is None or talk.in_summary() or talk.faces.currentWidget() is not talk.screen_:
            return "", ""
        item, language = talk.interview.book.items[talk.item], self._texts.language
        told = (item.question.in_(language), item.covers.in_(language))
        return item.label.in_(language), "\n".join(dict.fromkeys(each for each in told if each))

    def _open(self, interview: Interview) -> None:
        texts = self._texts
        self._show_head(interview.person, interview.assessment)
        codes = CodeTexts(self._services.diagnosis_codes, interview.assessment.assessed_on)
        words = Words(interview.book, texts, codes)
        conversation = Conversation(interview, words, self._services.session.now, one_key=self._one_key)
        conversation.go.connect(self.go)
        conversation.told.connect(self.told)
        conversation.undoable.connect(self.undoable)
        conversation.head_changed.connect(self._renew)
        conversation.consent_wanted.connect(self._record_consent)
        conversation.faces.plain.connect(self.plain_wanted)
        self.conversation = conversation
        self._layout.addWidget(conversation)
        conversation.show()
        conversation.resume()

    def _change_head(self) -> None:
        if self.conversation is not None:
            self.conversation.change_head()

    def _record_consent(self, given_by: str) -> None:
        talk = self.conversation
        if talk is None:
            return
        person = talk.interview.person
        made = ConsentDialog(self._texts, self._services, person.id, given_by, self).run()
        talk.aside.rest_on(made)
        if made is not None and made.way is Way.WRITTEN:
            self._sign(made, person)

    def _sign(self, consent: Consent, person: Person) -> None:
        if sign_consent(self, self._texts, self._services, consent, person.name).paper:
            self.told.emit(self._texts("interview.consent_paper"))

    def _sign_again(self, key: str) -> None:
        """After a lock; it may have been signed or withdrawn since."""
        talk, desk = self.conversation, self._services.consents
        if talk is None or not desk.may_write():
            return
        person = talk.interview.person
        for consent in desk.of_person(person.id):
            if consent.id == key and consent.signature is None and desk.state(consent) == "holds":
                self._sign(consent, person)

    def _renew(self) -> None:
        """Show the interview anew, at its summary: another day brings other codes and another last time."""
        old = self.conversation
        if old is None:
            return
        self.undoable.emit("", None)  # what it could take back it can not any more
        self._layout.removeWidget(old)
        old.hide()
        old.deleteLater()
        self._open(old.interview)
        if self.conversation is not None:
            self.conversation.show_summary()

    def _not_open(self, fault: UserFault) -> None:
        texts = self._texts
        try:
            view = FinishedView(texts, self._services, self._place.assessment_id)
        except UserFault as refused:
            if refused.code.startswith("access."):
                raise  # the window asks for a reason, or tells of a block
            self._layout.addWidget(EmptyState("lock", texts("interview.title"), texts.fault(fault)))
            return
        view.go.connect(self.go)
        self.finished = view
        self._show_head(view.person, view.assessment)
        self._layout.addWidget(view)
        view.show()
        view.focus_start(self._place.item)

    def _show_head(self, person: Person, assessment: Assessment) -> None:
        texts = self._texts
        people = PersonWords(texts, self._services)
        reason = texts(f"interview.reason_{assessment.reason.value}").lower()
        when = texts("interview.title_of", date=in_table(assessment.assessed_on), reason=reason)
        self.set_head(person.name, people.facts(person), [*people.chips(person), (when, "neutral")])
