"""How things stand, and the report that holds nothing of anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.usecases import health
from kpr_desktop.usecases.health import Finding, HealthDesk
from kpr_desktop.usecases.support import SupportDesk, band
from kpr_desktop.usecases.vault_records import Drill, Trouble
from tests.support.world import World, make_world

GB = 10 * 1024**3


class Room:
    """A machine with so much room; None = the disk does not answer."""

    def __init__(self, free: int | None) -> None:
        self._free = free

    def room(self, _folder: Path) -> int:
        if self._free is None:
            raise EnvironmentFault("vault.disk")
        return self._free

    def versions(self) -> dict[str, str]:
        return {"System": "Test"}


@pytest.fixture
def real(tmp_path: Path) -> World:
    return make_world(tmp_path, training=False)


def states(world: World, desk: HealthDesk | None = None) -> dict[str, tuple[str, str]]:
    return {each.about: (each.state, each.level) for each in (desk or world.services.health).findings()}


def texts_of(found: list[Finding], language: str) -> list[str]:
    texts = Texts.load(language)
    told = []
    for each in found:
        key = f"help.health_{each.about}_{each.state}"
        facts = {name: value for name, value in each.facts.items() if name in texts.gaps(key)}
        told += [texts(f"help.health_{each.about}"), texts(key, **facts)]
    return told


def test_a_practice_vault_needs_nothing(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    found = states(world)
    assert found["backup"] == found["sheet"] == found["submission"] == ("training", "info")
    assert found["vault"] == ("training", "info")
    assert found["key"] == found["log"] == ("ok", "ok")
    assert not {"second", "drill", "administrators"} & found.keys()
    world.close()


def test_a_new_vault_is_told_what_it_lacks(real: World, tmp_path: Path) -> None:
    found = states(real)
    assert found["vault"] == found["log"] == found["disk"] == ("ok", "ok")
    assert found["backup"] == found["drill"] == ("never", "warning")
    assert found["second"] == ("none", "warning")
    assert found["administrators"] == ("alone", "warning")
    real.services.backups.make("manual")
    stick = tmp_path / "minne"
    stick.mkdir()
    real.services.backups.set_second(stick)
    assert states(real)["backup"] == ("ok", "ok")
    assert states(real)["second"] == ("never", "warning")
    real.services.backups.make("manual")
    assert states(real)["second"] == ("ok", "ok")
    real.clock.forward(days=40)
    assert states(real)["backup"] == states(real)["second"] == ("old", "warning")
    stick.rename(tmp_path / "borte")
    assert states(real)["second"] == ("away", "info")


def test_a_drill_that_went_well_counts_for_a_year(real: World) -> None:
    now = real.session.now()
    with real.session.work() as work:
        held = Drill(real.session.new_id(), now, real.session.user.id, "passphrase", "x", 1, 0, sound=True)
        work.backups.add_drill(held)
        work.commit()
    assert states(real)["drill"] == ("ok", "ok")
    real.clock.forward(days=400)
    assert states(real)["drill"] == ("old", "warning")


@pytest.mark.parametrize(
    ("free", "told"),
    [
        (health.LITTLE_ROOM, ("ok", "ok")),
        (health.LITTLE_ROOM - 1, ("little", "warning")),
        (health.NO_ROOM - 1, ("none", "stop")),
        (None, ("unknown", "warning")),
    ],
)
def test_room_on_the_disk(real: World, free: int | None, told: tuple[str, str]) -> None:
    services = real.services
    desk = HealthDesk(real.session, services.backups, services.stations, Room(free))
    assert states(real, desk)["disk"] == told


def test_the_key_the_sheet_and_the_numbers(real: World) -> None:
    assert states(real)["submission"] == ("elsewhere", "info")
    real.services.chain.take_over("Vi sender herfra")
    assert states(real)["submission"] == ("ok", "ok")
    assert states(real)["sheet"] == ("ok", "ok")
    real.services.persons.register(real.form())
    real.clock.forward(days=800)
    assert states(real)["key"] == ("old", "warning")
    with real.session.work() as work:
        soon, gone = real.session.now() + timedelta(days=3), real.session.now() - timedelta(days=3)
        work.records.save_setting("submission.certificate_until_sender", soon.isoformat())
        work.records.save_setting("submission.certificate_until_receiver", gone.isoformat())
        work.commit()
    found = states(real)
    assert found["certificate_sender"] == ("soon", "warning")
    assert found["certificate_receiver"] == ("ended", "stop")


def test_a_vault_in_trouble(real: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(real.session.vault, "trouble", (Trouble("vault.tampered", "log"),))
    found = states(real)
    assert found["vault"] == ("trouble", "stop")
    assert found["log"] == ("broken", "stop")
    assert "vault.tampered" in real.services.support.report(Texts.load("nb"), {})
    monkeypatch.setattr(real.session.vault, "trouble", ())
    monkeypatch.setattr(real.session.vault, "writable", False)
    assert states(real)["vault"] == ("reading", "warning")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_its_words(real: World, language: str) -> None:
    assert all(texts_of(real.services.health.findings(), language))


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "0"), (1, "1–9"), (9, "1–9"), (10, "10–99"), (4711, "1000–9999"), (2_000_000, "1000000+")],
)
def test_bands(count: int, told: str) -> None:
    assert band(count) == told


def report_of(folder: Path, *, unit: str, family: str, note: str) -> tuple[str, set[str]]:
    """The report of a vault in which all that can be typed is other, and what was typed."""
    world = make_world(folder, training=False)
    form = world.form(given_name="Blid", family_name=family)
    person = world.services.persons.register(form)
    office = world.services.office.get()
    typed = {
        "name": f"Kommune {unit}",
        "unit": unit,
        "line1": note,
        "phone": "22225555",
        "email": f"{unit}@test.no",
    }
    with world.session.work() as work:
        work.records.save_office(replace(office, name=typed["name"], unit=unit, phone=typed["phone"]))
        work.commit()
    services = world.services
    desk = HealthDesk(world.session, services.backups, services.stations, Room(GB))
    report = SupportDesk(world.session, desk, Room(GB), services.support._writer).report(Texts.load("nb"), {})
    world.close()
    user = world.session.user
    return report, {unit, family, note, "22225555", user.name, user.login, user.id, str(folder), person.id}


def test_what_anybody_typed_does_not_change_the_report(tmp_path: Path) -> None:
    """Two vaults that differ in every text give one report; the control: another count gives another."""
    hidden = tmp_path / "hemmelig-a"
    one, typed = report_of(hidden, unit="Hemmeligvik", family="Fjellbekk-Hemmelig", note="Skjult vei 1")
    two, other = report_of(tmp_path / "b", unit="Annenvik", family="Bekkefjell", note="Kjent vei 2")
    assert one == two
    assert {each for each in typed | other if str(each) in one} == set()
    assert "Hemmelig" not in one
    planted = one + "Fjellbekk-Hemmelig"
    assert {each for each in typed if str(each) in planted} == {"Fjellbekk-Hemmelig"}, "the control"
    assert "1–9" in one


def test_what_was_read_is_what_is_saved(real: World, tmp_path: Path) -> None:
    report = real.services.support.report(Texts.load("nn"), {"Språk": "nn"})
    path = real.services.support.save(report, tmp_path)
    assert path.read_text(encoding="utf-8") == report
    assert path.name == f"kpr-desktop-rapport-{real.session.today().isoformat()}.txt"
