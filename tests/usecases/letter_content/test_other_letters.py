"""The log as a letter, a copy of an assessment, what has changed, and the sheets about nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.model import ItemKind
from kpr_desktop.domain.assessment import Answer, Assessment, Opinion, State
from kpr_desktop.domain.ids import PersonId, UserId
from kpr_desktop.domain.log_control import Hit
from kpr_desktop.domain.notification import Event, EventKind, Notification, Subject
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.control import ControlList, HitLine
from kpr_desktop.usecases.letter_content import Gathering
from kpr_desktop.usecases.letter_content.blank_form import gather
from kpr_desktop.usecases.letter_content.control_report import ControlReport
from kpr_desktop.usecases.letter_content.plain import Plain, no_diagnosis_text
from kpr_desktop.usecases.letter_records import Choice, Profile, Room
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.records import ExportRecord
from kpr_desktop.usecases.submission_records import ReceiptFault, ReceiptRecord, SendState, SendStep
from kpr_desktop.usecases.vault_records import Authorisation, BackupRecord, Drill
from tests.support.gathered import TEXTS, gathered, grids, texts_in, whole_text
from tests.support.world import LOGIN, PASSPHRASE, World, make_world
from tests.usecases.letter_content.full_case import assessment, fill, service

KINDS = ("insight", "access_log", "assessment_copy", "changes", "blank_form", "control_report")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, PersonId]]:
    world = make_world(tmp_path_factory.mktemp("brev"))
    person = world.services.persons.register(world.form())
    fill(world, person.id, assessments=3, log_rows=60)
    yield world, person.id
    world.close()


def keep(world: World, person_id: PersonId, *made: Assessment) -> None:
    with world.session.work() as work:
        for each in made:
            work.assessments.add(replace(each, person_id=person_id))
        work.commit()


def test_the_log_alone_tells_what_the_package_tells(case: tuple[World, PersonId]) -> None:
    world, person_id = case
    alone, package = (gathered(world, person_id, kind) for kind in ("access_log", "insight"))
    assert alone.parts["log"] == package.parts["log"]
    number, word = alone.fields["antall"].split()
    assert package.fields["antall"] == f"{number} ganger"
    assert word == "hendelser"
    rows = [row for grid in grids(alone.parts["log"]) for row in grid.rows]
    spans = [row[0].split(" ")[0].split("–") for row in rows]
    assert any(len(span) == 2 for span in spans)
    assert all(span == sorted(span) for span in spans), "also where a clock was set back"
    assert all(not row[3][0].islower() for row in rows)
    text = whole_text(alone.parts)
    assert "Avvist forsøk: " in text
    assert "Nødtilgang: " in text


def test_nobody_has_seen_the_case(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    person = world.services.persons.register(world.form())
    with world.session.work() as work:
        work.records._database.run("DELETE FROM log")  # type: ignore[attr-defined]
        work.commit()
    assert "Ingen har åpnet saken din." in whole_text(gathered(world, person.id, "access_log").parts)
    world.close()


def test_the_copy_is_of_the_newest_finished_or_the_one_it_is_about(case: tuple[World, PersonId]) -> None:
    world, person_id = case
    with world.session.work() as work:
        finished = [a for a in work.assessments.of_person(person_id) if a.state is State.FINISHED]
    newest = gathered(world, person_id, "assessment_copy")
    assert newest.subject == finished[0].id
    oldest = gathered(world, person_id, "assessment_copy", about=finished[-1].id)
    assert oldest.subject == finished[-1].id
    assert oldest.fields["kartlagt_av"] == finished[-1].assessor_name
    with pytest.raises(UserFault, match=r"letter\.no_assessment"):
        gathered(world, person_id, "assessment_copy", about="no such")


def test_a_code_that_was_withdrawn_or_is_unknown_still_prints(case: tuple[World, PersonId]) -> None:
    world, person_id = case
    text = whole_text(gathered(world, person_id, "assessment_copy").parts)
    assert "Kode 88, som ikke står i kodeboka" in text
    assert "Kode 77, som ikke står i kodeboka" in text
    assert "Spørsmålet v99, som ikke står i kodeboka" in text
    book = world.session.books.for_year(2026)
    gone = next(
        (i, c.code) for i in book.items.values() if i.kind is ItemKind.CODE for c in book.lists[i.list].codes
    )
    lists = {**book.lists}
    lists[gone[0].list] = replace(
        lists[gone[0].list], codes=tuple(replace(c, valid_to=2019) for c in lists[gone[0].list].codes)
    )

    plain = Plain(*TEXTS.letter("assessment_copy", "nb"))
    told = plain.value(replace(book, lists=lists), gone[0], gone[1], 2026)
    assert told.endswith("(koden brukes ikke lenger)")
    assert plain.iso("2025-03-04") == "04.03.2025"
    assert plain.code(book, "9335", "") == "–"
    assert no_diagnosis_text("icd-10", 2026, "F00") == ""
    assert plain.yes(None) == "–"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, PersonId]]:
    world = make_world(tmp_path_factory.mktemp("copy"))
    person = world.services.persons.register(world.form())
    yield world, person.id
    world.close()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_answer_stands_in_the_copy_and_in_the_package(
    bare: tuple[World, PersonId], data: st.DataObject
) -> None:
    world, person_id = bare
    book = world.session.books.for_year(2026)
    items = data.draw(st.lists(st.sampled_from(sorted(book.items)), unique=True, min_size=1, max_size=6))
    words = st.text(st.characters(whitelist_categories=("L", "N")), min_size=1, max_size=30)
    answers = {
        item: Answer(item, data.draw(st.sampled_from(["1", "2", "9", "404"])), data.draw(words),
                     opinion=Opinion("2", "same", data.draw(words)))
        for item in items
    }  # fmt: skip
    made = replace(assessment(world, person_id, 1), answers=answers, entries=())
    with world.session.work() as work:
        work.assessments.add(made)
        work.commit()
    for kind, part in (("assessment_copy", "answers"), ("insight", "assessments")):
        told = gathered(world, person_id, kind, about=made.id if kind == "assessment_copy" else "").parts
        text = whole_text(told)
        cells = {row[:2] for grid in grids(told[part]) for row in grid.rows}
        for item, answer in answers.items():
            label = book.items[item].label.nb
            dated = book.items[item].kind is ItemKind.DATE
            assert (label, "–" if dated else answer.value) in cells
            assert answer.note in text
            assert answer.opinion.words in text


def test_what_changed_is_a_chart_a_table_and_words(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    person = world.services.persons.register(world.form())
    before, now = (replace(assessment(world, person.id, n), entries=()) for n in (1, 3))
    first = {"v01": "2", "v02": "4", "v03": "3", "v04": "9", "v05": "2", "v13": "x"}
    then = {"v01": "4", "v02": "1", "v03": "3", "v04": "2", "v06": "5", "v13": "x"}
    keep(world, person.id, replace(before, answers={i: Answer(i, v) for i, v in first.items()}))
    with pytest.raises(UserFault, match=r"letter\.no_earlier"):
        gathered(world, person.id, "changes")
    reasons = {i: Answer(i, v, reason=f"fordi {i}") for i, v in then.items()}
    keep(world, person.id, replace(now, answers=reasons))
    for language in LANGUAGES:
        told = gathered(world, person.id, "changes", language)
        chart = told.parts["chart"][0]
        assert isinstance(chart, Profile)
        rows = [row for _, group in chart.groups for row in group]
        assert len(rows) == 20
        assert {(r.now, r.before) for r in rows} >= {(4, 2), (1, 4), (3, 3), (2, 9), (None, 2), (5, None)}
        assert len(grids(told.parts["table"])[0].rows) == 7
        assert "fordi v01" in whole_text(told.parts["words"])
        assert len({chart.now, chart.before}) == 2
        assert told.subject == now.id
    alone = replace(assessment(world, person.id, 5), answers={}, entries=())
    none = replace(assessment(world, person.id, 6), answers={}, entries=())
    keep(world, person.id, alone, none)
    told = gathered(world, person.id, "changes")
    assert "Ingen områder er vurdert" in whole_text(told.parts["words"])
    assert "Ingen spørsmål er besvart" in whole_text(gathered(world, person.id, "assessment_copy").parts)
    world.close()


def test_what_the_register_was_told_and_answered(case: tuple[World, PersonId]) -> None:
    world, person_id = case
    _told(world, person_id)
    told = gathered(world, person_id, "insight").parts["register"]
    text = whole_text(told)
    assert len(grids(told)[0].rows) == 3
    for each in (
        "noe feil 1",
        "noe feil 2",
        "rettet det",
        "Venter på å bli sendt",
        "Mottatt av KPR",
        "Trekker tilbake",
    ):
        assert each in text
    assert "gjelder meldingen" not in text
    assert "Registeret (KPR)" in whole_text(gathered(world, person_id, "insight").parts["told"])


def test_letters_and_their_papers_are_told_of(case: tuple[World, PersonId], tmp_path: Path) -> None:
    world, person_id = case
    letters = world.services.letters
    made = letters.make(person_id, "information", "nb")
    letters.printed(made)
    letters.deliver(made.delivery, "handed_over", world.session.today())
    letters.save_copy(made, tmp_path, purpose="archive")
    package = gathered(world, person_id, "insight")
    text = whole_text(package.parts["letters"])
    assert made.delivery.number in text
    assert "Gitt i hånden" in text
    assert "Skrevet ut" in text
    received = grids(package.parts["told"])[0]
    assert any(row[1] == "Brev: Informasjon om KPR" for row in received.rows)
    assert any("Skal til arkivet" in row[3] for row in received.rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_blank_form_holds_every_question_in_order(case: tuple[World, PersonId], language: str) -> None:
    world, _ = case
    sheet = world.services.sheets.blank_form(language)
    assert sheet.pdf.startswith(b"%PDF")
    assert sheet.pages > 1

    session = world.session
    book = session.books.for_year(2026)
    with session.work() as work:
        told = gather(Gathering(work, session, None, *TEXTS.letter("blank_form", language), book))
    names = [each.name for each in told.parts["items"] if isinstance(each, (Choice, Room))]
    assert len(names) == len(set(names))
    order = [name.partition(".")[0] for name in names]
    assert list(dict.fromkeys(order)) == [step.item for step in book.steps]
    text = whole_text(told.parts["items"])
    for item in book.items.values():
        assert item.citizen.question.in_(language) in text
        if item.visible_when is not None:
            values = book.lists[book.items[item.visible_when.item].list].codes
            wanted = next(c for c in values if c.code in item.visible_when.values)
            before, after = "“”" if language == "en" else "«»"
            assert f"{before}{wanted.label.in_(language)}{after}" in text
    assert str(book.year) in told.fields["kodebok"]


def test_sheets_are_printed_and_saved_with_a_line_in_the_log(tmp_path: Path) -> None:
    world = make_world(tmp_path / "w")
    sheets = world.services.sheets
    assert sheets.languages("blank_form") == ("en", "nb", "nn")
    form = sheets.blank_form("nb", fillable=True)
    listed = world.services.control.make("2026-11")
    report = sheets.control_report(listed, "nb")
    for sheet, purpose in ((form, ""), (report, "archive")):
        assert sheets.pages(sheet, 200)
        sheets.printed(sheet)
        assert sheets.save(sheet, tmp_path, purpose=purpose).read_bytes() == sheet.pdf
    with pytest.raises(UserFault, match=r"written\.purpose_missing"):
        sheets.save(report, tmp_path)
    with world.session.work() as work:
        actions = [each.action for each in work.records.log_entries(limit=30)]
        left = [each.kind for each in work.oversight.written_files()]
    assert actions.count("sheet.print") == actions.count("sheet.save") == 2
    assert "sheet.blank_form" in actions
    assert "sheet.control_report" in actions
    assert "control_report" in left
    assert "blank_form" not in left
    with pytest.raises(UserFault, match=r"control\.unknown"):
        sheets.control_report(replace(listed, control=replace(listed.control, hits=99)), "nb")
    world.close()
    shut = world.app.door.open(world.path, LOGIN, bytearray(PASSPHRASE.encode()), write=False)
    reading = world.app.services(shut).sheets
    for refused in (lambda: reading.blank_form("nb"), lambda: reading.printed(form)):
        with pytest.raises(UserFault, match=r"access\.read_only"):
            refused()
    shut.vault.close()


def test_the_report_tells_hits_backups_drills_and_reviews(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    session, me, now = world.session, world.session.user.id, world.session.now()
    listed = world.services.control.make("2026-10")
    told = whole_text(_report(world, listed))
    assert "Kontrollen fant ingenting" in told
    assert "Ingen sikkerhetskopi" in told
    assert "Ingen har prøvd" in told
    old = datetime(2024, 1, 1, tzinfo=now.tzinfo)
    with session.work() as work:
        for verified in (now, None):
            work.backups.add(BackupRecord(session.new_id(), "manual", now, me, "kopi", "00", 1, verified))
        for sound in (True, False):
            work.backups.add_drill(Drill(session.new_id(), now, me, "passphrase", "kopi", 3, 1, sound))
        for role, reviewed in (("leader", old.date()), ("gone", None)):
            given_ = Authorisation(session.new_id(), me, role, "", old.date(), None, "fordi", me, old)
            work.access.save_authorisation(given_)
            if reviewed:
                work.access.save_authorisation(replace(given_, reviewed_by=me, reviewed_on=reviewed))
        work.commit()
    hits = tuple(
        HitLine(Hit(rule, UserId("x"), None, None, 3, (1,)), "Ola Bruker", name, number, reasons, own=False)
        for rule, name, number, reasons in (("many", "", "", ("fordi",)), ("new_rule", "Blid", "17", ()))
    )
    signed = replace(listed.control, signed_at=now, note="alt i orden")
    told = whole_text(_report(world, replace(listed, hits=hits, control=signed)))
    for each in (
        "Uvanlig mange oppslag", "new_rule", "Ola Bruker skrev: fordi", "Blid, 17", "Ikke lest gjennom", "Mislyktes",
        "skal gjennomgås nå", "Aldri", "gone", "alt i orden", "Signert i programmet",
    ):  # fmt: skip
        assert each in told, each
    with session.work() as work:
        work.access.save_authorisation(replace(given_, ended_by=me, ended_at=now, end_why="x"))
        work.commit()
    world.close()


def _report(world: World, listed: ControlList) -> object:

    plain = Plain(*TEXTS.letter("control_report", "nb"))
    with world.session.work() as work:
        made = ControlReport(plain, listed, world.session.rights, world.session.today()).gather(work)
    return made.parts


@pytest.mark.parametrize("kind", KINDS)
def test_a_language_of_the_municipality_marks_the_code_book_as_bokmaal(kind: str) -> None:

    text, frame = TEXTS.letter(kind, "nb")
    assert Plain(text, frame).book_lang == ""
    assert Plain(replace(text, language="se"), frame).book_lang == "nb"
    assert Plain(replace(text, language="en"), frame).official_lang == "nb"


def test_texts_of_data_are_literal(case: tuple[World, PersonId]) -> None:
    world, person_id = case
    hostile = "{none} <b>fet</b> %s {0} & &amp;"
    made = replace(
        assessment(world, person_id, 15, assessed_on=date(2026, 11, 1)),
        answers={"v01": Answer("v01", "2", note=hostile, opinion=Opinion(words=hostile))},
        version_reason=hostile,
    )
    keep(world, person_id, made)
    for kind in ("assessment_copy", "insight"):
        found = [t for t in texts_in(gathered(world, person_id, kind).parts) if hostile in t]
        assert len(found) >= 3


def _told(world: World, person_id: PersonId) -> None:
    session, now = world.session, world.session.now()
    with session.work() as work:
        person = work.persons.get(person_id)
        made = service(world, person_id, 2)
        work.services.add(made)
        assert person.identity is not None
        subject = Subject(person_id, person.user_number, person.identity)
        previous, links = "00000000-0000-0000-0000-000000000000", []
        for number, status in ((1, "N"), (2, "M"), (3, "C")):
            event = Event(
                session.new_id(), EventKind.START, person_id, made.id, made.type, date(2025, 3, number), now
            )
            work.events.save(event)
            links.append(Notification(session.new_id(), number, previous, now, event, subject, status))
            previous = links[-1].id
        work.events.save(
            Event(session.new_id(), EventKind.END, person_id, made.id, "zz", date(2025, 3, 9), now)
        )
        _sent(world, work, links)
        work.commit()


def _sent(world: World, work: UnitOfWork, links: list[Notification]) -> None:
    session, now = world.session, world.session.now()
    for number, link in enumerate(links):
        export = ExportRecord(session.new_id(), "kpr56", now, session.user.id, f"f{number}.xml", "00", 1, 1)
        work.records.add_export(export, b"x")
        work.events.add_notifications("4201", [link], export.id)
        if number:
            work.sendings.add_step(
                SendStep(session.new_id(), export.id, SendState.RECEIPTED, now, session.user.id)
            )
            receipt = ReceiptRecord(
                session.new_id(), export.id, "r", "errors", f"{number}", now, session.user.id
            )
            faults = [
                ReceiptFault(session.new_id(), receipt.id, link.id, "E1", f"noe feil {number}"),
                ReceiptFault(session.new_id(), receipt.id, "", "E2", "gjelder meldingen"),
            ]
            work.sendings.add_receipt(receipt, faults)
            if number == 1:
                work.sendings.handle(
                    replace(faults[0], handled_at=now, handled_by=session.user.id, note="rettet det")
                )
