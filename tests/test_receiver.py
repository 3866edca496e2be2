"""The independent receiver: each fault of chain, correction and picture is told once, and not where all is well."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import test_receiver_rules
from tests.prove import receiver
from tests.prove.receiver import FAULTS, Receiver
from tests.prove.receiver_cases import CASES, LATER, PLAIN, TOWN, one, other_town, replaced, two
from tests.prove.receiver_hand import (
    CHANGED,
    END,
    FROM,
    OTHER_PROVIDER,
    PROVIDER,
    START,
    TO,
    Hand,
    clean_series,
    person,
)
from tests.prove.receiver_picture import Pause, Service


def run(messages: list[bytes], **options: Any) -> Receiver:
    """A receiver that has taken the messages in, without schema and field table."""
    found = Receiver(None, **options)
    for message in messages:
        found.receive(message)
    return found


def codes(found: Receiver) -> list[str]:
    return [fault.code for fault in found.faults]


@pytest.mark.parametrize("code", CASES)
def test_each_fault_is_told_once_and_only_where_it_is(code: str) -> None:
    wrong, right = CASES[code]
    told = codes(run(wrong))
    assert told.count(code) == 1, told
    assert [fault.code for fault in run(right).faults] == []


def test_every_fault_code_has_its_case() -> None:
    assert set(CASES) | set(test_receiver_rules.CASES) | {"person.test"} == set(FAULTS)
    assert not set(CASES) & set(test_receiver_rules.CASES)


def test_a_register_that_takes_no_test_persons_refuses_them() -> None:
    found = run(PLAIN, test_persons=False)
    assert (codes(found), found.state()) == (["person.test"], {"0301": {}})
    real = run(one(lambda h: h.n(START, fid="00000000000")), test_persons=False)
    assert codes(real) == []


def test_one_more_type_in_scope_is_one_more_word() -> None:
    assert codes(run(one(lambda h: h.n(START, tjenesteType="15")), scope=frozenset({"15"}))) == []


# -------------------------------------------------------------------------------------------------- the picture


def service(messages: list[bytes], name: str = "T1") -> Service | None:
    found = run(messages)
    assert found.hard() == []
    return found.state()["0301"].get(name)


def told(messages: list[bytes], name: str = "T1") -> Service:
    found = service(messages, name)
    assert found is not None
    return found


def test_an_original_is_the_picture() -> None:
    found = told(one(lambda h: h.n(START, tjenesteOrgNr=PROVIDER, bydel="030101", tjenesteType="18")))
    who = person(0)
    assert (found.type, found.start, found.end, found.providers, found.pauses) == (
        "18",
        "2021-03-01",
        "",
        (("2021-03-01", PROVIDER),),
        (),
    )
    assert (found.person.patient, found.person.user) == (who["pasientGUID"], who["brukerNr"])
    assert (found.person.fid, found.person.type_id, found.person.bydel) == (who["fid"], "1", "")


def test_the_bydel_is_the_one_told_last() -> None:
    who = person(0, bydel="030101")
    moved = person(0, bydel="030102")
    found = told(two(first=lambda h: h.n(START, who=who), second=lambda h, _: h.n(END, day=LATER, who=moved)))
    assert (found.person.bydel, found.end) == ("030102", LATER)


def test_a_correction_replaces_and_a_correction_of_it_too() -> None:
    hand = Hand()
    original = hand.n(START)
    hand.m(original, START, day="2021-03-02")
    assert told(hand.send().sent).start == "2021-03-02"
    hand.m(original, START, day="2021-03-03")
    assert told(hand.send().sent).start == "2021-03-03"


def test_an_annulment_takes_the_correction_with_it_and_a_new_original_may_follow() -> None:
    hand = Hand()
    original = hand.n(START)
    hand.m(original, START, day="2021-03-02")
    hand.c(original, START)
    assert service(hand.send().sent) is None
    hand.n(START, day="2021-03-05")
    assert told(hand.send().sent).start == "2021-03-05"


def test_an_annulled_end_leaves_the_service_running() -> None:
    hand = Hand()
    hand.n(START)
    end = hand.n(END, day=LATER)
    assert told(hand.send().sent).end == LATER
    hand.c(end, END, day=LATER)
    assert told(hand.send().sent).end == ""


def test_the_person_is_corrected_in_every_event_of_one_message() -> None:
    hand = Hand()
    original, end = hand.n(START), hand.n(END, day=LATER)
    hand.send()
    hand.m(original, START, who=person(1))
    hand.m(end, END, day=LATER, who=person(1))
    assert told(hand.send().sent).person.fid == person(1)["fid"]


def test_the_person_may_be_corrected_by_annulling_and_telling_anew() -> None:
    hand = Hand()
    original, end = hand.n(START), hand.n(END, day=LATER)
    hand.send()
    # Between these the end stands without a start: only the end of the message counts.
    hand.c(original, START)
    hand.n(START, who=person(1))
    hand.c(end, END)
    hand.n(END, day=LATER, who=person(1))
    assert told(hand.send().sent).person.fid == person(1)["fid"]


def test_a_fault_that_stands_is_told_when_it_comes_and_again_after_it_was_mended() -> None:
    hand = Hand()
    end = hand.n(END, day=LATER)
    hand.send()
    hand.m(end, END, day="2021-04-02")
    hand.send()
    begun = hand.n(START)
    hand.send()
    hand.c(begun, START)
    hand.send()
    found = run(hand.sent)
    assert [(fault.code, fault.message, fault.where) for fault in found.faults] == [
        ("end.without_start", 1, "T1"),
        ("end.without_start", 4, "T1"),
    ]


def test_what_does_not_fit_between_services_is_told_once_and_may_be_mended() -> None:
    hand = Hand()
    begun = hand.n(START)
    hand.send()
    hand.n(START, "T2", who=person(0, fid="ukjent"))
    hand.send()
    hand.n(END, "T2", LATER, who=person(0, fid="ukjent"))
    assert [(fault.code, fault.message, fault.where) for fault in run(hand.send().sent).faults] == [
        ("person.identity_differs", 2, "T1")
    ]
    hand.m(begun, START, who=person(0, fid="ukjent"))
    hand.send()
    hand.n(CHANGED, who=person(0))
    assert codes(run(hand.send().sent)) == [
        "person.identity_differs",
        "service.person_differs",
        "person.identity_differs",
    ]


def test_pauses_and_providers() -> None:
    hand = Hand()
    hand.n(START, tjenesteOrgNr=PROVIDER)
    second = hand.n(FROM, day="2021-05-01", midlertidigStoppID="P2")
    hand.n(FROM, day="2021-04-01", midlertidigStoppID="P1")
    resumed = hand.n(TO, day="2021-04-10", midlertidigStoppID="P1")
    hand.n(CHANGED, day="2021-05-01", tjenesteOrgNr=PROVIDER)
    hand.n(CHANGED, day="2021-04-01")
    found = told(hand.send().sent)
    assert found.pauses == (Pause("P1", "2021-04-01", "2021-04-10"), Pause("P2", "2021-05-01", ""))
    assert [number for _, number in found.providers] == [PROVIDER, OTHER_PROVIDER, PROVIDER]
    hand.m(resumed, TO, day="2021-04-11", midlertidigStoppID="P1")
    hand.c(second, FROM, day="2021-05-01", midlertidigStoppID="P2")
    assert told(hand.send().sent).pauses == (Pause("P1", "2021-04-01", "2021-04-11"),)
    hand.c(resumed, TO, midlertidigStoppID="P1")
    assert told(hand.send().sent).pauses == (Pause("P1", "2021-04-01", ""),)


def test_the_beginning_of_a_pause_may_not_be_annulled_alone() -> None:
    hand = Hand()
    hand.n(START)
    begun = hand.n(FROM)
    hand.n(TO, day=LATER)
    hand.c(begun, FROM)
    found = run(hand.send().sent)
    assert codes(found) == ["pause.to_without_from"]
    assert found.state()["0301"]["T1"].pauses == (Pause("T1-P1", "", LATER),)


def test_a_refused_message_may_come_again() -> None:
    hand = Hand()
    hand.n(START)
    text = hand.notes[0]
    hand.send(municipalities=TOWN + TOWN.replace("0301", "4601")).send(again=text)
    found = run(hand.sent)
    assert (codes(found), found.repeated, len(found.state()["0301"])) == (["municipality.not_one"], 0, 1)


def late_series() -> list[bytes]:
    """Three messages: the third corrects an original of the second, and replaces a correction of the second."""
    hand = Hand()
    begun = hand.n(START)
    hand.send()
    end = hand.n(END, day="2021-04-01")
    hand.m(begun, START, day="2021-03-02")
    hand.send()
    hand.m(begun, START, day="2021-03-03")
    hand.m(end, END, day="2021-04-02")
    return hand.send().sent


def test_a_failed_message_sent_again_after_newer_ones_takes_its_place() -> None:
    first, failed, newer = late_series()
    right = run([first, failed, newer])
    assert (codes(right), right.missing()) == ([], set())
    found = run([first, newer])
    assert (codes(found), len(found.missing())) == (["chain.gap", "ref.unknown"], 1)
    found.receive(failed)
    assert codes(found)[2:] == [
        "chain.gap",
        "chain.number_not_rising",
        "chain.gap",
        "chain.number_not_rising",
    ]
    assert (found.missing(), found.state()["0301"]["T1"].end) == (set(), "2021-04-01")
    assert found.receive(newer) == []
    assert (found.state(), found.repeated) == (right.state(), 1)


def test_municipalities_have_chains_of_their_own_and_no_guid_in_common() -> None:
    oslo, bergen = Hand(), Hand("4601")
    oslo.n(START)
    bergen.n(START)
    found = run([*oslo.send().sent, *bergen.send().sent])
    assert (codes(found), found.state()["4601"]) == (["chain.guid_reused"], {})
    assert codes(run(other_town(lambda own: own))) == []


def test_a_number_or_a_time_that_is_none_does_not_stop_the_receiver() -> None:
    found = run(two(second=lambda h, _: h.n(END, day=LATER, notifikasjonLopeNr="to", hendelseRegTid="i går")))
    assert codes(found) == ["chain.number_not_rising"]
    bare = replaced(PLAIN, "<Bruker ", "<!-- uten --><Ukjent ")
    assert codes(run(bare)) == ["person.no_kpr_identity"]


def test_the_clean_series_is_clean() -> None:
    found = run(clean_series())
    assert (found.hard(), found.repeated) == ([], 3)
    state = found.state()["0301"]
    assert {name: (one.start, one.end) for name, one in state.items()} == {
        "T1": ("2021-01-01", ""),
        "T2": ("2021-01-02", ""),
        "T3": ("2021-01-01", "2021-04-02"),
        "T4": ("2021-03-02", ""),
    }
    assert {one.person.type_id for one in state.values()} == {"1"}
    assert state["T2"].pauses == (Pause("T2-P1", "2021-02-01", "2021-03-02"),)


# ---------------------------------------------------------------------------------------------- by itself


def test_the_receiver_imports_nothing_of_the_program() -> None:
    folder = Path(receiver.__file__).parent
    parts = ("receiver_picture", "receiver_reading", "receiver_rules")
    own = {"tests.prove", *(f"tests.prove.{part}" for part in parts)}
    for name in ("receiver.py", *(f"{part}.py" for part in parts)):
        tree = ast.parse((folder / name).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            assert not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "__import__"
            if isinstance(node, ast.Import | ast.ImportFrom):
                found = (
                    [node.module or ""]
                    if isinstance(node, ast.ImportFrom)
                    else [one.name for one in node.names]
                )
                for module in found:
                    top = module.split(".")[0]
                    assert (
                        module in own
                        or top == "lxml"
                        or (top in sys.stdlib_module_names and top != "importlib")
                    )
