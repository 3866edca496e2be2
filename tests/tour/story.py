"""The tour, step by step: what a person does from the first start to the rehearsal, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

from kpr_desktop.domain.ids import PersonId
from kpr_desktop_ui.pages.letters import leaving
from kpr_desktop_ui.pages.letters.letter_page import LetterPage
from kpr_desktop_ui.pages.persons.person_form_page import PersonFormPage
from kpr_desktop_ui.pages.persons.person_page import PersonPage
from kpr_desktop_ui.pages.submission.submission_page import SubmissionPage
from tests.support import numbers
from tests.support.driver import Stuck
from tests.support.program import Program
from tests.tour.interview import PLAIN_STROKES, InterviewTour
from tests.tour.killed import NOTE, SCORE, killed
from tests.tour.practice import CLOSED_AT, NOTES, PASSPHRASE, Citizen


class Story:
    """One person's first day with the program. `told` are the steps that are done, in plain words."""

    def __init__(self, program: Program, root: Path, folder: Path, citizen: Citizen | None = None) -> None:
        self.program, self.driver, self.folder = program, program.driver, folder
        self.root = root
        self.citizen = citizen or Citizen()
        self.told: list[str] = []
        self.today: date = program.core.clock().date()
        self.letter: Path | None = None
        self.walked: list[str] = []
        self.unfit: dict[str, str] = {}
        self.notes = NOTES
        self.unit = "Hjemmetjenesten vest"
        self.user = "Kari Saksbehandler"
        self._t = program.window.desk.t

    def steps(self) -> list[Callable[[], None]]:
        """Everything, in its order."""
        return [
            self.first_run,
            self.contacts,
            self.register,
            self.interview,
            self.make_letter,
            self.add_services,
            self.rehearse,
            self.gate,
            self.lock,
        ]

    def run(self, say: Callable[[str], None] = print) -> None:
        """Do every step. Raises Stuck with a plain sentence when one of them does not come off."""
        for step in self.steps():
            step()
            say(self.told[-1])

    @property
    def person_id(self) -> PersonId:
        """The person that was registered."""
        found = self.program.services.persons.find(self.citizen.family_name)
        if len(found) != 1:
            raise Stuck(f"{len(found)} persons have the name that was registered, not one.")
        return found[0].id

    # --- steps

    def first_run(self) -> None:
        """Make a training vault."""
        driver, t = self.driver, self._t
        driver.shot("foerste-start")
        driver.tab_to(t("start.training"))
        driver.press("Space")
        driver.fill(t("start.municipality"), "Risør")
        driver.fill(t("start.unit"), self.unit)
        driver.fill(t("start.user_name"), self.user)
        driver.fill(t("start.passphrase"), PASSPHRASE)
        driver.fill(t("start.again"), PASSPHRASE)
        driver.shot("foerste-start-utfylt")
        driver.press("Enter")
        driver.wait_until(lambda: self.program.page_is("WorkListPage"), "Making the vault")
        if not self.program.services.session.training:
            raise Stuck("The vault that was made is not for training.")
        driver.shot("arbeidsliste-tom")
        self.told.append("Made a training vault with its municipality, unit and first user.")

    def contacts(self) -> None:
        """Enter the two contact persons that every message carries."""
        driver, t = self.driver, self._t
        driver.press("Alt+5")
        self._tab(t("settings.tabs"), t("settings.tab_contacts"))
        for email in ("blid@example.no", "rask@example.no"):
            driver.press("Tab")
            driver.fill(t("settings.contact_name"), "Rask Bjørkedal" if email[0] == "r" else "Blid Fjellbekk")
            driver.fill(t("settings.contact_email"), email)
            driver.fill(t("settings.contact_phone"), "00000000")
        driver.press("Ctrl+S")
        if len(self.program.services.office.get().contacts) != 2:
            driver.shot("kontaktpersoner-feil")
            raise Stuck("The contact persons were not saved.")
        driver.shot("kontaktpersoner")
        self.told.append("Entered the two contact persons.")

    def register(self) -> None:
        """Register a made-up person with a synthetic number."""
        driver, person = self.driver, self.citizen
        driver.press("Alt+2")
        driver.shot("personer-tom")
        driver.press("Ctrl+N")
        driver.wait_until(lambda: self.program.page_is("PersonFormPage"), "The person form")
        label = self._labels()
        for name in ("given_name", "family_name", "identity", "birth_date"):
            driver.fill(label[name], str(getattr(person, name)))
        driver.tab_to(label["sex"])
        driver.choose("Kvinne")
        driver.fill(label["user_number"], person.user_number)
        driver.fill(label["line1"], person.address)
        for name in ("postal_code", "place", "phone"):
            driver.fill(label[name], str(getattr(person, name)))
        driver.fill(label["planned_visit"], f"{self.today:%d.%m.%Y}")
        driver.press("Tab")
        driver.fill(label["kin_name"], person.kin_name)
        driver.fill(label["kin_relation"], person.kin_relation)
        driver.fill(label["kin_phone"], person.kin_phone)
        driver.tab_to(label["given_name"])
        driver.shot("personskjema")
        driver.press("Ctrl+S")
        if not self.program.page_is("PersonPage"):
            driver.shot("personskjema-feil")
            raise Stuck("The person was not registered.")
        driver.shot("person")
        self.told.append("Registered a made-up person with a synthetic number.")

    def interview(self) -> None:
        """Start the interview, answer every item, finish it."""
        driver = self.driver
        driver.press("Ctrl+K", self._start_interview)
        driver.wait_until(lambda: self.program.page_is("InterviewPage"), "The interview")
        frame = self.program.window.desk.frame
        driver.wait_until(
            lambda: frame is None or not frame.toast.text(), "The word of the last step going away"
        )
        tour = InterviewTour(self.program, self.today, self.notes)
        tour.walk(until=CLOSED_AT)
        self._interrupt(tour)
        tour.walk()
        if max(tour.strokes.values()) > PLAIN_STROKES:
            raise Stuck("A plain score took more than two key strokes.")
        self.walked, self.unfit = tour.walked, tour.unfit
        driver.shot("oppsummering")
        driver.press("Enter")
        driver.wait_until(lambda: self.program.page_is("PersonPage"), "Finishing the interview")
        driver.shot("person-kartlegging")
        fits = (
            "nothing was clipped or scrolled" if not tour.unfit else f"{len(tour.unfit)} screens did not fit"
        )
        self.told.append(
            f"Answered {len(tour.walked)} items with {len(self.notes)} notes and {len(tour.opinions)} own opinions, was"
            f" interrupted by closing and by kill -9, and finished the interview;"
            f" {max(tour.strokes.values())} key strokes a plain score at most; {fits}."
        )

    def make_letter(self) -> None:
        """Make the information letter, keep a copy, record how it was delivered."""
        driver, t = self.driver, self._t
        driver.press("Ctrl+B")
        driver.wait_until(lambda: self.program.page_is("LetterPage"), "The letter")
        driver.shot("velg-brev")
        driver.press("Ctrl+Enter")
        page = self.program.page
        if not isinstance(page, LetterPage) or not page.preview.count():
            raise Stuck("The letter has no pages to look at.")
        driver.shot("brev")
        with (  # the desktop's own dialog, and one that waits for an answer
            patch.object(leaving, "choose_folder", lambda *_: self.folder),
            patch.object(leaving, "ask_purpose", lambda *_: "citizen"),
        ):
            driver.press("Ctrl+S")
        made = sorted(self.folder.glob("*.pdf"))
        if len(made) != 1:
            raise Stuck("The letter was not saved as a PDF.")
        self.letter = made[0]
        driver.tab_to(t("letters.way"))
        driver.tab_to(t("letters.deliver"))
        driver.press("Enter")
        driver.wait_until(lambda: self.program.page_is("PersonPage"), "Recording the delivery")
        if not any(each.way for each in self.program.services.letters.of_person(self.person_id)):
            raise Stuck("The delivery of the letter was not recorded.")
        driver.shot("person-brev")
        self.told.append("Made the information letter, saved a copy and recorded its delivery.")

    def add_services(self) -> None:
        """Register a service by the hour, and a stay that follows it."""
        home_end = self.today - timedelta(days=31)
        self._service("Helsetjenester i hjemmet", self.today - timedelta(days=200), end=home_end, hours="5,5")
        self.driver.shot("tjeneste-timer")
        self._saved_service(1)
        self._service("Langtidsopphold i institusjon", self.today - timedelta(days=30))
        self.driver.shot("tjeneste-opphold")
        self._saved_service(2)
        self.driver.shot("person-tjenester")
        self.told.append("Registered home nursing by the hour and a long stay that follows it.")

    def rehearse(self) -> None:
        """Try what the register would say."""
        self.driver.press("Alt+3")
        page = self.program.page
        if not isinstance(page, SubmissionPage):
            raise Stuck("The submission page did not come up.")
        self.driver.wait_until(lambda: not page.busy, "The rehearsal")
        self.driver.shot("proevekjoering")
        rehearsal = self.program.services.submission.rehearse()
        if rehearsal.ready.whole or rehearsal.ready.stopped or not rehearsal.message.notifications:
            raise Stuck("The rehearsal found something that would stop the message.")
        self.told.append(
            f"Rehearsed the submission: {len(rehearsal.message.notifications)} events would be accepted."
        )

    def gate(self) -> None:
        """Try to make a file all the same, and read why not."""
        driver, t = self.driver, self._t
        driver.tab_to(t("submission.make"))
        driver.press("Enter")
        driver.press("Enter")
        if t("gate.training_vault") not in "\n".join(driver.texts()).replace("\u200b", ""):
            raise Stuck("The page does not tell why no file is made from a training vault.")
        if self.program.services.submission.made():
            raise Stuck("A file was made from a training vault.")
        driver.shot("ingen-fil-fra-oevingshvelv")
        self.told.append("Tried to make a file for the register; the gate told why there is none.")

    def lock(self) -> None:
        """Lock, and log in again."""
        driver, t = self.driver, self._t
        driver.press("Ctrl+L")
        driver.wait_until(self.program.start_ready, "The log-in")
        driver.shot("laast")
        driver.fill(t("start.passphrase"), PASSPHRASE)
        driver.press("Enter")
        driver.wait_until(lambda: self.program.page_is("SubmissionPage"), "Coming back to the place")
        driver.press("Alt+2")
        driver.type(self.citizen.family_name[:5])
        driver.press("Enter")
        driver.wait_until(lambda: self.program.page_is("PersonPage"), "Opening the person again")
        driver.press("Alt+1")
        driver.shot("arbeidsliste")
        self.told.append("Locked the program and logged in again; the person is there.")

    # --- inside

    def _labels(self) -> dict[str, str]:
        """What a screen reader calls each field of the person form."""
        page = self.program.page
        if not isinstance(page, PersonFormPage):
            raise Stuck("The person form is not on the screen.")
        return {name: editor.accessibleName() for name, editor in page.form.editors.items()}

    def _tab(self, bar: str, wanted: str) -> None:
        """Go to a tab of a page by the arrow keys."""
        found = self.driver.tab_to(bar)
        for _ in range(10):
            if found.tabText(found.currentIndex()) == wanted:  # type: ignore[attr-defined]
                return
            self.driver.press("Right")
        raise Stuck(f"The arrow keys did not lead to the tab «{wanted}».")

    def _interrupt(self, tour: InterviewTour) -> None:
        """Close in the middle of the talk; then let another program go on with it and kill that; and come back."""
        driver, vault = self.driver, self.program.services.session.vault.info.path
        driver.press("Ctrl+L")
        open_draft(self.program, self.citizen.family_name)
        if tour.conversation.item != CLOSED_AT:
            raise Stuck("The interview did not come back where it was closed.")
        driver.press("Ctrl+L")
        driver.wait_until(self.program.start_ready, "The log-in")
        killed(self.root, vault, self.citizen.family_name)
        open_draft(self.program, self.citizen.family_name)
        talk = tour.conversation
        found = (talk.item, talk.keeper.value(CLOSED_AT), talk.screen_.view.note.edit.text())
        note = talk.screen_.view.note
        if found != (CLOSED_AT, SCORE, NOTE) or not note.has_focus() or note.edit.caret() != len(NOTE):
            raise Stuck("After kill -9 something that was typed was not there, or the caret stood elsewhere.")
        driver.shot("etter-kill")
        driver.press("Escape")

    def _start_interview(self) -> None:
        self.driver.shot("start-kartlegging")
        self.driver.press("3")
        self.driver.press("Enter")

    def _service(self, kind: str, start: date, *, end: date | None = None, hours: str = "") -> None:
        driver, t = self.driver, self._t
        driver.press("Ctrl+T")
        driver.wait_until(lambda: self.program.page_is("ServicePage"), "The service form")
        driver.tab_to(t("service.type"))
        driver.choose(f"· {kind}")
        driver.fill(t("service.applied_on"), f"{start - timedelta(days=30):%d.%m.%Y}")
        driver.fill(t("service.decided_on"), f"{start - timedelta(days=10):%d.%m.%Y}")
        driver.tab_to(t("service.outcome"))
        driver.choose(t("service.outcome_granted"))
        driver.fill(t("service.start"), f"{start:%d.%m.%Y}")
        if end is not None:
            driver.fill(t("service.end"), f"{end:%d.%m.%Y}")
        if hours:
            driver.fill(t("service.week_minutes"), hours)
        driver.fill(t("service.provider_number"), numbers.organisation(1))
        driver.fill(t("service.provider_name"), "Øvingstjenesten")

    def _saved_service(self, count: int) -> None:
        person_id = self.person_id
        self.driver.press("Ctrl+S")
        if not isinstance(self.program.page, PersonPage):
            self.driver.shot("tjeneste-feil")
            raise Stuck("The service was not saved.")
        if len(self.program.services.care_services.of_person(person_id)) != count:
            raise Stuck("The service is not among the person's services.")


def open_draft(program: Program, family_name: str) -> None:
    """From the log-in to the draft of the person of that name."""
    driver, t = program.driver, program.window.desk.t
    driver.wait_until(program.start_ready, "The log-in")
    driver.fill(t("start.passphrase"), PASSPHRASE)
    driver.press("Enter")
    back = ("WorkListPage", "InterviewPage")
    driver.wait_until(lambda: any(program.page_is(page) for page in back), "Logging in again")
    if program.page_is("InterviewPage"):  # it was locked here; a killed program comes back to the work list
        return
    driver.press("Alt+2")
    driver.type(family_name[:5])
    driver.press("Enter")
    driver.wait_until(lambda: program.page_is("PersonPage"), "Opening the person again")
    driver.press("Ctrl+K")
    driver.wait_until(lambda: program.page_is("InterviewPage"), "The interview again")
