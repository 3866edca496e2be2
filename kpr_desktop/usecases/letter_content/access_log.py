"""Who did what in a person's case, when and on what ground: the log as a letter, and a part of the insight package.

Everybody who is named in the log stands in it, with every single time counted. What staff wrote in their own words as
a reason is held back and said to be there (security page 1.3, peers row 96: the national list leaves free text out,
because it may tell of others); whoever asks gets it read through first.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

from kpr_desktop.codebook.log_words import LogWords, load_log_words
from kpr_desktop.usecases.citizen_log import CitizenLine, CitizenLog
from kpr_desktop.usecases.letter_content import Gathered, Gathering
from kpr_desktop.usecases.letter_content.plain import Plain
from kpr_desktop.usecases.letter_records import Grid, Part, Said
from kpr_desktop.usecases.records import LogQuery

_WIDTHS = (0.14, 0.26, 0.32, 0.28)


def gather(gathering: Gathering) -> Gathered:
    """The whole log of the person, to the moment the letter is made."""
    plain = Plain(gathering.letter, gathering.frame)
    lines = lines_of(gathering)
    told = tuple(log_parts(plain, lines))
    fields = {
        "antall": plain.counted("events", sum(line.times for line in lines)),
        "til": plain.at(gathering.session.now()),
    }
    return Gathered(fields=fields, parts={"log": told})


def lines_of(gathering: Gathering) -> list[CitizenLine]:
    """The person's log in the letter's language, the newest first."""
    work, session = gathering.work, gathering.session
    users = {user.id: user for user in work.records.users()}
    told = CitizenLog(_words(), session.rights, gathering.language)
    return told.lines(work.records.log_matching(LogQuery(gathering.whom.id)), users)


def log_parts(plain: Plain, lines: Iterable[CitizenLine]) -> list[Part]:
    """One table a day, the newest first."""
    found: list[Part] = []
    head = tuple(plain.word(key) for key in ("log_time", "log_who", "log_what", "log_why"))
    for day, group in groupby(lines, key=lambda line: line.first.date()):
        rows = tuple(_row(plain, line) for line in group)
        found.append(Grid(plain.word("log_day", day=plain.frame.day(day)), head, rows, _WIDTHS))
    return found or [Said(plain.word("log_empty"))]


def _row(plain: Plain, line: CitizenLine) -> tuple[str, ...]:
    # A clock that was set back may have written the later one first.
    first, last = (f"{at:%H.%M}" for at in sorted((line.first, line.last)))
    time = first if first == last else plain.word("log_from_to", first=first, last=last)
    if line.times > 1:
        time = plain.word("log_times", time=time, times=plain.counted("times", line.times))
    who = ", ".join(each for each in (line.name or plain.word("log_nobody"), line.roles, line.unit) if each)
    what = plain.word("log_shows", what=line.what, shows=line.shows) if line.shows else line.what
    if line.kind == "denied":
        what = plain.word("log_denied", what=what)
    elif line.kind == "emergency":
        what = plain.word("log_emergency", what=what)
    why = [line.why, line.chosen, plain.word("log_written") if line.written else ""]
    told = plain.joined(why) or plain.word("none")
    return time, who, what, told[0].upper() + told[1:]


@lru_cache
def _words() -> LogWords:
    return load_log_words()
