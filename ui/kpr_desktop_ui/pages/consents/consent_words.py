"""How a consent is told."""

from __future__ import annotations

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.consent import Consent
from kpr_desktop.domain.dates import in_clock, in_table
from kpr_desktop.usecases.consents import ConsentDesk
from kpr_desktop_ui.widgets import Cell, Row

WHAT = ("others", "doctor")
"""What a consent can be about: asking others, or the diagnosis from the doctor."""
_KINDS = {"holds": "ok", "withdrawn": "stop", "expired": "neutral"}


class ConsentWords:
    """Names of codes, states and dates, in the program's language."""

    __slots__ = ("_desk", "texts")

    def __init__(self, texts: Texts, desk: ConsentDesk) -> None:
        self.texts, self._desk = texts, desk

    def givers(self) -> list[tuple[str, str]]:
        """Who may consent, to choose from."""
        return [(code.code, code.label.in_(self.texts.language)) for code in self._desk.givers()]

    def ways(self) -> list[tuple[str, str]]:
        """How a consent may be given, to choose from."""
        return [(code.code, code.label.in_(self.texts.language)) for code in self._desk.ways()]

    def given_by(self, consent: Consent) -> str:
        """Who gave it: the kind of giver, and the name when it was not the person."""
        kind = dict(self.givers())[consent.given_by.value]
        if not consent.giver_name:
            return kind
        return self.texts("consent.giver_named", kind=kind, name=consent.giver_name)

    def short(self, consent: Consent) -> str:
        """A consent in a few words: when it was given, and who may be asked."""
        return self.texts(
            "consent.short", date=in_table(consent.given_on), sources=" ".join(consent.sources.split())
        )

    def until(self, consent: Consent) -> str:
        """The day from which it holds no more, or that there is none."""
        return in_table(consent.expires_on) or self.texts("consent.until_withdrawn")

    def signed(self, consent: Consent) -> str:
        """Who signed on the screen and when, or that nobody did."""
        signature = consent.signature
        if signature is None:
            return self.texts("consent.signed_not")
        when = f"{in_table(signature.at.date())} {in_clock(signature.at, self.texts.language)}"
        return self.texts("consent.signed_by", name=signature.name, when=when)

    def proposed(self, name: str, what: str) -> str:
        """What stands in the form's `sources` and `purpose` before anybody writes there."""
        key = f"consent.{name}_{what}"
        return self.texts(key) if self.texts.has(key) else ""

    def letters(self, consent: Consent) -> list[tuple[str, str]]:
        """The letters that can be made of it now, to choose from, the likeliest first: none of one that ran out."""
        forms = ["consent_others", "consent_doctor"]
        if consent.purpose == self.proposed("purpose", "doctor"):
            forms.reverse()
        kinds = {"holds": forms, "withdrawn": ["consent_withdrawn"]}
        found = kinds.get(self._desk.state(consent), ())
        return [(kind, self.texts(f"letters.kind_{kind}")) for kind in found]

    def state(self, consent: Consent) -> Cell:
        """Whether it holds, as a word with its sign."""
        state = self._desk.state(consent)
        text = self.texts(f"consent.state_{state}")
        if state == "withdrawn":
            text = self.texts("consent.state_since", state=text, date=in_table(consent.withdrawn_on))
        return Cell(text, _KINDS[state])

    def row(self, consent: Consent) -> Row:
        """The consent as a row: from whom, who may be asked, given, until, state."""
        return Row(
            consent.id,
            (
                self.given_by(consent),
                " ".join(consent.sources.split()),
                in_table(consent.given_on),
                self.until(consent),
                self.state(consent),
            ),
        )
