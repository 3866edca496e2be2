"""Every field of a key file: what a hand changes is refused, and what chance changes is told as damage."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kpr_desktop.crypto import document, primitives
from kpr_desktop.crypto.copies import FILE_NAME, NAMES
from kpr_desktop.crypto.opening import opened
from kpr_desktop.crypto.slots import Master
from kpr_desktop.errors import Fault
from tests.crypto.keys import (
    LOGIN,
    SECOND,
    USER,
    VAULT,
    fault_of,
    key_files,
    new_vault,
    other,
    passphrase,
    put,
    read,
    rewritten,
)

FILES = key_files()
Change = Callable[[dict[str, Any]], object]
REFUSED = {"vault.key_forged", "vault.wrong_passphrase", "vault.not_ours", "vault.newer"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Two persons, a sheet and a rotation that was begun; the sheet's code."""
    folder = tmp_path_factory.mktemp("made")
    keys = FILES.create(new_vault(folder), VAULT, USER)
    FILES.add_user(folder, keys, SECOND, "ola", other())
    code = "".join(FILES.make_recovery(folder, keys).groups)
    FILES.begin_rotation(folder, keys, "data.2.kpr")
    return folder, code


@pytest.fixture
def full(made: tuple[Path, str], tmp_path: Path) -> Path:
    """A copy of its own for each test."""
    for name in NAMES:
        (tmp_path / name).write_bytes((made[0] / name).read_bytes())
    return tmp_path


def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every leaf."""
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from places(inside, (*path, key))
    elif isinstance(value, list):
        for number, inside in enumerate(value):
            yield from places(inside, (*path, number))
    else:
        yield path


def other_value(value: object) -> object:
    """As near as it gets, of the same form."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    assert isinstance(value, str)
    if value and set(value) <= set("0123456789abcdef") and len(value) % 2 == 0:
        return ("0" if value[0] != "0" else "1") + value[1:]
    return value + "x"


def test_every_field_that_a_hand_changes_is_refused(full: Path) -> None:
    whole = read(full)
    del whole["checksum"]
    seen = set()
    for path in places(whole):
        place: Any = whole
        for step in path:
            place = place[step]
        rewritten(full, put(*path, value=other_value(place)))
        for login, tried in ((LOGIN, passphrase()), ("ola", other())):
            with pytest.raises(Fault) as caught:
                FILES.unlock(full, login, tried)
            assert caught.value.code in REFUSED, path
            seen.add((path, caught.value.code))
        for name in NAMES:
            (full / name).write_bytes(document.canonical({**whole, "checksum": document.checksum(whole)}))
    assert FILES.unlock(full, LOGIN, passphrase())
    # Only a person's own slot, whose parts the passphrase itself must prove, looks like a wrong passphrase.
    wrong = {path for path, code in seen if code == "vault.wrong_passphrase"}
    assert {path[0] for path in wrong} == {"slots", "vault_id"}
    assert len({path for path, _ in seen}) > 40


