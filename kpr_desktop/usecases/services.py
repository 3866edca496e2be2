"""All use cases of one session, so that a page is handed what it needs and nothing is looked up."""

from __future__ import annotations

from dataclasses import dataclass

from kpr_desktop.codebook.places import Places
from kpr_desktop.usecases.care_services import CareServices
from kpr_desktop.usecases.consents import ConsentDesk
from kpr_desktop.usecases.diagnosis_codes import DiagnosisCodeDesk
from kpr_desktop.usecases.guidance import GuidanceDesk
from kpr_desktop.usecases.interviews import Interviews
from kpr_desktop.usecases.letters import LetterDesk
from kpr_desktop.usecases.office import OfficeDesk
from kpr_desktop.usecases.persons import Persons
from kpr_desktop.usecases.practice import PracticeDesk
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.submission import Submission
from kpr_desktop.usecases.talk_settings import TalkSettings
from kpr_desktop.usecases.worklist import WorkLists


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases of one logged-in user."""

    session: Session
    places: Places
    persons: Persons
    interviews: Interviews
    care_services: CareServices
    letters: LetterDesk
    submission: Submission
    work_lists: WorkLists
    office: OfficeDesk
    diagnosis_codes: DiagnosisCodeDesk
    consents: ConsentDesk
    practice: PracticeDesk
    talk_settings: TalkSettings
    guidance: GuidanceDesk
