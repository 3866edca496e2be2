"""The model of a power cut that `make prove-power` builds its states by: what it must keep, and what it may lose."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.support.crash_states import SECTOR, Disk, State
from tests.support.crash_trace import Cut, Event, Flush, Name, Told, Trace, Write, traced, why_no_strace

OLD, NEW = b"o" * 4 * SECTOR, b"n" * 4 * SECTOR


def states(events: list[Event], count: int = 300) -> list[State]:
    """What may lie there after all of `events`, which begin with one old file."""
    trace = Trace(names={"a": 0}, folders={"f"}, content={0: OLD}, events=events)
    disk, random = Disk(trace), Random(1)
    disk.forward(len(events))
    return [disk.state(random) for _ in range(count)]


def test_what_was_flushed_is_there() -> None:
    assert {each.files["a"] for each in states([Write(0, 0, NEW), Flush(0)])} == {NEW}


def test_what_was_not_flushed_is_there_or_not_or_torn_at_sectors() -> None:
    seen = {each.files["a"] for each in states([Write(0, 0, NEW)])}
    assert {OLD, NEW} < seen
    parts = {each[at : at + SECTOR] for each in seen for at in range(0, len(each), SECTOR)}
    assert parts == {b"o" * SECTOR, b"n" * SECTOR}
    assert {len(each) for each in seen} == {len(OLD)}


def test_a_later_write_may_come_without_an_earlier_one() -> None:
    seen = {
        each.files["a"][::SECTOR]
        for each in states([Write(0, 0, NEW[:SECTOR]), Write(0, SECTOR, NEW[:SECTOR])])
    }
    assert {b"oooo", b"nooo", b"onoo", b"nnoo"} == seen


def test_a_new_length_is_kept_or_dropped() -> None:
    assert {len(each.files["a"]) for each in states([Cut(0, 10)])} == {10, len(OLD)}
    grown = {each.files["a"][len(OLD) :] for each in states([Write(0, len(OLD) + SECTOR, b"end")])}
    assert grown == {b"", bytes(SECTOR) + b"end"}


def test_names_count_for_certain_only_when_their_folder_was_flushed() -> None:
    moved = Name("b", 0, "a")
    assert {frozenset(each.files) for each in states([moved])} == {frozenset("a"), frozenset("b")}
    assert {frozenset(each.files) for each in states([moved, Flush(folder="f")])} == {
        frozenset("a"),
        frozenset("b"),
    }
    assert {frozenset(each.files) for each in states([moved, Flush(folder="")])} == {frozenset("b")}
    gone = states([Name("a"), Flush(folder="")])
    assert {frozenset(each.files) for each in gone} == {frozenset()}


def test_a_new_file_may_have_its_name_without_its_content() -> None:
    seen = {each.files.get("b") for each in states([Name("b", 1), Write(1, 0, b"new"), Flush(folder="")])}
    assert seen == {b"", b"new"}


def test_names_come_in_their_order() -> None:
    seen = {frozenset(each.files) for each in states([Name("b", 1), Name("a"), Name("c", 2)])}
    assert seen == {frozenset("a"), frozenset("ab"), frozenset("b"), frozenset("bc")}


def test_a_folder_moves_with_what_is_in_it() -> None:
    events: list[Event] = [
        Name("n", 0, is_folder=True), Name("n/b", 1), Name("m", source="n", is_folder=True), Flush(folder=""),
    ]  # fmt: skip
    (last,) = {(frozenset(each.files), each.folders) for each in states(events)}
    assert last == (frozenset({"a", "m/b"}), frozenset({"", "f", "m"}))


def test_what_was_told_by_then() -> None:
    disk = Disk(Trace(events=[Told("one"), Write(0, 0, b"x"), Told("two")]))
    disk.forward(2)
    assert disk.state(Random(1)).told == ("one",)
    disk.forward(3)
    assert disk.state(Random(1)).told == ("one", "two")


def test_a_state_is_put_into_a_folder(tmp_path: Path) -> None:
    State({"a": b"1", "f/b": b"2"}, frozenset({"", "f", "g"}), ()).put(tmp_path / "s")
    assert sorted(str(each.relative_to(tmp_path / "s")) for each in (tmp_path / "s").rglob("*")) == [
        "a", "f", "f/b", "g",
    ]  # fmt: skip


@pytest.mark.slow
def test_a_real_program_is_followed(tmp_path: Path) -> None:
    if why := why_no_strace():
        pytest.skip(why)
    ground = tmp_path / "ground"
    ground.mkdir()
    (ground / "a").write_bytes(OLD)
    code = (
        "import os, sys; os.chdir('/'); f = sys.argv[1]\n"
        "h = os.open(f + '/a', os.O_RDWR); os.pwrite(h, b'new', 7); os.fsync(h); os.ftruncate(h, 9); os.close(h)\n"
        "os.mkdir(f + '/f'); h = os.open(f + '/f/b', os.O_WRONLY | os.O_CREAT)\n"
        "os.write(h, b'one'); os.write(h, b'two')\n"
        "os.rename(f + '/f/b', f + '/c'); os.unlink(f + '/a')\n"
        "h = os.open(f, os.O_RDONLY); os.fsync(h); os.write(1, b'told\\n')\n"
    )
    found = traced(ground, ["-c", code, str(ground)])
    assert found.names == {"a": 0}
    assert found.events == [
        Write(0, 7, b"new"), Flush(0), Cut(0, 9), Name("f", 0, is_folder=True), Name("f/b", 1), Write(1, 0, b"one"),
        Write(1, 3, b"two"), Name("c", 1, "f/b"), Name("a"), Flush(folder=""), Told("told"),
    ]  # fmt: skip


@pytest.mark.slow
def test_a_call_that_the_model_does_not_know_is_refused(tmp_path: Path) -> None:
    if why := why_no_strace():
        pytest.skip(why)
    ground = tmp_path / "ground"
    ground.mkdir()
    (ground / "a").write_bytes(OLD)
    with pytest.raises(RuntimeError, match="the model does not know"):
        traced(ground, ["-c", "import os, sys; os.link(sys.argv[1] + '/a', sys.argv[1] + '/b')", str(ground)])
