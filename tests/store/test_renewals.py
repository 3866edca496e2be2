from __future__ import annotations

from datetime import UTC, datetime

from kpr_desktop.domain.ids import UserId
from kpr_desktop.store.vault import UnlockedVault
from kpr_desktop.usecases.renewal_ports import Renewal


def test_what_was_read_in_comes_in_its_order(shared: UnlockedVault) -> None:
    at = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    made = [Renewal(name, "services", 2027, "{}", name * 32, "", at, UserId("u")) for name in ("b2", "a1")]
    with shared.work() as work:
        assert work.renewals.all() == []
        for each in made:
            work.renewals.add(each)
        assert work.renewals.all() == made
        assert not work.renewals.assessed_since(2027)
