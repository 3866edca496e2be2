from __future__ import annotations

import pytest

from kpr_desktop_ui.pages.start.first_run_form import FirstRunForm, suggested_login

GOOD = FirstRunForm("4201", "", "Blid Fjellbekk", "blid", "/tmp/hvelv")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("municipality", "", "start.municipality_missing"),
        ("user_name", "  ", "start.user_name_missing"),
        ("login", "", "start.login_missing"),
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
