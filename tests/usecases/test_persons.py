"""The person register, on a real vault."""

from __future__ import annotations

from datetime import date

import pytest

from kpr_desktop.domain.identity import IdKind
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.persons import BROWSE_LIMIT, FOUND_LIMIT
from kpr_desktop.usecases.refusal import FormRefused, NumberTaken
from tests.support import numbers
from tests.support.world import World

BORN = date(1942, 3, 14)


def codes(refused: pytest.ExceptionInfo[FormRefused]) -> dict[str | None, str]:
    return {f.field: f.code for f in refused.value.faults}


def actions(world: World) -> list[str]:
    with world.session.work() as work:
        return [e.action for e in work.records.log_entries(limit=100)]


def test_registered_and_found_again(training: World) -> None:
    persons = training.services.persons
    made = persons.register(training.form())
    assert persons.open(made.id) == made
    number = made.identity.reveal("test") if made.identity else ""
    for typed in (
        "Fjell",
        "blid",
        "BLID FJELLBEKK",
        "ellbe",
        "14.03.1942",
        "140342",
        number,
        f"{number[:6]} {number[6:]}",
    ):
        assert [p.id for p in persons.find(typed)] == [made.id], typed
    for typed in ("Nordlys", "15.03.1942", numbers.fnr(9, born=BORN, series="tenor"), "12", "31.02.1942"):
        assert persons.find(typed) == [], typed
    assert [p.id for p in persons.find("")] == [made.id]
    assert persons.count() == 1
    assert "person.find_by_number" in actions(training)
    assert actions(training).count("person.open") == 1


def test_the_municipalitys_own_number(training: World) -> None:
    persons = training.services.persons
    made = persons.register(training.form(user_number="4711"))
    assert made.user_number == "4711"
    assert [p.id for p in persons.find("4711")] == [made.id]
    with pytest.raises(NumberTaken) as told:
        persons.register(
            training.form(user_number="4711", identity=numbers.fnr(5, born=BORN, series="tenor"))
        )
    assert (told.value.code, told.value.existing) == ("person.user_number_taken", made.id)
    without = persons.register(training.form(identity=numbers.fnr(6, born=BORN, series="tenor")))
    assert without.user_number == without.id[:8].upper()
    taken = persons.change(made, persons.form(made) | {"user_number": "AAAAAAAA"})
    form = training.form(identity=numbers.fnr(7, born=BORN, series="tenor"))
    training.ids.planned.append("aaaaaaaa-1111-4111-8111-111111111111")
    longer = persons.register(form)
    assert (taken.user_number, longer.user_number) == ("AAAAAAAA", "AAAAAAAA-1111")


def test_a_duplicate_number_leads_to_the_person_who_has_it(training: World) -> None:
    persons = training.services.persons
    made = persons.register(training.form())
    persons.hide(made)
    with pytest.raises(NumberTaken) as told:
        persons.register(training.form(given_name="Rolig"))
    assert told.value.existing == made.id
    assert str(told.value) == "person.number_taken"


def test_without_a_number_the_birth_date_is_enough(training: World) -> None:
    persons = training.services.persons
    made = persons.register(training.form(identity=""))
    assert made.identity is None
    with pytest.raises(UserFault, match=r"person\.no_number"):
        persons.reveal(made.id, "test")
    with pytest.raises(FormRefused) as refused:
        persons.register(training.form(identity="", birth_date=""))
    assert codes(refused) == {"birth_date": "person.number_or_birth_date"}


def test_other_kinds_of_number(training: World) -> None:
    persons = training.services.persons
    first = persons.register(training.form(identity="AB 123", id_kind="passport"))
    assert first.identity is not None
    assert first.identity.kind is IdKind.PASSPORT
    # Not unique in the world: two persons may hold the same text.
    second = persons.register(training.form(identity="AB 123", id_kind="passport", given_name="Rolig"))
    assert second.id != first.id
    assert persons.form(first)["id_kind"] == "passport"


def test_a_number_of_another_kind_is_found_as_written_and_the_search_is_logged(training: World) -> None:
    persons = training.services.persons
    made = persons.register(training.form(identity="AB 123", id_kind="passport"))
    assert [p.id for p in persons.find("AB 123")] == [made.id]
    assert "person.find_by_number" in actions(training)
    short = persons.register(training.form(identity="123456", id_kind="insurance", given_name="Rolig"))
    assert [p.id for p in persons.find("123456")] == [short.id]
    assert [p.id for p in persons.find("Rolig 2")] == []
    # The number that the program gave has letters in it as often as not.
    assert [p.id for p in persons.find(made.user_number)] == [made.id]
    assert [p.id for p in persons.find(made.user_number.lower())] == [made.id]


def test_another_kind_is_taken_though_the_number_is_masked(training: World) -> None:
    persons = training.services.persons
    made = persons.register(training.form(identity="AB 123", id_kind="passport"))
    changed = persons.change(made, persons.form(made) | {"id_kind": "swedish"})
    assert changed.identity is not None
    assert (changed.identity.kind, changed.identity.reveal("test")) == (IdKind.SWEDISH, "AB 123")
    assert persons.change(changed, persons.form(changed)) == changed
    with pytest.raises(FormRefused) as refused:
        persons.change(changed, persons.form(changed) | {"id_kind": "auto"})
    assert codes(refused) == {"identity": "identity.not_digits"}


