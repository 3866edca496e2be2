from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from kpr_desktop.errors import EnvironmentFault, Fault
from kpr_desktop.store.vault import UnlockedVault
from tests.support.vaults import (
    full_person,
    make_vault,
    opened,
    person,
)


def fault_of(act: Callable[[], object]) -> str:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


def count(vault: UnlockedVault) -> int:
    with vault.work() as work:
        return work.persons.count()


def test_one_writer_and_readers_beside_it(folder: Path) -> None:
    writer = opened(folder)
    assert fault_of(lambda: opened(folder)) == "vault.in_use"
    reader = opened(folder, write=False)
    assert not reader.writable
    with writer.work() as work:
        work.persons.add(person(3))
        work.commit()
    assert count(reader) == 3
    with reader.work() as work, pytest.raises(EnvironmentFault, match=r"^vault\.no_access$"):
        work.persons.add(person(4))
    reader.close()
    writer.close()
    opened(folder).close()


def test_a_second_process_is_told(folder: Path) -> None:
    program = (
        "import sys, pathlib; from tests.support.vaults import *;"
        "f = pathlib.Path(sys.argv[1]);"
        "v = make_vaults(f.parent).open(f, LOGIN, passphrase()); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    ) as other:
        assert other.stdout.readline() == b"open\n"
        assert fault_of(lambda: opened(folder)) == "vault.in_use"
        reader = opened(folder, write=False)
        assert count(reader) == 2
        reader.close()
        other.kill()
    opened(folder).close()


@pytest.mark.parametrize("write", [True, False])
def test_a_worker_has_a_connection_of_its_own(vault: UnlockedVault, write: bool) -> None:
    seen: list[object] = []

    def worker() -> None:
        beside = vault.beside(write=write)
        seen.append(beside.writable)
        if write:
            with beside.work() as work:
                work.persons.add(full_person(1))
                work.commit()
        seen.append(count(beside))
        beside.close()

    thread = threading.Thread(target=worker)
    thread.start()
    thread.join()
    assert seen == [write, int(write)]
    with vault.work() as work:
        work.persons.add(full_person(1) if not write else person(2))  # its keys are still there
        work.commit()


def test_killed_in_the_middle_of_saving_nothing_acknowledged_is_lost(folder: Path) -> None:
    program = (
        "import sys, pathlib; from tests.support.vaults import *;"
        "f = pathlib.Path(sys.argv[1]); v = make_vaults(f.parent).open(f, LOGIN, passphrase())\n"
        "for n in range(10, 10**6):\n"
        "    with v.work() as work:\n"
        "        work.persons.add(person(n)); work.assessments.add(assessment(n, person(n))); work.commit()\n"
        "    print(n, flush=True)\n"
    )
    for _ in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", program, str(folder)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        ) as other:
            last = 0
            while last < 60:
                last = int(other.stdout.readline())
            other.kill()
            last = int((other.stdout.read().split() or [last])[-1])
        again = opened(folder)
        with again.work() as work:
            kept = work.persons.count() - 2
            assert kept >= last - 9
            for number in range(10, 10 + kept):
                assert work.assessments.draft_of(person(number).id)
        assert again.check() == []
        again.close()
        shutil.rmtree(folder)
        made = make_vault(folder.parent)
        with made.work() as work:
            work.persons.add(person(1))
            work.persons.add(person(2))
            work.commit()
        made.close()
