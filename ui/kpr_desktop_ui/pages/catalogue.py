"""Which page shows which place. Imported after log-in: no page is loaded before it can be needed."""

from __future__ import annotations

from typing import assert_never

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.access_page import AccessPage
from kpr_desktop_ui.pages.audit.audit_page import AuditPage
from kpr_desktop_ui.pages.backup.backup_page import BackupPage
from kpr_desktop_ui.pages.gallery.gallery_page import GalleryPage
from kpr_desktop_ui.pages.help.first_visit import first_visit
from kpr_desktop_ui.pages.help.help_page import HelpPage
from kpr_desktop_ui.pages.interview.interview_page import InterviewPage
from kpr_desktop_ui.pages.letters.batch_page import BatchPage
from kpr_desktop_ui.pages.letters.letter_page import LetterPage
from kpr_desktop_ui.pages.letters.sheet_page import SheetPage
from kpr_desktop_ui.pages.overview.overview_page import OverviewPage
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.persons.person_form_page import PersonFormPage
from kpr_desktop_ui.pages.persons.person_page import PersonPage
from kpr_desktop_ui.pages.persons.persons_page import PersonsPage
from kpr_desktop_ui.pages.places import (
    AccessPlace,
    AuditPlace,
    BackupPlace,
    BatchPlace,
    GalleryPlace,
    HelpPlace,
    InterviewPlace,
    LetterPlace,
    OverviewPlace,
    PersonFormPlace,
    PersonPlace,
    PersonsPlace,
    Place,
    PracticeCasePlace,
    PracticePlace,
    RecoveryPlace,
    ServicePlace,
    SettingsPlace,
    SheetPlace,
    SubmissionPlace,
    WorkListPlace,
)
from kpr_desktop_ui.pages.practice.practice_case_page import PracticeCasePage
from kpr_desktop_ui.pages.practice.practice_page import PracticePage
from kpr_desktop_ui.pages.recovery.recovery_page import RecoveryPage
from kpr_desktop_ui.pages.services.service_page import ServicePage
from kpr_desktop_ui.pages.settings.settings_page import SettingsPage
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.pages.submission.submission_page import SubmissionPage
from kpr_desktop_ui.pages.work_list.work_list_page import WorkListPage


def build_page(texts: Texts, services: Services, settings: DeskSettings, place: Place) -> Page:  # noqa: C901, PLR0911, PLR0912 - one case and return a place
    """A fresh page for `place`."""
    match place:
        case WorkListPlace():
            return WorkListPage(texts, services, place, first_visit(texts, settings, services.session))
        case PersonsPlace():
            return PersonsPage(texts, services, place)
        case PersonPlace():
            return PersonPage(texts, services, place)
        case PersonFormPlace():
            return PersonFormPage(texts, services, place)
        case InterviewPlace():
            return InterviewPage(texts, services, place, one_key=settings.one_key)
        case ServicePlace():
            return ServicePage(texts, services, place)
        case LetterPlace():
            return LetterPage(texts, services, place)
        case BatchPlace():
            return BatchPage(texts, services, place)
        case SheetPlace():
            return SheetPage(texts, services, place)
        case SubmissionPlace():
            return SubmissionPage(texts, services, place)
        case OverviewPlace():
            return OverviewPage(texts, services, place)
        case PracticePlace():
            return PracticePage(texts, services, place)
        case PracticeCasePlace():
            return PracticeCasePage(texts, services, place)
        case AccessPlace():
            return AccessPage(texts, services, place)
        case AuditPlace():
            return AuditPage(texts, services, place)
        case BackupPlace():
            return BackupPage(texts, services, place)
        case RecoveryPlace():
            return RecoveryPage(texts, services, place)
        case SettingsPlace():
            return SettingsPage(texts, services, place, settings)
        case HelpPlace():
            return HelpPage(texts, services, place, settings)
        case GalleryPlace():
            return GalleryPage(texts, services, place)
    assert_never(place)
