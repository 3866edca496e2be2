"""Every screen of the program, as data: a name, and how to get there on the demo vault.

A new screen is a line here. `s.go(place)` goes to a place, `s.talk(item, *keys)` to an item of the open draft,
`s.dialog(keys)` and `s.dialog_of(button)` look at a dialog and close it, `s.press(*keys)` is the keyboard.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.usecases.letter_batch import LeftOut
from kpr_desktop_ui.pages.access.access_page import TABS as ACCESS_TABS
from kpr_desktop_ui.pages.gallery.gallery_page import PARTS as GALLERY
from kpr_desktop_ui.pages.interview.interview_page import InterviewPage
from kpr_desktop_ui.pages.letters.batch_page import BatchPage
from kpr_desktop_ui.pages.letters.letter_page import LetterPage
from kpr_desktop_ui.pages.persons.person_form_page import PersonFormPage
from kpr_desktop_ui.pages.persons.person_page import PersonPage
from kpr_desktop_ui.pages.places import (
    AccessPlace,
    BackupPlace,
    BatchPlace,
    GalleryPlace,
    InterviewPlace,
    LetterPlace,
    PersonFormPlace,
    PersonPlace,
    PersonsPlace,
    PracticeCasePlace,
    PracticePlace,
    ServicePlace,
    SettingsPlace,
    SheetPlace,
    WorkListPlace,
)
from kpr_desktop_ui.pages.practice.practice_case_page import PracticeCasePage
from kpr_desktop_ui.pages.settings.settings_page import TABS as SETTINGS
from kpr_desktop_ui.pages.work_list.work_list_page import WorkListPage
from tests.prove.help_screens import HELP
from tests.prove.more_screens import BEFORE, MORE
from tests.prove.sitting import Sitting
from tests.support.driver import Stuck, drain

Reach = Callable[[Sitting], object]


class Screen(NamedTuple):
    """A screen: the name of its picture, and how to get there."""

    name: str
    reach: Reach


BOOK = CodeBooks().edition(2026)
SCORES = ("1", "2", "3", "4", "5")


# --- ways that take more than a line


def _first_run(s: Sitting, *keys: str) -> None:
    s.open(None)
    s.press(*keys)


def _hidden(s: Sitting) -> None:
    """The line that offers to take the hiding back; nobody is hidden."""
    _person(s, "overview")
    frame = s.program.window.desk.frame
    assert frame is not None
    frame.toast.tell(s.t("person.told_hidden"), drain)


def _restore(s: Sitting) -> None:
    s.open(s.vault)
    s.program.window.desk.show_restore()


def _wrong_passphrase(s: Sitting) -> None:
    s.open(s.vault)
    driver = s.program.driver
    driver.fill(s.t("start.passphrase"), "feil passord")
    driver.press("Enter")
    s.wait(lambda: s.t("vault.wrong_passphrase") in "\n".join(driver.texts()).replace("\u200b", ""))


def _person_form_faults(s: Sitting) -> None:
    s.go(PersonFormPlace())
    s.press("Ctrl+S")


def _leave_form(s: Sitting) -> None:
    """A form with something typed asks before it is left; saying no stays, and the form is emptied again."""
    s.go(PersonFormPlace())
    page = s.program.page
    assert isinstance(page, PersonFormPage)
    before = page.form.values()
    s.program.driver.type("Blid")
    s.dialog("Escape")
    page.form.set_values(
        before
    )  # by its own means: a listener that walks by Tab leaves the focus where it ended


def _service_faults(s: Sitting) -> None:
    s.go(ServicePlace(s.demo.person))
    s.press("Ctrl+S")


def _person(s: Sitting, tab: str, who: str = "person") -> PersonPage:
    s.go(PersonPlace(getattr(s.demo, who), tab))
    page = s.program.page
    assert isinstance(page, PersonPage)
    return page


def _scored_before(s: Sitting) -> None:
    """Let the other person have a finished assessment."""
    from kpr_desktop.domain.assessment import Reason
    from tests.prove.furnished import answer_all
    from tests.support.world import TODAY

    desk = s.program.services.interviews
    if not desk.of_person(s.demo.other):
        interview = desk.start(s.demo.other, TODAY, Reason.PERIODIC)
        answer_all(interview, "3")
        interview.finish()


def _start(s: Sitting) -> None:
    s.log_in()
    _scored_before(s)
    _person(s, "overview", "other")
    s.dialog("Ctrl+K")


def _revise(s: Sitting) -> None:
    s.log_in()
    _scored_before(s)
    page = _person(s, "assessments", "other")
    page.assessments.table.selectRow(0)
    s.dialog_of(page.revise, "Enter")


def _consent(s: Sitting) -> None:
    s.dialog_of(_person(s, "letters").consents.add)


def _consent_view(s: Sitting) -> None:
    table = _person(s, "letters").consents.tab.table
    table.setFocus()
    table.selectRow(0)
    s.dialog("Enter")


def _variable(s: Sitting, item: str) -> None:
    """Each score's contrasts are measured; the one in the middle is kept as a picture."""
    talk = s.talk(item)
    before = talk.interview.values.get(item, "")
    for score in SCORES:
        s.press(score)
        s.see(keep=score == "3")
    talk.screen_.view.set_value(before)
    talk.answer(before)


