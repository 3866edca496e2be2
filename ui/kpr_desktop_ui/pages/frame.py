"""The frame around every page: rail, top bar, and the way from place to place."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop.usecases.access import BlockedFault
from kpr_desktop.usecases.desk_memory import Kept
from kpr_desktop_ui.pages.access.asking import given
from kpr_desktop_ui.pages.access.emergency_banner import EmergencyBanner
from kpr_desktop_ui.pages.access.emergency_dialog import offer_emergency
from kpr_desktop_ui.pages.backup.backup_page import BackupPage
from kpr_desktop_ui.pages.catalogue import build_page
from kpr_desktop_ui.pages.dialog_keeper import FORM as DIALOGS
from kpr_desktop_ui.pages.dialog_keeper import DialogKeeper
from kpr_desktop_ui.pages.interview.interview_page import InterviewPage
from kpr_desktop_ui.pages.lock.place_text import from_text, to_text
from kpr_desktop_ui.pages.lock.unfinished_banner import UnfinishedBanner
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.parts import PARTS, part_of
from kpr_desktop_ui.pages.places import BackupPlace, PersonPlace, Place, RecoveryPlace, WorkListPlace
from kpr_desktop_ui.pages.recovery.uses import tell_uses
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import key_sequence
from kpr_desktop_ui.widgets.banner import Banner
from kpr_desktop_ui.widgets.dialogs import close_dialogs, tell
from kpr_desktop_ui.widgets.rail import Rail, RailEntry
from kpr_desktop_ui.widgets.toast import Toast
from kpr_desktop_ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from kpr_desktop.usecases.services import Services

_ROOM_FOR_WORDS = 1100
_ASKING = "asking"
"""What a lock calls the place that was being asked for when a dialog stood before it."""
_ASKED = frozenset(("access.reason_needed", "access.passphrase_needed"))
"""What a person has just been asked for, and did not give."""


class Frame(QWidget):
    """One session's window content. `lock_wanted`: a person pressed the lock; `switch_wanted`: the user's name."""

    lock_wanted = Signal()
    switch_wanted = Signal()
    help_wanted = Signal()

    def __init__(self, texts: Texts, services: Services, settings: DeskSettings) -> None:
        super().__init__()
        self.setObjectName("page")
        self._texts, self._services, self._settings = texts, services, settings
        self._page: Page | None = None
        self._place: Place = WorkListPlace()
        may = services.session.may
        hidden = {
            "work_list": not may("person.find"),
            "persons": not may("person.find"),
            "overview": not may("overview.read"),
            "access": not (may("authorisation.read") or may("emergency.decide")),
            "practice": not services.practice.open(),
            "audit": not (may("log.read") or may("log.control")),
        }
        self._parts = [key for key in PARTS if not hidden.get(key, False)]
        self._lay_out()
        self._shortcuts = [
            QShortcut(key_sequence(f"Alt+{at}"), self, lambda key=key: self._go_to_part(key))
            for at, key in enumerate(self._parts, 1)
        ]
        self._held = ""
        self._back = ""
        self._forms: dict[str, str] = {}
        self._asking: Place | None = None
        self.keeper = DialogKeeper(self, self._keep_dialogs)

    @property
    def page(self) -> Page | None:
        """The page in use."""
        return self._page

    @property
    def place(self) -> Place:
        """Where one is."""
        return self._place

    def begin_again(self, kept: Kept) -> None:
        """Show what another frame of this session showed, with all that is half done: the language has changed."""
        self._forms = dict(kept.forms)
        self.show_user()
        self.keeper.take(self._form(DIALOGS))
        self._show_kept(kept, from_text(kept.place))

    def begin(self) -> None:
        """Show who is working, and where the user was at the lock; else the work list."""
        self.show_user()
        self.keeper.take(self._form(DIALOGS))
        tell_uses(self, self._texts, self._services.recovery)
        if self._services.recovery.required():
            self.navigate(RecoveryPlace())
            return
        kept = self._services.memory.take()
        place = from_text(kept.place) if kept.place else None
        session = self._services.session
        if session.vault.trouble and session.may("vault.restore"):
            place = BackupPlace()  # nothing can be done before somebody has said what this vault is
        self._show_kept(kept, place)

    def home(self) -> Place:
        """Where a day begins: the work list, or the first part that the user's roles open."""
        return PARTS[self._parts[0]][1]()

    def keep(self) -> Kept:
        """What a lock has to keep: where one is, and what stands half-typed. Asks nothing."""
        page = self._page
        if page is None:
            return Kept(to_text(self._place), self._asked())
        page.keep()
        forms = {page.form_name: page.half_typed()} if page.form_name else {}
        return Kept(to_text(page.here() or self._place), {**forms, **self._asked()})

    def _asked(self) -> dict[str, str]:
        """What stands in open dialogs, and the place that one of them asks before."""
        return {DIALOGS: self.keeper.keep(), _ASKING: to_text(self._asking) if self._asking else ""}

    def show_user(self) -> None:
        """Show who is working where."""
        t, session, office = self._texts, self._services.session, self._services.office.get()
        words = t("shell.user", name=session.user.name, unit=office.unit or office.name)
        self.top_bar.set_user(words, t("shell.training") if session.training else "", session.user.name)

    def navigate(self, place: Place) -> bool:
        """Go to a place. False when the page in use would not let go, or when the user is not let in there."""
        if not self.leave():
            return False
        self._drop_form()
        return self._show(place)

    def leave(self) -> bool:
        """Whether the page in use may be left."""
        return self._page is None or self._page.leave()

    def let_go(self) -> bool:
        """Whether the vault may be closed under the page in use."""
        if self._page is not None and not self._page.let_go():
            return False
        self._drop_form()
        return True

    def set_plain(self, plain: bool) -> None:  # noqa: FBT001 - a slot
        """Show the page alone, without rail and top bar; a word of what has happened is held back until it ends."""
        self.rail.setHidden(plain)
        self.top_bar.setHidden(plain)
        for shortcut in self._shortcuts:
            shortcut.setEnabled(not plain)
        self.unfinished.setVisible(not plain and self.unfinished.open)
        held, self._held = self._held, ""
        self.toast.tell("" if plain else held)

    def tell(self, text: str) -> None:
        """Show a short word of what has happened, once nothing but the page is shown no more."""
        if self.top_bar.isHidden():
            self._held = text
        else:
            self.toast.tell(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rail()

    def _show(self, place: Place) -> bool:
        """Go to a place, and ask for what it asks for. False when it stays closed; then one is where one was."""
        self._asking = place
        try:
            return self._shown(place)
        finally:
            self._asking = None

    def _shown(self, place: Place) -> bool:
        texts, services = self._texts, self._services
        while True:
            try:
                self._put_in(place)
            except BlockedFault as fault:
                begun = offer_emergency(self, texts, services, possible=fault.emergency_possible)
                if begun is None:
                    return False
                place = PersonPlace(begun)
            except Fault as fault:
                if isinstance(fault, UserFault) and given(self, texts, services, fault):
                    continue
                if fault.code not in _ASKED:
                    tell(self, texts("access.not_opened"), texts.fault(fault), texts("access.close"))
                return False
            else:
                return True

    def _put_in(self, place: Place) -> None:
        """Show the page of a place. Raises what the page raises when it is entered; then the old page stands."""
        page = build_page(self._texts, self._services, self._settings, place)
        page.go.connect(self.navigate)
        page.told.connect(self.tell)
        page.undoable.connect(self.toast.tell)
        page.head_changed.connect(self._show_head)
        page.plain_wanted.connect(self.set_plain)
        if isinstance(page, BackupPage):
            page.lock_wanted.connect(self.lock_wanted)
        old, before = self._page, self._place
        self._holder.addWidget(page)
        self._stand_at(page, place)
        try:
            page.enter()
        except Fault:
            self._drop(page)
            self._stand_at(old, before)
            raise
        if old is not None:
            self._drop(old)
        self.emergency.refresh()
        self._bring_back(page)

    def _stand_at(self, page: Page | None, place: Place) -> None:
        self._page, self._place = page, place
        if page is not None:
            self._holder.setCurrentWidget(page)
        self.rail.set_current(part_of(place))
        self._show_head()
        if self.top_bar.isHidden():
            self.set_plain(False)

    def _drop(self, page: Page) -> None:
        self.toast.forget_undo()
        self._holder.removeWidget(page)
        page.hide()
        page.deleteLater()

    def _emergency_over(self, persons: frozenset[PersonId]) -> None:
        """Nothing of somebody whom an emergency access showed stays on screen when it has ended."""
        shown = getattr(self._place, "person_id", None)
        if isinstance(self._page, InterviewPage) and self._page.finished is not None:
            shown = self._page.finished.person.id
        if shown in persons:
            close_dialogs()
            self._put_in(self.home())
        self.tell(self._texts("emergency.told_ended"))

    def _show_kept(self, kept: Kept, place: Place | None) -> None:
        self._go_back_to(place or self.home())
        if self.keeper.text() or self._form(_ASKING):
            QTimer.singleShot(0, self, self._reopen)  # once the page is shown: a dialog stands over it
        if kept.unfinished:
            self.unfinished.show_unfinished(kept.unfinished[0])

    def _go_back_to(self, place: Place) -> None:
        """To where one was, unless that is not there any more or one is not let in as simply as that."""
        try:
            self._put_in(place)
        except Fault:
            self._put_in(self.home())
            self.tell(self._texts("lock.place_gone"))

    def _bring_back(self, page: Page) -> None:
        """Offer what stood half-typed in this form when the program was locked."""
        kept = self._services.memory.form(page.form_name) if page.form_name else ""
        if kept:
            self._back = page.form_name
        if typed := self._forms.pop(page.form_name, kept):
            with suppress(ValueError, KeyError, TypeError):
                page.take_back(typed)
        self.back.setVisible(bool(kept))

    def _drop_form(self) -> None:
        """The form has been saved, or left as it was."""
        form, self._back = self._back, ""
        self.back.hide()
        if form:
            self._forget(form)

    def _give_up_form(self) -> None:
        self._drop_form()
        self._show(self._place)
        self.tell(self._texts("lock.form_dropped"))

    def _reopen(self) -> None:
        """The dialogs that stood open at the lock, and the place that was being asked for."""
        asking = from_text(self._form(_ASKING) or "{}")
        if asking is not None:
            self._forget(_ASKING)
            self._show(asking)
        elif self._page is not None:
            self.keeper.reopen(self._page)

    def _keep_dialogs(self, left: str) -> None:
        """Some of what a lock kept is answered or given up."""
        self._forget(DIALOGS, left)

    def _form(self, name: str) -> str:
        """What stood half-typed when the language changed, or else at the lock."""
        return self._forms.get(name) or self._services.memory.form(name)

    def _forget(self, form: str, left: str = "") -> None:
        self._forms.pop(form, None)
        if self._services.session.vault.writable:
            self._services.memory.keep_form(form, left)

    def _show_head(self) -> None:
        if self._page is not None:
            self.top_bar.set_head(self._page.title, self._page.facts, self._page.chips)

    def _go_to_part(self, key: str) -> None:
        self.navigate(PARTS[key][1]())

    def _lay_out(self) -> None:
        t = self._texts
        self.rail = Rail(t("shell.rail"))
        self.rail.set_entries(
            [
                RailEntry(key, PARTS[key][0], t(f"shell.{key}"), f"Alt+{at}")
                for at, key in enumerate(self._parts, 1)
            ]
        )
        self.rail.chosen.connect(self._go_to_part)
        self.top_bar = TopBar(t("shell.lock"), t("shell.lock_keys"), t("lock.switch"), t("lock.keys_switch"))
        self.top_bar.offer_help(t("shell.help"), t("shell.help_keys"))
        self.top_bar.locked.connect(self.lock_wanted)
        self.top_bar.switched.connect(self.switch_wanted)
        self.top_bar.helped.connect(self.help_wanted)
        self.back = Banner("info", t("lock.form_back"), t("lock.form_drop"))
        self.back.acted.connect(self._give_up_form)
        self.back.hide()
        self.emergency = EmergencyBanner(t, self._services)
        self.emergency.over.connect(self._emergency_over)
        self.unfinished = UnfinishedBanner(t)
        self.unfinished.go.connect(self.navigate)
        self._holder = QStackedWidget()
        right = QVBoxLayout()
        right.setSpacing(0)
        for widget in (self.top_bar, self.emergency, self.unfinished, self.back):
            right.addWidget(widget)
        right.addWidget(self._holder, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.toast = Toast(self, t("shell.undo"), t("shell.undo_keys"))
        self._fit_rail()

    def _fit_rail(self) -> None:
        self.rail.set_compact(self.width() < Theme.current().px(_ROOM_FOR_WORDS))
