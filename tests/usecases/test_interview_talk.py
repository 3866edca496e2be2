"""What stands beside the answers, on a real vault: kept at once, and still there when the draft is opened again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpr_desktop.domain.assessment import NINE_ASKED, Cursor, Opinion, Reason, State
from kpr_desktop.domain.consent import Consent
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.interview import Interview
from kpr_desktop.usecases.interview_values import NOTE_LIMIT
from kpr_desktop.usecases.refusal import RulesRefused
from tests.support.world import TODAY, World


@pytest.fixture
def person(training: World) -> PersonId:
    return training.services.persons.register(training.form()).id


@pytest.fixture
def talk(training: World, person: PersonId) -> Interview:
    return training.services.interviews.start(person, TODAY, Reason.PERIODIC)


def again(world: World, talk: Interview) -> Interview:
    return world.services.interviews.resume(talk.assessment.id)


def consented(world: World, person: PersonId, giver: str = "person") -> Consent:
    desk = world.services.consents
    form = desk.blank(giver) | {"sources": "Datteren", "purpose": "Kartlegging", "giver_name": "Blid Elv"}
    return desk.add(person, form)


def finished(world: World, person: PersonId, day: date, **scores: str) -> None:
    done = world.services.interviews.start(person, day, Reason.PERIODIC)
    for item, score in scores.items():
        done.answer(item, score)
    done.save_entry("took_part", {"role": "relative", "name": "Blid Elv"})
    done.finish()


def test_everything_beside_the_answer_is_kept(training: World, talk: Interview) -> None:
    talk.decide("v01", "help=yes")
    talk.type_reason("v01", "fall i august", 4)
    talk.set_evidence("v01", {"seen", "others"}, "other")
    talk.type_basis_reason("v01", "ringte selv", 3)
    talk.set_opinion("v01", own="2")
    talk.set_opinion("v01", view="differs", citizen=True)
    talk.type_words("v01", "det går bra", 5)
    talk.set_language("nn")
    kept = again(training, talk)
    seen = kept.seen("v01")
    assert (seen.value, seen.deciding, seen.reason) == ("", "help=yes", "fall i august")
    assert (seen.evidence.ways, seen.evidence.basis, seen.evidence.reason) == (
        {"seen", "others"},
        "other",
        "ringte selv",
    )
    assert seen.opinion == Opinion("2", "differs", "det går bra")
    assert kept.cursor == Cursor("v01", "words", 5)
    assert kept.assessment.citizen_language == "nn"
    assert kept.assessment.answers == talk.assessment.answers


def test_the_cursor_tells_whose_face_was_shown(training: World, talk: Interview) -> None:
    talk.set_opinion("v01", own="2", citizen=True)
    assert again(training, talk).cursor == Cursor("v01", "citizen")
    talk.type_words("v01", "ja", 2, citizen=True)
    assert again(training, talk).cursor == Cursor("v01", "citizen.words", 2)


def test_an_opinion_is_taken_back_part_by_part(talk: Interview) -> None:
    talk.set_opinion("v01", own="2", view="same")
    talk.set_opinion("v01", own="")
    assert talk.seen("v01").opinion == Opinion("", "same")
    talk.set_opinion("v01", view="")
    assert not talk.seen("v01").opinion


@pytest.mark.parametrize("fields", [{"own": "6"}, {"view": "likt"}])
def test_an_opinion_outside_the_lists_is_refused(talk: Interview, fields: dict[str, str]) -> None:
    with pytest.raises(UserFault, match=r"interview\.value_not_allowed"):
        talk.set_opinion("v01", **fields)
    with pytest.raises(UserFault, match=r"interview\.value_not_allowed"):
        talk.set_opinion("doctor_date", own="1")
    assert "v01" not in talk.assessment.answers


def test_what_is_too_long_or_unknown_is_refused(talk: Interview) -> None:
    long = "x" * (NOTE_LIMIT + 1)
    for gesture in (talk.type_reason, talk.type_basis_reason, talk.type_words):
        with pytest.raises(UserFault, match=r"interview\.note_too_long"):
            gesture("v01", long, 0)
    with pytest.raises(UserFault, match=r"interview\.value_not_allowed"):
        talk.decide("v01", "x" * 500)
    with pytest.raises(UserFault, match=r"interview\.value_not_allowed"):
        talk.set_language("se")
    for ways, basis in (({"guessed"}, ""), ({"others"}, "gossip")):
        with pytest.raises(UserFault, match=r"interview\.value_not_allowed"):
            talk.set_evidence("v01", ways, basis)
    assert not talk.assessment.answers


def test_a_basis_rests_on_a_consent_that_holds_and_is_of_its_kind(
    training: World, person: PersonId, talk: Interview
) -> None:
    own, guardian = consented(training, person), consented(training, person, "guardian")
    assert {c.id for c in talk.consents()} == {own.id, guardian.id}
    for basis, consent in (("consent", guardian), ("representative", own), ("informed", own)):
        with pytest.raises(UserFault, match=r"interview\.consent_not_valid"):
            talk.set_evidence("v01", {"others"}, basis, consent.id)
    talk.set_evidence("v01", {"others"}, "consent", own.id)
    talk.set_evidence("v02", {"others"}, "representative", guardian.id)
    assert again(training, talk).seen("v01").evidence.consent_id == own.id
    training.services.consents.withdraw(own, TODAY)
    assert [c.id for c in talk.consents()] == [guardian.id]
    with pytest.raises(UserFault, match=r"interview\.consent_not_valid"):
        talk.set_evidence("v03", {"others"}, "consent", own.id)
    talk.set_evidence("v03", {"others"}, "consent")  # what is missing is kept as it is, and stops the end
    # … and so is the one that was chosen before it was withdrawn; the guardian's holds still.
    assert [p.target for p in talk.problems() if p.code == "talk.consent_missing"] == ["v01", "v03"]
    talk.change_head(TODAY - timedelta(days=1), Reason.PERIODIC)  # before any consent was given
    assert [p.target for p in talk.problems() if p.code == "talk.consent_missing"] == ["v01", "v03", "v02"]


def test_why_a_consent_may_not_be_chosen_is_known(training: World, person: PersonId, talk: Interview) -> None:
    desk = training.services.consents
    held, gone = consented(training, person), consented(training, person)
    over = desk.add(
        person,
        desk.blank() | {"sources": "x", "purpose": "x", "given_on": "1.2.2026", "expires_on": "1.3.2026"},
    )
    guardian = desk.withdraw(consented(training, person, "guardian"), TODAY)
    desk.withdraw(gone, TODAY)
    found = {each.id: why for each, why in talk.refused("consent")}
    assert found == {gone.id: "withdrawn", over.id: "expired"}
    assert [each.id for each, _ in talk.refused("representative")] == [guardian.id]
    assert [each.id for each in talk.consents()] == [held.id]


def test_nothing_is_finished_on_a_consent_that_was_withdrawn(
    training: World, person: PersonId, talk: Interview
) -> None:
    own = consented(training, person)
    talk.answer("v01", "3")
    talk.set_evidence("v01", {"others"}, "consent", own.id)
    assert "talk.consent_missing" not in {p.code for p in talk.problems()}
    training.services.consents.withdraw(own, TODAY)
    with pytest.raises(RulesRefused) as refused:
        talk.finish()
    assert [(p.code, p.target) for p in refused.value.problems] == [("talk.consent_missing", "v01")]
    talk.set_evidence("v01", {"others"}, "informed")
    assert talk.finish().state is State.FINISHED


def test_a_withdrawal_reaches_back_to_an_earlier_day(training: World, person: PersonId) -> None:
    desk = training.services.consents
    form = desk.blank() | {"sources": "Datteren", "purpose": "Kartlegging", "given_on": "1.11.2026"}
    own = desk.add(person, form)
    talk = training.services.interviews.start(person, TODAY - timedelta(days=5), Reason.PERIODIC)
    talk.set_evidence("v01", {"others"}, "consent", own.id)
    desk.withdraw(own, TODAY)
    assert talk.consents() == []
    assert [p.target for p in talk.problems() if p.code == "talk.consent_missing"] == ["v01"]
    with pytest.raises(UserFault, match=r"interview\.consent_not_valid"):
        talk.set_evidence("v02", {"others"}, "consent", own.id)


def test_a_source_under_an_expired_consent_is_refused(
    training: World, person: PersonId, talk: Interview
) -> None:
    desk = training.services.consents
    form = desk.blank() | {"sources": "Datteren", "purpose": "Kartlegging", "given_on": "1.11.2026"}
    over = desk.add(person, form | {"expires_on": "23.11.2026"})
    last_day = desk.add(person, form | {"expires_on": "24.11.2026"})
    assert [c.id for c in talk.consents()] == [last_day.id]
    with pytest.raises(UserFault, match=r"interview\.consent_not_valid"):
        talk.set_evidence("v01", {"others"}, "consent", over.id)
    talk.set_evidence("v01", {"others"}, "consent", last_day.id)


def test_a_correction_keeps_what_the_assessment_rested_on(
    training: World, person: PersonId, talk: Interview
) -> None:
    own = consented(training, person)
    talk.answer("v01", "3")
    talk.set_evidence("v01", {"others"}, "consent", own.id)
    done = talk.finish()
    training.services.consents.withdraw(own, TODAY)
    again = training.services.interviews.revise(done.id, "Feil skår")
    again.answer("v01", "4")
    with pytest.raises(UserFault, match=r"interview\.consent_not_valid"):
        again.set_evidence("v02", {"others"}, "consent", own.id)
    again.change_head(TODAY - timedelta(days=1), Reason.PERIODIC)  # a day on which it had not been given
    with pytest.raises(RulesRefused):
        again.finish()
    again.change_head(TODAY, Reason.PERIODIC)
    assert again.finish().version == 2


def test_a_correction_puts_no_other_answer_on_what_was_withdrawn(
    training: World, person: PersonId, talk: Interview
) -> None:
    own = consented(training, person)
    talk.answer("v01", "3")
    talk.set_evidence("v01", {"others"}, "consent", own.id)
    done = talk.finish()
    correction = training.services.interviews.revise(done.id, "Glemte en skår")
    correction.answer("v02", "2")
    correction.set_evidence("v02", {"others"}, "consent", own.id)  # it holds still
    assert correction.refused("consent") == []
    training.services.consents.withdraw(own, TODAY)
    assert [p.target for p in correction.problems() if p.code == "talk.consent_missing"] == ["v02"]
    with pytest.raises(RulesRefused):
        correction.finish()
    assert correction.seen("v02").evidence.consent_id == own.id  # what was typed stays, to be seen
    correction.set_evidence("v02", {"others"}, "informed")
    correction.finish()


def test_the_question_before_a_9_ends_with_any_answer(training: World, talk: Interview) -> None:
    talk.decide("v01", NINE_ASKED)
    assert again(training, talk).seen("v01").deciding == NINE_ASKED
    talk.answer("v01", "1")
    assert talk.seen("v01").deciding == ""
    talk.decide("v02", "help=no")
    talk.answer("v02", "2")
    assert talk.seen("v02").deciding == "help=no"


def test_last_time_is_confirmed_one_by_one(training: World, person: PersonId) -> None:
    finished(training, person, TODAY - timedelta(days=300), v01="3", v05="2")
    plain = training.services.interviews.start(person, TODAY, Reason.PERIODIC)
    assert plain.to_confirm() == []
    plain.discard()
    talk = training.services.interviews.start(person, TODAY, Reason.PERIODIC, carry=True)
    assert again(training, talk).to_confirm() == ["v01", "v05", "took_part"]
    assert talk.values == {}
    talk.confirm("v01")
    talk.confirm("took_part")
    assert again(training, talk).to_confirm() == ["v05"]
    assert again(training, talk).seen("v01").value == "3"
    (row,) = again(training, talk).entries("took_part")
    assert talk.previous is not None
    (before,) = talk.previous.entries_of("took_part")
    assert (row.values, row.id != before.id) == (before.values, True)
    for item in ("v02", "took_part"):
        with pytest.raises(UserFault, match=r"interview\.nothing_to_confirm"):
            talk.confirm(item)


def test_nothing_to_confirm_the_first_time(talk: Interview) -> None:
    with pytest.raises(UserFault, match=r"interview\.nothing_to_confirm"):
        talk.confirm("v01")


def test_time_at_work_is_counted_without_pauses(training: World, talk: Interview) -> None:
    talk.move("v02")
    assert [c.name for c in talk.assessment.contributors] == [training.session.user.name]
    training.clock.forward(minutes=2)
    talk.answer("v02", "3")
    training.clock.forward(minutes=50)
    talk.answer("v02", "4")
    assert again(training, talk).assessment.seconds_used == (2 + 5) * 60
    talk.move("v02")  # the same place: nothing is written
    assert again(training, talk).assessment.seconds_used == (2 + 5) * 60


def test_parts_of_a_second_are_counted_when_they_make_one(training: World, talk: Interview) -> None:
    talk.move("v02")
    for end in range(1, 11):
        training.clock.forward(milliseconds=1_900)
        talk.type_note("v02", "Bruker dusj"[:end], end)
    assert again(training, talk).assessment.seconds_used == 19


def test_the_time_up_to_finishing_is_counted(training: World, talk: Interview) -> None:
    talk.answer("v01", "2")
    training.clock.forward(minutes=3)
    done = talk.finish()
    assert done.seconds_used == training.services.interviews.read(done.id).assessment.seconds_used == 180


def test_who_finishes_has_taken_part(training: World, talk: Interview) -> None:
    assert talk.assessment.contributors == ()
    assert [each.name for each in talk.finish().contributors] == [training.session.user.name]


def test_a_clock_that_is_turned_back_takes_no_time_away(training: World, talk: Interview) -> None:
    talk.answer("v01", "2")
    training.clock.forward(minutes=2)
    talk.answer("v01", "3")
    training.clock.forward(hours=-1)
    talk.answer("v01", "2")
    training.clock.forward(minutes=1)
    talk.answer("v01", "3")
    assert again(training, talk).assessment.seconds_used == 180


def test_a_new_version_has_contributors_of_its_own(training: World, talk: Interview) -> None:
    training.clock.forward(minutes=2)
    talk.answer("v01", "2")
    done = talk.finish()
    assert done.seconds_used == 120
    revised = training.services.interviews.revise(done.id, "feil skår")
    assert revised.assessment.contributors == ()


def test_the_citizen_sees_plain_words_only(talk: Interview) -> None:
    talk.answer("v02", "4")
    talk.type_note("v02", "hemmelig notat", 3)
    talk.set_opinion("v02", own="2", view="differs")
    talk.set_language("en")
    shown = talk.citizen("v02")
    spec = talk.item("v02")
    scores = [s.item for s in talk.visible() if s.item.startswith("v")]
    assert (shown.number, shown.total) == (scores.index("v02") + 1, 20)
    assert (shown.question, shown.help) == (spec.citizen.question.en, spec.citizen.help.en)
    assert [code for code, _ in shown.choices] == ["1", "2", "3", "4", "5", "9"]
    assert (shown.own, shown.view, shown.words) == ("2", "differs", "")
    assert "hemmelig" not in repr(shown)
    other = talk.citizen("household")
    assert (other.number, other.choices) == (0, ())


def test_how_many_answers_were_lacking_is_kept_with_the_person(training: World, talk: Interview) -> None:
    missing = [p for p in talk.problems() if p.code == "assessment.answer_missing"]
    talk.finish()
    rows = training.services.work_lists.view().rows
    assert [row.lacking for row in rows if row.why == "lacking"] == [len(missing)]
