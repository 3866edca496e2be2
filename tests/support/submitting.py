"""A real vault that gives the municipality's numbers and has its first file approved."""

from __future__ import annotations

from kpr_desktop.domain.ids import UserId
from kpr_desktop.usecases.gate import SUBMITS_SETTING
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.submission_records import Approval

COLLEAGUE = UserId("a-colleague")


def may_submit(session: Session) -> None:
    """As when this vault had taken over the numbering, and a colleague had approved its first file."""
    now = session.now()
    with session.work() as work:
        work.records.save_setting(SUBMITS_SETTING, "yes")
        work.sendings.save_approval(
            Approval(session.new_id(), session.user.id, now, COLLEAGUE, now, "second")
        )
        work.commit()
