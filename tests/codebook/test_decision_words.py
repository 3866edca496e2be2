"""Reading decisions with the words we ship, and the strictness of their file."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpr_desktop.codebook.decision_words import load_decision_words
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import ResourceError
from kpr_desktop.domain.care_service import DecisionRow, Every
from kpr_desktop.domain.decision_reading import Often, read_line, read_minutes, read_often
from kpr_desktop.errors import UserFault

WORDS = load_decision_words()
D, W, M = Every.DAY, Every.WEEK, Every.MONTH

LINES: dict[str, tuple[tuple[str, int, Every, int], ...]] = {
    "morgen og kveld 20 minutter, dusj to ganger i uka 30, avlastning 24 timer i måneden": (
        ("morgen og kveld", 2, D, 20), ("dusj", 2, W, 30), ("avlastning", 1, M, 1440),
    ),
    "dusj 2x i uka 30 min; husvask 1 gang i måneden 90": (("dusj", 2, W, 30), ("husvask", 1, M, 90)),
    "stell hver morgen 15 minutter": (("stell hver morgen", 1, D, 15),),
    "medisiner 3 ganger daglig 10 min": (("medisiner", 3, D, 10),),
    "Dusj to gonger i veka 30 minutt kvar gong": (("Dusj", 2, W, 30),),
    "2 x 20 minutter om dagen": (("", 2, D, 20),),
    "dusj mandag og torsdag 30": (("dusj mandag og torsdag", 2, W, 30),),
    "mandag, onsdag og fredag tur 30 minutt": (("mandag, onsdag og fredag tur", 3, W, 30),),
    "stell på hverdager 1 t 30 min": (("stell på hverdager", 5, W, 90),),
    "stell morgen og kveld på hverdager 10": (("stell morgen og kveld på hverdager", 10, W, 10),),
    "2 ganger om dagen 5 dager i uka 20 min": (("", 10, W, 20),),
    "tilsyn 3 ganger daglig mandag 10 min": (("tilsyn mandag", 3, W, 10),),
    "støttekontakt 3 timar i veka": (("støttekontakt", 1, W, 180),),
    "halvannen time i uka": (("", 1, W, 90),),
    "to og en halv time i måneden": (("", 1, M, 150),),
    "1 time og 15 minutter ukentlig": (("", 1, W, 75),),
    "tre kvarter månedlig": (("", 1, M, 45),),
    "en halv time daglig": (("", 1, D, 30),),
    "1,5 time hver uke, bad 1 gang i uka 1:15": (("", 1, W, 90), ("bad", 1, W, 75)),
    "1:30 time i uka": (("", 1, W, 90),),
    "24 timer/md": (("", 1, M, 1440),),
    "tilsyn om natta 15 min": (("tilsyn om natta", 1, D, 15),),
    "lage middag 3 ganger i uka 30 min": (("lage middag", 3, W, 30),),
    "3 ganger om dagen 20 min morgen og middag og kveld": (("morgen og middag og kveld", 3, D, 20),),
    "en tur 45 minutter 2 ganger i uka": (("en tur", 2, W, 45),),
    "dusj og 2 ganger daglig 10 min": (("dusj", 2, D, 10),),
    "og til dusj 2 ganger daglig 10 min": (("dusj", 2, D, 10),),
    "30 minutter dusj i uka": (("dusj", 1, W, 30),),
    "hjelp til dusj – alle dager, 10 minutter": (),
    "måltider alle dager 10 minutter": (("måltider", 1, D, 10),),
    "dusj om morgenen 2 ganger i uka 30": (("dusj om morgenen", 2, W, 30),),
    "<b>stell</b> daglig 20": (("<b>stell</b>", 1, D, 20),),
    "hjelp til dusj to ganger i uka i 30 minutter": (("hjelp til dusj", 2, W, 30),),
    "20 min x 3 daglig": (("", 3, D, 20),),
    "tur i helga 1 gang i uka 60 min": (("tur i helga", 1, W, 60),),
    "lørdag og søndag i helga 2 timer": (("lørdag og søndag i helga", 2, W, 120),),
    "når man vil lese e-post daglig 10 min": (("når man vil lese e-post", 1, D, 10),),
    "klarer ikke trapp 1 time 2 ganger i uka": (("klarer ikke trapp", 2, W, 60),),
    "1 time 5 dager i uka": (("", 5, W, 60),),
    "1 time en gang i uka": (("", 1, W, 60),),
}  # fmt: skip

REFUSED = {
    "annenhver uke 2 timer": "not_whole",
    "annen hver uke 2 timer": "not_whole",
    "hver 14. dag 30 min": "not_whole",
    "kvar tredje veke 30": "not_whole",
    "tirsdag i partallsuker 1 time": "not_whole",
    "annakvar veke 2 timar": "not_whole",
    "dusj 2,5 ganger i uka 30": "not_whole",
    "inntil 20 minutter daglig": "not_fixed",
    "ved behov 20 minutter": "not_fixed",
    "2 ganger i uka, til sammen 60 minutter": "no_minutes",
    "2 ganger i uka til sammen 60 minutter": "together",
    "20-30 minutter daglig": "range",
    "-20 minutter daglig": "range",
    "mandag til fredag 20 min": "range",
    "to hjelpere 20 minutter om dagen": "helpers",
    "dobbelt bemanning 20 minutter om dagen": "helpers",
    "mandag-fredag 20 min om dagen": "range",
    "man-fre 20 min daglig": "range",
    "man.-fre. 20 min daglig": "ambiguous",
    "tirs og tors 30 min daglig": "ambiguous",
    "morgen- og kveldsstell 20 minutter": "ambiguous",
    "hver dag unntatt søndag 30 min": "ambiguous",
    "to ganger daglig, ikke i helga, 20 min": "no_minutes",
    "to ganger daglig ikke i helga 20 min": "ambiguous",
    "daglig i helgene 20 min": "ambiguous",
    "kvelden i helga 20 min": "ambiguous",
    "1 t 30 per uke": "ambiguous",
    "1 time og 30 om dagen": "ambiguous",
    "2 timer i uka fordelt på 2 dager": "together",
    "1½ time daglig": "number_left",
    "morgen og kveld 20 minutter om dagen": "ambiguous",
    "2 ganger dusj 20 minutter i uka": "ambiguous",
    "morgen, middag og kveld 20": "ambiguous",
    "lage middag om kvelden 30 min": "ambiguous",
    "morgen og kveld 3 ganger i uka 20": "ambiguous",
    "3 ganger om dagen morgen og kveld 20": "ambiguous",
    "2 ganger om dagen 3 ganger i uka 20": "ambiguous",
    "2 ganger mandag og onsdag 20": "ambiguous",
    "8 dager i uka 20": "ambiguous",
    "mandag 2 ganger i måneden 20": "ambiguous",
    "daglig 20 minutter hver uke": "ambiguous",
    "5 dager 20 minutter": "no_often",
    "dusj": "no_often",
    "20 minutter": "no_often",
    "dusj to ganger 30": "no_often",
    "stell om dagen 20 min": "no_often",
    "2 dusjer i uka 30": "no_often",
    "dusj i uka": "no_often",
    "dusj 2 ganger i uka 20 min og 30 min": "two_times",
    "1,33 timer i uka": "minutes_not_whole",
    "dusj 2 ganger i uka 30,5": "minutes_not_whole",
    "dusj 2 ganger i uka": "no_minutes",
    "dusj 2 ganger i uka 20 30": "no_minutes",
    "dusj fire 2 ganger i uka 20": "number_left",
    "rom 4 2 ganger i uka 20 min": "number_left",
    "2 og en halv dusj daglig 20 min": "number_left",
    "0 ganger i uka 30": "times_range",
    "1 gang i uka 0 minutter": "minutes_range",
    "natt": "no_minutes",
    "x" * 121 + " 1 gang i uka 20": "what_too_long",
}  # fmt: skip


@pytest.mark.parametrize("line", [line for line in LINES if LINES[line]])
def test_lines_that_are_read(line: str) -> None:
    found = read_line(line, WORDS)
    assert found.rows == tuple(DecisionRow(*each) for each in LINES[line])
    assert found.refused == ()


@pytest.mark.parametrize("line", REFUSED)
def test_lines_that_are_refused_and_kept(line: str) -> None:
    found = read_line(line, WORDS)
    assert f"decision.{REFUSED[line]}" in [each.fault.code for each in found.refused]
    kept = ", ".join(each.part for each in found.refused)
    assert kept == line or found.rows


def test_part_by_part() -> None:
    found = read_line(
        "stell daglig 20, noe av og til,, dusj 2 ganger i uka 30\nannenhver uke 2 timer, kveld", WORDS
    )
    assert [each.what for each in found.rows] == ["stell", "dusj"]
    assert [(each.part, each.fault.code) for each in found.refused] == [
        ("noe av og til", "decision.no_often"),
        ("annenhver uke 2 timer", "decision.not_whole"),
        ("kveld", "decision.no_minutes"),
    ]
    assert all("uke" not in repr(each.fault) and "uke" not in str(each.fault) for each in found.refused)
    assert read_line("", WORDS).rows == ()


@pytest.mark.parametrize(
    ("text", "often"),
    [
        ("2", Often(2, None)),
        ("to ganger", Often(2, None)),
        ("2 om dagen", Often(2, D)),
        ("morgen og kveld", Often(2, D, "morgen og kveld")),
        ("hver dag", Often(1, D)),
        ("hver mandag", Often(1, W, "hver mandag")),
        ("6 ganger i måneden", Often(6, M)),
        ("annenhver uke", "not_whole"),
        ("2,5", "no_often"),
        ("mange", "no_often"),
        ("", "no_often"),
        ("stell daglig", "not_often"),
        ("20 minutter", "not_often"),
        ("0", "times_range"),
        ("1000", "times_range"),
        ("2 daglig 3", "number_left"),
    ],
)
def test_the_cell_how_often(text: str, often: Often | str) -> None:
    if isinstance(often, Often):
        assert read_often(text, WORDS) == often
        return
    with pytest.raises(UserFault) as caught:
        read_often(text, WORDS)
    assert (caught.value.code, caught.value.field) == (f"decision.{often}", "often")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("20", 20),
        (" 1 t 30 min ", 90),
        ("24 timer", 1440),
        ("1:30", 90),
        ("halvannen time", 90),
        ("1,5 t", 90),
        ("672 t", 40320),
        ("1,5", "minutes_not_whole"),
        ("abc", "not_minutes"),
        ("", "not_minutes"),
        ("1 2", "not_minutes"),
        ("20 min 5", "not_minutes"),
        ("0", "minutes_range"),
        ("673 t", "minutes_range"),
    ],
)
def test_the_cell_minutes(text: str, minutes: int | str) -> None:
    if isinstance(minutes, int):
        assert read_minutes(text, WORDS) == minutes
        return
    with pytest.raises(UserFault) as caught:
        read_minutes(text, WORDS)
    assert (caught.value.code, caught.value.field) == (f"decision.{minutes}", "minutes")


SHIPPED = resource("decision.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("daily: [daglig", "daily: [dag", "'dag' stands in two lists"),
        ("daily: [daglig", "daily: [Daglig", "not in small letters: 'Daglig'"),
        ("  to: 2", "  to: 0", "a number of times or minutes is 1 or more"),
        ("articles: [en", "articles: [en, noe", "no such number: noe"),
        ("quarters: [kvarter]", "quarter: [kvarter]", "unknown key 'quarter'"),
    ],
)
def test_the_file_is_read_strictly(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "decision.yaml"
    assert old in SHIPPED
    path.write_text(SHIPPED.replace(old, new), encoding="utf-8")
    with pytest.raises(ResourceError) as caught:
        load_decision_words(path)
    assert caught.value.message == message
