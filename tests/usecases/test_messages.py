"""Making messages: the gate, the chain, the envelope, what is sent again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from kpr_desktop.domain.identity import Fnr
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.exports.kpr56 import NAMESPACE
from kpr_desktop.usecases.gate import SUBMITS_SETTING
from kpr_desktop.usecases.messages import Dispatch
from kpr_desktop.usecases.submission_records import SendFilter, SendState
from kpr_desktop.usecases.vault_records import Block
from tests.support import certificates, numbers
from tests.support.colleagues import colleague, sits_down
from tests.support.world import World
from tests.usecases.test_submission import BORN, add_stay, ready

STATIONS = {
    "sender_name": "Elvedal kommune", "sender_her_id": "8095225", "sender_unit": "Tjenestekontoret",
    "sender_unit_her_id": "8095226", "receiver_name": "Mottakeren", "receiver_her_id": "1",
    "receiver_unit": "Registeret", "receiver_unit_her_id": "2",
}  # fmt: skip


def links(path: Path) -> list[dict[str, str]]:
    root = etree.fromstring(path.read_bytes())
    return [dict(each.attrib) for each in root.iter(f"{{{NAMESPACE}}}Notifikasjon")]


def sealed(now: datetime) -> tuple[bytearray, bytes]:
    """A key file, and the receiver's certificate, good at `now`."""
    begins = now.astimezone(UTC) - timedelta(days=1)
    own = certificates.certificate(certificates.key(), begins=begins)
    other = certificates.certificate(certificates.key("rsa", 1), begins=begins, days=40)
    return certificates.pkcs12(certificates.key(), own), certificates.der(other)


def test_a_message_is_made_and_the_chain_goes_on(real: World, tmp_path: Path) -> None:
    persons = ready(real, 2)
    first = real.services.messages.make_message(tmp_path)
    assert (first.record.notifications, first.record.persons, first.held_back) == (2, 2, 0)
    assert len(first.record.message_id) == 36
    with real.session.work() as work:
        number, last = work.events.last("4201")
        assert (number, work.events.waiting()) == (2, [])
        assert [s.state for s in work.sendings.steps(first.record.id)] == [SendState.MADE]
    with pytest.raises(UserFault, match=r"export\.nothing_waiting"):
        real.services.messages.make_message(tmp_path)
    add_stay(real, persons[0], date(2026, 6, 1))
    real.services.messages.make_message(tmp_path)
    with real.session.work() as work:
        (third,) = work.events.links(SendFilter("4201", from_id=work.events.last("4201")[1]))
    assert (third.notification.number, third.notification.previous) == (3, last)
    assert real.services.submission.made()[1] == first.record


def test_a_training_vault_never_makes_a_register_file(training: World, tmp_path: Path) -> None:
    ready(training)
    secret = Dispatch(key_file=bytearray(b"key"), passphrase=bytearray(b"words"))
    for attempt in (
        lambda: training.services.messages.make_message(tmp_path / "ut", dispatch=secret),
        lambda: training.services.messages.send_again(SendFilter(""), tmp_path / "ut", "Grunn"),
        lambda: training.services.submission.make_yearly(2026, tmp_path / "ut"),
        lambda: training.services.submission.write_again("whatever", tmp_path / "ut"),
    ):
        with pytest.raises(UserFault, match=r"gate\.training_vault"):
            attempt()
    assert not (tmp_path / "ut").exists()
    assert not any(secret.key_file + secret.passphrase)


def made_synthetic(world: World, person_id: PersonId) -> None:
    with world.session.work() as work:
        person = work.persons.get(person_id)
        number = Fnr.parse(numbers.fnr(3, born=BORN, series="tenor"))
        work.persons.update(replace(person, identity=number, version=person.version + 1))
        work.commit()


