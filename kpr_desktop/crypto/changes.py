"""What a key file can become, as functions from one document to the next. Each ends an unfinished rotation."""

from __future__ import annotations

from dataclasses import replace

from kpr_desktop.crypto import document
from kpr_desktop.crypto.document import KeyDocument, Pending, Slot
from kpr_desktop.crypto.slots import Master
from kpr_desktop.domain.ids import UserId
from kpr_desktop.errors import UserFault


def slot_of(found: KeyDocument, user_id: UserId) -> Slot:
    """Somebody's slot. Raises UserFault vault.user_unknown."""
    slot = next((slot for slot in found.persons() if slot.head.user_id == user_id), None)
    if slot is None:
        raise UserFault("vault.user_unknown")
    return slot


def with_user(found: KeyDocument, slot: Slot) -> KeyDocument:
    """One person more. Raises UserFault vault.login_taken (also for a user who has a slot), vault.users_full."""
    head = slot.head
    if found.of_login(head.login) or any(each.head.user_id == head.user_id for each in found.persons()):
        raise UserFault("vault.login_taken", field="login")
    if len(found.slots) >= document.MAX_SLOTS:
        raise UserFault("vault.users_full", field="login", maximum=document.MAX_SLOTS)
    return replace(found, slots=(*found.slots, slot), pending=None)


def with_slot(found: KeyDocument, old: Slot, new: Slot) -> KeyDocument:
    """`new` in the place of `old`."""
    return replace(found, slots=tuple(new if each is old else each for each in found.slots), pending=None)


def without(found: KeyDocument, user_id: UserId) -> KeyDocument:
    """One person less. Raises UserFault vault.user_unknown, vault.last_user."""
    slot = slot_of(found, user_id)
    if len(found.persons()) == 1:
        raise UserFault("vault.last_user")
    return replace(found, slots=tuple(each for each in found.slots if each is not slot), pending=None)


def with_recovery(found: KeyDocument, slot: Slot) -> KeyDocument:
    """The one recovery slot."""
    return replace(found, slots=(*found.persons(), slot), pending=None)


def begun(found: KeyDocument, fresh: Master, salt: bytes, database: str) -> KeyDocument:
    """With the new master key sealed to everybody who has a slot."""
    sealed = {slot.head.slot_id: fresh.sealed(slot.public, slot.head.slot_id) for slot in found.slots}
    return replace(found, pending=Pending(fresh.epoch, salt, database, sealed))


def finished(found: KeyDocument, salt: bytes) -> KeyDocument:
    """The pending state put in force. Raises UserFault vault.no_rotation when it is not the one with this salt."""
    pending = found.pending
    if pending is None or pending.salt != salt:
        raise UserFault("vault.no_rotation")
    return replace(
        found,
        epoch=pending.epoch,
        salt=pending.salt,
        database=pending.database,
        slots=tuple(replace(slot, sealed=pending.sealed[slot.head.slot_id]) for slot in found.slots),
        pending=None,
    )
