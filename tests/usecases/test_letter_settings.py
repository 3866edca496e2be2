"""The look of letters and the folder with the municipality's own: kept, refused with words, in use at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.letter_making import Wanted
from kpr_desktop.usecases.letter_settings import ALT_LIMIT, LetterLook, LetterSettings
from kpr_desktop.usecases.refusal import FormRefused
from tests.support.letter_full import logo
from tests.support.pdf import text_of
from tests.support.world import World

OWN = """title: Nattevakt
lead:
  - id: lead.a
    text: Ring oss.
sections:
  - id: a
    heading: Natt
    blocks:
      - id: a.b
        text: Hele natten.
"""


@pytest.fixture
def desk(training: World) -> LetterSettings:
    return training.services.letter_settings


@pytest.fixture
def person(training: World) -> PersonId:
    return training.services.persons.register(training.form()).id


def test_the_look_is_kept_and_logged(training: World, desk: LetterSettings) -> None:
    assert desk.look() == LetterLook()
    look = LetterLook(logo(), " Kommunens  våpen ", True, False, True)
    desk.save_look(look)
    assert desk.look() == replace(look, logo_alt="Kommunens våpen")
    desk.save_look(LetterLook(logo_alt="uten bilde"))
    assert desk.look() == LetterLook()


@pytest.mark.parametrize(
    ("look", "codes"),
    [
        (LetterLook(b"none", ""), ["letter.logo", "letter.logo_alt_missing"]),
        (LetterLook(logo(), "x" * (ALT_LIMIT + 1)), ["form.too_long"]),
    ],
)
def test_a_look_that_cannot_be_is_refused(desk: LetterSettings, look: LetterLook, codes: list[str]) -> None:
    with pytest.raises(FormRefused) as refused:
        desk.save_look(look)
    assert [fault.code for fault in refused.value.faults] == codes
    assert desk.look() == LetterLook()
    with pytest.raises(UserFault, match=r"letter\.logo"):
        desk.check_logo(b"none")


def test_own_letters_are_in_use_at_once_and_after_the_next_log_in(
    training: World, desk: LetterSettings, person: PersonId, tmp_path: Path
) -> None:
    folder = tmp_path / "egne"
    folder.mkdir()
    (folder / "nattevakt.nb.yaml").write_text(OWN, encoding="utf-8")
    with pytest.raises(UserFault, match=r"letter\.own_folder"):
        desk.set_own_folder(str(tmp_path / "gone"))
    assert (desk.own_folder(), desk.reachable(), desk.own_count()) == ("", True, 0)
    desk.set_own_folder(str(folder))
    assert (desk.own_folder(), desk.reachable(), desk.own_count(), desk.own_faults()) == (
        str(folder),
        True,
        1,
        (),
    )
    assert "Hele natten." in text_of(training.services.letters.make(person, "nattevakt", "nb").pdf)
    training.reopen()
    assert "nattevakt" in training.services.letters.texts.kinds()
    (folder / "nattevakt.nb.yaml").write_text("title: [", encoding="utf-8")
    training.services.letter_settings.read_again()
    (fault,) = training.services.letter_settings.own_faults()
    assert fault.code == "letter.own_wrong"
    (folder / "nattevakt.nb.yaml").write_text(OWN.replace("Hele natten.", "طوال الليل."), encoding="utf-8")
    training.services.letter_settings.read_again()
    (fault,) = training.services.letter_settings.own_faults()
    assert fault.code == "letter.own_script"
    training.services.letter_settings.set_own_folder("")
    assert "nattevakt" not in training.services.letters.texts.kinds()
    assert training.services.letter_settings.own_faults() == ()


def test_only_whoever_may_changes_them(training: World, desk: LetterSettings) -> None:
    training.session.vault.user = replace(training.session.user, roles=frozenset({"registrar"}))
    for act in (lambda: desk.save_look(LetterLook()), lambda: desk.set_own_folder("")):
        with pytest.raises(UserFault, match=r"rights\.not_allowed"):
            act()


@pytest.mark.parametrize("exempt", ["yes", "no", "else"])
def test_one_letter_may_differ_from_the_senders_letters(
    training: World, desk: LetterSettings, person: PersonId, exempt: str
) -> None:
    desk.save_look(LetterLook(exempt=True))
    wanted = Wanted("information", "nb", {"exempt": exempt, "window": "no"})
    made = training.services.letters.make_wanted(person, wanted)
    assert ("Unntatt" in text_of(made.pdf)) is (exempt != "no")
    assert not made.window


def test_who_made_a_letter_has_a_name(training: World, person: PersonId) -> None:
    made = training.services.letters.make(person, "information", "nb").delivery
    assert training.services.letters.makers()[made.made_by] == training.session.user.name


def test_a_selection_keeps_its_order_and_leaves_out_who_is_not_there(training: World) -> None:
    first, second = training.demo(2)
    found = training.services.letter_batch.offered([second, PersonId("borte"), first])
    assert [each.id for each in found] == [second, first]
