"""`kpr rehearse`: how it would go if the year were reported now; and what a dry run of the message says."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import cast

from kpr_desktop.bootstrap import Application
from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.codebook.wording import problem_words
from kpr_desktop.commands.console import DONE, PROBLEMS, Console
from kpr_desktop.commands.opening import open_session
from kpr_desktop.domain.notification import Status
from kpr_desktop.domain.problems import Problem, Severity
from kpr_desktop.usecases.rehearsal_records import Counted, DressRehearsal, Found, Sign
from kpr_desktop.usecases.submission import Rehearsal

OnVault = Callable[[str, Callable[..., int]], argparse.ArgumentParser]
_TOLD = (Sign.STOP, Sign.WARNING)
"""What is listed one by one; the rest is counted."""


def add(on_vault: OnVault, texts: Texts) -> None:
    """Put `kpr rehearse` beside the other commands."""
    made = on_vault("rehearse", _rehearse)
    made.add_argument("--year", type=int, help=texts("cli.rehearse.year"))


def _rehearse(app: Application, options: argparse.Namespace, console: Console) -> int:
    session = open_session(app, options, console)
    try:
        desk = app.services(session).rehearsals
        desk.plan()
        made = cast("DressRehearsal", desk.run(options.year, _far))  # nobody can stop it here
        desk.keep(made)
        deadline = desk.deadline(made.year)
        before = desk.standing()
        book = session.books.for_year(made.year)
    finally:
        session.vault.close()
    console.answer |= _answer(made) | {
        "deadline": deadline.day.isoformat(),
        "days_left": deadline.days,
        "deadline_documented": deadline.documented,
    }
    last: dict[str, int] = {}
    if before is not None and before.before is not None:
        last = {"stopped": before.before.stopped, "odd": before.before.odd}
        console.answer["last_time"] = last
    console.say(
        "cli.rehearse.done", persons=made.persons, passing=made.passing, stopped=made.stopped, odd=made.odd
    )
    if last:
        console.say("cli.rehearse.last", **last)
    console.say("cli.rehearse.deadline", day=deadline.day.isoformat(), days=deadline.days)
    if deadline.unsure:
        console.say("submission.deadline_unsure", year=made.year)
    if made.closed:
        console.say("cli.rehearse.closed", count=made.closed)
    for each in made.found:
        if each.sign in _TOLD:
            _tell(each, book, console)
    return PROBLEMS if any(each.sign is Sign.STOP for each in made.found) else DONE


def _far(done: int, total: int) -> None:
    """How far it is, on a terminal that somebody looks at."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done}/{total}" + ("\n" if done == total else ""))
        sys.stderr.flush()


def _tell(found: Found, book: CodeBook, console: Console) -> None:
    texts = console.texts
    if found.code in book.rules:
        problem = Problem(found.code, Severity.SOFT, found.target, found.params)
        text = " ".join(problem_words(book, problem, texts.language))
    else:
        text = texts(found.code)
    places = {"person": str(found.person_id or ""), "field": found.target, "register_field": found.name}
    console.problem(found.code, text, sign=found.sign.value, consequence=found.consequence, **places)


def _answer(made: DressRehearsal) -> dict[str, object]:
    return {
        "year": made.year,
        "persons": made.persons,
        "would_pass": made.passing,
        "would_be_stopped": made.stopped,
        "would_be_odd": made.odd,
        "closed": made.closed,
        "waiting": made.ready.waiting,
        "seconds": round(made.seconds, 2),
        "by_rule": dict(sorted(made.by_rule.items())),
        "not_listed": made.left_out,
        "counts": [_counts(each) for each in made.counted],
    }


def _counts(counted: Counted) -> dict[str, object]:
    return {
        "year": counted.year,
        "day": counted.day.isoformat(),
        "users": counted.users,
        "long_stay": counted.long_stay,
        "at_home": counted.at_home,
        "services": dict(sorted(counted.services.items())),
        "assessed_percent": {item: counted.share(item) for item in sorted(counted.assessed)},
    }


def tell_message(found: Rehearsal, console: Console) -> int:
    """What the next message would hold, and what would stop."""
    ready = found.ready
    passing = found.message.notifications
    corrections = [n.event for n in passing if n.event.status is not Status.ORIGINAL]
    console.answer |= {
        "waiting": ready.waiting,
        "would_pass": len(passing),
        "persons": found.persons,
        "odd": len(ready.remarks) + len(found.odd),
        "corrections": [
            {"person": e.person_id, "service": e.service_id, "event": e.kind.value, "status": e.status.value}
            for e in corrections
        ],
    }
    console.say("cli.export.rehearsal", passing=len(passing), persons=found.persons)
    if corrections:
        console.say("cli.export.corrections", count=len(corrections))
    for finding in ready.whole:
        console.problem(finding.code, console.texts(finding.code))
    for stop in ready.stopped:
        text = console.texts(stop.finding.code)
        console.problem(stop.finding.code, text, person=stop.person_id, service=stop.service_id)
    return PROBLEMS if ready.whole or ready.stopped else DONE
