"""People, passphrases and the recovery sheet of a key file."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpr_desktop.crypto import copies, document
from kpr_desktop.crypto.keyfile import FILE_NAME
from kpr_desktop.domain.ids import UserId
from kpr_desktop.errors import UserFault
from tests.crypto.keys import LOGIN, SECOND, USER, fault_of, key_files, other, passphrase, read
from tests.support.steady import NOW

FILES = key_files()


def keys_of(folder: Path):  # type: ignore[no-untyped-def]
    return FILES.unlock(folder, LOGIN, passphrase())[1]


def test_a_second_person_opens_the_same_vault(folder: Path) -> None:
    keys, new = keys_of(folder), other()
    FILES.add_user(folder, keys, SECOND, "ola", new)
    assert set(new) == {0}
    owner, theirs = FILES.unlock(folder, "ola", other())
    assert owner == SECOND
    assert theirs.database_key == keys.database_key
    assert FILES.unlock(folder, LOGIN, passphrase())[0] == USER
    assert FILES.look(folder).logins == (LOGIN, "ola")
    first, second = read(folder)["slots"]
    assert not {first[part] for part in ("public", "sealed", "wrapped", "nonce", "slot_id")} & {
        second[part] for part in ("public", "sealed", "wrapped", "nonce", "slot_id")
    }


@pytest.mark.parametrize(("login", "user"), [("KARI ", SECOND), ("ola", USER)])
def test_a_person_has_one_slot_and_a_login_one_owner(folder: Path, login: str, user: UserId) -> None:
    before, new = (folder / FILE_NAME).read_bytes(), other()
    with pytest.raises(UserFault) as caught:
        FILES.add_user(folder, keys_of(folder), user, login, new)
    assert (caught.value.code, caught.value.field) == ("vault.login_taken", "login")
    assert set(new) == {0}
    assert (folder / FILE_NAME).read_bytes() == before


def test_a_refused_passphrase_is_wiped_and_nothing_written(folder: Path) -> None:
    before, keys = (folder / FILE_NAME).read_bytes(), keys_of(folder)
    for act in (
        lambda new: FILES.add_user(folder, keys, SECOND, "ola", new),
        lambda new: FILES.set_passphrase(folder, keys, USER, new),
        lambda new: FILES.change_passphrase(folder, LOGIN, passphrase(), new),
    ):
        new = bytearray(b"passordpassord1")
        assert fault_of(act, new) == "vault.passphrase_weak"
        assert set(new) == {0}
    assert (folder / FILE_NAME).read_bytes() == before


def test_the_vault_is_full_at_its_last_slot_and_the_file_still_fits(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "MAX_SLOTS", 2)
    FILES.add_user(folder, keys_of(folder), SECOND, "ola", other())
    assert (
        fault_of(lambda: FILES.add_user(folder, keys_of(folder), UserId("x"), "per", other()))
        == "vault.users_full"
    )


def test_two_hundred_slots_in_a_rotation_fit_the_file(folder: Path) -> None:
    from dataclasses import replace

    keys = keys_of(folder)
    found = copies.read_newest(folder)
    assert isinstance(found, document.KeyDocument)
    slot = found.slots[0]
    many = tuple(
        replace(
            slot,
            head=replace(slot.head, slot_id=f"{n:032}", user_id=UserId(f"{n:036}"), login=f"{n:040}"),
        )
        for n in range(document.MAX_SLOTS)
    )
    sealed = {each.head.slot_id: each.sealed for each in many}
    pending = document.Pending(2, found.salt, "data.2.kpr", sealed)
    copies.write_both(folder, replace(found, name="n" * 400, slots=many, pending=pending))
    assert len((folder / FILE_NAME).read_bytes()) < document.MAX_BYTES
    keys.wipe()


def test_whoever_is_revoked_stays_out_and_a_copy_from_before_still_opens(
    folder: Path, tmp_path: Path
) -> None:
    keys = keys_of(folder)
    FILES.add_user(folder, keys, SECOND, "ola", other())
    before = (folder / FILE_NAME).read_bytes()
    FILES.revoke(folder, keys, SECOND)
    assert fault_of(lambda: FILES.unlock(folder, "ola", other())) == "vault.wrong_passphrase"
    assert FILES.look(folder).logins == (LOGIN,)
    old = tmp_path / "kopi"
    old.mkdir()
    (old / FILE_NAME).write_bytes(before)
    assert FILES.unlock(old, "ola", other())[0] == SECOND  # honest words about old copies are needed


def test_nobody_unknown_and_never_the_last_is_revoked(folder: Path) -> None:
    keys = keys_of(folder)
    FILES.make_recovery(folder, keys)
    assert fault_of(lambda: FILES.revoke(folder, keys, SECOND)) == "vault.user_unknown"
    assert fault_of(lambda: FILES.revoke(folder, keys, USER)) == "vault.last_user"


def test_a_changed_passphrase(folder: Path) -> None:
    before, new, old = read(folder)["slots"][0], other(), passphrase()
    FILES.change_passphrase(folder, LOGIN, old, new)
    assert set(new) == {0}
    assert old == passphrase()
    assert fault_of(lambda: FILES.unlock(folder, LOGIN, passphrase())) == "vault.wrong_passphrase"
    assert FILES.unlock(folder, LOGIN, other())[0] == USER
    after = read(folder)["slots"][0]
    assert [part for part in before if before[part] == after[part]] == [
        "created",
        "kind",
        "login",
        "public",
        "sealed",
        "slot_id",
        "user_id",
    ]
    assert before["kdf"]["salt"] != after["kdf"]["salt"]


def test_a_wrong_old_passphrase_changes_nothing(folder: Path) -> None:
    before, new = (folder / FILE_NAME).read_bytes(), other()
    act = fault_of(lambda: FILES.change_passphrase(folder, LOGIN, other(), new))
    assert act == "vault.wrong_passphrase"
    assert set(new) == {0}
    assert (folder / FILE_NAME).read_bytes() == before


def test_a_forgotten_passphrase_is_set_by_somebody_else(folder: Path) -> None:
    keys = keys_of(folder)
    FILES.add_user(folder, keys, SECOND, "ola", other())
    before, new = read(folder)["slots"][1], bytearray(b"seks blanke gafler")
    FILES.set_passphrase(folder, keys, SECOND, new)
    assert set(new) == {0}
    assert FILES.unlock(folder, "ola", bytearray(b"seks blanke gafler"))[0] == SECOND
    assert fault_of(lambda: FILES.unlock(folder, "ola", other())) == "vault.wrong_passphrase"
    assert read(folder)["slots"][1]["public"] != before["public"]
    act = fault_of(lambda: FILES.set_passphrase(folder, keys, UserId("x"), other()))
    assert act == "vault.user_unknown"


# --- the sheet ----------------------------------------------------------------------------------------------------


def test_the_sheet_opens_the_vault_and_the_one_before_does_not(folder: Path) -> None:
    keys = keys_of(folder)
    act = fault_of(lambda: FILES.unlock_with_recovery(folder, ""))
    assert act == "vault.recovery_none"
    first = FILES.make_recovery(folder, keys)
    assert FILES.look(folder).recovery == first.fingerprint
    assert first.made_at == NOW
    assert FILES.look(folder).logins == (LOGIN,)
    assert FILES.unlock_with_recovery(folder, " ".join(first.groups)).database_key == keys.database_key
    second = FILES.make_recovery(folder, keys)
    assert second.fingerprint != first.fingerprint
    assert len(read(folder)["slots"]) == 2
    with pytest.raises(UserFault) as caught:
        FILES.unlock_with_recovery(folder, " ".join(first.groups))
    assert (caught.value.code, caught.value.field) == ("vault.recovery_wrong", "code")
    assert FILES.unlock_with_recovery(folder, " ".join(second.groups)).integrity.epoch == 1


def test_the_sheet_gives_a_way_back_to_whoever_forgot(folder: Path) -> None:
    sheet = FILES.make_recovery(folder, keys_of(folder))
    keys = FILES.unlock_with_recovery(folder, "-".join(sheet.groups).lower())
    FILES.set_passphrase(folder, keys, USER, other())
    assert FILES.unlock(folder, LOGIN, other())[0] == USER


def test_the_sheets_secret_is_not_in_the_file(folder: Path) -> None:
    from kpr_desktop.crypto import recovery

    sheet = FILES.make_recovery(folder, keys_of(folder))
    secret = recovery.read("".join(sheet.groups))
    text = (folder / FILE_NAME).read_bytes()
    for hidden in (secret.hex(), recovery.private_key(secret, FILES.look(folder).vault_id).hex()):
        assert hidden.encode() not in text


def test_a_login_never_finds_the_sheets_slot(folder: Path) -> None:
    FILES.make_recovery(folder, keys_of(folder))
    assert fault_of(lambda: FILES.unlock(folder, "", passphrase())) == "vault.wrong_passphrase"
