from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kpr_desktop.crypto import copies, document, kdf
from kpr_desktop.crypto.keyfile import COPY_NAME, FILE_NAME, JsonKeyFiles
from kpr_desktop.errors import EnvironmentFault, UserFault
from tests.crypto.keys import (
    LOGIN,
    SAMPLE,
    USER,
    VAULT,
    fault_of,
    key_files,
    new_vault,
    passphrase,
    put,
    read,
    rewritten,
)
from tests.support.steady import StandingClock


def test_unlocking_gives_the_keys_that_were_made(tmp_path: Path) -> None:
    made = key_files().create(new_vault(tmp_path), VAULT, USER)
    user, keys = key_files().unlock(tmp_path, LOGIN, passphrase())
    assert user == USER
    assert keys.database_key == made.database_key
    assert len(keys.database_key) == 48
    assert keys.fields.index("1") == made.fields.index("1")
    assert keys.integrity.mac("log", b"x") == made.integrity.mac("log", b"x")
    assert keys.integrity.epoch == 1
    held = [keys.database_key, keys.master]
    keys.wipe()
    assert [bytes(each) for each in held] == [bytes(48), bytes(32)]
    with pytest.raises(RuntimeError):
        keys.integrity.row(b"")


def test_no_secret_is_in_the_file(tmp_path: Path) -> None:
    keys = key_files().create(new_vault(tmp_path), VAULT, USER)
    text = (tmp_path / FILE_NAME).read_bytes()
    for secret in (keys.database_key[:32], keys.master):
        assert secret.hex().encode() not in text
    assert bytes(passphrase()) not in text
    assert keys.database_key[32:].hex().encode() in text  # the salt is public


def test_the_passphrase_is_wiped_when_made_and_kept_when_tried(tmp_path: Path) -> None:
    new = new_vault(tmp_path)
    key_files().create(new, VAULT, USER)
    assert set(new.passphrase) == {0}
    short = new_vault(tmp_path, passphrase=bytearray(b"for kort"))
    assert fault_of(lambda: key_files().create(short, VAULT, USER)) == "vault.passphrase_short"
    assert set(short.passphrase) == {0}
    tried = passphrase()
    key_files().unlock(tmp_path, LOGIN, tried)
    key_files().verify_passphrase(tmp_path, LOGIN, tried)
    assert tried == passphrase()


def test_the_users_and_the_vaults_name_are_no_passphrase(tmp_path: Path) -> None:
    near = new_vault(tmp_path, name="Fjellheimen", passphrase=bytearray(b"kari.fjellheimen1"))
    assert fault_of(lambda: key_files().create(near, VAULT, USER)) == "vault.passphrase_weak"
    assert set(near.passphrase) == {0}


def test_what_can_be_told_before_log_in(folder: Path) -> None:
    info = key_files().look(folder)
    assert (info.path, info.vault_id, info.name, info.training) == (folder, VAULT, "Risør", True)
    assert (info.logins, info.database, info.recovery, info.rotating) == ((LOGIN,), "data.kpr", "", "")


@pytest.mark.parametrize("login", [" KARI ", "kari", "\uff4bari"])
def test_the_login_is_found_however_it_is_written(folder: Path, login: str) -> None:
    assert key_files().unlock(folder, login, passphrase())[0] == USER


@pytest.mark.parametrize(
    ("login", "tried"),
    [
        (LOGIN, b"feil passord, men langt"),
        (LOGIN, b""),
        (LOGIN, b"\xff" * 20),
        (LOGIN, b"x" * 2000),
        ("ola", bytes(passphrase())),
    ],
    ids=["wrong", "empty", "no text", "too long", "unknown login"],
)
def test_wrong_passphrase(folder: Path, login: str, tried: bytes) -> None:
    for act in (key_files().unlock, key_files().verify_passphrase):
        with pytest.raises(UserFault) as caught:
            act(folder, login, bytearray(tried))
        assert (caught.value.code, caught.value.field) == ("vault.wrong_passphrase", "passphrase")


def test_a_decomposed_passphrase_opens(folder: Path) -> None:
    tried = bytearray(unicodedata.normalize("NFD", passphrase().decode()).encode())
    assert tried != passphrase()
    assert key_files().unlock(folder, LOGIN, tried)[0] == USER


def test_a_damaged_key_file_without_its_copy_says_so(folder: Path) -> None:
    (folder / COPY_NAME).unlink()
    damaged = bytearray((folder / FILE_NAME).read_bytes())
    damaged[-20] ^= 1
    (folder / FILE_NAME).write_bytes(damaged)
    assert fault_of(lambda: key_files().unlock(folder, LOGIN, passphrase())) == "vault.key_damaged"


def test_the_copy_is_used_when_the_first_is_damaged_or_gone(folder: Path) -> None:
    (folder / FILE_NAME).write_bytes(b"{}")
    assert key_files().unlock(folder, LOGIN, passphrase())[0] == USER
    (folder / FILE_NAME).unlink()
    assert key_files().look(folder).vault_id == VAULT