def test_every_changed_bit_is_damage(full: Path) -> None:
    good = (full / FILE_NAME).read_bytes()
    for bit in range(0, len(good) * 8, 3):
        changed = bytearray(good)
        changed[bit // 8] ^= 1 << bit % 8
        assert fault_of(document.whole, bytes(changed)) == "vault.key_damaged"


@pytest.mark.parametrize("cut", [0, 1, 100, -1])
def test_a_cut_file_is_damage(full: Path, cut: int) -> None:
    data = (full / FILE_NAME).read_bytes()[:cut]
    for name in NAMES:
        (full / name).write_bytes(data)
    assert fault_of(lambda: FILES.look(full)) == "vault.key_damaged"


def slots(change: Callable[[list[dict[str, Any]]], object]) -> Change:
    return lambda fields: change(fields["slots"])


def swapped(*parts: str) -> Change:
    def change(fields: dict[str, Any]) -> None:
        one, two = fields["slots"][:2]
        for part in parts:
            one[part], two[part] = two[part], one[part]

    return change


def forged_pending(fields: dict[str, Any]) -> None:
    """A rotation to a master key that the forger chose, sealed rightly to everybody."""
    chosen = Master(bytearray(32), VAULT, 2)
    fields["pending"]["sealed"] = {
        slot["slot_id"]: chosen.sealed(bytes.fromhex(slot["public"]), slot["slot_id"]).hex()
        for slot in fields["slots"]
    }


def own_key(fields: dict[str, Any]) -> None:
    """A public key that the forger holds the private key of, in the place of the second person's."""
    fields["slots"][1]["public"] = primitives.public_of(bytes([7]) * 32).hex()


@pytest.mark.parametrize(
    "change",
    [
        slots(lambda each: each.reverse()),
        slots(lambda each: each.pop(1)),
        slots(lambda each: each.append({**each[1], "slot_id": "new", "user_id": "x", "login": "y"})),
        own_key,
        put("slots", 1, "kdf", "t", value=2),
        put("slots", 1, "login", value="per"),
        put("pending", value=None),
        forged_pending,
        put("pending", "database", value="data.9.kpr"),
        put("database", value="data.2.kpr"),
        put("counter", value=1),
        put("name", value="Et annet hvelv"),
        put("training", value=False),
        put("mac", value="00" * 32),
        swapped("public"),
        swapped("sealed"),
        swapped("slot_id"),
    ],
)
def test_what_a_hand_changed_is_told_as_such(full: Path, made: tuple[Path, str], change: Change) -> None:
    rewritten(full, change)
    # Where the first person's own slot was touched, another's log-in tells; his own tells of a wrong passphrase.
    codes = {
        fault_of(lambda: FILES.unlock(full, LOGIN, passphrase())),
        fault_of(lambda: FILES.unlock_with_recovery(full, made[1])),
    }
    assert "vault.key_forged" in codes
    assert codes <= {"vault.key_forged", "vault.wrong_passphrase"}


@pytest.mark.parametrize(
    "change",
    [
        put("version", value=0),
        put("version", value="2"),
        put("version", value=2.0),
        put("suite", value=0),
        put("suite", value="1"),
        put("slots", value=[]),
        put("slots", value={}),
        put("slots", value=[1]),
        put("slots", 0, value=None),
        put("name", value=None),
        put("training", value=1),
        put("epoch", value=0),
        put("epoch", value=True),
        put("epoch", value=2.0),
        put("counter", value=2**31 + 1),
        put("salt", value="00"),
        put("salt", value="no hex"),
        put("salt", value="AB" * 16),
        put("salt", value=" ".join(["00"] * 16)),
        put("database", value="../data.kpr"),
        put("database", value="data.kpr\n"),
        put("mac", value=""),
        put("mac", value="AB" * 32),
        put("more", value=1),
        put("slots", 0, "more", value=1),
        put("slots", 0, "kind", value="admin"),
        put("slots", 0, "kind", value="recovery"),
        put("slots", 0, "wrapped", value="00"),
        put("slots", 0, "kdf", value=[]),
        put("slots", 0, "kdf", value={"name": "hkdf"}),
        put("slots", 0, "kdf", "name", value="scrypt"),
        put("slots", 0, "kdf", "m_kib", value=1024),
        put("slots", 0, "kdf", "m_kib", value=2**31),
        put("slots", 0, "kdf", "t", value=10**9),
        put("slots", 0, "kdf", "p", value=9),
        put("slots", 1, "login", value="KARI"),
        put("slots", 2, "user_id", value="x"),
        put("slots", 2, "login", value="x"),
        put("slots", 2, "kdf", "name", value="none"),
        put("slots", 2, "nonce", value="00" * 12),
        put("pending", value=False),
        put("pending", value=[]),
        put("pending", "epoch", value=3),
        put("pending", "sealed", value={}),
        put("pending", "sealed", value="abc"),
        put("pending", "sealed", value=5),
        put("pending", "database", value="elsewhere.kpr"),
        put("pending", "database", value="data.kpr"),
        lambda fields: fields["slots"][0].pop("nonce"),
        lambda fields: fields.pop("pending"),
        lambda fields: fields["slots"].append({**fields["slots"][2], "slot_id": "two sheets"}),
        lambda fields: fields["slots"].append(fields["slots"][1]),
        lambda fields: fields.update(slots=[fields["slots"][2]], pending=None),
        lambda fields: fields.update(slots=fields["slots"] * 67),
    ],
)
def test_fields_out_of_form_are_a_hands_work(full: Path, change: Change) -> None:
    rewritten(full, change)
    assert fault_of(lambda: FILES.look(full)) == "vault.key_forged"
    assert fault_of(lambda: FILES.unlock(full, LOGIN, passphrase())) == "vault.key_forged"


def test_absurd_parameters_are_refused_before_anything_is_allocated(
    full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(primitives, "stretch", lambda *_a, **_m: pytest.fail("a key was derived"))
    good = (full / FILE_NAME).read_bytes()
    for change in ({"m_kib": 2**21 + 1}, {"m_kib": 65535}, {"t": 0}, {"t": 21}, {"p": 0}, {"p": 9}):
        (full / FILE_NAME).write_bytes(good)
        rewritten(full, put("slots", 0, "kdf", value=read(full)["slots"][0]["kdf"] | change))
        assert fault_of(lambda: FILES.unlock(full, LOGIN, passphrase())) == "vault.key_forged"


def test_a_forged_file_is_not_passed_over_for_its_whole_copy(full: Path) -> None:
    rewritten(full, put("epoch", value=0), names=(FILE_NAME,))
    assert fault_of(lambda: FILES.look(full)) == "vault.key_forged"


def test_a_seal_for_another_vault_does_not_open_here(full: Path) -> None:
    rewritten(full, put("slots", 0, "sealed", value="11" * 80))
    assert fault_of(lambda: FILES.unlock(full, LOGIN, passphrase())) == "vault.key_forged"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=3),
    max_leaves=6,
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_anything_in_the_place_of_anything_never_opens_and_never_breaks(
    made: tuple[Path, str], data: st.DataObject
) -> None:
    fields = read(made[0])
    del fields["checksum"]
    parts = [("slots",), ("pending",), ("slots", 0), ("slots", 0, "kdf")]
    changed = copy.deepcopy(fields)
    put(*data.draw(st.sampled_from([*places(fields), *parts])), value=data.draw(JSON))(changed)
    assume(json.dumps(changed) != json.dumps(fields))
    text = document.canonical({**changed, "checksum": document.checksum(changed)})
    assert fault_of(lambda: open_text(text)) in REFUSED


def open_text(text: bytes) -> None:
    with opened(document.decode(document.whole(text)), LOGIN, passphrase()):
        pytest.fail("it opened")


@settings(max_examples=300, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_damage(data: bytes) -> None:
    assert fault_of(lambda: document.whole(data)) == "vault.key_damaged"


def test_what_is_bound_is_written_down(full: Path) -> None:
    """The format, word for word: a released file must open for ever."""
    found = document.decode({k: v for k, v in read(full).items() if k != "checksum"})
    slot = found.slots[0]
    head, public = slot.head, slot.public
    assert document.bound(VAULT, head, public).decode() == (
        '{"created":"2026-11-23T09:05:00+01:00","format":"kpr-nokkel","kdf":{"m_kib":65536,"name":"argon2id","p":1,'
        f'"salt":"{head.salt.hex()}","t":1}},"kind":"person","login":"kari","public":"{public.hex()}",'
        f'"slot_id":"{head.slot_id}","suite":1,"user_id":"user-id","vault_id":"vault-id","version":2}}'
    )
    assert document.seal_info(VAULT, 3, "s") == (
        b'{"epoch":3,"purpose":"kpr/2/master","slot_id":"s","vault_id":"vault-id"}'
    )


def test_a_file_forged_after_the_log_in_is_not_made_good(full: Path) -> None:
    keys = FILES.unlock(full, LOGIN, passphrase())[1]
    rewritten(full, put("name", value="Et annet hvelv"), names=(FILE_NAME,))
    before = [(full / name).read_bytes() for name in NAMES]
    assert fault_of(FILES.refresh, full, keys, LOGIN, passphrase()) == "vault.key_forged"
    assert [(full / name).read_bytes() for name in NAMES] == before