def _evidence(s: Sitting) -> None:
    talk = s.talk("v12")
    others = next(at for at, code in enumerate(BOOK.lists["evidence"].codes, 1) if code.code == "others")
    if not talk.interview.seen("v12").evidence.ways:
        s.press(f"F{others + 1}")
    if not s.program.page_is("InterviewPage"):
        raise Stuck("the key for how it is known led out of the interview")


def _summary(s: Sitting) -> None:
    s.talk("v01", "Ctrl+M")


def _summary_button(s: Sitting, name: str) -> None:
    talk = s.talk("v01", "Ctrl+M")
    s.dialog_of(getattr(talk.screen_.summary, name))


def _citizen(s: Sitting, item: str, *keys: str, language: str = "nb") -> None:
    """The citizen's face; the screen is turned back for the next one."""
    faces = s.talk(item, "F6").faces
    faces.speak(language)
    s.press(*keys)
    s.see()
    s.press("F6")


def _summary_tab(s: Sitting, tab: int, *, table: bool = False) -> None:
    """The profile (1) or the changes (2) of the draft, the profile also as a table."""
    results = s.talk("v01", "Ctrl+M").screen_.summary.results
    results.tabs.setFocus()
    s.press(*["Right"] * tab)
    if table:
        assert results.profile.toggle is not None
        s.click(results.profile.toggle)


def _complete(s: Sitting) -> None:
    s.go(InterviewPlace(s.demo.complete))
    s.press("Ctrl+M")


def _finished(s: Sitting, tab: int = 0) -> None:
    s.go(InterviewPlace(s.demo.earlier))
    page = s.program.page
    assert isinstance(page, InterviewPage)
    assert page.finished is not None
    page.finished.results.tabs.setFocus()
    s.press(*["Right"] * tab)


def _letter(s: Sitting, kind: str = "", *keys: str) -> LetterPage:
    """Choosing a letter, and what is done then."""
    s.go(LetterPlace(s.demo.person, kind))
    s.press(*keys)
    page = s.program.page
    assert isinstance(page, LetterPage)
    return page


def _letter_made(s: Sitting, kind: str = "information") -> None:
    s.wait(_letter(s, kind, "Ctrl+Enter").preview.count)


def _batch(s: Sitting) -> BatchPage:
    s.go(BatchPlace((s.demo.person, s.demo.other)))
    page = s.program.page
    assert isinstance(page, BatchPage)
    return page


def _batch_done(s: Sitting) -> BatchPage:
    page = _batch(s)
    s.press("Ctrl+Enter")
    s.wait(lambda: not page.busy)
    return page


