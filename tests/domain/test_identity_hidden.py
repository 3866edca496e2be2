"""An identity number is a value that never shows by itself: not printed, pickled, or held by a refusal."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
import pprint
import re
from datetime import date
from random import Random

import pytest

from kpr_desktop.domain.identity import Fnr, IdKind
from kpr_desktop.errors import UserFault
from tests.support import numbers


def every_number() -> list[Fnr]:
    parsed = [Fnr.parse(number) for make in numbers.MAKERS.values() for number in numbers.samples(make)]
    free = [
        Fnr.other(kind, number)
        for kind in IdKind
        if kind.is_free_text
        for number in numbers.samples(numbers.fnr, 3)
    ]
    return [*parsed, *free, Fnr.birth_date(date(1942, 3, 14))]


@dataclasses.dataclass(frozen=True)
class Holder:
    """Stands for any record that holds a number."""

    fnr: Fnr


def shown_forms(fnr: Fnr) -> list[str]:
    return [
        repr(fnr),
        str(fnr),
        f"{fnr}",
        f"{fnr!r:>40}",
        f"{fnr:>40}",
        "{:s}".format(fnr),  # noqa: UP032 - the old ways of formatting are what is tested
        "%s %r" % (fnr, fnr),  # noqa: UP031 - the same
        repr([fnr]),
        repr({fnr: fnr}),
        repr(Holder(fnr)),
        repr(dataclasses.asdict(Holder(fnr))),
        pprint.pformat(Holder(fnr)),
        json.dumps({"fnr": fnr}, default=str),
        ascii(fnr),
        repr(dir(fnr)),
    ]


def test_a_number_never_shows_by_itself() -> None:
    for fnr in every_number():
        secret = fnr.reveal("test")
        for shown in shown_forms(fnr):
            assert not re.search(r"\d", shown)
            assert not any(secret[start : start + 5] in shown for start in range(len(secret) - 4))


def test_the_shown_form_names_the_kind() -> None:
    assert repr(Fnr.parse("20814549217")) == str(Fnr.parse("20814549217")) == "Fnr(kind=FNR, masked)"
    assert f"{Fnr.parse('50810977873'):<22}|" == "Fnr(kind=D, masked)   |"


def test_the_mask_keeps_the_birth_part_alone() -> None:
    assert Fnr.parse("20814549217").masked() == "208145 •••••"
    assert Fnr.parse("50810977873").masked() == "508109 •••••"
    for fnr in every_number():
        secret = fnr.reveal("test")
        shown = f"{secret[:6]} •••••" if fnr.kind in (IdKind.FNR, IdKind.D, IdKind.H) else "•••••"
        assert fnr.masked() == shown


@pytest.mark.parametrize("reason", ["", " ", "\t\n", "\u00a0"])
def test_revealing_needs_a_reason(reason: str) -> None:
    with pytest.raises(ValueError, match="reason") as caught:
        Fnr.parse("20814549217").reveal(reason)
    assert not re.search(r"\d", repr(caught.value))


def test_refusals_hold_nothing_of_the_number() -> None:
    texts = ["20814549218", "2081454921x", "2081454921", numbers.completed(Random(1), "310280")]
    for text in texts:
        with pytest.raises(UserFault) as caught:
            Fnr.parse(text)
        fault = caught.value
        assert not re.search(r"\d", f"{fault} {fault!r} {fault.args} {fault.params} {fault.field}")
        assert fault.__cause__ is None
        assert fault.__context__ is None
    with pytest.raises(UserFault) as caught:
        Fnr.other(IdKind.PASSPORT, "123456\u202e")
    assert not re.search(r"\d", f"{caught.value!r} {caught.value.args} {caught.value.params}")


def test_pickling_is_refused_and_writes_nothing_of_the_number() -> None:
    for fnr in every_number():
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            for thing in (fnr, Holder(fnr), [fnr]):
                with pytest.raises(TypeError, match="not serialised") as caught:
                    pickle.dumps(thing, protocol)
                assert not re.search(r"\d", repr(caught.value))
        with pytest.raises(TypeError, match="not serialised"):
            fnr.__getstate__()
        with pytest.raises(TypeError, match="not serialised"):
            fnr.__reduce__()
        with pytest.raises(TypeError, match="JSON"):
            json.dumps(fnr)
        with pytest.raises(TypeError):
            vars(fnr)


def test_a_copy_is_the_same_number() -> None:
    fnr = Fnr.parse("20814549217")
    assert copy.copy(fnr) is fnr
    assert copy.deepcopy([fnr])[0] is fnr
    assert dataclasses.replace(Holder(fnr)).fnr is fnr


# --- a value ---


def test_equal_by_kind_and_digits() -> None:
    one, same = Fnr.parse("20814549217"), Fnr.parse("208145 49217")
    assert one == same
    assert hash(one) == hash(same)
    assert one != Fnr.parse("08858606587")
    assert one != Fnr.other(IdKind.OTHER, "20814549217")
    assert Fnr.other(IdKind.SWEDISH, "1") != Fnr.other(IdKind.DANISH, "1")
    assert one != "20814549217"
    assert len({one, same}) == 1


@pytest.mark.parametrize("name", ["kind", "synthetic", "_Fnr__value", "new"])
def test_nothing_can_be_changed(name: str) -> None:
    fnr = Fnr.parse("20814549217")
    with pytest.raises(AttributeError):
        setattr(fnr, name, "1")
    with pytest.raises(AttributeError):
        delattr(fnr, name)
    assert fnr.reveal("test") == "20814549217"


def test_there_is_no_way_round_the_checks() -> None:
    with pytest.raises(TypeError, match=r"Fnr\.parse"):
        Fnr()
