"""Nothing leaves the vault without a purpose, a line in the log and a place on the reminder list."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from kpr_desktop.errors import UserFault
from kpr_desktop.exports.outbox import FolderOutbox
from kpr_desktop.usecases.letters import LetterDesk, MadeLetter
from kpr_desktop.usecases.written_files import PURPOSE_LIMIT, FileWriter, checked, purpose_of
from tests.support.colleagues import colleague, sits_down
from tests.support.world import World


def letter(world: World) -> tuple[LetterDesk, MadeLetter]:
    person = world.services.persons.register(world.form())
    desk = world.services.letters
    return desk, desk.make(person.id, "information", "nb")


def test_a_letter_is_on_record_before_it_is_on_the_disk(
    training: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, str]] = []
    put = FolderOutbox.put

    def looking(self: FolderOutbox, folder: Path, name: str, data: bytes) -> Path:
        with training.session.work() as work:
            entry, record = work.records.log_entries(limit=1)[0], work.oversight.written_files(left=True)[0]
        seen.append((entry.subject, record.sha256))
        return put(self, folder, name, data)

    monkeypatch.setattr(FolderOutbox, "put", looking)
    desk, made = letter(training)
    folder = tmp_path / "Downloads"
    folder.mkdir()
    path = desk.save_copy(made, folder, purpose="other: til  møtet")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert seen == [(f"{made.delivery.id} sha256:{digest}", digest)]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    [line] = training.services.written_files.left()
    assert (line.file.kind, line.file.purpose, line.risks) == ("letter", "other: til møtet", ("downloads",))
    assert (line.own, line.there, line.user) == (True, True, training.session.user.name)
    assert training.services.written_files.risks(folder) == ("downloads",)


def test_a_file_is_taken_off_the_list_once_it_is_gone(training: World, tmp_path: Path) -> None:
    desk, made = letter(training)
    path = desk.save_copy(made, tmp_path, purpose="post")
    files = training.services.written_files
    [line] = files.left()
    with pytest.raises(UserFault, match=r"written\.still_there"):
        files.confirm_gone(line.file.id)
    path.unlink()
    assert files.left()[0].there is False
    files.confirm_gone(line.file.id)
    assert files.left() == []
    with pytest.raises(UserFault, match=r"written\.unknown"):
        files.confirm_gone(line.file.id)
    with training.session.work() as work:
        entry = work.records.log_entries(limit=1)[0]
    assert (entry.action, entry.subject) == ("file.gone", f"{line.file.id} checked")


def test_a_place_that_cannot_be_reached_is_taken_at_the_users_word(training: World, tmp_path: Path) -> None:
    desk, made = letter(training)
    stick = tmp_path / "penn"
    stick.mkdir()
    desk.save_copy(made, stick, purpose="post").unlink()
    stick.rmdir()
    [line] = training.services.written_files.left()
    assert line.there is None
    training.services.written_files.confirm_gone(line.file.id)
    with training.session.work() as work:
        assert work.records.log_entries(limit=1)[0].subject.endswith(" unreachable")


def test_a_file_that_was_not_written_is_no_reminder(training: World, tmp_path: Path) -> None:
    desk, made = letter(training)
    desk.save_copy(made, tmp_path, purpose="post")
    with pytest.raises(UserFault, match=r"outbox\.exists"):
        desk.save_copy(made, tmp_path, purpose="post")
    assert len(training.services.written_files.left()) == 1
    with training.session.work() as work:
        assert work.records.log_entries(limit=1)[0].action == "file.not_written"
        assert len(work.oversight.written_files()) == 2


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: purpose_of(""), r"written\.purpose_missing"),
        (lambda: purpose_of("whim", "x"), r"written\.purpose_missing"),
        (lambda: purpose_of("other", "  "), r"written\.words_missing"),
        (lambda: purpose_of("post", "x" * (PURPOSE_LIMIT + 1)), r"form\.too_long"),
        (lambda: checked("som jeg vil"), r"written\.purpose_missing"),
    ],
)
def test_a_purpose_is_asked_for(call: Callable[[], str], code: str) -> None:
    with pytest.raises(UserFault, match=code):
        call()


def test_a_purpose_in_order() -> None:
    assert purpose_of("post") == checked("post") == "post"
    assert purpose_of("post", " to  brev ") == checked("post:to brev") == "post: to brev"


def test_no_purpose_no_file(training: World, tmp_path: Path) -> None:
    desk, made = letter(training)
    with pytest.raises(UserFault, match=r"written\.purpose_missing"):
        desk.save_copy(made, tmp_path, purpose="")
    assert [p for p in tmp_path.iterdir() if p.suffix == ".pdf"] == []
    assert training.services.written_files.left() == []


def test_nothing_leaves_a_vault_that_is_open_for_reading_only(training: World, tmp_path: Path) -> None:
    desk, made = letter(training)
    training.session.vault.writable = False
    try:
        with pytest.raises(UserFault, match=r"access\.read_only"):
            desk.save_copy(made, tmp_path, purpose="post")
    finally:
        training.session.vault.writable = True
    assert list(tmp_path.glob("*.pdf")) == []


def test_others_see_their_own_and_an_administrator_all(training: World, tmp_path: Path) -> None:
    desk, made = letter(training)
    path = desk.save_copy(made, tmp_path, purpose="journal")
    file_id = training.services.written_files.left()[0].file.id
    assert training.services.written_files.own_left() == 1
    sits_down(training, colleague(training, "Ola Ås", "registrar"))
    assert training.services.written_files.left() == []
    assert training.services.written_files.own_left() == 0
    path.unlink()
    with pytest.raises(UserFault, match=r"rights\.not_allowed"):
        training.services.written_files.confirm_gone(file_id)
    sits_down(training, colleague(training, "Eva Li", "administrator"))
    [line] = training.services.written_files.left()
    assert (line.own, line.there) == (False, False)
    with training.session.work() as work:
        assert work.records.log_entries(limit=1)[0].action == "file.list"
    training.services.written_files.confirm_gone(file_id)
    assert training.services.written_files.left() == []


def test_a_register_file_is_on_the_list_and_guidance_is_not(real: World, tmp_path: Path) -> None:
    real.services.guidance.save_file(tmp_path, ["x"])
    with real.session.work() as work:
        entry = work.records.log_entries(limit=1)[0]
    assert entry.action == "guidance.write_file"
    assert (
        entry.subject
        == f"sha256:{hashlib.sha256(next(tmp_path.glob('veiledning*')).read_bytes()).hexdigest()}"
    )
    real.session.vault.writable = False
    real.services.guidance.save_file(tmp_path / "..", ["x"])
    real.session.vault.writable = True
    with real.session.work() as work:
        assert work.records.log_entries(limit=1)[0] == entry
    assert real.services.written_files.left() == []


def test_what_is_not_known_is_no_risk(tmp_path: Path) -> None:
    class Odd:
        def risks(self, folder: Path) -> frozenset[str]:
            return frozenset(("desktop", "cloud", "rare"))

        def there(self, path: Path) -> bool | None:
            return None

    assert FileWriter(FolderOutbox(), Odd()).risks(tmp_path) == ("cloud", "desktop")
