"""Guidance out to a file and in again: whole or not at all, logged, and never in the way of a conversation."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from kpr_desktop.codebook.guidance import LARGEST
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.errors import EnvironmentFault, Fault, UserFault
from kpr_desktop.exports.outbox import FolderOutbox
from kpr_desktop.exports.place_kind import SystemPlaces
from kpr_desktop.usecases.guidance import GUIDANCE_SETTING, GuidanceDesk, GuidanceState, with_guidance
from kpr_desktop.usecases.written_files import FileWriter
from tests.support.world import World, without_right

HEAD = 'municipality_guidance: "1"\nname: Øvingsby\nvariables:\n'
FILE = HEAD + '  v07: {covers: {nb: "Hos oss."}}\n'


@pytest.fixture
def desk(training: World) -> GuidanceDesk:
    return training.services.guidance


def written(folder: Path, text: str | bytes = FILE, name: str = "v.yaml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def setting(world: World) -> str | None:
    with world.session.work() as work:
        return work.records.setting(GUIDANCE_SETTING)


def last_action(world: World) -> str:
    with world.session.work() as work:
        return work.records.log_entries(limit=1)[0].action


def test_a_file_is_saved_edited_and_read_in(training: World, desk: GuidanceDesk, tmp_path: Path) -> None:
    assert desk.state() == GuidanceState()
    path = desk.save_file(tmp_path, ["Endre tekstene."])
    assert path.name == "veiledning_2026-11-23.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.startswith('# Endre tekstene.\nmunicipality_guidance: "1"\nname: "Risør kommune"\n')
    with pytest.raises(UserFault, match=r"guidance\.same"):
        desk.read_file(path)
    ours = training.session.books.edition(2026).items["v07"].covers.nb
    assert desk.read_file(written(tmp_path, text.replace(ours, "Hos oss."))) == GuidanceState(
        "Risør kommune", 1
    )
    assert last_action(training) == "guidance.read_in"
    training.reopen()
    desk = training.services.guidance
    assert desk.state() == GuidanceState("Risør kommune", 1)
    assert len(setting(training) or "") < 600, "only what differs is kept"
    with training.session.work() as work:
        book = with_guidance(training.session.books.edition(2026), work)
    assert {i.id: i.guidance for i in book.items.values() if i.guidance} == {"v07": "Risør kommune"}
    path.unlink()
    assert "Hos oss." in desk.save_file(tmp_path, []).read_text(encoding="utf-8")


def test_the_file_has_the_name_of_whose_it_is(training: World, desk: GuidanceDesk, tmp_path: Path) -> None:
    desk.read_file(written(tmp_path))
    assert 'name: "Øvingsby"' in desk.save_file(tmp_path, []).read_text(encoding="utf-8")
    desk.back_to_ours()
    with training.session.work() as work:
        work.records.save_office(replace(work.records.office(), name="\u202e"))
        work.commit()
    folder = tmp_path / "to"
    folder.mkdir()
    assert 'name: "4201"' in desk.save_file(folder, []).read_text(encoding="utf-8")
    with pytest.raises(UserFault, match=r"outbox\.exists"):
        desk.save_file(folder, [])


def test_back_to_ours(training: World, desk: GuidanceDesk, tmp_path: Path) -> None:
    desk.read_file(written(tmp_path))
    desk.back_to_ours()
    assert desk.state() == GuidanceState()
    assert last_action(training) == "guidance.remove"
    book = training.session.books.edition(2026)
    with training.session.work() as work:
        assert with_guidance(book, work) is book


def test_a_file_that_is_refused_changes_nothing(training: World, desk: GuidanceDesk, tmp_path: Path) -> None:
    desk.read_file(written(tmp_path))
    kept = setting(training)
    pipe = tmp_path / "pipe"
    if hasattr(os, "mkfifo"):
        os.mkfifo(pipe)
    cases: list[tuple[Path, str]] = [
        (written(tmp_path, b"\xff", "a"), "guidance.not_text"),
        (written(tmp_path, b"a" * (LARGEST + 1), "b"), "guidance.too_large"),
        (written(tmp_path, HEAD + "  v21: {}\n", "c"), "guidance.unknown_variable"),
        (tmp_path / "nothing", "guidance.cannot_read"),
        (tmp_path, "guidance.cannot_read"),
        (pipe, "guidance.cannot_read"),
    ]
    for path, code in cases:
        with pytest.raises(Fault) as told:
            desk.read_file(path)
        assert told.value.code == code
    assert setting(training) == kept


def test_a_file_that_cannot_be_opened_is_told(
    desk: GuidanceDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path)
    desk._book()  # read before opening is forbidden

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(EnvironmentFault, match=r"guidance\.cannot_read"):
        desk.read_file(path)


def test_a_setting_that_cannot_be_read_never_stops_a_conversation(
    training: World, desk: GuidanceDesk
) -> None:
    with training.session.work() as work:
        work.records.save_setting(GUIDANCE_SETTING, "municipality_guidance: 2\nname: x\nvariables: {}\n")
        work.commit()
    fault = desk.state().fault
    assert fault is not None
    assert fault.code == "guidance.version"
    person = training.services.persons.register(training.form())
    interview = training.services.interviews.start(person.id, training.session.today(), Reason.PERIODIC)
    assert interview.book.items["v07"].guidance == ""
    book = training.session.books.edition(2026)
    with training.session.work() as work:
        assert with_guidance(book, work) is book


def test_who_is_no_administrator_may_save_the_file_only(
    training: World, desk: GuidanceDesk, tmp_path: Path
) -> None:
    desk.read_file(written(tmp_path))
    session = without_right(training.session, "office.write")
    reader = GuidanceDesk(session, FileWriter(FolderOutbox(), SystemPlaces()))
    assert reader.state() == GuidanceState("Øvingsby", 1)
    assert reader.save_file(tmp_path, []).is_file()
    for attempt in (lambda: reader.read_file(written(tmp_path)), reader.back_to_ours):
        with pytest.raises(UserFault, match=r"rights\.not_allowed"):
            attempt()
