"""Letters on screen: chosen, made, on paper, in a folder, delivered, and seen again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import PersonId
from kpr_desktop_ui.pages.letters import letter_kinds
from kpr_desktop_ui.pages.letters.letter_page import LetterPage
from kpr_desktop_ui.pages.letters.letter_words import kind_name, language_name
from kpr_desktop_ui.pages.places import LetterPlace, PersonPlace
from tests.prove.furnished import answer_all
from tests.support.driver import Driver, drain
from tests.support.fits import clipped
from tests.support.pdf import text_of
from tests.support.stage import Show, Stage
from tests.support.world import TODAY, World


@pytest.fixture
def person_id(world: World) -> PersonId:
    return world.services.persons.register(world.form()).id


@pytest.fixture
def stage(world: World, texts: Texts, show: Show, person_id: PersonId) -> Stage:
    return show(LetterPage(texts, world.services, LetterPlace(person_id)))


@pytest.fixture
def made(stage: Stage) -> Stage:
    Driver(stage.page).press("Ctrl+Enter")
    return stage


def page_of(stage: Stage) -> LetterPage:
    assert isinstance(stage.page, LetterPage)
    return stage.page


def words_of(page: LetterPage) -> str:
    assert page.letter is not None, page.banner.text()
    return " ".join(text_of(page.letter.pdf).split())


def pdf_printer(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setOutputFileName(str(path))
    return printer


def test_nothing_is_made_before_the_button_is_pressed(
    world: World, stage: Stage, person_id: PersonId
) -> None:
    page = page_of(stage)
    assert (page.choose.list.key(), page.letter) == ("information", None)
    driver = Driver(page)
    driver.press("Ctrl+P")
    driver.press("Ctrl+S")
    page._shred()
    page.delivery.record()
    assert world.services.letters.of_person(person_id) == []
    driver.press("Escape")
    assert stage.went == [PersonPlace(person_id, "letters")]


def test_every_letter_of_a_person_is_in_the_list(stage: Stage) -> None:
    desk = page_of(stage)._services.letters
    listed = {kind for _, kinds in letter_kinds.groups(desk) for kind in kinds}
    assert listed == set(desk.texts.kinds()) - {"blank_form", "control_report", "recovery", "restore_drill"}
    many = {kind for _, kinds in letter_kinds.groups(desk, batch=True) for kind in kinds}
    assert many == listed - {
        "consent_others",
        "consent_doctor",
        "consent_withdrawn",
        "request_received",
        "appointment",
    }


def test_the_preview_shows_every_page_and_the_record_is_made_once(
    world: World, made: Stage, person_id: PersonId
) -> None:
    page = page_of(made)
    assert page.letter is not None
    with pypdfium2.PdfDocument(page.letter.pdf) as pdf:
        assert page.preview.count() == len(pdf) > 0
    page.enter()
    Driver(page).press("Ctrl+Enter")
    assert len(world.services.letters.of_person(person_id)) == 1
    assert page.here() == LetterPlace(person_id, delivery_id=page.letter.delivery.id)
    assert page.half_typed() == ""


def test_the_arrows_choose_a_letter_and_a_language(world: World, texts: Texts, stage: Stage) -> None:
    page, driver = page_of(stage), Driver(stage.page)
    driver.press("Down")
    assert page.choose.list.key() == "consent_others"
    driver.press("Up")
    driver.tab_to(texts("letters.language"))
    driver.choose("Engelsk")
    driver.tab_to(texts("letters.make_now"))
    driver.press("Enter")
    assert page.letter is not None
    assert page.letter.delivery.language == "en"


def test_an_appointment_asks_for_what_it_needs_beside_the_line(
    world: World, texts: Texts, stage: Stage
) -> None:
    page, driver = page_of(stage), Driver(stage.page)
    page.choose.list.setCurrentRow(page.choose.list.count() - 1)
    form = page.choose.form()
    assert form is not None
    assert form.kind == "appointment"
    driver.fill(texts("letters.line_dag"), "31.31.2026")
    driver.press("Ctrl+Enter")
    assert form.fields["dag"].error()
    driver.replace("20.11.2026")
    driver.fill(texts("letters.line_klokken"), "10.00")
    driver.press("Ctrl+Enter")
    assert form.fields["dag"].error() == texts("letters.field_empty") or form.fields["dag"].error() == texts(
        "letter.appointment_past"
    )
    driver.tab_to(texts("letters.line_dag"), back=True)
    driver.replace("30.11.2026")
    driver.press("Ctrl+Enter")
    assert form.fields["sted"].error() == texts("letters.field_empty")
    driver.fill(texts("letters.line_sted"), "Rådhuset")
    assert form.fields["klokken"].editor.text() == "10.00"  # type: ignore[attr-defined]
    driver.fill(texts("letters.your_reference"), "SAK-7")
    assert form.fields["case_worker"].editor.text() == world.session.user.name  # type: ignore[attr-defined]
    driver.tab_to(texts("letters.case_worker"))
    driver.replace("Stø Fjære")
    driver.press("Ctrl+Enter")
    told = words_of(page)
    assert "30. november 2026 kl. 10.00" in told
    assert "SAK-7" in told
    assert "Saksbehandler: Stø Fjære" in told
    assert world.session.user.name in told, "whom the person meets is another line"


def test_the_planned_visit_is_proposed_for_an_appointment(world: World, texts: Texts, show: Show) -> None:
    person = world.services.persons.register(world.form(planned_visit="01.12.2026"))
    page = LetterPage(texts, world.services, LetterPlace(person.id, "appointment"))
    show(page)
    form = page.choose.form()
    assert form is not None
    assert form.fields["dag"].editor.text() == "01.12.2026"  # type: ignore[attr-defined]


def test_a_consent_on_record_fills_the_letter_and_a_new_one_is_typed(
    world: World, texts: Texts, show: Show, person_id: PersonId
) -> None:
    desk = world.services.consents
    kept = desk.add(person_id, desk.blank() | {"sources": "Datteren", "purpose": "Kartlegging"})
    page = LetterPage(texts, world.services, LetterPlace(person_id, "consent_others", kept.id, "nn"))
    show(page)
    form = page.choose.form()
    assert form is not None
    assert form.about is not None
    assert (form.about.key(), form.language.key()) == (kept.id, "nn")
    assert form.fields["kilder"].isHidden()
    page._make()
    assert page.letter is not None
    assert page.letter.delivery.subject == kept.id
    again = LetterPage(texts, world.services, LetterPlace(person_id, "consent_others"))
    show(again)
    driver = Driver(again)
    driver.tab_to(texts("letters.which_consent_others"))
    driver.choose(texts("letters.consent_typed"))
    driver.fill(texts("letters.line_kilder"), "Naboen")
    driver.press("Ctrl+Enter")
    form = again.choose.form()
    assert form is not None
    assert form.fields["formaal"].error() == texts("letters.field_empty")
    driver.fill(texts("letters.line_formaal"), "Kartlegging")
    assert form.fillable is not None
    form.fillable.click()
    driver.press("Ctrl+Enter")
    assert "Naboen" in words_of(again)
    assert again.letter is not None
    with pypdfium2.PdfDocument(again.letter.pdf) as pdf:
        assert pdf.get_formtype() > 0


def test_a_letter_about_nothing_says_what_is_lacking(
    texts: Texts, show: Show, world: World, person_id: PersonId
) -> None:
    for kind in sorted(letter_kinds.NEEDS_ABOUT):
        page = LetterPage(texts, world.services, LetterPlace(person_id, kind))
        show(page)
        assert texts(f"letters.none_{kind}") in Driver(page).texts()
        assert not page.choose.make.isEnabled()
        Driver(page).press("Ctrl+Enter")
        assert page.letter is None


def test_letters_about_something_are_made_about_it(
    world: World, texts: Texts, show: Show, person_id: PersonId
) -> None:
    services = world.services
    consent = services.consents.add(
        person_id, services.consents.blank() | {"sources": "Datteren", "purpose": "Kartlegging"}
    )
    services.consents.withdraw(consent, TODAY)
    request = services.requests.add(person_id, services.requests.blank())
    for day in (date(2026, 5, 4), TODAY):
        interview = services.interviews.start(person_id, day, Reason.PERIODIC)
        answer_all(interview, "3" if day == TODAY else "2")
        interview.finish()
    newest = services.interviews.of_person(person_id)[0].id
    for kind, about in (
        ("consent_withdrawn", consent.id),
        ("request_received", request.id),
        ("assessment_copy", newest),
        ("changes", newest),
    ):
        page = LetterPage(texts, services, LetterPlace(person_id, kind))
        show(page)
        page._make()
        assert page.letter is not None, page.banner.text()
        assert (page.letter.delivery.kind, page.letter.delivery.subject) == (kind, about)


def test_the_whole_number_is_only_there_when_it_is_asked_for(
    world: World, texts: Texts, show: Show, person_id: PersonId
) -> None:
    number = world.form()["identity"]
    for asked in (False, True):
        page = LetterPage(texts, world.services, LetterPlace(person_id, "insight"))
        show(page)
        form = page.choose.form()
        assert form is not None
        assert form.whole is not None
        form.whole.setChecked(asked)
        page._make()
        assert (number in words_of(page).replace(" ", "")) is asked


@pytest.mark.parametrize("exempt", [False, True])
def test_the_envelope_and_the_mark_are_chosen_for_this_letter(
    texts: Texts, stage: Stage, *, exempt: bool
) -> None:
    page = page_of(stage)
    form = page.choose.form()
    assert form is not None
    assert texts("letters.address_used") in Driver(page).texts()
    form.window_.setChecked(False)
    assert texts("letters.address_above") in Driver(page).texts()
    assert texts("letters.address_used") not in Driver(page).texts()
    form.exempt.setChecked(exempt)
    Driver(page).press("Ctrl+Enter")
    assert page.made.notice.text() == texts("letters.no_window_asked")
    assert ("Unntatt offentlighet" in words_of(page)) is exempt


def test_an_address_that_does_not_fit_the_window_is_told(world: World, texts: Texts, show: Show) -> None:
    person = world.services.persons.register(world.form(line1="W" * 100, line2="W" * 100))
    page = LetterPage(texts, world.services, LetterPlace(person.id))
    show(page)
    page._make()
    assert page.made.notice.text() == texts("letters.no_window")


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ({}, "letters.address_used"),
        ({"line1": ""}, "letters.address_missing"),
        ({"protected": "1"}, "letters.address_protected"),
    ],
)
def test_tells_what_the_window_of_the_envelope_shows(
    world: World, texts: Texts, show: Show, form: dict[str, str], key: str
) -> None:
    person = world.services.persons.register(world.form(**form))
    page = LetterPage(texts, world.services, LetterPlace(person.id))
    show(page)
    assert texts(key) in Driver(page).texts()
    page._make()
    assert ("Øvingsveien" in words_of(page)) is (key == "letters.address_used")
    assert (page.made.notice.text() == texts("letters.address_protected")) is ("protected" in form)
    again = LetterPage(texts, world.services, page.here())  # type: ignore[arg-type]
    show(again)
    assert again.made.notice.isHidden() is ("protected" not in form)


def test_the_very_same_bytes_come_again(world: World, texts: Texts, show: Show, made: Stage) -> None:
    first = page_of(made)
    assert first.letter is not None
    page = LetterPage(texts, world.services, first.here())  # type: ignore[arg-type]
    show(page)
    assert page.letter is not None
    assert page.letter.pdf == first.letter.pdf
    assert page.preview.count() == first.preview.count()


def test_a_letter_that_is_gone_is_explained(
    world: World, texts: Texts, show: Show, person_id: PersonId
) -> None:
    page = LetterPage(texts, world.services, LetterPlace(person_id, delivery_id="gone"))
    show(page)
    assert page.banner.text() == texts("letter.unknown")
    assert page.choose.list.key() == "information"


def test_what_was_typed_survives_a_lock(
    world: World, texts: Texts, show: Show, stage: Stage, person_id: PersonId
) -> None:
    page = page_of(stage)
    assert page.half_typed() == ""
    page.choose.list.set_key("appointment")
    page._turn("appointment")
    Driver(page).fill(texts("letters.line_sted"), "Rådhuset")
    kept = page.half_typed()
    again = LetterPage(texts, world.services, LetterPlace(person_id))
    show(again)
    again.take_back(kept)
    form = again.choose.form()
    assert form is not None
    assert form.fields["sted"].editor.text() == "Rådhuset"  # type: ignore[attr-defined]
    again.take_back('{"kind": "gone", "fields": {}}')


def test_languages_and_letters_of_a_municipality_have_names(texts: Texts) -> None:
    assert language_name(texts, "nb") == "Bokmål"
    assert language_name(texts, "se").startswith("Davvi")
    assert language_name(texts, "xx") == "xx"
    assert kind_name(texts, "vårt_eget") == "Vårt eget"


def test_a_municipalitys_own_letter_takes_its_own_lines(
    world: World, texts: Texts, show: Show, person_id: PersonId, tmp_path: Path
) -> None:
    from kpr_desktop.codebook.letters import LetterTexts

    folder = tmp_path / "egne"
    folder.mkdir()
    (folder / "nattevakt.nb.yaml").write_text(
        "title: Nattevakt\nfields: [telefon_natt]\nlead:\n  - id: lead.a\n    text: 'Ring {telefon_natt}'\n"
        "sections:\n  - id: a\n    heading: Natt\n    blocks:\n      - id: a.b\n        text: Ring oss.\n",
        encoding="utf-8",
    )
    (folder / "kaffe.nb.yaml").write_text(
        "title: Kaffe\nlead:\n  - id: lead.a\n    text: Velkommen.\n"
        "sections:\n  - id: a\n    heading: Kaffe\n    blocks:\n      - id: a.b\n        text: Kom innom.\n",
        encoding="utf-8",
    )
    desk = world.services.letters
    desk.texts = LetterTexts(own=folder)
    assert ("own", ("kaffe", "nattevakt")) in letter_kinds.groups(desk)
    assert ("own", ("kaffe",)) in letter_kinds.groups(desk, batch=True), "nothing can be typed for many"
    services = replace(world.services, letters=desk)
    page = LetterPage(texts, services, LetterPlace(person_id, "nattevakt"))
    show(page)
    form = page.choose.form()
    assert form is not None, (page.banner.text(), desk.texts.faults())
    assert list(form._lines) == ["telefon_natt"]
    assert texts("letters.group_own") in [
        page.choose.list.item(i).text() for i in range(page.choose.list.count())
    ]
    assert texts("letters.about_own") in Driver(page).texts()


@pytest.mark.parametrize("size", [(1366, 768), (960, 700)])
@pytest.mark.parametrize("kind", ["information", "appointment", "consent_doctor", "insight"])
def test_nothing_is_clipped(world: World, texts: Texts, show: Show, size: tuple[int, int], kind: str) -> None:
    person = world.services.persons.register(world.form(given_name="<b>Fet</b> \u202eavlange"))
    page = LetterPage(texts, world.services, LetterPlace(person.id, kind))
    stage = show(page, size)
    assert clipped(page) == []
    if kind == "information":
        page._make()
        drain()
        stage.picture(f"letter-{size[0]}")
        assert clipped(page) == []
