"""The person form: by keyboard, with every fault beside its field and nothing lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QDialog

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop_ui.pages.persons.person_form_page import PersonFormPage
from kpr_desktop_ui.pages.persons.reason_dialog import ReasonDialog
from kpr_desktop_ui.pages.places import PersonFormPlace, PersonPlace, PersonsPlace
from kpr_desktop_ui.widgets import Button
from tests.support import numbers
from tests.support.driver import Driver
from tests.support.fits import clipped
from tests.support.stage import Show
from tests.support.world import World

NUMBER = numbers.fnr(1, born=date(1942, 3, 14), series="tenor")
BAD = [
    ("given_name", "", "person.name_missing"),
    ("given_name", "123", "person.name_without_letters"),
    ("family_name", "x" * 101, "form.too_long"),
    ("identity", "12345", "identity.length"),
    ("identity", "abc", "identity.not_digits"),
    ("identity", "14834212345", "identity.check_digits"),
    ("identity", numbers.fnr(3), "identity.real_in_training"),
    ("birth_date", "31.02.1942", "date.impossible"),
    ("birth_date", "i går", "date.not_a_date"),
    ("birth_date", "01.01.1850", "date.too_early"),
    ("birth_date", "24.11.2026", "date.future"),
    ("death_date", "13.03.1942", "person.death_before_birth"),
    ("postal_code", "12", "person.postal_code_pattern"),
    ("phone", "ring meg", "person.phone_pattern"),
    ("kin_phone", "1", "person.phone_pattern"),
    ("line1", "y" * 201, "form.too_long"),
    ("planned_visit", "snart", "date.not_a_date"),
    ("residence_from", "99.99.9999", "date.impossible"),
]


def new(world: World, texts: Texts) -> PersonFormPage:
    return PersonFormPage(texts, world.services, PersonFormPlace(None))


def edit(world: World, texts: Texts, person_id: PersonId) -> PersonFormPage:
    return PersonFormPage(texts, world.services, PersonFormPlace(person_id))


def fill(page: PersonFormPage, values: dict[str, str]) -> None:
    page.form.set_values(values)


def actions(world: World) -> list[str]:
    with world.session.work() as work:
        return [entry.action for entry in work.records.log_entries(limit=50)]


def test_registered_by_keyboard_alone(world: World, texts: Texts, show: Show) -> None:
    page = new(world, texts)
    stage = show(page)
    driver = Driver(page)
    assert driver.focus_name() == "Fornavn"
    driver.type("Blid")
    driver.fill("Etternavn", "Fjellbekk")
    driver.fill("Nummer", NUMBER)
    driver.fill("Fødselsdato", "14031942")
    driver.tab_to("Kjønn")
    driver.choose("Kvinne")
    driver.tab_to("Adressesperre")
    driver.press("Space")
    driver.tab_to("Husstand")
    driver.choose("Bor alene")
    driver.press("Ctrl+S")
    place = stage.went[0]
    assert isinstance(place, PersonPlace)
    saved = world.services.persons.open(place.person_id)
    assert (saved.name, saved.birth_date, saved.sex) == ("Blid Fjellbekk", date(1942, 3, 14), "2")
    assert (saved.protected, saved.household) == (True, "1")
    assert saved.identity is not None
    assert stage.told == ["Personen er registrert."]
    assert not page.dirty


@pytest.mark.parametrize(("field", "text", "code"), BAD, ids=[f"{f}-{c}" for f, _, c in BAD])
def test_each_bad_input_is_told_beside_its_field(
    world: World, texts: Texts, show: Show, field: str, text: str, code: str
) -> None:
    page = new(world, texts)
    stage = show(page)
    fill(page, world.form(user_number="77") | {field: text})
    before = page.form.typed()
    Driver(page).press("Ctrl+S")
    limits = {
        "form.too_long": {"limit": 100 if field == "family_name" else 200},
        "date.too_early": {"year": 1900},
    }
    assert page.form.fields[field].error() == texts.fault(UserFault(code, field, **limits.get(code, {})))
    assert page.form.typed() == before
    assert stage.went == []
    assert world.services.persons.count() == 0
    assert page.bar.status()


def test_all_faults_at_once_and_the_first_has_the_focus(world: World, texts: Texts, show: Show) -> None:
    page = new(world, texts)
    show(page)
    driver = Driver(page)
    driver.press("Ctrl+S")
    wrong = [name for name, field in page.form.fields.items() if field.error()]
    assert wrong == ["given_name", "family_name", "birth_date"]
    assert driver.focus_name() == "Fornavn"
    assert page.bar.status().startswith("3 felt må rettes")
    driver.type("B")
    assert not page.form.fields["given_name"].error()


def test_a_municipality_that_is_none_is_asked_for(world: World, texts: Texts, show: Show) -> None:
    page = new(world, texts)
    show(page)
    fill(page, world.form())
    driver = Driver(page)
    driver.fill("Kommune", "Ingensteds")
    driver.press("Ctrl+S")
    assert page.form.fields["municipality"].error() == texts("person.municipality_missing")
    assert page.form.typed()["municipality"] == "Ingensteds"


def test_a_taken_number_leads_to_the_person_who_has_it(world: World, texts: Texts, show: Show) -> None:
    first = world.services.persons.register(world.form(user_number="9"))
    page = new(world, texts)
    stage = show(page)
    fill(page, world.form(given_name="Munter"))
    driver = Driver(page)
    driver.press("Ctrl+S")
    assert page.form.fields["identity"].error() == texts("person.number_taken")
    driver.click(page.form.existing)
    assert stage.went == [PersonPlace(first.id)]
    fill(page, {"identity": "", "user_number": "9"})
    driver.press("Ctrl+S")
    assert page.form.fields["user_number"].error() == texts("person.user_number_taken")
    assert page.form.existing.isVisible()
    driver.fill("Brukernummer", "10")
    assert not page.form.existing.isVisible()


def test_districts_follow_the_municipality(world: World, texts: Texts, show: Show) -> None:
    page = new(world, texts)
    show(page)
    driver = Driver(page)
    assert not page.form.fields["district"].isVisible()
    driver.fill("Kommune", "Oslo – 0301")
    assert page.form.fields["district"].isVisible()
    fill(page, world.form(municipality="0301", district="01"))
    assert page.form.values()["district"] == "01"


def test_changing_keeps_what_is_not_on_the_screen_list(world: World, texts: Texts, show: Show) -> None:
    person = world.services.persons.register(world.form(language="zz"))
    page = edit(world, texts, person.id)
    stage = show(page)
    driver = Driver(page)
    driver.fill("Fornavn", "Munter")
    driver.press("Ctrl+S")
    saved = world.services.persons.open(person.id)
    assert (saved.given_name, saved.language, saved.identity) == ("Munter", "zz", person.identity)
    assert stage.told == ["Lagret."]
    assert page.title == "Blid Fjellbekk"


def full(*_: object) -> str:
    raise EnvironmentFault("vault.disk_full")


def test_the_number_is_masked_until_a_reason_is_given(
    world: World, texts: Texts, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = world.services.persons.register(world.form())
    page = edit(world, texts, person.id)
    show(page)
    driver = Driver(page)
    assert page.form.values()["identity"] == "148342 •••••"
    assert not any(NUMBER in text for text in driver.texts())

    def without_reason() -> None:
        driver.press("Enter")
        dialog = driver.front()
        assert isinstance(dialog, ReasonDialog)
        assert dialog.field.error() == texts("person.reason_missing")
        driver.press("Escape")

    driver.click(page.form.reveal, without_reason)
    assert page.form.values()["identity"] == "148342 •••••"

    def with_reason() -> None:
        driver.type("Sjekker legitimasjon")
        driver.press("Enter")

    with monkeypatch.context() as patched:
        patched.setattr(type(world.services.persons), "reveal", full)
        driver.click(page.form.reveal, with_reason)  # who is not in the log is not shown the number
    assert page.banner.text() == texts("vault.disk_full")
    assert page.form.values()["identity"] == "148342 •••••"

    driver.click(page.form.reveal, with_reason)
    assert page.form.values()["identity"] == NUMBER
    assert not page.dirty
    assert actions(world)[0] == "person.reveal_number"
    driver.press("Ctrl+S")
    assert world.services.persons.open(person.id).version == 1


def test_leaving_with_something_unsaved_asks(world: World, texts: Texts, show: Show) -> None:
    page = new(world, texts)
    stage = show(page)
    driver = Driver(page)
    assert page.leave()
    driver.type("Blid")
    answers: list[bool] = []

    def answer(*, go: bool) -> None:
        dialog = driver.front()
        assert isinstance(dialog, QDialog)
        assert texts("person.leave_title") in driver.texts()
        dialog.accept() if go else dialog.reject()

    page.go.connect(lambda _place: answers.append(page.leave()))
    driver.press("Escape", lambda: answer(go=False))
    stage.come_back()
    driver.press("Escape", lambda: answer(go=True))
    assert answers == [False, True]
    assert stage.went == [PersonsPlace()] * 2
    page.enter()
    assert page.form.values()["given_name"] == "Blid"


def test_a_change_from_elsewhere_stops_with_words_and_keeps_the_text(
    world: World, texts: Texts, show: Show
) -> None:
    person = world.services.persons.register(world.form())
    page = edit(world, texts, person.id)
    show(page)
    world.services.persons.change(person, world.services.persons.form(person) | {"phone": "22 33 44 55"})
    driver = Driver(page)
    driver.fill("Fornavn", "Munter")
    driver.press("Ctrl+S")
    assert page.banner.text() == texts("person.changed_elsewhere")
    assert page.form.values()["given_name"] == "Munter"

    def agree() -> None:
        dialog = driver.front()
        assert isinstance(dialog, QDialog)
        dialog.accept()

    driver.click(page.banner.findChildren(Button)[0], agree)
    assert page.form.values()["given_name"] == "Blid"
    assert page.form.values()["phone"] == "22 33 44 55"
    assert not page.banner.isVisible()


def test_cancel_leads_back_to_the_person(world: World, texts: Texts, show: Show) -> None:
    person = world.services.persons.register(world.form())
    page = edit(world, texts, person.id)
    stage = show(page)
    Driver(page).click(page.cancel)
    assert stage.went == [PersonPlace(person.id)]


def test_a_withdrawn_right_to_see_the_number_is_told(world: World, texts: Texts, show: Show) -> None:
    person = world.services.persons.register(world.form())
    page = edit(world, texts, person.id)
    show(page)
    with world.session.work() as work:
        work.persons.update(replace(person, identity=None, version=2))
        work.commit()
    driver = Driver(page)

    def give_reason() -> None:
        driver.type("hvorfor")
        driver.press("Enter")

    driver.click(page.form.reveal, give_reason)
    assert page.form.fields["identity"].error() == texts("person.no_number")


def test_every_field_tells_where_it_can_go(world: World, texts: Texts, show: Show) -> None:
    page = new(world, texts)
    show(page)
    shown = Driver(page).texts()
    for key in ("leaves_kpr", "leaves_letter", "leaves_yearly", "leaves_kpr_yearly", "leaves_nowhere"):
        assert texts(f"person.{key}") in shown


@pytest.mark.parametrize(
    "name", ["<b>Fet</b>", "<img src=x onerror=1>", "a < b & c", "\u202eavlange", "🙂 Šákka"]
)
def test_hostile_names_are_kept_and_shown_literally(
    world: World, texts: Texts, show: Show, name: str
) -> None:
    page = new(world, texts)
    stage = show(page)
    fill(page, world.form())
    driver = Driver(page)
    driver.tab_to("Fornavn")
    driver.paste(name)
    driver.press("Ctrl+S")
    place = stage.went[0]
    assert isinstance(place, PersonPlace)
    assert world.services.persons.open(place.person_id).given_name == name


@pytest.mark.parametrize("size", [(1366, 768), (960, 700)])
def test_nothing_is_clipped(world: World, texts: Texts, show: Show, size: tuple[int, int]) -> None:
    person = world.services.persons.register(world.form())
    filled = edit(world, texts, person.id)
    show(filled, size).picture(f"person-form-{size[0]}")
    assert clipped(filled) == []
    page = new(world, texts)
    stage = show(page, size)
    Driver(page).press("Ctrl+S")
    stage.picture(f"person-faults-{size[0]}")
    assert clipped(page) == []