def _batch_part(s: Sitting) -> None:
    """Stopped at the second of two, and one of them may not leave any more."""
    page = _batch_done(s)
    page._left_out["print"] = (LeftOut(s.demo.other, "letter.address_protected"),)
    page._places["print"] = 1
    page._tell_part(0, s.t("batch.part_stopped"))
    page._show_sent("print")


def _control_report(s: Sitting) -> None:
    s.log_in()
    control = s.program.services.control
    s.go(SheetPlace(control.make(control.months()[0])))
    s.press("Ctrl+Enter")


def _papers(s: Sitting) -> None:
    """The work list while papers lie at the printer."""
    s.log_in()
    desk = s.program.services.letters
    for kind in ("information", "reservation"):
        desk.printed(desk.make(s.demo.person, kind, "nb"))
    s.go(WorkListPlace())
    page = s.program.page
    assert isinstance(page, WorkListPage)
    s.see(keep=False)
    s.click(page.papers.more)
    s.see()
    for paper in page.papers.papers:
        desk.shredded(paper.delivery, s.program.services.session.today())


def _delivery(s: Sitting, *keys: str) -> None:
    s.log_in()
    if not s.program.services.letters.of_person(s.demo.other):
        s.program.services.letters.make(s.demo.other, "information", "nb")
    page = _person(s, "letters", "other")
    page.letters.table.setFocus()
    page.letters.table.selectRow(0)
    s.dialog_of(page.letters_tab.papers.deliver, *keys)


def _case(s: Sitting, *keys: str, name: str = "") -> PracticeCasePage:
    s.go(PracticeCasePlace(s.demo.case))
    page = s.program.page
    assert isinstance(page, PracticeCasePage)
    if name:
        s.program.driver.replace(name)
    s.press(*keys)
    return page


