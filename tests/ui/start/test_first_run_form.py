from __future__ import annotations

import pytest

from kpr_desktop_ui.pages.start.first_run_form import FirstRunForm, strength, suggested_login

GOOD = FirstRunForm(
    "4201", "", "Blid Fjellbekk", "blid", "/tmp/hvelv", "femten tegn og mer", "femten tegn og mer"
)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("municipality", "", "start.municipality_missing"),
        ("user_name", "  ", "start.user_name_missing"),
        ("login", "", "start.login_missing"),
        ("passphrase", "fjorten tegn!!", "start.passphrase_short"),
        ("again", "femten tegn og mindre", "start.passphrase_differs"),
        ("path", "", "start.path_missing"),
        ("path", "hvelv", "start.path_missing"),
    ],
)
def test_each_field_has_its_fault(field: str, value: str, code: str) -> None:
    faults = GOOD._replace(**{field: value}).faults()
    assert [(fault.code, fault.field) for fault in faults] == [(code, field)]


def test_a_good_form_has_none() -> None:
    assert GOOD.faults() == []


@pytest.mark.parametrize(
    ("name", "login"),
    [
        ("Blid Fjellbekk", "blid.fjellbekk"),
        ("  Øvings-Bruker  ", "øvings-bruker"),
        ("Čáppa <b>", "áppa.b".replace("á", "")),
        ("!!!", ""),
        ("a" * 60, "a" * 40),
    ],
)
def test_a_login_is_suggested_from_the_name(name: str, login: str) -> None:
    assert suggested_login(name) == login


@pytest.mark.parametrize(
    ("passphrase", "word"),
    [
        ("kort", "short"),
        ("a" * 30, "weak"),
        ("femten tegn og mer", "good"),
        ("rolig sjøsprøyt finner vei", "strong"),
    ],
)
def test_how_strong_it_is(passphrase: str, word: str) -> None:
    assert strength(passphrase) == (word, len(passphrase))