@pytest.mark.parametrize("kind", ["auto", "other", "passport"])
def test_a_practice_number_is_refused_as_any_kind(real: World, kind: str) -> None:
    typed = numbers.fnr(4, born=BORN, series="tenor")
    with pytest.raises(FormRefused) as refused:
        real.services.persons.register(real.form(identity=typed, id_kind=kind))
    assert codes(refused) == {"identity": "identity.synthetic_in_production"}


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("given_name", "", "person.name_missing"),
        ("family_name", "   ", "person.name_missing"),
        ("given_name", "123", "person.name_without_letters"),
        ("given_name", "a" * 101, "form.too_long"),
        ("family_name", "Fjell\nbekk", "form.one_line"),
        ("identity", "123", "identity.length"),
        ("identity", "12345678901", "identity.check_digits"),
        ("birth_date", "31.02.1942", "date.impossible"),
        ("birth_date", "24.11.2026", "date.future"),
        ("birth_date", "i fjor", "date.not_a_date"),
        ("sex", "7", "form.not_in_list"),
        ("postal_code", "123", "person.postal_code_pattern"),
        ("phone", "ring meg", "person.phone_pattern"),
        ("kin_phone", "<b>", "person.phone_pattern"),
        ("line1", "x" * 201, "form.too_long"),
        ("municipality", "", "person.municipality_missing"),
        ("municipality", "Risør", "form.not_in_list"),
        ("district", "Fjellbekk", "form.not_in_list"),
        ("household", "bor alene", "form.not_in_list"),
        ("death_date", "01.01.1940", "person.death_before_birth"),
        ("planned_visit", "snart", "date.not_a_date"),
        ("residence_from", "x", "date.not_a_date"),
    ],
)
def test_bad_input_is_told_beside_its_field(training: World, field: str, typed: str, code: str) -> None:
    with pytest.raises(FormRefused) as refused:
        training.services.persons.register(training.form(**{field: typed}))
    assert codes(refused) == {field: code}
    assert training.services.persons.count() == 0


def test_several_faults_come_at_once_in_the_forms_order(training: World) -> None:
    with pytest.raises(FormRefused) as refused:
        training.services.persons.register(training.form(phone="x", given_name="", birth_date="x"))
    assert [f.field for f in refused.value.faults] == ["given_name", "birth_date", "phone"]
    assert refused.value.params == {"count": 3}


def test_a_practice_number_belongs_in_practice_and_a_real_one_does_not(training: World, real: World) -> None:
    with pytest.raises(FormRefused) as refused:
        training.services.persons.register(training.form(identity=numbers.fnr(1, born=BORN, series="real")))
    assert codes(refused) == {"identity": "identity.real_in_training"}
    with pytest.raises(FormRefused) as refused:
        real.services.persons.register(real.form(identity=numbers.fnr(1, born=BORN, series="tenor")))
    assert codes(refused) == {"identity": "identity.synthetic_in_production"}
    assert real.services.persons.register(real.form()).identity is not None


def test_a_change_keeps_the_number_that_was_only_shown_masked(training: World) -> None:
    persons = training.services.persons
    made = persons.register(training.form(residence_from="01.01.2020"))
    form = persons.form(made)
    assert "•" in form["identity"]
    assert persons.change(made, form) is made
    moved = persons.change(
        made, form | {"line1": "Prøvestien 2", "residence_from": "01.02.2026", "district": "01"}
    )
    assert moved.identity == made.identity
    assert moved.version == 2
    assert [r.district for r in moved.residences] == ["", "01"]
    assert persons.open(made.id) == moved
    emptied = persons.change(moved, persons.form(moved) | {"municipality": "4202", "residence_from": ""})
    assert emptied.residences[-1].municipality == "4202"


def test_two_windows_do_not_save_over_each_other(training: World) -> None:
    persons = training.services.persons
    made = persons.register(training.form())
    persons.change(made, persons.form(made) | {"phone": "22 22 22 22"})
    with pytest.raises(UserFault, match=r"person\.changed_elsewhere"):
        persons.change(made, persons.form(made) | {"phone": "33 33 33 33"})
    assert persons.open(made.id).phone == "22 22 22 22"


def test_hidden_and_brought_back(training: World) -> None:
    persons = training.services.persons
    made = persons.register(training.form(user_number="12"))
    hidden = persons.hide(made)
    assert persons.find("Fjellbekk") == []
    assert persons.find("12") == []
    assert [p.id for p in persons.find("12", hidden=True)] == [made.id]
    assert [p.id for p in persons.find("Fjellbekk", hidden=True)] == [made.id]
    assert persons.count(hidden=True) == 1
    back = persons.bring_back(hidden)
    assert [p.id for p in persons.find("Fjellbekk")] == [back.id]


def test_the_number_is_shown_for_a_reason_and_the_log_has_it(training: World) -> None:
    persons = training.services.persons
    made = persons.register(training.form())
    with pytest.raises(UserFault, match=r"person\.reason_missing"):
        persons.reveal(made.id, "  ")
    assert persons.reveal(made.id, "Ringer legekontoret") == numbers.fnr(1, born=BORN, series="tenor")
    with training.session.work() as work:
        entry = work.records.log_entries(limit=1)[0]
    assert (entry.action, entry.reason, entry.person_id) == (
        "person.reveal_number",
        "Ringer legekontoret",
        made.id,
    )


def test_a_search_gives_at_most_so_many(training: World) -> None:
    training.demo(BROWSE_LIMIT + 1)
    assert len(training.services.persons.find("")) == BROWSE_LIMIT
    assert len(training.services.persons.find("l")) == FOUND_LIMIT


def test_users_to_choose_from(training: World) -> None:
    assert [u.name for u in training.services.persons.users()] == ["Kari Saksbehandler"]


def test_the_number_in_full_only_when_asked_for(training: World) -> None:
    from kpr_desktop.usecases.person_form import to_form

    made = training.services.persons.register(training.form())
    assert to_form(made, reveal="test")["identity"] == numbers.fnr(1, born=BORN, series="tenor")