SCREENS: tuple[Screen, ...] = (
    Screen("first-run", _first_run),
    Screen("first-run-faults", lambda s: _first_run(s, "Enter")),
    Screen("login", lambda s: s.open(s.vault)),
    Screen("login-wrong", _wrong_passphrase),
    Screen("restore", _restore),
    *(Screen(*each) for each in BEFORE),
    *(Screen(*each) for each in HELP),
    Screen("work-list", lambda s: s.go(WorkListPlace())),
    Screen("backup", lambda s: s.go(BackupPlace())),
    *(Screen(f"access-{tab}", lambda s, tab=tab: s.go(AccessPlace(tab))) for tab in ACCESS_TABS),
    Screen("persons", lambda s: s.go(PersonsPlace())),
    Screen("person-overview", lambda s: _person(s, "overview")),
    Screen("person-assessments", lambda s: _person(s, "assessments")),
    Screen("person-services", lambda s: _person(s, "services")),
    Screen("person-letters", lambda s: _person(s, "letters")),
    Screen("person-letters-empty", lambda s: _person(s, "letters", "other")),
    Screen("toast-undo", _hidden),
    Screen("dialog-reason", _revise),
    Screen("dialog-consent", _consent),
    Screen("dialog-consent-view", _consent_view),
    Screen("dialog-delivery", _delivery),
    Screen("dialog-delivery-fault", lambda s: _delivery(s, "Tab", "Ctrl+A", "Delete", "Enter")),
    Screen("dialog-start", _start),
    Screen("dialog-decision", lambda s: (_person(s, "services"), s.dialog("Ctrl+R"))),
    Screen("person-form", lambda s: s.go(PersonFormPlace(s.demo.person))),
    Screen("person-form-new", lambda s: s.go(PersonFormPlace())),
    Screen("person-form-faults", _person_form_faults),
    Screen("dialog-leave", _leave_form),
    Screen("service-new", lambda s: s.go(ServicePlace(s.demo.person))),
    Screen("service", lambda s: s.go(ServicePlace(s.demo.person, s.demo.service))),
    Screen("service-faults", _service_faults),
    Screen("letter-choose", _letter),
    Screen("letter-appointment-faults", lambda s: _letter(s, "appointment", "Ctrl+Enter")),
    Screen("letter-consent", lambda s: _letter(s, "consent_others")),
    Screen("letter-nothing", lambda s: _letter(s, "request_received")),
    Screen("letter-insight", lambda s: _letter(s, "insight")),
    Screen("letter", _letter_made),
    Screen("batch", _batch),
    Screen("batch-running", lambda s: _batch(s)._show_running(120, 300)),
    Screen("batch-own", lambda s: s.go(BatchPlace())),
    Screen("batch-nobody", lambda s: _batch(s).choice.set_persons([])),
    Screen("batch-done", _batch_done),
    Screen("batch-part", _batch_part),
    Screen("batch-deliver", lambda s: s.dialog_of(_batch_done(s).result.deliver)),
    Screen("sheet-blank", lambda s: s.go(SheetPlace())),
    Screen("sheet-blank-made", lambda s: (s.go(SheetPlace()), s.press("Ctrl+Enter"))),
    Screen("sheet-control-report", _control_report),
    Screen("work-list-papers", _papers),
    Screen("interview-plain", lambda s: s.talk("household")),
    Screen("interview-date", lambda s: s.talk("doctor_date")),
    Screen("interview-rows", lambda s: s.talk("diagnosis")),
    Screen("interview-took-part", lambda s: s.talk("took_part")),
    *(
        Screen(f"interview-{item.id}", lambda s, item=item.id: _variable(s, item))  # type: ignore[misc]
        for item in BOOK.variables
    ),
    Screen("interview-note", lambda s: s.talk("v12", "N")),
    Screen("interview-side-panel", lambda s: s.talk("v12", "2")),
    Screen("interview-reason", lambda s: s.talk("v12", "4")),
    Screen("interview-guide", lambda s: s.talk("v08", "V")),
    Screen("interview-guide-end", lambda s: s.talk("v09", "V", "J", "N")),
    Screen("interview-nine", lambda s: s.talk("v10", "9")),
    Screen("interview-evidence", _evidence),
    Screen("citizen", lambda s: _citizen(s, "v08", "Right", "Right", "Space")),
    Screen("citizen-nn", lambda s: _citizen(s, "v02", language="nn")),
    Screen("citizen-en", lambda s: _citizen(s, "v07", "Right", "Space", language="en")),
    Screen("citizen-aloud", lambda s: _citizen(s, "work_transport_need")),
    Screen("citizen-together", lambda s: _citizen(s, "diagnosis")),
    Screen("citizen-end", lambda s: _citizen(s, BOOK.steps[-1].item, "Enter")),
    Screen("dialog-jump", lambda s: (s.talk("v01"), s.dialog("Ctrl+J"))),
    Screen("interview-summary", _summary),
    Screen("dialog-head", lambda s: _summary_button(s, "head_button")),
    Screen("dialog-discard", lambda s: _summary_button(s, "discard_button")),
    Screen("summary-profile", lambda s: _summary_tab(s, 1)),
    Screen("summary-profile-table", lambda s: _summary_tab(s, 1, table=True)),
    Screen("summary-changes", lambda s: _summary_tab(s, 2)),
    Screen("summary-complete", _complete),
    Screen("interview-finished", _finished),
    Screen("finished-profile", lambda s: _finished(s, 1)),
    Screen("finished-changes", lambda s: _finished(s, 2)),
    *(Screen(f"settings-{tab}", lambda s, tab=tab: s.go(SettingsPlace(tab))) for tab in SETTINGS),  # type: ignore[misc]
    *(Screen(f"gallery-{part}", lambda s, part=part: s.go(GalleryPlace(part))) for part in GALLERY),  # type: ignore[misc]
    Screen("practice", lambda s: s.go(PracticePlace())),
    Screen("practice-name", _case),
    Screen("practice-score", lambda s: _case(s, "Enter", "3", name="Stille Steinmo")),
    Screen("practice-compared", lambda s: _case(s, "Enter")),
    *(Screen(*each) for each in MORE),
)
"""All of them; those that need no log-in first."""
