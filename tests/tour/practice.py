"""What the tour types: a made-up person, and an answer to every item."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tests.support import numbers

PASSPHRASE = "fem grønne trær ved elva"
BORN = date(1942, 3, 14)


@dataclass(frozen=True)
class Citizen:
    """What is typed in the person form."""

    given_name: str = "Blid"
    family_name: str = "Fjellbekk"
    identity: str = field(default_factory=lambda: numbers.fnr(1, born=BORN, series="tenor"))
    birth_date: str = f"{BORN:%d.%m.%Y}"
    address: str = "Øvingsveien 1"
    postal_code: str = "0001"
    place: str = "Øvingsbyen"
    phone: str = "00 00 00 01"
    user_number: str = "Ø-1001"
    kin_name: str = "Rask Bjørkedal"
    kin_relation: str = "datter"
    kin_phone: str = "00 00 00 02"


SCORES = {
    "v01": "2", "v02": "3", "v03": "2", "v04": "3", "v05": "2", "v06": "4", "v07": "3", "v08": "2", "v09": "4",
    "v10": "1", "v11": "2", "v12": "3", "v13": "2", "v14": "3", "v15": "2", "v16": "1", "v17": "1", "v18": "4",
    "v19": "2", "v20": "2",
}  # fmt: skip
DIGITS = {
    "household": "1",
    "round_the_clock": "1",
    "rehabilitation": "2",
    "work_help_need": "2",
    "work_transport_need": "2",
    "leisure_help_need": "1",
    "leisure_help_received": "1",
    "leisure_transport_need": "1",
    "leisure_transport_received": "1",
    "private_help": "1",
    "individual_plan": "1",
    "coordinator": "1",
    "nutrition": "1",
}
"""The digit on the card that is pressed."""
NOTES = {
    "v01": "Snakker med søsteren i telefonen hver søndag.",
    "v06": "Datteren tar gulvene annenhver uke.",
    "v12": "Går med rullator til postkassen. Vil gjerne lenger.",
    "v15": "Skriver avtaler på kalenderen og ser på den hver morgen.",
    "v20": "Har det trygt hjemme. Liker at noen ringer om kvelden.",
    "private_help": "Datteren handler.",
}
OPINIONS = {"v01": 1, "v06": 2, "v12": 1}
"""What the person chooses in the citizen's view: how many cards the arrow keys go on from the first."""
CLOSED_AT = "v08"
"""Where somebody closes the program in the middle of the talk."""
