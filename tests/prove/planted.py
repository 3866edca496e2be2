"""Names and numbers that nobody has and no program writes by chance."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from tests.support import numbers
from tests.tour.practice import BORN, Citizen

CITIZEN = Citizen(
    given_name="Zvonkelise",
    family_name="Quistgårdhaugen",
    identity=numbers.fnr(4711, born=BORN, series="tenor"),
    birth_date=f"{BORN:%d.%m.%Y}",
    address="Xylofonbakken 4711",
    postal_code="9759",
    place="Wexelsjordet",
    phone="98761234",
    user_number="QX-55817",
    kin_name="Jørghilde Zappelstrøm",
    kin_relation="Kvikkliveninne",
    kin_phone="91827364",
)
OTHER = numbers.fnr(4712, born=date(1951, 5, 17), series="tenor")
NOTES = {
    "v01": "Treffer Wilfreda Quasimodsen på Zefyrkafeen",
    "v06": f"Nummeret til søsteren er {OTHER}",
    "v12": "Går til Uvdalsknausen med Bjørnhvit",
    "private_help": "Perlinda Ytterbrott hjelper til",
}
SEARCHED = "Zvonkelise Quist"


@dataclass(frozen=True)
class Talk:
    """What is typed in a talk besides scores and notes, and stays in the vault: no letter and no file holds it."""

    words: str = "Kjuagutten Ingvaldine bærer veden"
    reason: str = "Brakk lårhalsen hos Trygvalda Snøfokksen"
    basis: str = "Nabokona Hjørdisia vitnet uspurt"
    version: str = "Gunnlaugsine Kvervilsmo ringte inn rettelsen"
    giver: str = "Eldbjørghild Værfjæra"
    sources: str = "Tanten Osvaldikke på Knurrevik"
    purpose: str = "Avklare flyttingen til Mørkfosslykkja"
    took_part: str = "Tolken Zaharinja Wojtkjelle"
    scorer: str = "Fridtjofine Xanderlund"

    def typed(self) -> dict[str, str]:
        """Field -> text."""
        return asdict(self)


@dataclass(frozen=True)
class Care:
    """What is kept with services and at the desk for submission; no letter holds it. A message may name a provider."""

    provider: str = "Omsorgslaget Vrengebjørk"
    next_provider: str = "Stiftelsen Hvalsundgløtt"
    service: str = "Nøkkelen ligger hos Asbjørgine Tvedteplass"
    pause: str = "Feirer jul hos Sveinungine på Krossfjordneset"
    hospital: str = "Sankt Wendelbos hospital"
    correction: str = "Ragnfridtine oppga feil dato"
    annulled: str = "Forvekslet med naboen Yngvildora"
    register: str = "Person Hallgjerdine Brattvær finnes ikke"
    handled: str = "Avklart med Torgunnveig i registeret"

    def typed(self) -> dict[str, str]:
        """Field -> text."""
        return asdict(self)


TALK, CARE = Talk(), Care()
PERSON_TEXTS = 20
"""So many of the planted texts may stand in the letter and the practice message; those after them never."""
PLANTED = (
    CITIZEN.given_name,
    CITIZEN.family_name,
    CITIZEN.identity,
    CITIZEN.address,
    CITIZEN.place,
    CITIZEN.phone,
    CITIZEN.user_number,
    "Jørghilde",
    "Zappelstrøm",
    CITIZEN.kin_relation,
    CITIZEN.kin_phone,
    OTHER,
    "Wilfreda",
    "Quasimodsen",
    "Zefyrkafeen",
    "Uvdalsknausen",
    "Bjørnhvit",
    "Perlinda",
    "Ytterbrott",
    SEARCHED,
    "Ingvaldine",
    "Trygvalda",
    "Snøfokksen",
    "Hjørdisia",
    "Gunnlaugsine",
    "Kvervilsmo",
    "Eldbjørghild",
    "Værfjæra",
    "Osvaldikke",
    "Knurrevik",
    "Mørkfosslykkja",
    "Zaharinja",
    "Wojtkjelle",
    "Fridtjofine",
    "Xanderlund",
    *TALK.typed().values(),
    *CARE.typed().values(),
)
"""In the person, the next of kin, the user number, the notes and the search field; then what talk and services keep."""