def test_a_synthetic_person_stops_the_file(real: World, tmp_path: Path) -> None:
    # The register refuses such a person already; the gate does not trust that.
    (person_id,) = ready(real)
    made_synthetic(real, person_id)
    for attempt in (
        lambda: real.services.messages.make_message(tmp_path),
        lambda: real.services.submission.make_yearly(2026, tmp_path),
    ):
        with pytest.raises(UserFault, match=r"gate\.synthetic_person") as told:
            attempt()
        assert told.value.params == {"count": 1}
    assert list(tmp_path.glob("*.xml")) == []


def test_only_the_vault_that_submits_makes_messages(real: World, tmp_path: Path) -> None:
    ready(real)
    real.services.messages.make_message(tmp_path)
    with real.session.work() as work:
        work.records.save_setting(SUBMITS_SETTING, "no")
        work.commit()
    for attempt in (
        lambda: real.services.messages.make_message(tmp_path),
        lambda: real.services.messages.send_again(SendFilter(""), tmp_path, "Grunn"),
    ):
        with pytest.raises(UserFault, match=r"export\.not_submitting"):
            attempt()


def test_the_first_file_waits_for_a_second_person(real: World, tmp_path: Path) -> None:
    ready(real)
    with real.session.work() as work:
        asked = work.sendings.approval()
        assert asked is not None
        work.sendings.save_approval(replace(asked, decided_by=None, decided_at=None, way=""))
        work.commit()
    with pytest.raises(UserFault, match=r"export\.not_approved"):
        real.services.messages.make_message(tmp_path)
    with real.session.work() as work:
        assert work.events.last("4201")[0] == 0


def test_without_contacts_the_whole_message_is_stopped(real: World, tmp_path: Path) -> None:
    ready(real)
    real.services.office.save({"name": "Risør kommune"})
    assert real.services.messages.preview().whole > 0
    with pytest.raises(UserFault, match=r"export\.message_stopped"):
        real.services.messages.make_message(tmp_path)
    with real.session.work() as work:
        assert work.events.last("4201")[0] == 0


def test_what_the_register_would_delete_is_held_back_and_the_rest_is_sent(
    real: World, tmp_path: Path
) -> None:
    (first,) = ready(real)
    other = real.services.persons.register(real.form(identity="", birth_date="01.01.1950", user_number="7"))
    add_stay(real, other.id)
    with real.session.work() as work:
        person = work.persons.get(other.id)
        work.persons.update(replace(person, birth_date=None, version=person.version + 1))
        work.commit()
    preview = real.services.messages.preview()
    assert ([p.person_id for p in preview.persons], preview.held_back, preview.count) == ([first], 1, 1)
    assert [(p.person_id, p.count, p.why) for p in preview.held] == [(other.id, 1, ("export.no_identity",))]
    made = real.services.messages.make_message(tmp_path)
    assert (made.record.notifications, made.held_back) == (1, 1)
    with real.session.work() as work:
        assert [e.person_id for e in work.events.waiting()] == [other.id]


def test_when_the_folder_fails_the_numbers_hold_and_the_same_bytes_are_written_again(
    real: World, tmp_path: Path
) -> None:
    ready(real)
    with pytest.raises((EnvironmentFault, UserFault)):
        real.services.messages.make_message(tmp_path / "finnes" / "ikke")
    (record,) = real.services.submission.made()
    with real.session.work() as work:
        assert work.events.last("4201")[0] == 1
    path = real.services.submission.write_again(record.id, tmp_path)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == record.sha256
    with pytest.raises(UserFault, match=r"export\.unknown"):
        real.services.submission.write_again("tull", tmp_path)


