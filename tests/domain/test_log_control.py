"""Each rule of the monthly control fires on what it is for, and stays silent on ordinary work."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpr_desktop.domain.ids import PersonId, UserId
from kpr_desktop.domain.log_control import RULES, SAMPLE, Facts, Hit, Line, Rules, Seen, Staff, control

KARI, OLA = UserId("kari"), UserId("ola")
DAY = datetime(2026, 11, 2, 10, 0, tzinfo=timezone(timedelta(hours=1)))  # a Monday
RULES_ON = Rules(
    on=frozenset(RULES),
    look_ups=frozenset(("open", "reveal")),
    reveals=frozenset(("reveal",)),
    reasons=frozenset(("reason",)),
    emergencies=frozenset(("emergency",)),
    denied=frozenset(("wrong",)),
    many_most=6,
    many_least=4,
    many_times=3,
    number_persons=3,
    reason_persons=3,
    sample_lines=2,
)
STAFF = {KARI: Staff("Kari Dal Fjellbekk"), OLA: Staff("Ola Ås")}


def line(
    seq: int, action: str = "open", person: str | None = "p1", user: UserId = KARI, **more: object
) -> Line:
    at = more.pop("at", DAY + timedelta(minutes=seq))
    return replace(Line(seq, DAY, user, action, PersonId(person) if person else None), at=at, **more)  # type: ignore[arg-type]


def found(
    *lines: Line,
    rules: Rules = RULES_ON,
    seen: dict[str, Seen] | None = None,
    staff: dict[UserId, Staff] | None = None,
) -> list[Hit]:
    people = {PersonId(k): v for k, v in (seen or {}).items()}
    return control(Facts(lines, people, staff or STAFF, rules, "2026-11"))


def rules_hit(*lines: Line, **more: object) -> set[str]:
    return {hit.rule for hit in found(*lines, **more)}  # type: ignore[arg-type]


def test_ordinary_work_hits_nothing() -> None:
    seen = {"p1": Seen("Rolig Eng", "Eng", "engvegen 1 0001")}
    assert found(line(1), line(2, "reason", reason="Vikar for den ansvarlige i dag"), seen=seen) == []


@pytest.mark.parametrize(
    ("family", "hit"),
    [("Fjellbekk", True), ("fjellbekk-Eng", True), ("Dal", False), ("Fjellbekken", False), ("", False)],
)
def test_own_family_name(family: str, hit: bool) -> None:
    assert (rules_hit(line(1), seen={"p1": Seen(f"Blid {family}", family)}) == {"own_name"}) is hit


def test_a_user_without_a_name_and_a_person_who_is_gone_hit_nothing() -> None:
    assert not found(line(1), seen={"p1": Seen("", "")}, staff={KARI: Staff(""), OLA: Staff("Ola Ås")})
    assert not found(line(1), line(2, user=UserId("gone")), seen={})
    assert not found(line(1, user=UserId("gone")), seen={"p1": Seen("Blid Fjellbekk", "Fjellbekk")})


def test_own_address() -> None:
    staff = {KARI: Staff("Kari Dal", frozenset(("engvegen 1 0001",)))}
    seen = {"p1": Seen("Rolig Eng", "Eng", "engvegen 1 0001"), "p2": Seen("Glad Eng", "Eng", "")}
    hits = found(line(1), line(2), line(3, person="p2"), seen=seen, staff=staff)
    assert hits == [Hit("own_address", KARI, None, PersonId("p1"), 2, (1, 2))]


def test_a_colleague_and_not_oneself() -> None:
    seen = {"p1": Seen("OLA  Ås", "Ås"), "p2": Seen("Kari Dal Fjellbekk", "Fjellbekk")}
    assert rules_hit(line(1), seen=seen) == {"colleague"}
    assert rules_hit(line(1, person="p2"), seen=seen) == {"own_name"}
    assert "colleague" not in rules_hit(line(1, user=OLA), seen=seen)


def many(user: UserId, persons: int, day: int, first: int) -> list[Line]:
    at = DAY + timedelta(days=day)
    return [line(first + n, person=f"p{n}", user=user, at=at) for n in range(persons)]


def test_unusually_many_in_a_day() -> None:
    assert rules_hit(*many(KARI, 6, 0, 1)) == {"many"}
    assert rules_hit(*many(KARI, 5, 0, 1)) == set()  # nothing to compare with
    assert rules_hit(*many(KARI, 5, 0, 1), *many(KARI, 1, 1, 20)) == {"many"}
    assert rules_hit(*many(KARI, 5, 0, 1), *many(KARI, 2, 1, 20)) == set()
    assert rules_hit(*many(KARI, 3, 0, 1), *many(KARI, 1, 1, 20)) == set()  # three times, but few
    same = [line(n, person="p1") for n in range(50)]
    assert rules_hit(*same) == set()  # fifty times the same person


@pytest.mark.parametrize(
    ("hour", "hit"), [(21, False), (22, True), (23, True), (0, True), (5, True), (6, False), (12, False)]
)
def test_outside_hours(hour: int, hit: bool) -> None:
    at = DAY.replace(hour=hour, minute=30)
    assert (rules_hit(line(1, at=at)) == {"hours"}) is hit


def test_hours_within_a_day_and_at_weekends() -> None:
    rules = replace(RULES_ON, night=(1, 5))
    assert rules_hit(line(1, at=DAY.replace(hour=3)), rules=rules) == {"hours"}
    assert rules_hit(line(1, at=DAY.replace(hour=23)), rules=rules) == set()
    saturday = DAY + timedelta(days=5)
    assert rules_hit(line(1, at=saturday)) == set()
    assert rules_hit(line(1, at=saturday), rules=replace(RULES_ON, weekend=True)) == {"hours"}


@pytest.mark.parametrize(
    ("ended", "hit"),
    [(None, False), (date(2025, 11, 2), False), (date(2025, 11, 1), True), (date(2026, 10, 1), False)],
)
def test_long_after_the_end_of_service(ended: date | None, hit: bool) -> None:
    seen = {"p1": Seen("Rolig Eng", "Eng", ended=ended)}
    assert (rules_hit(line(1), seen=seen) == {"after_end"}) is hit


def test_reasons_that_say_little() -> None:
    assert rules_hit(line(1, "reason", reason=" vikar ")) == {"reason_short"}
    assert rules_hit(line(1, "reason", reason="0123456789")) == set()
    same = [
        line(n, "reason", f"p{n}", reason="Skal følge opp saken" if n % 2 else "skal  følge opp SAKEN")
        for n in range(3)
    ]
    hits = found(*same)
    assert hits == [Hit("reason_same", KARI, None, None, 3, (0, 1, 2))]
    assert found(*same[:2]) == []
    assert found(*[replace(each, person_id=PersonId("p1")) for each in same]) == []


def test_emergency_denied_and_numbers() -> None:
    assert rules_hit(line(1, "emergency")) == {"emergency"}
    assert rules_hit(line(1, "emergency", result="denied")) == {"denied"}
    assert rules_hit(line(1, "open", result="denied"), line(2, "wrong", None)) == {"denied"}
    reveals = [line(n, "reveal", f"p{n}") for n in range(3)]
    assert found(*reveals) == [Hit("number", KARI, DAY.date(), None, 3, (0, 1, 2))]
    assert found(*reveals[:2]) == []


def test_the_sample_is_the_same_for_the_same_seed_and_leaves_out_what_was_hit() -> None:
    rules = replace(RULES_ON, on=frozenset((*RULES, SAMPLE)))
    lines = [line(n, person=f"p{n % 5}", user=OLA) for n in range(20)]
    seen = {f"p{n}": Seen("Rolig Eng", "Eng") for n in range(5)} | {"p0": Seen("Rolig Ås", "Ås")}
    hits = found(*lines, rules=rules, seen=seen)
    assert [hit.rule for hit in hits] == ["own_name", SAMPLE, SAMPLE]
    assert "p0" not in {hit.person_id for hit in hits if hit.rule == SAMPLE}
    assert hits == found(*reversed(lines), rules=rules, seen=seen)
    people = {PersonId(k): v for k, v in seen.items()}
    seeds = {
        tuple(h.seqs for h in control(Facts(lines, people, STAFF, rules, str(seed))) if h.rule == SAMPLE)
        for seed in range(10)
    }
    assert len(seeds) > 1
    assert len(found(*lines[:1], rules=rules)) == 1  # fewer than the sample asks for


def test_a_rule_that_is_off_says_nothing() -> None:
    assert found(line(1, "emergency"), rules=replace(RULES_ON, on=frozenset())) == []


LINES = st.builds(
    line,
    st.integers(1, 40),
    st.sampled_from(("open", "reveal", "reason", "emergency", "wrong", "save")),
    st.sampled_from(("p1", "p2", "p3", None)),
    st.sampled_from((KARI, OLA)),
    at=st.sampled_from([DAY + timedelta(hours=h) for h in (0, 13, 30)]),
    reason=st.sampled_from(("", "vikar i dag igjen")),
    result=st.sampled_from(("ok", "denied")),
)
PEOPLE = {
    "p1": Seen("Blid Fjellbekk", "Fjellbekk"),
    "p2": Seen("Ola Ås", "Ås", ended=date(2020, 1, 1)),
    "p3": Seen("X Y", "Y"),
}


@given(st.lists(LINES, max_size=40, unique_by=lambda each: each.seq), st.randoms())
def test_nothing_is_told_twice_and_the_order_does_not_matter(lines: list[Line], random: object) -> None:
    rules = replace(RULES_ON, on=frozenset((*RULES, SAMPLE)))
    hits = found(*lines, rules=rules, seen=PEOPLE)
    keys = [(hit.rule, hit.user_id, hit.day, hit.person_id) for hit in hits]
    assert len(keys) == len(set(keys))
    by_seq = {each.seq: each for each in lines}
    for hit in hits:
        assert hit.seqs
        assert len(set(hit.seqs)) == len(hit.seqs)
        assert all(by_seq[seq].user_id == hit.user_id for seq in hit.seqs)
        assert hit.person_id is None or all(by_seq[seq].person_id == hit.person_id for seq in hit.seqs)
    random.shuffle(lines)  # type: ignore[attr-defined]
    assert found(*lines, *lines, rules=rules, seen=PEOPLE) == hits
