"""The places where bad input is tried: how a person gets there, and where one sees what has become of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import AssessmentId, PersonId, ServiceId
from kpr_desktop.domain.person import Person
from kpr_desktop.usecases.person_form import to_form
from kpr_desktop_ui.pages.places import InterviewPlace, PersonPlace, SettingsPlace
from tests.support.program import Program

SURE = "person.leave_yes"


class Place:
    """One place. `editor` and `error` are read from the screen, `stored` from the vault after it has been saved."""

    literal_everywhere = True
    """Whether a stored text can be seen on other screens."""

    def __init__(self, program: Program) -> None:
        self.program, self.driver = program, program.driver
        self.t = program.window.desk.t

    @property
    def page(self) -> Any:
        """The page in use."""
        return self.program.window.desk.page

    def open(self) -> None:
        """Go there, with what must be there filled in."""
        raise NotImplementedError

    def editor(self, field: str) -> QWidget:
        """The field."""
        return self.page.form.editors[field]

    def error(self, field: str) -> str:
        """What stands beside the field as wrong."""
        return self.page.form.fields[field].error()

    def save(self) -> None:
        """Save, as a person does."""
        self.driver.press("Ctrl+S")

    def saved(self) -> bool:
        """Whether it was taken."""
        raise NotImplementedError

    def stored(self, field: str) -> str:
        """What is in the vault."""
        raise NotImplementedError

    def screens(self, field: str) -> list[Callable[[], None]]:
        """Ways to the other screens that show it; an empty list where the page after saving is the only one."""
        del field
        return []

    def away(self) -> None:
        """Leave without saving."""
        self.driver.press("Alt+1", self._sure if self.page.dirty else None)

    def _sure(self) -> None:
        self.driver.tab_to(self.t(SURE))
        self.driver.press("Enter")

    def _go(self, place: object) -> Callable[[], None]:
        def go() -> None:
            self.program.window.desk.navigate(place)  # type: ignore[arg-type]

        return go


class PersonPlaceTried(Place):
    """The form of a new person."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.person: Person | None = None
        self._count = 0

    def open(self) -> None:
        driver = self.driver
        driver.press("Alt+2")
        driver.press("Ctrl+N")
        editors = self.page.form.editors
        self._count += 1
        names = (("given_name", f"Blid{self._mark()}"), ("family_name", f"Fjell{self._mark()}"))
        for name, text in (*names, ("birth_date", "14.03.1942")):
            driver.tab_onto(editors[name])
            driver.paste(text)

    def _mark(self) -> str:
        """Three letters that tell this person from the others."""
        number = self._count
        return "".join(chr(ord("a") + number // 26**place % 26) for place in (2, 1, 0))

    def saved(self) -> bool:
        if not self.program.page_is("PersonPage"):
            return False
        place = self.program.window.desk.frame.place  # type: ignore[union-attr]
        assert isinstance(place, PersonPlace)
        self.person = self.program.services.persons.open(place.person_id)
        return True

    def stored(self, field: str) -> str:
        assert self.person is not None
        return to_form(self.person, reveal="proof")[field]

    def screens(self, field: str) -> list[Callable[[], None]]:
        if field not in ("given_name", "family_name"):
            return []
        driver = self.driver
        assert self.person is not None
        back = self._go(PersonPlace(self.person.id))

        def listed() -> None:
            driver.press("Alt+2")
            driver.paste(("Fjell" if field == "given_name" else "Blid") + self._mark())
            driver.wait_until(lambda: self.page.table.model().rowCount() == 1, "Finding the person")

        def letter() -> None:
            back()
            driver.press("Ctrl+B")
            driver.press("Ctrl+Enter")

        return [listed, letter]


class ServiceTried(Place):
    """The form of a new service."""

    def __init__(self, program: Program, person: PersonId) -> None:
        super().__init__(program)
        self.person = person
        self._before: set[ServiceId] = set()

    def open(self) -> None:
        driver = self.driver
        self._before = {each.id for each in self.program.services.care_services.of_person(self.person)}
        self._go(PersonPlace(self.person, "services"))()
        driver.press("Ctrl+T")
        form = self.page.form
        driver.tab_onto(form.editors["type"])
        driver.choose("Hjemme · Helsetjenester")
        for name, text in (
            ("applied_on", "01.02.2026"),
            ("decided_on", "10.02.2026"),
            ("start", "01.03.2026"),
        ):
            driver.tab_onto(form.editors[name])
            driver.paste(text)
        driver.tab_onto(form.editors["outcome"])
        driver.choose("Innvilget")
        driver.tab_onto(form.editors["week_minutes"])
        driver.paste("2")

    def saved(self) -> bool:
        return self.program.page_is("PersonPage")

    def stored(self, field: str) -> str:
        new = [
            s for s in self.program.services.care_services.of_person(self.person) if s.id not in self._before
        ]
        value = getattr(new[0], field)
        return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)

    def screens(self, field: str) -> list[Callable[[], None]]:
        driver = self.driver

        def form() -> None:
            driver.press("Enter")

        return [form] if field in ("provider_name", "note") else []


class NoteTried(Place):
    """A note in the interview; it is saved as it is typed."""

    def __init__(self, program: Program, person: PersonId) -> None:
        super().__init__(program)
        self.draft: AssessmentId = program.services.interviews.start(
            person, program.core.clock().date(), Reason.PERIODIC
        ).assessment.id

    @property
    def view(self) -> Any:
        """The middle of the interview."""
        return self.page.conversation.screen_.view

    def open(self) -> None:
        if not self.program.page_is("InterviewPage"):
            self._go(InterviewPlace(self.draft))()
        if self.page.conversation.in_summary():
            self.driver.press("Backspace")
        self.page.conversation.jump_to("v01")
        self.driver.press("N")

    def editor(self, field: str) -> QWidget:
        return self.view.note.edit

    def error(self, field: str) -> str:
        return str(self.view.note.error())

    def save(self) -> None:
        self.driver.press("Escape")

    def saved(self) -> bool:
        return not self.error("note")

    def stored(self, field: str) -> str:
        with self.program.services.session.work() as work:
            return work.assessments.get(self.draft).note("v01")

    def screens(self, field: str) -> list[Callable[[], None]]:
        return [lambda: self.driver.press("Ctrl+M")]

    def away(self) -> None:
        """Nothing is ever left unsaved here."""
        self.driver.tab_onto(self.view.note.edit)
        self.driver.paste("")
        self.driver.press("Escape")


class RowTried(NoteTried):
    """A row of the diagnoses."""

    def open(self) -> None:
        if not self.program.page_is("InterviewPage"):
            self._go(InterviewPlace(self.draft))()
        if self.page.conversation.in_summary():
            self.driver.press("Backspace")
        self._rows = len(self.page.conversation.interview.entries("diagnosis"))
        self.page.conversation.show_item("diagnosis")
        self.driver.tab_onto(self.editor("system"))
        self.driver.choose("ICD")
        self.driver.tab_onto(self.editor("code"))
        self.driver.paste("F00")

    def editor(self, field: str) -> QWidget:
        return self.view.entries._editors[field]

    def error(self, field: str) -> str:
        return self.view.entries._fields[field].error()

    def save(self) -> None:
        self.driver.press("Enter")

    def saved(self) -> bool:
        return len(self.page.conversation.interview.entries("diagnosis")) > self._rows

    def stored(self, field: str) -> str:
        with self.program.services.session.work() as work:
            rows = work.assessments.get(self.draft).entries_of("diagnosis")
        value = rows[-1].values.get(field, "")
        return f"{date.fromisoformat(value):%d.%m.%Y}" if field == "date" and value else value

    def away(self) -> None:
        for field in ("system", "code", "source", "date"):
            editor = self.editor(field)
            self.driver.tab_onto(editor)
            if field == "system":
                self.driver.choose("Velg")
            else:
                self.driver.paste("")


class SearchTried(Place):
    """The search field: nothing is stored, and nothing may happen but finding or not."""

    def open(self) -> None:
        self.driver.press("Alt+1")
        self.driver.press("Alt+2")

    def editor(self, field: str) -> QWidget:
        return self.page.search

    def error(self, field: str) -> str:
        return ""

    def save(self) -> None:
        self.driver.wait_until(lambda: not self.page._timer.isActive(), "The search")

    def saved(self) -> bool:
        return True

    def stored(self, field: str) -> str:
        return self.page.search.text()

    def away(self) -> None:
        self.driver.press("Alt+1")


class OfficeTried(Place):
    """The municipality's own form."""

    def open(self) -> None:
        self._go(SettingsPlace("office"))()

    def editor(self, field: str) -> QWidget:
        return self.page.office.line(field)

    def error(self, field: str) -> str:
        return self.page.office.error(field)

    def saved(self) -> bool:
        return not self.page.dirty

    def stored(self, field: str) -> str:
        office = self.program.services.office.get()
        return office.address.line1 if field == "line1" else str(getattr(office, field))


class FirstRunTried(Place):
    """The form that makes a vault; without a passphrase none is made, so that it can be tried often."""

    literal_everywhere = False

    @property
    def page(self) -> Any:
        return self.program.window.desk.start_page

    def open(self) -> None:
        self.driver.wait_until(self.program.start_ready, "The first page")

    def editor(self, field: str) -> QWidget:
        return getattr(self.page, field)

    def error(self, field: str) -> str:
        return self.page.fields[field].error()

    def save(self) -> None:
        self.driver.press("Enter")
        self.driver.wait_until(self.page.make.isEnabled, "Looking at the form")

    def saved(self) -> bool:
        return False

    def away(self) -> None:
        """Empty the fields again."""
        for field in ("unit", "user_name", "login"):
            self.driver.tab_onto(self.editor(field))
            self.driver.paste("")
