"""The duties of `kpr`: what is typed for each row kpr_* of tests/golden/permissions_duties.csv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kpr_desktop.domain.ids import PersonId
from tests.exports.fhir_samples import FORM, asked_openly, case
from tests.prove.permission_scene import Scene


def headless_duties(scene: Scene) -> Mapping[str, tuple[str, ...]]:
    """Row -> the command and its words; the vault's folder comes after the command. The vault is closed meanwhile."""
    person = scene.persons["own"].id
    message = ("export", "--format", "kpr-56")
    bad, case_file = scene.out() / "tull", scene.out() / "sak.json"
    bad.write_bytes(b"{}")
    # A person whom no vault has: what is asked of one's own persons is for the table of persons.
    new = replace(
        case(asked_openly(), practice=False),
        person=replace(case().person, id=PersonId("nobody-yet"), identity=None),
    )
    case_file.write_bytes(FORM.write(new))
    return {
        "kpr_check": ("check",),
        "kpr_try": (*message, "--dry-run"),
        "kpr_rehearse": ("rehearse",),
        "kpr_export": (*message, "--out", str(scene.out())),
        "kpr_again": (*message, "--out", str(scene.out()), "--since", "2020-01-01", "--reason", "Borte"),
        "kpr_yearly": ("export", "--format", "yearly", "--year", "2026", "--out", str(scene.out())),
        "kpr_case": (
            "export", "--format", "fhir", "--person", person, "--purpose", "citizen", "--reason", "Bedt om",
            "--out", str(scene.out()),
        ),
        "kpr_import": ("import", str(case_file)),
        "kpr_receipt": ("receipt", str(bad)),
        "kpr_events": ("events", "--person", person),
        "kpr_statistics": ("statistics", str(scene.out()), "--year", "2026"),
        "kpr_codebook": ("codebook", str(scene.out() / "no-such-file")),
        "kpr_accept": ("accept",),
        "kpr_form": ("form", str(scene.out())),
        "kpr_salvage": ("salvage", str(scene.out() / "berget")),
    }  # fmt: skip
