"""A case that comes in with answers that rest on a consent: only one that holds in this vault will do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kpr_desktop.domain.assessment import Assessment, State
from kpr_desktop.domain.consent import Consent, Giver, Way
from kpr_desktop.domain.ids import DeviceId, PersonId, UserId
from kpr_desktop.errors import UserFault
from tests.exports.fhir_samples import FORM, case, full_assessment
from tests.exports.samples import guid
from tests.support.bad_fhir import good, patient
from tests.support.steady import NOW
from tests.support.world import World
from tests.usecases.test_exchange import held, in_vault, world

__all__ = ["world"]


def rests_on(
    *, ends: date | None = None, withdrawn: date | None = None, giver: Giver = Giver.PERSON
) -> Consent:
    """The consent that the file names, as this vault has it."""
    return Consent(
        guid(700), PersonId(""), DeviceId(guid(1)), NOW, UserId(guid(2)), giver, "", "Datteren", "Kartlegging",
        Way.SPOKEN, date(2026, 1, 1), ends, withdrawn,
    )  # fmt: skip


def registered(world: World, *consents: Consent) -> PersonId:
    """The person of the file, known here, with these consents."""
    person = world.services.persons.register(world.form(identity=patient(good())["identifier"][0]["value"]))
    with world.session.work() as work:
        for each in consents:
            work.consents.save(replace(each, person_id=person.id))
        work.commit()
    return person.id


def refused_for(world: World, made: Assessment) -> list[tuple[str, str]]:
    preview = world.services.exchange.preview(FORM.write(case(made)))
    with pytest.raises(UserFault, match=r"^fhir\.refused$"):
        world.services.exchange.take(preview)
    return [(line.what, line.code) for line in preview.lines if line.state == "refused"]


@pytest.mark.parametrize("state", [State.DRAFT, State.FINISHED])
@pytest.mark.parametrize(
    ("consents", "told"),
    [
        ((), "fhir.consent_unknown"),
        ((rests_on(giver=Giver.GUARDIAN),), "fhir.consent_unknown"),
        ((rests_on(ends=date(2026, 5, 4)),), "fhir.consent_expired"),
        ((rests_on(withdrawn=date(2026, 11, 23)),), "fhir.consent_withdrawn"),
    ],
)
def test_what_rests_on_no_consent_of_ours_is_not_taken_in(
    world: World, consents: tuple[Consent, ...], told: str, state: State
) -> None:
    person = registered(world, *consents)
    made = full_assessment(state=state, finished_at=None if state is State.DRAFT else NOW)
    assert made.assessed_on == date(2026, 5, 4)
    assert refused_for(world, made) == [("v05", told)]
    assert in_vault(world, person) == []


def test_a_new_person_has_no_consent_to_rest_on(world: World) -> None:
    assert refused_for(world, full_assessment()) == [("v05", "fhir.consent_unknown")]
    assert held(world) == (0, 0)


def test_what_rests_on_a_consent_in_force_comes_in(world: World) -> None:
    person = registered(world, rests_on(ends=date(2026, 5, 5)))
    world.services.exchange.take(world.services.exchange.preview(FORM.write(case())))
    [kept] = in_vault(world, person)
    assert kept.answers["v05"].evidence.consent_id == guid(700)


def test_a_basis_that_needs_a_consent_and_names_none_is_not_taken_in(world: World) -> None:
    registered(world)
    made = full_assessment()
    known = replace(made.answers["v05"].evidence, consent_id="")
    bare = replace(made, answers=made.answers | {"v05": replace(made.answers["v05"], evidence=known)})
    assert refused_for(world, bare) == [("v05", "fhir.rule")]
