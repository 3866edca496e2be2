from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kpr_desktop.domain.identity import Fnr, IdKind
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.names import sort_key
from kpr_desktop.domain.person import PersonSummary, Residence
from kpr_desktop.errors import UserFault
from kpr_desktop.store.unit_of_work import Work
from kpr_desktop.store.vault import UnlockedVault
from tests.support import numbers
from tests.support.vaults import full_person, person, uid


def refused(vault: UnlockedVault, code: str, field: str | None = None) -> object:
    """A unit of work in which a fault of this code ends everything."""
    return pytest.raises(UserFault, check=lambda fault: (fault.code, fault.field) == (code, field))


@pytest.mark.parametrize(
    "made", [full_person(1), person(2), person(3, "Fjellbekk")], ids=["full", "bare", "one name"]
)
def test_a_person_comes_back_as_it_was(vault: UnlockedVault, made: object) -> None:
    with vault.work() as work:
        work.persons.add(made)
        work.commit()
    with vault.work() as work:
        assert work.persons.get(made.id) == made


@pytest.mark.parametrize(
    "identity",
    [
        Fnr.parse(numbers.duf(1)),
        Fnr.parse(numbers.h_number(1)),
        Fnr.other(IdKind.PASSPORT, "X 123"),
        Fnr.birth_date(date(1942, 3, 14)),
    ],
    ids=["duf", "h", "passport", "birth date"],
)
def test_every_kind_of_number(vault: UnlockedVault, identity: Fnr) -> None:
    with vault.work() as work:
        work.persons.add(person(1, identity=identity))
        assert work.persons.get(PersonId(uid(1))).identity == identity
        assert work.persons.find_by_number(identity.reveal("test")).id == uid(1)


def test_unknown(vault: UnlockedVault) -> None:
    with vault.work() as work:
        assert work.persons.find_by_number("1") is None
        assert work.persons.find_by_user_number("1") is None
        with refused(vault, "person.unknown"):
            work.persons.get(PersonId("nobody"))
        with refused(vault, "person.unknown"):
            work.persons.update(person(1, version=2))


def test_summary(vault: UnlockedVault) -> None:
    made = full_person(1)
    with vault.work() as work:
        work.persons.add(made)
        expected = PersonSummary(
            made.id, "Blid Ærlig Fjellbekk", date(1942, 3, 14), protected=True, hidden=False, dead=True
        )
        assert work.persons.find_by_user_number("B1") == expected
        assert work.persons.summaries([made.id, PersonId("nobody")]) == {made.id: expected}


def test_one_official_number_is_one_person(vault: UnlockedVault) -> None:
    first = full_person(1)
    with vault.work() as work:
        work.persons.add(first)
        with refused(vault, "person.number_taken", "identity"):
            work.persons.add(person(2, identity=first.identity))
        with refused(vault, "person.user_number_taken", "user_number"):
            work.persons.add(replace(person(2), user_number="B1"))
        work.persons.add(person(3))
        with refused(vault, "person.number_taken", "identity"):
            work.persons.update(person(3, identity=first.identity, version=2))


def test_two_people_may_share_a_birth_date_as_number(vault: UnlockedVault) -> None:
    born = Fnr.birth_date(date(1942, 3, 14))
    with vault.work() as work:
        work.persons.add(person(1, identity=born))
        work.persons.add(person(2, identity=born))


def test_other_broken_rules_of_the_database_are_bugs(vault: UnlockedVault) -> None:
    from sqlcipher3 import dbapi2

    with vault.work() as work:
        work.persons.add(person(1))
        with pytest.raises(dbapi2.IntegrityError):
            work.persons.add(replace(person(1), user_number="other"))


def test_a_change_keeps_the_version_before(vault: UnlockedVault) -> None:
    first = full_person(1)
    second = replace(
        first, family_name="Solbakk", version=2, residences=(Residence(date(2025, 1, 1), "5001"),)
    )
    with vault.work() as work:
        work.persons.add(first)
        work.persons.update(second)
        work.commit()
    with vault.work() as work:
        assert work.persons.get(first.id) == second
        old = vault._database.rows(
            "SELECT version, replaced_by, replaced_at, family_name, residences, number_sealed FROM person_history"
        )
        assert [row[:4] for row in old] == [(1, vault.user.id, "2026-11-23T09:05:00+01:00", "Fjellbekk")]
        assert old[0][4] == '[["2020-01-01","0301","05"],["2024-07-01","4201",""]]'
        assert vault._hand.fields.open(first.id, old[0][5]) == first.identity.reveal("test")
        assert names(work, "Fjellb") == []
        assert names(work, "Solb") == ["Blid Ærlig Solbakk"]


@pytest.mark.parametrize("version", [1, 3])
def test_two_windows_can_not_save_over_each_other(vault: UnlockedVault, version: int) -> None:
    with vault.work() as work:
        work.persons.add(person(1))
        with refused(vault, "person.changed_elsewhere"):
            work.persons.update(person(1, version=version))


def names(work: Work, typed: str, *, hidden: bool = False, limit: int = 50) -> list[str]:
    return [each.name for each in work.persons.find_by_name(typed, limit=limit, hidden=hidden)]


def test_hidden_and_back(vault: UnlockedVault) -> None:
    kept, gone = person(1, "Blid Fjellbekk", birth_date=date(1950, 1, 1)), person(2, "Rask Fjellbekk")
    gone = replace(gone, birth_date=date(1950, 1, 1))
    with vault.work() as work:
        work.persons.add(kept)
        work.persons.add(gone)
        work.persons.update(replace(gone, hidden=True, version=2))
        for hidden, expected in ((False, ["Blid Fjellbekk"]), (True, ["Blid Fjellbekk", "Rask Fjellbekk"])):
            assert names(work, "fjell", hidden=hidden) == expected
            assert names(work, "jell", hidden=hidden) == expected
            assert [p.name for p in work.persons.page(limit=9, hidden=hidden)] == expected
            assert [
                p.name for p in work.persons.find_by_birth_date(date(1950, 1, 1), limit=9, hidden=hidden)
            ] == expected
            assert work.persons.count(hidden=hidden) == len(expected)
        assert work.persons.find_by_user_number("B2").hidden
        work.persons.update(replace(gone, hidden=False, version=3))
        assert names(work, "rask") == ["Rask Fjellbekk"]
        assert work.persons.count() == 2


def test_pages_by_name_in_norwegian_order(vault: UnlockedVault) -> None:
    wanted = ["Anna Bekk", "Anna Bekk", "Erik Ås", "Æra Bekk", "Øra Bekk", "Åse Bekk"]
    with vault.work() as work:
        for number, name in enumerate(reversed(wanted)):
            work.persons.add(person(number, name))
        seen: list[PersonSummary] = []
        after = ""
        while page := work.persons.page(limit=2, after=after):
            seen += page
            after = sort_key(page[-1].name, page[-1].id)
        assert [each.name for each in seen] == wanted
        assert len({each.id for each in seen}) == 6


def test_all_ids_without_holding_them_back(vault: UnlockedVault) -> None:
    with vault.work() as work:
        for number in range(1201):
            work.persons.add(person(number, hidden=number % 2 == 0))
        assert list(work.persons.ids()) == [uid(number) for number in range(1201)]
        assert (work.persons.count(), work.persons.count(hidden=True)) == (600, 1201)
