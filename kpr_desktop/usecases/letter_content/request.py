"""The confirmation that a request has come, with the day it is due."""

from __future__ import annotations

from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.letter_content import Gathered, Gathering


def gather(gathering: Gathering) -> Gathered:
    """Raises UserFault rights.request_unknown."""
    request = gathering.work.rights.request(gathering.about)
    if request.person_id != gathering.whom.id:
        raise UserFault("rights.request_unknown")
    frame = gathering.frame
    fields = {
        "gjelder": gathering.letter.word(request.kind.value),
        "mottatt": frame.day(request.received_on),
        "frist": frame.day(request.due),
    }
    return Gathered(fields, subject=request.id)
