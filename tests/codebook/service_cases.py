"""For the rules of a service's case and of what happens while it runs: one case that fires each, and one that does not."""

# ruff: noqa: E501 - a table with one case a line is easier to check
from __future__ import annotations

from kpr_desktop.domain.care_service import Pause, ProviderChange
from tests.codebook.rule_cases import TODAY, D, Parts, one, service


def changed(*days: tuple[str, str]) -> Parts:
    made = tuple(ProviderChange(str(n), D(a), number, "Ny utfører") for n, (a, number) in enumerate(days))
    return one(service("21", end=D("2026-10-31"), changes=made))


SERVICE_CASES: dict[str, tuple[Parts, str, Parts]] = {
    "service.complaint_in_future": (
        one(service(complained_on=D("2026-11-24"))), "service.1.complained_on", one(service(complained_on=TODAY)),
    ),
    "service.complaint_without_decision": (
        one(service(start=None, decided_on=None, complained_on=TODAY)), "service.1.decided_on",
        one(service(start=None, complained_on=TODAY)),
    ),
    "service.complaint_before_decision": (
        one(service(complained_on=D("2026-01-09"))), "service.1.complained_on", one(service(complained_on=D("2026-01-10"))),
    ),
    "service.complaint_answer_alone": (
        one(service(complaint_answered_on=TODAY)), "service.1.complained_on",
        one(service(complained_on=TODAY, complaint_answered_on=TODAY)),
    ),
    "service.complaint_answered_early": (
        one(service(complained_on=D("2026-02-02"), complaint_answered_on=D("2026-02-01"))), "service.1.complaint_answered_on",
        one(service(complained_on=D("2026-02-02"), complaint_answered_on=D("2026-02-02"))),
    ),
    "service.change_outside": (
        changed(("2026-01-20", "974760673")), "service.1.changes", changed(("2026-01-21", "974760673")),
    ),
    "service.changes_order": (
        changed(("2026-05-01", "974760673"), ("2026-05-01", "974760673")), "service.1.changes",
        changed(("2026-05-01", "974760673"), ("2026-05-02", "974760673")),
    ),
    "service.change_number_missing": (
        changed(("2026-05-01", "")), "service.1.changes", changed(("2026-05-01", "974760673")),
    ),
    "service.pause_kind_unknown": (
        one(service(pauses=(Pause("1", D("2026-05-01"), kind="war"),))), "service.1.pauses",
        one(service(pauses=(Pause("1", D("2026-05-01"), kind="hospital"), Pause("2", TODAY)))),
    ),
}  # fmt: skip

MORE_SERVICES_THAT_FIRE = {
    "provider after the end": ("service.change_outside", changed(("2026-11-01", "974760673"))),
    "provider without a start": (
        "service.change_outside",
        one(service(start=None, changes=(ProviderChange("1", TODAY, "974760673"),))),
    ),
    "answered in the future": (
        "service.complaint_in_future",
        one(service(complaint_answered_on=D("2026-11-24"))),
    ),
}
QUIET_SERVICES = {
    "a new provider where no change is told": (
        lambda code: code == "service.change_number_missing",
        one(service("15", changes=(ProviderChange("1", D("2026-02-01"), "", "Ny"),))),
    ),
}