def test_the_list_of_persons_comes_before_the_file_and_leaves_out_who_is_blocked(real: World) -> None:
    assert real.services.messages.preview() == replace(
        real.services.messages.preview(), count=0, first=0, last=0, persons=(), closed=0, held_back=0
    )
    first, second = ready(real, 2)
    add_stay(real, first, date(2026, 5, 1))
    found = real.services.messages.preview()
    assert (found.count, found.first, found.last, found.told_of, found.closed) == (3, 1, 3, 2, 0)
    assert {p.person_id: p.count for p in found.persons} == {first: 2, second: 1}
    assert all(p.name for p in found.persons)
    with real.session.work() as work:
        work.access.save_block(
            Block(
                real.ids(), second, "all", "", "Personen ba om det", "person", real.session.user.id,
                real.session.now(),
            )
        )  # fmt: skip
        work.commit()
    closed = real.services.messages.preview()
    assert ([p.person_id for p in closed.persons], closed.closed, closed.told_of) == ([first], 1, 2)
    with real.session.work() as work:
        told = [e for e in work.records.log_entries(limit=50) if e.action == "export.preview"]
    assert told[0].subject == "1"
    leader = colleague(real, "Eva Li", "leader")
    sits_down(real, leader)
    with pytest.raises(UserFault, match=r"rights\.not_allowed"):
        real.services.messages.preview()


# --- envelopes ----------------------------------------------------------------------------------------------------


def test_the_letterhead_needs_the_stations(real: World, tmp_path: Path) -> None:
    ready(real)
    desk = real.services.messages
    assert [each.id for each in desk.ways()] == ["plain", "msghead", "api-2021"]
    with pytest.raises(UserFault, match=r"envelope\.unknown"):
        desk.make_message(tmp_path, dispatch=Dispatch("brevdue"))
    with pytest.raises(UserFault, match=r"envelope\.no_stations"):
        desk.make_message(tmp_path, dispatch=Dispatch("msghead"))
    real.services.stations.save(STATIONS)
    made = desk.make_message(tmp_path, dispatch=Dispatch("msghead"))
    data = made.path.read_bytes()
    assert made.record.envelope == "msghead"
    assert made.record.message_id.encode() in data
    assert b"8095226" in data
    with real.session.work() as work:
        assert work.sendings.by_message_id(made.record.message_id) == made.record.id


def test_the_sealed_envelope_reads_the_key_once_and_keeps_nothing_of_it(real: World, tmp_path: Path) -> None:
    ready(real)
    real.services.stations.save(STATIONS)
    desk, now = real.services.messages, real.session.now()
    key, receiver = sealed(now)
    dispatch = Dispatch("api-2021", bytearray(key), bytearray(certificates.PASSPHRASE))
    with pytest.raises(UserFault, match=r"envelope\.no_certificates"):
        desk.make_message(tmp_path, dispatch=Dispatch("api-2021"))
    with pytest.raises(UserFault, match=r"envelope\.no_certificates"):
        desk.make_message(tmp_path, dispatch=dispatch)
    assert not any(dispatch.key_file)
    real.services.stations.take_receiver(receiver)
    with pytest.raises(UserFault, match=r"certificate\.wrong_passphrase"):
        desk.make_message(tmp_path, dispatch=Dispatch("api-2021", bytearray(key), bytearray(b"feil")))
    with real.session.work() as work:
        assert work.events.last("4201")[0] == 0
    dispatch = Dispatch("api-2021", bytearray(key), bytearray(certificates.PASSPHRASE))
    made = desk.make_message(tmp_path, dispatch=dispatch)
    assert not any(dispatch.key_file + dispatch.passphrase)
    whole = json.loads(made.path.read_bytes())
    assert whole["messageHeader"]["messageId"] == made.record.message_id
    assert whole["messageHeader"]["fromHerId"] == 8095226
    made.path.unlink()
    again = real.services.submission.write_again(made.record.id, tmp_path)
    assert hashlib.sha256(again.read_bytes()).hexdigest() == made.record.sha256
    with real.session.work() as work:
        kept = " ".join(work.records.setting(k) or "" for k in ("submission.certificate_until_sender",))
    assert kept.startswith("2027")


# --- again --------------------------------------------------------------------------------------------------------


