from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kpr_desktop.crypto import document, kdf
from kpr_desktop.crypto.keyfile import COPY_NAME, FILE_NAME, JsonKeyFiles
from kpr_desktop.domain.ids import UserId, VaultId
from kpr_desktop.errors import EnvironmentFault, Fault, UserFault
from tests.support.steady import Ids, StandingClock
from tests.support.vaults import LOGIN, new_vault, passphrase

VAULT, USER = VaultId("vault-id"), UserId("user-id")


def key_files() -> JsonKeyFiles:
    return JsonKeyFiles(StandingClock(), Ids(), kdf.FLOOR_COST)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    key_files().create(new_vault(tmp_path), VAULT, USER)
    return tmp_path


def rewritten(
    folder: Path, change: Callable[[dict[str, Any]], None], *, names: tuple[str, ...] = (FILE_NAME, COPY_NAME)
) -> None:
    """Change fields and set the checksum right again: what somebody who knows the format can do."""
    fields = json.loads((folder / FILE_NAME).read_bytes())
    del fields["checksum"]
    change(fields)
    fields["checksum"] = hashlib.sha256(document.canonical(fields)).hexdigest()
    for name in names:
        (folder / name).write_bytes(document.canonical(fields))


def fault_of(act: Callable[[], object]) -> str:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


def test_unlocking_gives_the_keys_that_were_made(tmp_path: Path) -> None:
    made = key_files().create(new_vault(tmp_path), VAULT, USER)
    user, keys = key_files().unlock(tmp_path, LOGIN, passphrase())
    assert user == USER
    assert keys.database_key == made.database_key
    assert len(keys.database_key) == 48
    assert keys.fields.index("1") == made.fields.index("1")
    keys.wipe()
    assert keys.database_key == bytes(48)


def test_no_secret_is_in_the_file(tmp_path: Path) -> None:
    keys = key_files().create(new_vault(tmp_path), VAULT, USER)
    text = (tmp_path / FILE_NAME).read_bytes()
    assert keys.database_key[:32].hex().encode() not in text
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
    assert tried == passphrase()


def test_what_can_be_told_before_log_in(folder: Path) -> None:
    info = key_files().look(folder)
    assert (info.path, info.vault_id, info.name, info.training, info.logins) == (
        folder,
        VAULT,
        "Risør",
        True,
        (LOGIN,),
    )


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
    with pytest.raises(UserFault) as caught:
        key_files().unlock(folder, login, bytearray(tried))
    assert (caught.value.code, caught.value.field) == ("vault.wrong_passphrase", "passphrase")


def test_a_decomposed_passphrase_opens(folder: Path) -> None:
    import unicodedata

    tried = bytearray(unicodedata.normalize("NFD", passphrase().decode()).encode())
    assert tried != passphrase()
    assert key_files().unlock(folder, LOGIN, tried)[0] == USER


def test_every_changed_bit_is_damage_and_never_a_wrong_passphrase(folder: Path) -> None:
    good = (folder / FILE_NAME).read_bytes()
    for bit in range(len(good) * 8):
        changed = bytearray(good)
        changed[bit // 8] ^= 1 << bit % 8
        assert fault_of(lambda data=bytes(changed): document.decode(data)) == "vault.key_damaged"


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
    [b"", b"[]", b"\xff\xfe", b"[" * 100_000, b"x" * 256_001, b'{"format":"kpr-nokkel"}'],
    ids=range(6),
)
def test_what_is_no_key_file_is_damaged(folder: Path, data: bytes) -> None:
    for name in (FILE_NAME, COPY_NAME):
        (folder / name).write_bytes(data)
    assert fault_of(lambda: key_files().look(folder)) == "vault.key_damaged"


def test_not_ours(tmp_path: Path, folder: Path) -> None:
    assert fault_of(lambda: key_files().look(tmp_path / "nowhere")) == "vault.not_ours"
    rewritten(folder, lambda fields: fields.update(format="somebody else's"))
    assert fault_of(lambda: key_files().look(folder)) == "vault.not_ours"


def test_newer_is_told_even_with_an_old_copy_beside(folder: Path) -> None:
    rewritten(folder, lambda fields: fields.update(version=2, slots="unknown"), names=(FILE_NAME,))
    assert fault_of(lambda: key_files().look(folder)) == "vault.newer"


def test_no_access_is_not_damage(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "open", refuse)
    assert fault_of(lambda: key_files().look(folder)) == "vault.no_access"


def put(*path: str | int, value: object) -> Callable[[dict[str, Any]], None]:
    def change(fields: dict[str, Any]) -> None:
        place: Any = fields
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        put("version", value=0),
        put("version", value="1"),
        put("slots", value=[]),
        put("slots", value={}),
        put("slots", value=[1]),
        put("name", value=None),
        put("training", value=1),
        put("salt", value="00"),
        put("salt", value="no hex"),
        put("slots", 0, "wrapped", value="00"),
        put("slots", 0, "kdf", "m_kib", value=1024),
        put("slots", 0, "kdf", "m_kib", value=2**31),
        put("slots", 0, "kdf", "t", value=10**9),
        lambda fields: fields["slots"][0].pop("nonce"),
        lambda fields: fields.update(slots=fields["slots"] * 201),
    ],
)
def test_fields_out_of_form_are_damage(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    rewritten(folder, change)
    assert fault_of(lambda: key_files().unlock(folder, LOGIN, passphrase())) == "vault.key_damaged"


@pytest.mark.parametrize(
    "change",
    [
        put("vault_id", value="other"),
        put("slots", 0, "slot_id", value="other"),
        put("slots", 0, "user_id", value="other"),
        put("slots", 0, "login", value="KARI"),
        put("slots", 0, "kdf", "t", value=2),
        put("slots", 0, "kdf", "p", value=2),
        put("slots", 0, "kdf", "m_kib", value=65537),
    ],
)
def test_a_slot_is_bound_to_vault_owner_and_parameters(
    folder: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    rewritten(folder, change)
    assert fault_of(lambda: key_files().unlock(folder, LOGIN, passphrase())) == "vault.wrong_passphrase"


def test_a_costly_vault_is_not_made() -> None:
    with pytest.raises(ValueError, match="weak machine"):
        JsonKeyFiles(StandingClock(), Ids(), kdf.Cost(257 * 1024, 1, 1))


def test_the_default_cost() -> None:
    assert kdf.Cost(128 * 1024, 3, 2) == kdf.DEFAULT_COST


def test_the_file_is_canonical_and_read_back_alike(folder: Path) -> None:
    data = (folder / FILE_NAME).read_bytes()
    read = document.decode(data)
    assert document.encode(read) == data == (folder / COPY_NAME).read_bytes()
    assert document.encode(replace(read, name="x")) != data


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault):
        key_files().create(new_vault(tmp_path / "nowhere"), VAULT, USER)
