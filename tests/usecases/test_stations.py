"""The two ends of the way, and how long their certificates hold."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.refusal import FormRefused
from kpr_desktop.usecases.stations import NAME_LIMIT, keep_sender
from tests.support import certificates
from tests.support.colleagues import colleague, sits_down
from tests.support.world import World, confirmed
from tests.usecases.test_messages import STATIONS
from tests.usecases.test_submission import CONTACTS


def test_both_ends_are_kept_and_given_back(real: World) -> None:
    real.services.office.save(CONTACTS | {"unit": "Vest"})
    desk = real.services.stations
    begin = desk.form()
    assert (begin["sender_name"], begin["sender_unit"], begin["receiver_her_id"]) == (
        "Risør kommune", "Vest", "",
    )  # fmt: skip
    desk.save(STATIONS)
    assert desk.form() == STATIONS
    desk.save({name: value for name, value in STATIONS.items() if not name.endswith("her_id")})
    assert desk.form()["receiver_name"] == ""


def test_each_wrong_field_is_told(real: World) -> None:
    desk = real.services.stations
    wrong = STATIONS | {
        "sender_her_id": "12345678901", "sender_unit_her_id": "x", "receiver_name": "",
        "receiver_unit": "x" * (NAME_LIMIT + 1),
    }  # fmt: skip
    with pytest.raises(FormRefused) as told:
        desk.save(wrong)
    assert [(f.code, f.field) for f in told.value.faults] == [
        ("envelope.bad_her_id", "sender_her_id"),
        ("envelope.bad_her_id", "sender_unit_her_id"),
        ("envelope.no_name", "receiver_name"),
        ("form.too_long", "receiver_unit"),
    ]
    assert desk.form()["sender_her_id"] == ""


def test_a_certificate_that_ends_within_sixty_days_is_told(real: World) -> None:
    desk, now = real.services.stations, real.session.now()
    assert (desk.receiver(), desk.expiring()) == (None, [])
    long, short = (
        certificates.certificate(
            certificates.key(), begins=now.astimezone(UTC) - timedelta(days=1), days=days
        )
        for days in (200, 61)
    )
    assert desk.take_receiver(certificates.der(long)).days_left == 199
    assert desk.expiring() == []
    info = desk.take_receiver(certificates.der(short))
    assert info.expires_soon
    assert [(e.whose, e.days_left) for e in desk.expiring()] == [("receiver", 60)]
    with real.session.work() as work:
        keep_sender(work, info)
        work.commit()
    assert [e.whose for e in desk.expiring()] == ["sender", "receiver"]
    found = desk.receiver()
    assert found is not None
    assert found.fingerprint == info.fingerprint
    real.clock.time += timedelta(days=61)
    assert desk.expiring()[0].days_left == -1
    with pytest.raises(UserFault, match=r"certificate\.expired"):
        desk.receiver()
    confirmed(real.session)
    with pytest.raises(UserFault, match=r"certificate\.not_a_certificate"):
        desk.take_receiver(b"tull")
    sits_down(real, colleague(real, "Eva Li", "case_worker"))
    assert real.services.stations.expiring() == []
    # The right is asked before a byte of the file is looked at.
    with pytest.raises(UserFault, match=r"rights\.not_allowed"):
        real.services.stations.take_receiver(b"tull")
