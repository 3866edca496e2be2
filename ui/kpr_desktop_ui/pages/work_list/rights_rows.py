"""What the citizens' rights put on the work list: requests, recipients to be told, consents that end soon."""

from __future__ import annotations

from datetime import date

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.person import PersonSummary
from kpr_desktop.usecases.consents import ExpiringConsent
from kpr_desktop.usecases.requests import DueRequest, WaitingNotice
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.places import PersonPlace
from kpr_desktop_ui.pages.rights.rights_words import RightsWords
from kpr_desktop_ui.widgets import Cell, Row

RIGHTS = ("request", "notice", "consent")
"""The parts, in their order."""
COLUMNS = (("name", 2), ("when", 4), ("mark", 2))


class RightsRows:
    """Reads what waits; `place` is where a row leads."""

    def __init__(self, texts: Texts, services: Services) -> None:
        self._texts, self._services = texts, services
        self._words = RightsWords(texts, services)
        self._places: dict[str, PersonPlace] = {}

    def read(self) -> dict[str, list[Row]]:
        """The rows of each part: what is overdue first; nothing that the user's roles do not open."""
        services, self._places = self._services, {}
        may = services.session.may("request.read")
        return {
            "request": [self._request(each) for each in services.requests.due()] if may else [],
            "notice": [self._notice(each) for each in services.requests.to_tell()] if may else [],
            "consent": [self._consent(each) for each in services.consents.expiring()],
        }

    def place(self, key: str) -> PersonPlace:
        """The person, at what the row is about."""
        return self._places[key]

    def _request(self, due: DueRequest) -> Row:
        request = due.request
        when = self._texts(
            "worklist.when_request", kind=self._words.kind(request), date=in_table(request.due)
        )
        mark = self._words.state(request, self._today())
        return self._row(request.id, due.person, when, mark, "seen", "requests")

    def _notice(self, waiting: WaitingNotice) -> Row:
        notice = waiting.notice
        when = self._texts("worklist.when_notice", recipient=self._words.recipient(notice.recipient))
        mark = Cell(self._texts("requests.notice_open"), "warning")
        return self._row(notice.id, waiting.person, when, mark, "seen", "requests")

    def _consent(self, ending: ExpiringConsent) -> Row:
        consent = ending.consent
        sources = " ".join(consent.sources.split())
        when = self._texts("worklist.when_consent", sources=sources, date=in_table(consent.expires_on))
        return self._row(
            consent.id, ending.person, when, Cell(self._words.left(ending.days), "info"), "letters", ""
        )

    def _row(self, key: str, person: PersonSummary, when: str, mark: Cell, tab: str, part: str) -> Row:
        self._places[key] = PersonPlace(person.id, tab, part)
        return Row(key, (person.name, when, mark))

    def _today(self) -> date:
        return self._services.session.today()
