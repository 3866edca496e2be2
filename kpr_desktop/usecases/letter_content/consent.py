"""The consent form, filled from the record (or from what is typed, to be signed on paper), and its withdrawal."""

from __future__ import annotations

from datetime import date

from kpr_desktop.domain.consent import Consent, Giver
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.letter_content import Gathered, Gathering
from kpr_desktop.usecases.letter_records import SignaturePlace

TYPED = ("kilder", "formaal", "gitt_av")
"""What a form without a record takes as it is typed; its days are ISO days."""


def gather(gathering: Gathering) -> Gathered:
    """A form to sign, or with what was drawn. Raises UserFault letter.consent_* (about), date.not_a_date."""
    if not gathering.about:
        return _typed(gathering)
    consent = consent_named(gathering)
    refuse_ended(consent, gathering.session.today())
    fields = _said(gathering, consent)
    fields["samtykke_til"] = _day(gathering, consent.expires_on)
    return Gathered(fields, {"signature": (_place(gathering, consent),)}, consent.id)


def refuse_ended(consent: Consent, today: date) -> None:
    """A form of what holds no more is not used. Raises UserFault letter.consent_withdrawn | letter.consent_expired."""
    if consent.withdrawn_on is not None:
        raise UserFault("letter.consent_withdrawn", "about")
    if not consent.holds_on(today):
        raise UserFault("letter.consent_expired", "about")


def gather_withdrawn(gathering: Gathering) -> Gathered:
    """Raises UserFault letter.consent_unknown, letter.consent_not_withdrawn (about)."""
    consent = consent_named(gathering)
    if consent.withdrawn_on is None:
        raise UserFault("letter.consent_not_withdrawn", "about")
    fields = _said(gathering, consent)
    fields["trukket"] = _day(gathering, consent.withdrawn_on)
    return Gathered(fields, subject=consent.id)


def consent_named(gathering: Gathering) -> Consent:
    """The consent that the letter is about. Raises UserFault letter.consent_unknown (about)."""
    for each in gathering.work.consents.of_person(gathering.whom.id):
        if each.id == gathering.about:
            return each
    raise UserFault("letter.consent_unknown", "about")


def _said(gathering: Gathering, consent: Consent) -> dict[str, str]:
    return {
        "kilder": consent.sources,
        "formaal": consent.purpose,
        "samtykke_fra": _day(gathering, consent.given_on),
        "gitt_av": "" if consent.given_by is Giver.PERSON else consent.giver_name,
    }


def _typed(gathering: Gathering) -> Gathered:
    filled = gathering.filled
    fields = {name: filled.get(name, "") for name in TYPED}
    first = filled.get("samtykke_fra", "") or gathering.session.today().isoformat()
    fields["samtykke_fra"] = _day(gathering, _iso(first, "samtykke_fra"))
    last = filled.get("samtykke_til", "")
    fields["samtykke_til"] = _day(gathering, _iso(last, "samtykke_til")) if last else ""
    place = SignaturePlace(gathering.letter.word("sign"), fields["gitt_av"] or gathering.whom.name)
    return Gathered(fields, {"signature": (place,)})


def _place(gathering: Gathering, consent: Consent) -> SignaturePlace:
    signature, frame = consent.signature, gathering.frame
    if signature is None:
        return SignaturePlace(gathering.letter.word("sign"), consent.giver_name or gathering.whom.name)
    stamp = frame.words["signed"].format(
        name=signature.name, day=frame.day(signature.at.date()), time=f"{signature.at:%H.%M}"
    )
    return SignaturePlace(signature.name, signature.name, signature.at, signature.strokes, stamp)


def _day(gathering: Gathering, day: date | None) -> str:
    return gathering.frame.day(day) if day else ""


def _iso(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserFault("date.not_a_date", name) from None