def test_sent_again_are_the_very_same_notifications(real: World, tmp_path: Path) -> None:
    persons = ready(real, 3)
    first = real.services.messages.make_message(tmp_path)
    original = links(first.path)
    real.clock.time += timedelta(days=2)
    real.session.grants.confirmed_at = real.session.now()
    add_stay(real, persons[0], date(2026, 6, 1))
    second = real.services.messages.make_message(tmp_path)
    everything = original + links(second.path)
    ids = [each["notifikasjonGUID"] for each in everything]
    day = real.session.today()
    with real.session.work() as work:
        number_of = {
            s.notification.event.person_id: s.notification.number - 1
            for s in work.events.links(SendFilter("4201"))[:3]
        }
    asked = {
        SendFilter("", ids=(ids[1].upper(),)): [1],
        SendFilter("", ids=(ids[0], ids[2])): [0, 2],
        SendFilter("4201", since=day): [3],
        SendFilter("", until=day - timedelta(days=1)): [0, 1, 2],
        SendFilter("", since=day - timedelta(days=2), until=day): [0, 1, 2, 3],
        SendFilter("", from_id=ids[2]): [2, 3],
        SendFilter("", from_id=ids[1], to_id=ids[2]): [1, 2],
        SendFilter("", person=persons[0]): [number_of[persons[0]], 3],
        SendFilter("", export=first.record.id): [0, 1, 2],
    }
    for chosen, expected in asked.items():
        real.clock.time += timedelta(seconds=1)
        preview = real.services.messages.preview(chosen)
        assert (preview.count, preview.first, preview.last) == (
            len(expected), expected[0] + 1, expected[-1] + 1,
        )  # fmt: skip
        made = real.services.messages.send_again(chosen, tmp_path, "Kom ikke fram")
        assert links(made.path) == [everything[n] for n in expected]
        assert made.record.chosen
    with real.session.work() as work:
        assert work.events.last("4201")[0] == 4
        sent = work.events.link(ids[3])
    assert sent is not None
    assert len(sent.exports) == 1 + sum(3 in expected for expected in asked.values())
    assert sent.exports[0] == second.record.id


def test_nothing_is_sent_again_without_a_reason_and_something_to_send(real: World, tmp_path: Path) -> None:
    ready(real)
    desk = real.services.messages
    with pytest.raises(UserFault, match=r"export\.nothing_chosen"):
        desk.send_again(SendFilter(""), tmp_path, "Grunn")
    desk.make_message(tmp_path)
    with pytest.raises(UserFault, match=r"submission\.reason_missing"):
        desk.send_again(SendFilter(""), tmp_path, " ")
    for unknown in (SendFilter("", ids=("x",)), SendFilter("", from_id="x"), SendFilter("", to_id="x")):
        with pytest.raises(UserFault, match=r"submission\.no_such_notification"):
            desk.preview(unknown)
    real.services.office.save({"name": "Risør kommune"})
    with pytest.raises(UserFault, match=r"export\.message_stopped"):
        desk.send_again(SendFilter(""), tmp_path, "Grunn")


def test_a_person_who_became_synthetic_is_not_sent_again(real: World, tmp_path: Path) -> None:
    ready(real)
    real.services.messages.make_message(tmp_path)
    with real.session.work() as work:
        (sent,) = work.events.links(SendFilter("4201"))
        # The chain's own copy of the number is changed, as no desk could.
        hand = work.events._hand  # type: ignore[attr-defined]
        fake = hand.fields.seal(
            sent.notification.subject.person_id, numbers.fnr(3, born=BORN, series="tenor")
        )
        work.events._database.run("UPDATE notification SET number_sealed = ?", (fake,))  # type: ignore[attr-defined]
        work.commit()
    with pytest.raises(UserFault, match=r"gate\.synthetic_person"):
        real.services.messages.send_again(SendFilter(""), tmp_path, "Grunn")


def test_the_same_work_on_a_connection_beside(real: World) -> None:
    ready(real)
    beside = real.session.vault.beside(write=True)
    try:
        session = replace(real.session, vault=beside)
        assert real.services.messages.on(session).preview().count == 1
    finally:
        beside.close()
