"""`kpr export` with its filters, `kpr receipt` and `kpr events`, end to end on real vaults."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kpr_desktop import cli
from kpr_desktop.bootstrap import Application
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.submission_records import SendFilter
from tests.support import certificates
from tests.support.bad_files import answer
from tests.support.world import World, make_world
from tests.test_cli import Run, app, run, secret
from tests.usecases.test_messages import STATIONS, links, sealed
from tests.usecases.test_submission import add_stay, ready

__all__ = ["app", "run", "secret"]


@pytest.fixture
def told(tmp_path: Path) -> tuple[World, list[str], list[str]]:
    """A vault that has told of two persons: the world (closed), the persons and the ids of what was told."""
    world = make_world(tmp_path, training=False)
    persons = ready(world, 2)
    world.services.stations.save(STATIONS)
    world.services.messages.make_message(tmp_path)
    with world.session.work() as work:
        ids = [s.notification.id for s in work.events.links(SendFilter("4201"))]
    world.close()
    return world, [str(p) for p in persons], ids


def test_what_was_told_is_sent_again_by_every_filter(
    told: tuple[World, list[str], list[str]], run: Run, tmp_path: Path, secret: str
) -> None:
    world, persons, ids = told
    out = tmp_path / "ut"
    out.mkdir()
    base = ["export", str(world.path), "--format", "kpr-56", "--out", str(out), "--passphrase-file", secret]
    code, answered = run(*base, "--ids", f"{ids[0]}, {ids[1]}", "--dry-run")
    assert (code, answered["notifications"], answered["first"], answered["last"]) == (cli.DONE, 2, 1, 2)
    assert set(answered["persons_told_of"]) == set(persons)
    assert list(out.iterdir()) == []
    assert run(*base, "--ids", ids[0])[1]["reason"] == "submission.reason_missing"
    today = date.today().isoformat()  # noqa: DTZ011 - as the command's own clock
    for more, count in (
        (("--ids", ids[1]), 1),
        (("--since", "2026-01-01", "--until", today), 2),
        (("--from-id", ids[1]), 1),
        (("--to-id", ids[0]), 1),
        (("--person", persons[0]), 1),
    ):
        code, answered = run(*base, *more, "--reason", "Kom ikke fram")
        assert (code, answered["notifications"]) == (cli.DONE, count)
        assert len(links(Path(answered["file"]))) == count
    assert run(*base, "--ids", "tull", "--reason", "x")[1]["reason"] == "submission.no_such_notification"
    with pytest.raises(SystemExit):
        run(*base, "--since", "i går")
    code, answered = run(*base, "--again", "tull", "--reason", "x", "--envelope", "brevdue")
    assert answered["reason"] == "export.nothing_chosen"
    code, answered = run(*base, "--ids", ids[1], "--reason", "x", "--envelope", "brevdue")
    assert answered["reason"] == "envelope.unknown"


def test_the_sealed_envelope_takes_its_key_from_a_file(
    told: tuple[World, list[str], list[str]], run: Run, tmp_path: Path, secret: str, app: Application
) -> None:
    world, _, ids = told
    world.reopen()
    now = app.clock()
    key, receiver = sealed(now)
    world.services.stations._certificates.receiver(receiver, now)  # it is good on the day of the command
    with world.session.work() as work:
        import base64

        work.records.save_setting("submission.receiver_certificate", base64.b64encode(receiver).decode())
        work.commit()
    world.close()
    (tmp_path / "nokkel.p12").write_bytes(key)
    words = tmp_path / "nokkelord"
    words.write_bytes(certificates.PASSPHRASE + b"\n")
    words.chmod(0o600)
    base = [
        "export", str(world.path), "--format", "kpr-56", "--out", str(tmp_path), "--passphrase-file", secret,
        "--envelope", "api-2021", "--ids", ids[0], "--reason", "x", "--key-file", str(tmp_path / "nokkel.p12"),
    ]  # fmt: skip
    assert run(*base)[1]["reason"] == "cli.export.key_passphrase_missing"
    code, answered = run(*base, "--key-passphrase-file", str(words))
    assert (code, Path(answered["file"]).name.endswith(".api2021.json")) == (cli.DONE, True)
    lost = [*base[:-1], str(tmp_path / "borte"), "--key-passphrase-file", str(words)]
    assert run(*lost)[1]["reason"] == "submission.cannot_read"


def test_an_answer_is_read_in(
    told: tuple[World, list[str], list[str]], run: Run, tmp_path: Path, secret: str
) -> None:
    world, _, ids = told
    errors = [
        {
            "errorCode": 7,
            "errorMessage": f"Kari Nordmann {ids[0]}",
            "propertyName": None,
            "errorDetails": None,
        },
        {"errorCode": 8, "errorMessage": "Hele filen", "propertyName": None, "errorDetails": None},
    ]
    file = tmp_path / "svar.json"
    file.write_bytes(answer(delivered=True, errors=errors))
    code, answered = run("receipt", str(world.path), str(file), "--passphrase-file", secret)
    assert (code, answered["outcome"], answered["faults"], answered["matched"]) == (
        cli.PROBLEMS,
        "errors",
        2,
        1,
    )
    assert {p["notification"] for p in answered["problems"]} == {ids[0], ""}
    assert "Nordmann" not in str(answered)
    assert (
        run("receipt", str(world.path), str(file), "--passphrase-file", secret)[1]["reason"]
        == "receipt.known"
    )
    file.write_bytes(answer(delivered=True, errors=[]))
    code, answered = run("receipt", str(world.path), str(file), "--passphrase-file", secret)
    assert (code, answered["export"]) == (cli.DONE, None)
    assert (
        run("receipt", str(world.path), str(tmp_path / "borte"), "--passphrase-file", secret)[0] != cli.DONE
    )


def test_a_persons_chain_is_shown(
    told: tuple[World, list[str], list[str]],
    run: Run,
    secret: str,
    app: Application,
    capsys: pytest.CaptureFixture[str],
) -> None:
    world, persons, _ = told
    world.reopen()
    add_stay(world, PersonId(persons[0]), date(2026, 6, 1))
    world.close()
    code, answered = run("events", str(world.path), "--person", persons[0], "--passphrase-file", secret)
    assert (code, len(answered["told"]), len(answered["waiting"])) == (cli.DONE, 1, 1)
    assert answered["told"][0]["status"] == "N"
    assert len(answered["told"][0]["files"]) == 1
    assert (
        cli.main(
            ["events", str(world.path), "--person", persons[0], "--passphrase-file", secret], lambda: app
        )
        == 0
    )
    assert "Meldt: 1. Venter: 1." in capsys.readouterr().out
