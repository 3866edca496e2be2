"""The real pages, offscreen: where does a finding lead?"""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.rehearsal_records import Found
from kpr_desktop_ui.pages.interview.interview_page import InterviewPage
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.persons.person_form_page import PersonFormPage
from kpr_desktop_ui.pages.places import InterviewPlace, PersonFormPlace, Place, ServicePlace, SettingsPlace
from kpr_desktop_ui.pages.services.service_page import ServicePage
from kpr_desktop_ui.pages.settings.settings_page import SettingsPage
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.pages.submission.submission_words import place_of
from kpr_desktop_ui.theme import Theme, load_tokens
from tests.support.driver import drain
from tests.support.stage import put_on_screen
from tests.support.world import World


class Window:
    """Goes to a place as the window does."""

    def __init__(self, world: World) -> None:
        self._world = world
        home = world.path.parent
        self._settings = DeskSettings(home / "desk.ini", home / "home")
        self._app = QApplication.instance() or QApplication([])
        assert isinstance(self._app, QApplication)
        self._app.setStyle("Fusion")
        Theme(load_tokens(), "light", 1.0).apply(self._app)

    def lands(self, found: Found) -> str:
        """What is wrong with where the finding leads; empty for nothing."""
        place = place_of(found)
        page = self._page(place)
        try:
            put_on_screen(page)
            wanted, focus = self._wanted(page, place), page.focusWidget()
            if wanted is None:
                return f"there is no field for {found.target}"
            if focus is not wanted and not (focus is not None and wanted.isAncestorOf(focus)):
                return f"{found.target} has not the focus"
            return ""
        finally:
            page.hide()
            page.deleteLater()
            drain()

    def _page(self, place: Place) -> Page:
        texts, services = Texts.load("nb"), self._world.services
        if isinstance(place, PersonFormPlace):
            return PersonFormPage(texts, services, place)
        if isinstance(place, ServicePlace):
            return ServicePage(texts, services, place)
        if isinstance(place, InterviewPlace):
            return InterviewPage(texts, services, place)
        assert isinstance(place, SettingsPlace), place
        return SettingsPage(texts, services, place, self._settings)

    def _wanted(self, page: Page, place: Place) -> QWidget | None:
        """The field that has to have the focus. Of what is hidden: where it is mended."""
        if isinstance(page, PersonFormPage) and isinstance(place, PersonFormPlace):
            return page.form.editors.get(place.field)
        if isinstance(page, ServicePage) and isinstance(place, ServicePlace):
            rows = page.form._rows.get(place.field)
            field = page.form.fields.get(place.field)
            if rows is not None:
                return rows
            return page.form.fields["type"].editor if field is None or field.isHidden() else field.editor
        if isinstance(page, InterviewPage) and isinstance(place, InterviewPlace):
            assert page.finished is not None
            return page.finished.answers._names.get(place.item, page.finished.revise_button)
        assert isinstance(page, SettingsPage)
        assert isinstance(place, SettingsPlace)
        form = page.contacts if place.tab == "contacts" else page.office
        return form.line(place.field if place.field in form.values() else "name")
