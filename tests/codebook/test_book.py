"""Every entry of the shipped code book: complete, ours told from official, and no two texts alike."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.codebook.model import LANGUAGES, Certainty, CodeBook, Item, ItemKind, Text
from kpr_desktop.codebook.parts import CONTRASTS, SCORES
from kpr_desktop.codebook.strict import load
from kpr_desktop.domain.checks import CHECKS
from kpr_desktop.domain.identity import IdKind
from kpr_desktop.domain.problems import Severity

BOOK = CodeBooks().edition(2026)
ITEMS = list(BOOK.items.values())
OFFICIAL_9111 = (
    "Sosial deltakelse|Skaffe seg varer og tjenester|Beslutninger i dagliglivet|Ivareta egen helse|"
    "Bevege seg innendørs|Alminnelig husarbeid|Personlig hygiene|På- og avkledning|Lage mat|Spise|Toalett|"
    "Bevege seg utendørs|Syn|Hørsel|Hukommelse|Kommunikasjon|Styre atferd|Ivareta egen økonomi|Initiativevne|"
    "Opplevelse av trygghet"
).split("|")
OFFICIAL_CODES = {
    "3101": {"0": "Ikke kjent", "1": "Mann", "2": "Kvinne", "9": "Ikke spesifisert"},
    "8471": {"16": "IPLOS kontaktperson", "17": "IPLOS innsendingsansvarlig"},
    "9032": {k.type_code: "" for k in IdKind},
    "9157": {
        "14": "Planlagte tiltak",
        "23": "Skadeavvergende tiltak i nødssituasjoner",
        "24": "Helsehjelp med tvang",
    },
    "9158": dict.fromkeys("12345", ""),
    "9159": {"1": "Ja", "2": "Nei"},
    "9162": dict.fromkeys("123", ""),
    "9163": dict.fromkeys("1234", ""),
    "9164": dict.fromkeys("12345", ""),
    "9168": dict.fromkeys("123456", ""),
    "9169": {
        "1": "Søknad mottatt",
        "2": "Vedtak om tildeling av tjeneste",
        "3": "Klage mottatt",
        "4": "Svar på klage besvart/sendt",
    },
    "9170": dict.fromkeys(("10", "11", "20", "21", "30", "31"), ""),
    "9171": {"1": "Avslag", "2": "Innvilget"},
    "9188": dict.fromkeys(("11", "12", "13", "14"), ""),
    "9335": {"1": "Bor alene", "2": "Bor sammen med andre", "3": "Bor sammen med foreldre"},
    "9336": dict.fromkeys("12349", ""),
    "9337": dict.fromkeys("129", ""),
    "9338": dict.fromkeys("129", ""),
    "9339": dict.fromkeys("129", ""),
    "9340": dict.fromkeys("129", ""),
    "9341": dict.fromkeys("123", ""),
}
"""National lists and their codes; the official label where it is told apart from all others by the facts page."""
OWN_CODES = {
    "diagnosis_system": ["icpc-2", "icd-10"],
    "evidence": ["seen", "told", "others", "record"],
    "basis": ["consent", "representative", "informed", "other"],
    "view": ["same", "differs"],
    "participant_role": ["relative", "guardian", "interpreter", "staff", "other"],
    "consent_giver": ["person", "guardian", "parent", "representative"],
    "consent_way": ["spoken", "written"],
    "pause_reason": ["hospital", "holiday", "wish", "other_service", "other"],
}
"""Our own lists, in the order in which they are shown."""
HOURS = {"1", "2", "3", "4", "7", "9", "11", "15", "17", "22"}
STAYS = {"8", "18", "19", "20", "21", "25"}
EXPIRED = {"6", "12", "13", "14", "16", "23", "24", "26", "27", "28"}


def texts_in(value: object, place: str) -> Iterator[tuple[str, Text]]:
    """Every text in the book with its place."""
    if isinstance(value, Text):
        yield place, value
    elif is_dataclass(value):
        for each in fields(value):
            yield from texts_in(getattr(value, each.name), f"{place}.{each.name}")
    elif hasattr(value, "items") and not isinstance(value, type):
        for key, entry in value.items():
            yield from texts_in(entry, f"{place}.{key}")
    elif isinstance(value, tuple):
        for number, entry in enumerate(value):
            name = getattr(entry, "id", None) or getattr(entry, "code", None) or str(number)
            yield from texts_in(entry, f"{place}.{name}")


ALL_TEXTS = dict(texts_in(BOOK, "book"))
ALLOWED = {
    key: {name: each.text() for name, each in node.items()}
    for key, node in load(Path(__file__).with_name("allowed_identical.yaml")).items()
}
"""Place of a text -> pair of languages -> why both say the same."""


def pairs_alike(text: Text) -> set[str]:
    return {f"{a}={b}" for a, b in (("nb", "nn"), ("nb", "en"), ("nn", "en")) if text.in_(a) == text.in_(b)}


@pytest.mark.parametrize("place", ALL_TEXTS)
def test_every_text(place: str) -> None:
    text = ALL_TEXTS[place]
    assert all(text.in_(language).strip() for language in LANGUAGES)
    assert pairs_alike(text) == set(ALLOWED.get(place, {}))


def test_the_allow_list_names_only_texts_that_are_there() -> None:
    assert ALLOWED.keys() <= ALL_TEXTS.keys()


def without_name(text: str, item: Item, language: str) -> str:
    for name in (item.label.in_(language), item.short.in_(language)):
        text = re.sub(re.escape(name), "…", text, flags=re.IGNORECASE)
    return re.sub(r"\W+", " ", text).strip().casefold()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_texts_of_the_interview_are_alike(language: str) -> None:
    seen: dict[str, list[str]] = defaultdict(list)
    for item in ITEMS:
        for place, text in texts_in(item, item.id):
            if place.endswith((".label", ".short")) and ".contrasts" not in place:
                continue
            if ".fields." in place:
                continue
            seen[without_name(text.in_(language), item, language)].append(place)
    assert {text: places for text, places in seen.items() if len(places) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_scores_and_no_two_rules_say_the_same(language: str) -> None:
    for what in ("card", "meaning", "citizen"):
        found = [getattr(v, what).in_(language) for s in BOOK.scales.values() for v in s.values]
        assert len(found) == len(set(found)), what
    texts = [r.text.in_(language) for r in BOOK.rules.values()]
    assert len(texts) == len(set(texts))
    actions = [r.action.in_(language) for r in BOOK.rules.values()]
    assert len(actions) == len(set(actions))


def test_list_9111() -> None:
    assert [v.code for v in BOOK.variables] == [str(n) for n in range(1, 21)]
    assert [v.official for v in BOOK.variables] == OFFICIAL_9111
    assert [v.id for v in BOOK.variables] == [f"v{n:02}" for n in range(1, 21)]


@pytest.mark.parametrize("item", BOOK.variables, ids=lambda i: i.id)
def test_every_variable(item: Item) -> None:
    assert item.kind is ItemKind.SCORE
    assert item.required
    assert item.list == {"13": "9166", "14": "9167"}.get(item.code, "9165")
    assert tuple(item.contrasts) == CONTRASTS
    assert item.label.nb == item.official
    assert item.step.item == item.id
    assert re.fullmatch(r"[bd]\d+.*", item.icf)


@pytest.mark.parametrize("item", [i for i in ITEMS if i.kind is not ItemKind.SCORE], ids=lambda i: i.id)
def test_every_other_item(item: Item) -> None:
    assert not item.contrasts
    assert (item.kind in (ItemKind.CODE, ItemKind.YESNO)) == (item.list in BOOK.lists)
    assert (item.kind is ItemKind.ENTRIES) == bool(item.fields)
    assert bool(item.official) == (item.certainty is not Certainty.OWN)
    assert item.local == (item.certainty is Certainty.OWN)  # what the register does not know stays with us
    for field in item.fields:
        assert bool(field.list) == (field.kind in ("code", "system"))


def test_official_scores() -> None:
    official = {s.id: [v.official for v in s.values] for s in BOOK.scales.values()}
    assert official["9165"][0] == "Utgjør ingen problem/utfordring"
    assert official["9165"][4] == "Fullt bistands-/assistansebehov/helsehjelp"
    assert official["9166"] == [
        "Godt/ingen problemer",
        "Noe redusert",
        "Dårlig",
        "Svært dårlig",
        "Blind",
        "Ikke relevant",
    ]
    assert official["9167"] == [
        "Godt/ingen problemer",
        "Noe redusert",
        "Dårlig",
        "Svært dårlig",
        "Døv",
        "Ikke relevant",
    ]
    for scale in BOOK.scales.values():
        assert tuple(v.code for v in scale.values) == SCORES
        assert scale.get("3") is scale.values[2]
        assert scale.get("6") is None


@pytest.mark.parametrize("number", OFFICIAL_CODES)
def test_every_national_list(number: str) -> None:
    held = BOOK.lists[number]
    assert {c.code for c in held.codes} == set(OFFICIAL_CODES[number])
    for code, official in OFFICIAL_CODES[number].items():
        found = held.get(code)
        assert found is not None
        assert found.official
        if official:
            assert found.official == official
    assert held.get("nix") is None
    assert held.certainty is Certainty.A


def test_what_is_ours_has_no_official_label() -> None:
    own = [x for x in BOOK.lists.values() if x.certainty is Certainty.OWN]
    assert {x.id: [c.code for c in x.codes] for x in own} == OWN_CODES
    assert not any(c.official for x in own for c in x.codes)
    assert set(BOOK.lists) == set(OFFICIAL_CODES) | set(OWN_CODES)
    assert {s.code for s in BOOK.services.values() if not s.official} == {"12", "13", "16"}
    assert all((s.certainty is Certainty.OWN) == (not s.official) for s in BOOK.services.values())
    assert {g.certainty for g in BOOK.groups} == {Certainty.OWN}


def test_groups_hold_every_item_once_and_in_order() -> None:
    order = [i for g in BOOK.groups for i in g.items]
    assert len(order) == len(set(order)) == len(BOOK.items) == 40
    assert [s.item for s in BOOK.steps] == order
    assert order[:3] == ["v01", "v03", "v17"]
    assert BOOK.groups[-1].id == "talk"
    assert BOOK.groups[-1].items == ("took_part",)
    assert all(BOOK.items[i].group == g.id for g in BOOK.groups for i in g.items)


def test_a_second_question_is_asked_only_where_there_is_a_need() -> None:
    hidden = {i.id: i.visible_when for i in ITEMS if i.visible_when is not None}
    assert set(hidden) == {
        f"{area}_{kind}_received" for area in ("work", "leisure") for kind in ("help", "transport")
    }
    for name, condition in hidden.items():
        assert condition.item == name.replace("_received", "_need")
        assert condition.values == {"1"}


def test_services() -> None:
    services = BOOK.services
    assert {s.code for s in services.values() if s.kind == "hours"} == HOURS
    assert {s.code for s in services.values() if s.kind == "stay"} == STAYS
    assert {s.code for s in services.values() if s.kind == "period"} == {"5", "29"} | EXPIRED
    assert {s.code for s in services.values() if s.in_message} == {"18", "19", "20", "21", "29"}
    assert {s.code for s in services.values() if s.needs_rolling} == {"8"}
    assert {s.code: s.subtype_list for s in services.values() if s.subtype_list} == {"29": "9170"}
    assert {s.code for s in services.values() if not s.valid_in(2026)} == EXPIRED
    assert services["12"].valid_in(2018)
    assert not services["12"].valid_in(2019)
    assert all(s.note is not None for s in services.values() if s.valid_to is not None)


def test_sources_are_declared_and_used_as_they_are() -> None:
    named = [each.source for each in BOOK.scales.values()]
    named += [each.source for each in BOOK.lists.values()]
    named += [each.source for each in BOOK.groups]
    named += [each.source for each in ITEMS]
    named += [each.source for each in BOOK.services.values()]
    named += [each.source for each in BOOK.rules.values()]
    assert {s.strip() for each in named for s in each.split(",")} <= set(BOOK.sources)
    assert "own" in BOOK.sources
    assert BOOK.guide_address.startswith("https://")


def test_every_rule_has_a_check_and_every_check_a_rule() -> None:
    assert {r.check for r in BOOK.rules.values()} == set(CHECKS)
    for rule in BOOK.rules.values():
        assert rule.code.split(".")[0] in ("person", "assessment", "talk", "service", "diagnosis", "coercion")
        assert rule.scope == CHECKS[rule.check].scope
        assert rule.severity in Severity


def test_years() -> None:
    books = CodeBooks()
    assert books.years() == (2026,)
    assert books.for_year(2026) is books.for_year(2019) is books.for_year(2040) is books.edition(2026)
    assert books.for_year(2005) is books.edition(2026)
    with pytest.raises(KeyError):
        books.edition(1999)


def test_text_falls_back_to_bokmaal() -> None:
    text = Text("a", "b", "c")
    assert [text.in_(language) for language in ("nb", "nn", "en", "se")] == ["a", "b", "c", "a"]


def test_the_book_can_not_be_changed() -> None:
    with pytest.raises(TypeError):
        BOOK.items["v01"] = BOOK.items["v02"]  # type: ignore[index]
    assert isinstance(BOOK, CodeBook)
