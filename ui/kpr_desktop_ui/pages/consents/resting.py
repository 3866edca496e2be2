"""What rests on a consent: the open drafts in which somebody was asked under it."""

from __future__ import annotations

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import State
from kpr_desktop.domain.consent import Consent
from kpr_desktop.domain.dates import in_table
from kpr_desktop.usecases.services import Services


def resting_on(texts: Texts, services: Services, consent: Consent) -> list[str]:
    """A sentence for each open draft that rests on the consent: its day, and the questions."""
    told = []
    for each in services.interviews.of_person(consent.person_id):
        if each.state is not State.DRAFT:
            continue
        book = services.session.books.edition(each.codebook_year)
        names = [
            book.items[item].label.in_(texts.language)
            for item, answer in each.answers.items()
            if answer.evidence.consent_id == consent.id and item in book.items
        ]
        if names:
            items = ", ".join(texts("common.quoted", text=name) for name in names)
            told.append(texts("consent.rests", date=in_table(each.assessed_on), items=items))
    return told
