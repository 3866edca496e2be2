"""Being let in: own list, reasons, the log before the data, the passphrase again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpr_desktop.domain.assessment import Answer, Evidence, Opinion, Reason
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.access import with_texts, without_texts
from kpr_desktop.usecases.assignments import AssignmentDesk
from kpr_desktop.usecases.one_line import REASON_LIMIT
from kpr_desktop.usecases.session import Session
from tests.support.tamper import key_of, tamper
from tests.support.world import LOGIN, PASSPHRASE, TODAY, World
from tests.usecases.access_cases import OLAV, add_olav, as_roles, logged, outsider, register


def refused(code: str) -> pytest.RaisesExc[UserFault]:
    return pytest.raises(UserFault, match=rf"^{code}$")


def test_ones_own_opens_and_the_log_tells_why(training: World) -> None:
    person = register(training)
    training.services.persons.open(person)
    entry = logged(training)[0]
    assert (entry.action, entry.person_id, entry.basis, entry.purpose, entry.result) == (
        "person.open", person, "case", "", "ok",
    )  # fmt: skip
    assert (entry.user_name, entry.program) == ("Kari Saksbehandler", training.session.program_version)
    assert entry.roles == "administrator,auditor,case_worker,leader,registrar,submitter"


def test_nobodys_person_is_the_clinical_ones(training: World) -> None:
    person = register(training, responsible="")
    as_roles(training, "leader")
    with refused("access.reason_needed"):
        training.services.persons.open(person)
    as_roles(training, "registrar")
    training.services.persons.open(person)
    assert logged(training)[0].basis == "case"


def test_outside_the_own_list_a_reason_opens_for_the_session(training: World) -> None:
    person = outsider(training)
    persons = training.services.persons
    with refused("access.reason_needed"):
        persons.open(person)
    training.session.give_reason(person, "stand_in", "  Olav er syk ")
    persons.open(person)
    opened, reason = logged(training)[:2]
    assert (reason.action, reason.reason, reason.basis, reason.purpose) == (
        "access.reason", "Olav er syk", "self", "stand_in",
    )  # fmt: skip
    assert (opened.action, opened.basis, opened.purpose) == ("person.open", "self", "stand_in")
    training.session.give_reason(person, "citizen", "Ba om å få lese")
    persons.open(person)
    assert (logged(training)[0].basis, logged(training)[0].purpose) == ("citizen", "citizen")
    training.reopen()
    with refused("access.reason_needed"):
        training.services.persons.open(person)


@pytest.mark.parametrize(
    ("purpose", "text", "code"),
    [
        ("curious", "Ville se", "access.purpose_unknown"),
        ("stand_in", "  ", "access.reason_missing"),
        ("stand_in", "x" * (REASON_LIMIT + 1), "form.too_long"),
    ],
)
def test_a_reason_has_a_purpose_and_words(training: World, purpose: str, text: str, code: str) -> None:
    person = outsider(training)
    with refused(code):
        training.session.give_reason(person, purpose, text)


def test_a_reason_that_is_refused_leaves_the_one_before(training: World) -> None:
    person = outsider(training)
    as_roles(training, "auditor")
    with refused("rights.not_allowed"):
        training.session.give_reason(person, "stand_in", "Olav er syk")
    assert not training.session.grants.reasons
    as_roles(training, "case_worker")
    training.session.give_reason(person, "stand_in", "Olav er syk")
    as_roles(training, "auditor")
    with refused("rights.not_allowed"):
        training.session.give_reason(person, "citizen", "Ba om det")
    assert training.session.grants.reasons[person].purpose == "stand_in"


def test_an_unknown_person_is_told_as_such(training: World) -> None:
    with refused("person.unknown"):
        training.services.persons.open(PersonId("nobody"))


def test_a_refusal_is_in_the_log_before_it_is_told(training: World) -> None:
    person = register(training)
    as_roles(training, "auditor")
    with refused("rights.not_allowed"):
        training.services.persons.open(person)
    entry = logged(training)[0]
    assert (entry.action, entry.person_id, entry.result, entry.basis) == ("person.read", person, "denied", "")


def test_nothing_is_shown_when_the_log_cannot_be_written(
    training: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = register(training)
    services = training.services
    interview = services.interviews.start(person, TODAY, Reason.CHANGE)
    training.reopen()
    services = training.services

    def full(*_: object, **__: object) -> None:
        raise EnvironmentFault("vault.disk_full")

    with monkeypatch.context() as patched:
        patched.setattr(Session, "log", full)
        for show in (
            lambda: services.persons.open(person),
            lambda: services.persons.reveal(person, "Legitimasjon"),
            lambda: services.interviews.of_person(person),
            lambda: services.interviews.read(interview.assessment.id),
            lambda: services.interviews.resume(interview.assessment.id),
            lambda: services.interviews.draft_of(person),
            lambda: services.care_services.of_person(person),
            lambda: services.consents.of_person(person),
            lambda: services.letters.of_person(person),
            lambda: services.letters.make(person, "information", "nb"),
            lambda: AssignmentDesk(training.session).of_person(person),
        ):
            with pytest.raises(EnvironmentFault, match=r"^vault\.disk_full$"):
                show()
    assert person not in training.session.grants.opened


def test_a_vault_that_is_only_read_shows_nobody(training: World) -> None:
    person = register(training)
    other = register(training, identity="", responsible="")
    training.close()
    session = training.app.door.open(training.path, LOGIN, bytearray(PASSPHRASE.encode()), write=False)
    persons = training.app.services(session).persons
    try:
        for each in (person, other):
            with refused("access.read_only"):
                persons.open(each)
        as_roles(training, "auditor")
        session.vault.user = training.session.vault.user
        with refused("rights.not_allowed"):
            persons.open(person)
    finally:
        session.vault.close()


def test_lists_inside_an_opened_case_are_one_line_in_the_log(training: World) -> None:
    person = register(training)
    training.reopen()
    training.services.letters.of_person(person)
    assert logged(training)[0].action == "letter.list"
    training.services.consents.of_person(person)
    training.services.care_services.of_person(person)
    assert logged(training)[0].action == "letter.list"


def test_the_passphrase_again_counts_for_five_minutes(real: World) -> None:
    session = real.session
    session.grants.confirmed_at = None
    made = real.services.submission
    with refused("access.passphrase_needed"):
        made.make_yearly(2026, real.path)
    secret = bytearray(b"ikke passordfrasen")
    with refused("vault.wrong_passphrase"):
        session.confirm_passphrase(secret)
    assert not any(secret)
    assert (logged(real)[0].action, logged(real)[0].result) == ("access.passphrase", "denied")
    session.confirm_passphrase(bytearray(PASSPHRASE.encode()))
    with refused("export.nothing_in_year"):
        made.make_yearly(2026, real.path)
    real.clock.forward(minutes=5)
    with refused("access.passphrase_needed"):
        made.make_yearly(2026, real.path)


def test_assignments_make_a_person_ones_own_for_a_time(training: World) -> None:
    person = outsider(training)
    desk, me = training.services.assignments, training.session.user.id
    with refused("authorisation.user_unknown"):
        desk.give(person, training.session.new_id())  # type: ignore[arg-type]
    with refused("authorisation.dates_reversed"):
        desk.give(person, me, to_date=TODAY - timedelta(days=1))
    assert desk.own() == []
    given = desk.give(person, me, to_date=date(2026, 12, 1))
    with refused("assignment.held"):
        desk.give(person, me)
    training.services.persons.open(person)
    assert (logged(training)[0].basis, logged(training)[0].decision_ref) == ("assignment", given.id)
    assert [each.id for each in desk.own()] == [person]
    (line,) = desk.of_person(person)
    assert (line.given, line.user, line.valid) == (given, "Kari Saksbehandler", True)
    desk.end(given)
    with refused("assignment.ended"):
        desk.end(given)
    with refused("access.reason_needed"):
        training.services.persons.open(person)
    assert desk.own() == []


def test_an_assigned_person_is_ones_own_on_the_work_list(training: World) -> None:
    add_olav(training)
    person = register(training, responsible=OLAV, planned_visit="23.11.2026")
    desk = AssignmentDesk(training.session)
    view = training.services.work_lists.view
    assert [row.own for row in view().rows] == [False]
    desk.give(person, training.session.user.id)
    assert [row.own for row in view().rows] == [True]


def test_only_a_leader_ends_another_ones_assignment(training: World) -> None:
    person = outsider(training)
    desk = AssignmentDesk(training.session)
    his, mine = desk.give(person, OLAV), desk.give(person, training.session.user.id)
    as_roles(training, "registrar")
    with refused("rights.not_allowed"):
        desk.end(his)
    desk.end(mine)


def test_names_for_a_rehearsal_are_logged_and_for_those_who_may_rehearse(training: World) -> None:
    person = register(training)
    as_roles(training, "submitter")
    names = training.services.persons.names
    before = len(logged(training))
    assert names([PersonId("nobody")]) == {}
    assert len(logged(training)) == before
    assert names([person]) == {person: "Blid Fjellbekk"}
    assert (logged(training)[0].action, logged(training)[0].subject, logged(training)[0].basis) == (
        "export.names", "1", "duty",
    )  # fmt: skip
    as_roles(training, "case_worker")
    with refused("rights.not_allowed"):
        names([person])


def test_the_desks_of_a_session(training: World) -> None:
    services = training.services
    with refused("access.purpose_unknown"):
        services.access.give_reason(register(training), "curious", "Ville se")
    assert services.authorisations.due() == []
    assert services.blocks.holding() == []
    assert services.emergencies.running() == []


def test_texts_that_are_hidden_are_kept() -> None:
    evidence = Evidence(frozenset({"seen"}), "other", "fordi")
    whole = Answer(
        "v01", "3", "notat", reason="endret", evidence=evidence, opinion=Opinion("2", "same", "ord")
    )
    bare = without_texts(whole)
    assert (bare.value, bare.note, bare.reason, bare.evidence.reason, bare.opinion.words) == (
        "3",
        "",
        "",
        "",
        "",
    )
    assert with_texts(bare, whole) == whole
    with refused("access.blocked"):
        with_texts(whole, whole)


def test_a_case_file_that_was_changed_from_outside_is_not_shown(training: World) -> None:
    person = register(training)
    other = register(training, identity="")
    key = key_of(training.session.vault)  # type: ignore[arg-type]
    training.close()
    assert tamper(training.path, key, f"UPDATE person SET phone = '1' WHERE id = '{person}'") == 1
    training.reopen()
    with pytest.raises(EnvironmentFault, match=r"^vault\.case_damaged$"):
        training.services.persons.open(person)
    assert training.services.persons.open(other).id == other
    assert [entry.person_id for entry in logged(training) if entry.action == "person.open"] == [other]
