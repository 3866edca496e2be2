"""How a consent is told."""

from __future__ import annotations

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.consent import Consent
from kpr_desktop.domain.dates import in_table
from kpr_desktop.usecases.consents import ConsentDesk
from kpr_desktop_ui.widgets import Cell, Row

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

    def until(self, consent: Consent) -> str:
        """The day from which it holds no more, or that there is none."""
        return in_table(consent.expires_on) or self.texts("consent.until_withdrawn")

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