def test_both_copies_damaged(folder: Path) -> None:
    (folder / FILE_NAME).unlink()
    (folder / COPY_NAME).write_bytes(b"\xff")
    assert fault_of(lambda: key_files().look(folder)) == "vault.key_damaged"


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"\xff\xfe", b"[" * 100_000, b"x" * 256_001, b'{"format":"kpr-nokkel"}', b'{"a":"\\ud800"}'],
    ids=range(7),
)
def test_what_is_no_key_file_is_damaged(folder: Path, data: bytes) -> None:
    for name in (FILE_NAME, COPY_NAME):
        (folder / name).write_bytes(data)
    assert fault_of(lambda: key_files().look(folder)) == "vault.key_damaged"


def test_not_ours(tmp_path: Path, folder: Path) -> None:
    assert fault_of(lambda: key_files().look(tmp_path / "nowhere")) == "vault.not_ours"
    rewritten(folder, lambda fields: fields.update(format="somebody else's"))
    assert fault_of(lambda: key_files().look(folder)) == "vault.not_ours"


@pytest.mark.parametrize("change", [{"version": 3, "slots": "unknown"}, {"suite": 2}])
def test_newer_is_told_even_with_an_old_copy_beside(folder: Path, change: dict[str, Any]) -> None:
    rewritten(folder, lambda fields: fields.update(change), names=(FILE_NAME,))
    assert fault_of(lambda: key_files().look(folder)) == "vault.newer"


def test_no_access_is_not_damage(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "open", refuse)
    assert fault_of(lambda: key_files().look(folder)) == "vault.no_access"


def test_a_costly_vault_is_not_made() -> None:
    with pytest.raises(ValueError, match="weak machine"):
        JsonKeyFiles(StandingClock(), kdf.Cost(257 * 1024, 1, 1))


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault):
        key_files().create(new_vault(tmp_path / "nowhere"), VAULT, USER)


def test_what_could_not_be_read_again_is_never_written(folder: Path) -> None:
    before = [(folder / name).read_bytes() for name in copies.NAMES]
    user, keys = key_files().unlock(folder, LOGIN, passphrase())
    for name in ("../data.kpr", "x" * 256_000, "data.0.kpr", "data.kpr"):
        with pytest.raises(ValueError, match="read again"):
            key_files().begin_rotation(folder, keys, name)
    assert [(folder / name).read_bytes() for name in copies.NAMES] == before
    assert user == USER


def test_keys_of_another_make_are_refused(folder: Path) -> None:
    with pytest.raises(TypeError):
        key_files().make_recovery(folder, object())  # type: ignore[arg-type]


# --- after a log-in -----------------------------------------------------------------------------------------------


def refreshed(folder: Path, files: JsonKeyFiles) -> bool:
    _, keys = files.unlock(folder, LOGIN, passphrase())
    tried = passphrase()
    wrote = files.refresh(folder, keys, LOGIN, tried)
    assert tried == passphrase()
    again = files.unlock(folder, LOGIN, passphrase())[1]
    assert again.database_key == keys.database_key
    assert (folder / FILE_NAME).read_bytes() == (folder / COPY_NAME).read_bytes()
    return wrote


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_a_key_file_of_the_first_version_is_brought_up(tmp_path: Path, version: str) -> None:
    for name in copies.NAMES:
        shutil.copy(SAMPLE / version / name, tmp_path / name)
    files = key_files()
    assert read(tmp_path)["version"] == 1
    assert files.look(tmp_path).logins == (LOGIN,)
    owner, keys = files.unlock(tmp_path, LOGIN, passphrase())
    for act in (
        lambda: files.make_recovery(tmp_path, keys),
        lambda: files.unlock_with_recovery(tmp_path, ""),
        lambda: files.change_passphrase(tmp_path, LOGIN, passphrase(), bytearray(b"en helt annen frase")),
    ):
        assert fault_of(act) == "vault.older"
    assert refreshed(tmp_path, files)
    assert read(tmp_path)["version"] == 2
    assert files.unlock(tmp_path, LOGIN, passphrase())[0] == owner
    assert not refreshed(tmp_path, files)


@pytest.mark.parametrize("tried", [b"en helt annen frase", b""])
def test_a_first_file_opens_for_its_owner_only(tmp_path: Path, tried: bytes) -> None:
    for name in copies.NAMES:
        shutil.copy(SAMPLE / "v1" / name, tmp_path / name)
    for login in (LOGIN, "ola"):
        told = fault_of(key_files().unlock, tmp_path, login, bytearray(tried))
        assert told == "vault.wrong_passphrase"
    assert fault_of(lambda: key_files().unlock(tmp_path, "ola", passphrase())) == "vault.wrong_passphrase"
    keys = key_files().unlock(tmp_path, LOGIN, passphrase())[1]
    before = (tmp_path / FILE_NAME).read_bytes()
    act = fault_of(lambda: key_files().refresh(tmp_path, keys, LOGIN, bytearray(tried)))
    assert act == "vault.wrong_passphrase"
    assert (tmp_path / FILE_NAME).read_bytes() == before


