"""Wrong tries: what they cost, that nothing but a right passphrase makes them cheaper, and that they are told of."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from kpr_desktop import cli
from kpr_desktop.domain.attempts import DELAYS, LONGEST, waiting
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.store.attempts import FILE_NAME, AttemptFile
from kpr_desktop.usecases.session import Session
from tests.support.world import LOGIN, PASSPHRASE, World, make_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = make_world(tmp_path)
    made.close()
    return made


def open_(world: World, passphrase: str = PASSPHRASE, login: str = LOGIN, *, write: bool = True) -> Session:
    return world.app.door.open(world.path, login, bytearray(passphrase.encode()), write=write)


def wrong(world: World, login: str = LOGIN) -> None:
    with pytest.raises(UserFault, match=r"vault\.wrong_passphrase"):
        open_(world, "ikke den rette her", login)


def left(world: World, login: str = LOGIN) -> int:
    return world.app.door.wait(world.app.door.look(world.path), login)


def told(session: Session) -> list[tuple[str, str]]:
    with session.work() as work:
        return [
            (e.action, e.subject)
            for e in work.records.log_entries(limit=100)
            if e.action.startswith("vault.")
        ]


@pytest.mark.slow
def test_a_hundred_wrong_tries_cost_22_and_a_half_hours_and_the_right_one_still_opens(world: World) -> None:
    total = 0
    for _ in range(100):
        wrong(world)
        seconds = left(world)
        if seconds > 1:
            world.clock.forward(seconds=seconds - 1)
            with pytest.raises(UserFault) as early:
                open_(world)  # the right one too waits
            assert (early.value.code, dict(early.value.params)) == ("vault.wait", {"seconds": 1})
            world.clock.forward(seconds=1)
        total += seconds
    print(f"100 wrong tries: {total} seconds of waiting")
    assert total == sum(DELAYS) + (100 - len(DELAYS)) * LONGEST == 81_052
    session = open_(world)
    assert told(session)[:2] == [("vault.open", ""), ("vault.wrong_tries", "100")]
    session.vault.close()
    wrong(world)
    assert left(world) == 0  # the count began anew


def test_the_window_and_kpr_count_together(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "passphrase"
    file.write_text("ikke den rette her")
    file.chmod(0o600)
    words = ["check", str(world.path), "--passphrase-file", str(file), "--json"]
    for _ in range(3):
        wrong(world)
    reasons = []
    for _ in range(2):
        assert cli.main(words, lambda: world.app) == cli.CANNOT_OPEN
        reasons.append(json.loads(capsys.readouterr().out)["reason"])
    assert reasons == ["vault.wrong_passphrase", "vault.wait"]


def test_reading_beside_a_writer_leaves_it_to_the_next_writer_to_tell(world: World) -> None:
    wrong(world)
    wrong(world)
    open_(world, write=False).vault.close()
    session = open_(world)
    assert told(session)[:2] == [("vault.open", ""), ("vault.wrong_tries", "2")]
    session.vault.close()
    session = open_(world)
    assert told(session)[:3].count(("vault.wrong_tries", "2")) == 1
    session.vault.close()


def test_what_was_not_judged_does_not_count(world: World) -> None:
    writer = open_(world)
    for _ in range(6):
        with pytest.raises(EnvironmentFault, match=r"vault\.in_use"):
            open_(world)
    writer.vault.close()
    assert left(world) == 0
    assert json.loads((world.path.parent / "config" / FILE_NAME).read_text()) == {}


def test_a_clock_set_back_helps_nobody(world: World) -> None:
    for _ in range(4):
        wrong(world)
    assert left(world) == 2
    world.clock.time -= timedelta(days=100)
    assert left(world) == 2
    world.clock.forward(seconds=1)
    assert left(world) == 1
    world.clock.forward(seconds=1)
    open_(world).vault.close()


def test_an_unknown_login_counts_too_and_is_not_kept_as_it_was_typed(world: World) -> None:
    for _ in range(4):
        wrong(world, "hemmeligheten min")
    assert left(world, "hemmeligheten min") == 2
    assert left(world) == 0
    kept = (world.path.parent / "config" / FILE_NAME).read_bytes()
    assert b"hemmelig" not in kept
    assert LOGIN.encode() not in kept


def test_a_vault_whose_log_can_not_be_written_is_not_left_open(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise EnvironmentFault("vault.disk_full")

    with monkeypatch.context() as patched:
        patched.setattr(Session, "log", full)
        with pytest.raises(EnvironmentFault, match=r"vault\.disk_full"):
            open_(world)
    open_(world).vault.close()


KILLED = """
import os, signal, sys
from pathlib import Path
from kpr_desktop.bootstrap import Application
from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop.crypto.keyfile import JsonKeyFiles
at, path, config, early = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4] == "early"
if early:  # before it is judged
    JsonKeyFiles.unlock = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
try:
    Application(config=config, cost=FLOOR_COST).door.open(path, "kari", bytearray(b"ikke den rette her"))
except Exception as fault:
    print(fault, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
@pytest.mark.parametrize("when", ["early", "late"])
def test_killing_the_program_between_tries_resets_nothing(world: World, when: str) -> None:
    config = world.path.parent / "config"
    words = [sys.executable, "-c", KILLED, str(world.path), str(world.path), str(config), when]
    for _ in range(4):
        ended = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False, env=os.environ)
        assert ended.returncode == -signal.SIGKILL, ended.stderr
        assert ended.stdout == ("" if when == "early" else "vault.wrong_passphrase\n")
    held = AttemptFile(config).change(lambda book: book)
    assert [(tries.wrong, tries.untold) for tries in held.values()] == [(4, 4)]
    key, tries = next(iter(held.items()))
    assert waiting(held, key, tries.last) == DELAYS[3] == 2
