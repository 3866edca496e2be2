"""`make prove-rehearsal`: faults planted one at a time; the dress rehearsal finds each, names field and consequence.

A fault is planted in a transaction that is never saved, beside a clean set in which nothing is found. For the jump it
is saved in the end, and the real window goes where the finding leads: there the field has the focus.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from kpr_desktop.codebook.rehearsal_rule import load_rehearsal_rule
from kpr_desktop.exports.kpr56 import field_table
from kpr_desktop.exports.registry import message_writer
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.rehearsal import RehearsalDesk
from kpr_desktop.usecases.rehearsal_records import Found
from tests.prove.rehearsal_plants import (
    CASES,
    Plant,
    clean,
    field_plants,
    other_plants,
    rule_plants,
    unplantable,
)
from tests.support.world import World, make_world

CONTROLS = ("service.hours_missing", "assessment.jump", "person.sex_unknown")


@dataclass
class _Held:
    """A vault whose every unit of work is the one that is under way."""

    vault: Any
    held: UnitOfWork

    def work(self) -> AbstractContextManager[UnitOfWork]:
        return nullcontext(self.held)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.vault, name)


def rehearsed(world: World, work: UnitOfWork, without: Collection[str] = ()) -> tuple[Found, ...]:
    """What the rehearsal finds in what stands in this unit of work."""
    session = replace(world.session, vault=_Held(world.session.vault, work))  # type: ignore[arg-type]
    desk = RehearsalDesk(session, message_writer("1.0"), load_rehearsal_rule(), without)
    made = desk.run()
    assert made is not None
    return made.found


def tried(world: World, plant: Plant, without: Collection[str] = ()) -> str:
    """Plant, rehearse, take back; what is wrong with how it was told, empty for nothing."""
    with world.session.work() as work:
        person, target = plant.plant(world, work)
        found = rehearsed(world, work, without)
    own = [f for f in found if f.person_id == person and f.code == plant.code]
    if not own:
        return "not found"
    named = [f for f in own if f.target == target]
    if not named:
        return f"leads to {own[0].target} instead of {target}"
    if plant.of and named[0].name != plant.of.partition(".")[2]:
        return f"names {named[0].name}"
    if named[0].consequence != plant.consequence:
        return f"tells {named[0].consequence} instead of {plant.consequence}"
    return ""


def jumps(world: World, plants: Collection[Plant]) -> Iterator[str]:
    """Each fault saved, found, and gone to in the real window; a line for each that did not land."""
    from tests.prove.rehearsal_jumps import Window

    window = Window(world)
    for plant in plants:
        with world.session.work() as work:
            before = work.records.office()
            person, target = plant.plant(world, work)
            found = next(
                f
                for f in rehearsed(world, work)
                if (f.person_id, f.code, f.target) == (person, plant.code, target)
            )
            work.commit()
        if wrong := window.lands(found):
            yield f"{plant.of or plant.code}: {wrong}"
        with world.session.work() as work:
            work.records.save_office(before)
            work.commit()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--jumps", type=int, default=0, help="how many jumps; 0 = all")
    options = parser.parse_args()
    plants = [*rule_plants(), *field_plants(), *other_plants()]
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        world = make_world(Path(folder))
        clean(world)
        with world.session.work() as work:
            first = rehearsed(world, work)
        print(f"clean set: {len(first)} findings")
        wrong += [f"clean: {f.code} at {f.target}" for f in first]
        for plant in plants:
            if told := tried(world, plant):
                wrong.append(f"{plant.of or plant.code}: {told}")
        sent = {f"{element}.{r.attribute}" for element, rules in field_table().rules.items() for r in rules}
        planted, left = {p.of for p in plants if p.of}, unplantable()
        book = world.session.books.for_year(world.session.today().year)
        wrong += [f"neither planted nor listed: {name}" for name in sorted(sent - planted - left.keys())]
        wrong += [
            f"listed and planted, or no field: {n}"
            for n in sorted((left.keys() & planted) | (left.keys() - sent))
        ]
        wrong += [f"no case for the rule {code}" for code in sorted(book.rules.keys() - CASES.keys())]
        print(f"{len(plants)} faults planted one at a time: {len(planted)} of {len(sent)} sent fields,")
        rules = len(book.rules.keys() & {p.code for p in plants})
        others = len(list(other_plants()))
        print(f"{rules} of {len(book.rules)} rules of the code book, {others} other findings")
        for name, reason in left.items():
            print(f"  can not be planted: {name}: {reason}")
        caught = [
            c for c in CONTROLS if tried(world, next(p for p in plants if p.code == c), (c,)) == "not found"
        ]
        print(f"Control: {len(caught)} of {len(CONTROLS)} ignored rules caught")
        step = max(1, len(plants) // options.jumps) if options.jumps else 1
        chosen = plants[::step]
        missed = list(jumps(world, chosen))
        print(f"{len(chosen)} jumps in the real window, {len(missed)} missed")
        world.close()
    for line in [*wrong, *missed]:
        print(f"WRONG {line}")
    print(f"{len(plants)} faults, {len(wrong)} wrong")
    return 0 if not wrong and not missed and len(caught) == len(CONTROLS) else 1


if __name__ == "__main__":
    sys.exit(main())