@pytest.mark.parametrize(
    "change",
    [
        put("version", value=0),
        put("version", value="1"),
        put("version", value=True),
        put("slots", value=[]),
        put("slots", value={}),
        put("slots", value=[1]),
        put("name", value=None),
        put("training", value=1),
        put("salt", value="00"),
        put("salt", value="no hex"),
        put("salt", value="AB" * 16),
        put("slots", 0, "wrapped", value="00"),
        put("slots", 0, "kdf", "m_kib", value=1024),
        put("slots", 0, "kdf", "m_kib", value=2**31),
        put("slots", 0, "kdf", "t", value=10**9),
        put("slots", 0, "kdf", value=[]),
        put("slots", 0, "more", value=1),
        lambda fields: fields["slots"][0].pop("nonce"),
        lambda fields: fields.update(slots=fields["slots"] * 2),
    ],
)
def test_first_files_out_of_form_are_a_hands_work(
    tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    for name in copies.NAMES:
        shutil.copy(SAMPLE / "v1" / name, tmp_path / name)
    rewritten(tmp_path, change)
    assert fault_of(lambda: key_files().unlock(tmp_path, LOGIN, passphrase())) == "vault.key_forged"


@pytest.mark.parametrize(
    "change",
    [
        put("vault_id", value="other"),
        put("slots", 0, "slot_id", value="other"),
        put("slots", 0, "user_id", value="other"),
        put("slots", 0, "login", value="KARI"),
        put("slots", 0, "kdf", "t", value=2),
    ],
)
def test_a_first_slot_is_bound_to_vault_owner_and_parameters(
    tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    for name in copies.NAMES:
        shutil.copy(SAMPLE / "v1" / name, tmp_path / name)
    rewritten(tmp_path, change)
    assert fault_of(lambda: key_files().unlock(tmp_path, LOGIN, passphrase())) == "vault.wrong_passphrase"


def test_weak_parameters_are_brought_up_at_log_in(folder: Path) -> None:
    strong = key_files(kdf.Cost(64 * 1024, 2, 1))
    before = read(folder)["slots"][0]
    assert refreshed(folder, strong)
    after = read(folder)["slots"][0]
    assert after["kdf"]["t"] == 2
    assert after["kdf"]["salt"] != before["kdf"]["salt"]
    assert (after["public"], after["sealed"]) == (before["public"], before["sealed"])
    assert not refreshed(folder, strong)
    assert not refreshed(folder, key_files())  # never to weaker ones


def test_a_lacking_or_older_copy_is_mended_at_log_in(folder: Path) -> None:
    (folder / COPY_NAME).unlink()
    assert refreshed(folder, key_files())
    (folder / FILE_NAME).write_bytes(b"x")
    assert refreshed(folder, key_files())
    old = (folder / COPY_NAME).read_bytes()
    key_files().make_recovery(folder, key_files().unlock(folder, LOGIN, passphrase())[1])
    (folder / FILE_NAME).write_bytes(old)  # the write was cut short, or somebody put back an old one
    assert key_files().look(folder).recovery
    assert refreshed(folder, key_files())
    assert key_files().look(folder).recovery


def test_the_cost_is_measured_when_none_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measured = iter([kdf.Cost(65536, 1, 2)])
    monkeypatch.setattr(kdf, "calibrate", lambda: next(measured))
    files = key_files(None)
    keys = files.create(new_vault(tmp_path), VAULT, USER)
    files.set_passphrase(tmp_path, keys, USER, passphrase())
    assert read(tmp_path)["slots"][0]["kdf"]["p"] == 2


def test_the_file_is_canonical_and_read_back_alike(folder: Path) -> None:
    data = (folder / FILE_NAME).read_bytes()
    found = document.decode(document.whole(data))
    assert document.encode(found) == data == (folder / COPY_NAME).read_bytes()


def test_the_counter_rises_at_each_write(folder: Path) -> None:
    keys = key_files().unlock(folder, LOGIN, passphrase())[1]
    for count in range(2, 5):
        key_files().make_recovery(folder, keys)
        assert read(folder)["counter"] == count


def test_a_backup_takes_the_newest_whole_copy(folder: Path) -> None:
    old = (folder / FILE_NAME).read_bytes()
    key_files().make_recovery(folder, key_files().unlock(folder, LOGIN, passphrase())[1])
    new = (folder / COPY_NAME).read_bytes()
    for first, second in ((new, new), (old, new), (b"x", new), (None, new), (new, b"x"), (new, None)):
        for name, data in ((FILE_NAME, first), (COPY_NAME, second)):
            (folder / name).unlink(missing_ok=True)
            if data is not None:
                (folder / name).write_bytes(data)
        assert key_files().newest(folder) == new
    (folder / FILE_NAME).write_bytes(b"x")
    assert fault_of(key_files().newest, folder) == "vault.key_damaged"
