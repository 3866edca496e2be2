"""Years that have begun, lists of places, and what no import may ever move: an earlier year, another vault."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpr_desktop.codebook.package import SERVICE_LIST, Package, written
from kpr_desktop.errors import EnvironmentFault, Fault, UserFault
from kpr_desktop.usecases.renewal import RenewalDesk
from tests.support.codebooks import (
    MADE,
    YEAR,
    Publisher,
    districts,
    earlier,
    edit,
    in_message,
    klass,
    municipalities,
    put,
    read_in,
    shipped_files,
)
from tests.support.world import World

PUBLISHER = Publisher()
AGAIN = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def desk(training: World) -> RenewalDesk:
    return training.services.renewal


def test_years_come_in_their_order(training: World, tmp_path: Path) -> None:
    read_in(training, put(tmp_path, PUBLISHER.scope('"1": yes', YEAR + 1)))
    with pytest.raises(UserFault, match=r"codebook\.later_there"):
        training.services.renewal.preview(put(tmp_path, PUBLISHER.scope('"2": yes', YEAR)))
    read_in(training, put(tmp_path, klass(municipalities()), "131.csv"), YEAR)


def test_a_year_that_has_begun_is_closed(training: World, tmp_path: Path) -> None:
    path = put(tmp_path, PUBLISHER.scope('"1": yes'))
    preview = training.services.renewal.preview(path)
    training.clock.forward(days=39)
    assert training.session.today() == date(YEAR, 1, 1)
    training.session.grants.confirmed_at = training.session.now()
    with pytest.raises(UserFault) as caught:
        training.services.renewal.import_file(path, preview.sha256, accept=preview.fingerprint)
    assert (caught.value.code, dict(caught.value.params)) == ("codebook.begun", {"year": YEAR})
    training.reopen()  # the log has a line of that year now
    training.clock.forward(days=-39)
    with pytest.raises(UserFault, match=r"codebook\.begun"):
        training.services.renewal.preview(path)
    assert training.services.renewal.held() == []


def test_a_year_with_an_assessment_is_closed(training: World, tmp_path: Path) -> None:
    training.demo(6)
    path = put(tmp_path, PUBLISHER.scope('"1": yes'))
    assert training.services.renewal.preview(path).year == YEAR
    with training.session.work() as work:
        assert not work.renewals.assessed_since(YEAR)
        assert work.renewals.assessed_since(2026)
        work._database.run("UPDATE assessment SET codebook_year = ?", (YEAR,))  # type: ignore[attr-defined]
        assert work.renewals.assessed_since(YEAR)
        work._database.run("UPDATE assessment SET codebook_year = 2026")  # type: ignore[attr-defined]
        work._database.run("UPDATE assessment SET assessed_on = '2028-02-01'")  # type: ignore[attr-defined]
        work.commit()
    for data in (PUBLISHER.scope('"1": yes'), klass(municipalities())):
        with pytest.raises(UserFault, match=r"codebook\.assessed"):
            training.services.renewal.preview(put(tmp_path, data), YEAR if data[:1] != b"{" else None)


def test_the_list_of_municipalities(training: World, tmp_path: Path) -> None:
    before, places = earlier(training), training.session.places
    rows = [row for row in municipalities() if row[0] != "4201"]
    rows = [[*row[:3], "Nye Eigersund", *row[4:]] if row[0] == "1101" else row for row in rows]
    rows.append(["1199", "11", "1", "Nyby - Ođđa", "", "", "2027-01-01T00:00:00.000+0100", "null"])
    path = put(tmp_path, klass(rows), "131.csv")
    preview, made = read_in(training, path)
    assert (preview.kind, preview.year, preview.trust, preview.left_out) == ("places", YEAR, "none", 1)
    assert [(c.kind, c.what, c.code, c.before, c.after) for c in preview.changes] == [
        ("renamed", "municipality", "1101", "Eigersund", "Nye Eigersund"),
        ("new", "municipality", "1199", "", "Nyby - Ođđa"),
        ("withdrawn", "municipality", "4201", "Risør", ""),
    ]
    assert (made.signer, made.year) == ("", YEAR)
    with training.session.work() as work:
        assert (
            work.records.log_entries(limit=1)[0].subject == f"places {YEAR} sha256:{preview.sha256} unsigned"
        )
    for _ in range(2):
        places = training.services.places
        assert places.municipality("1199", YEAR) is not None
        assert places.municipality("1199", 2026) is None
        assert (places.municipality("4201", YEAR), places.municipality("4201", YEAR + 9)) == (None, None)
        oslo, old = places.municipality("0301", YEAR), places.municipality("0301", 2026)
        assert oslo is not None
        assert old is not None
        assert (oslo.name, oslo.county) == (old.name, old.county) == ("Oslo", "Oslo")
        twins = [places.label(m, YEAR) for m in places.all_for(YEAR) if m.name == "Herøy"]
        assert twins == ["Herøy (Møre og Romsdal)", "Herøy (Nordland)"]
        assert places.districts("0301", YEAR) == places.districts("0301", 2026)
        assert earlier(training) == before
        training.reopen()


def test_districts_alone_and_both_in_one_file(training: World, tmp_path: Path) -> None:
    before = earlier(training)
    rows = [*districts()[1:], ["420101", "4201", "2", "Sentrum", "", "", "", ""]]
    preview, _ = read_in(training, put(tmp_path, klass(rows), "103.csv"), YEAR + 1)
    assert [(c.kind, c.code) for c in preview.changes] == [("new", "420101"), ("withdrawn", "030101")]
    both = klass([*municipalities(), *districts()]).replace(b";", b",")
    preview, _ = read_in(training, put(tmp_path, both, "alt.csv"), YEAR + 1)
    assert preview.changes == ()
    assert preview.replaces is not None
    read_in(training, put(tmp_path, klass(rows), "103.csv"), YEAR + 2)
    training.reopen()
    places = training.session.places
    assert [len(places.districts("4201", y)) for y in (YEAR, YEAR + 1, YEAR + 2)] == [0, 0, 1]
    assert places.districts("0301", YEAR + 2)[0].code == "02"
    assert earlier(training) == before


def test_a_list_in_the_alphabet_of_old_files(desk: RenewalDesk, tmp_path: Path) -> None:
    plain = [row for row in municipalities() if all(ord(c) < 256 for c in row[3])]
    data = "\r\n".join(
        [
            '"code";"parentCode";"level";"name"',
            "",
            *(f'"{row[0]}";"";"1";"{row[3]}"' for row in plain),
        ]
    ).encode("latin-1")
    assert desk.preview(put(tmp_path, data, "131.csv"), YEAR).changes


@pytest.mark.parametrize("content", ["{", "[]", '{"book.yaml": "x"}', "null"])
def test_what_this_program_can_not_read_says_so(training: World, tmp_path: Path, content: str) -> None:
    for data in (PUBLISHER.scope('"1": yes'), klass(municipalities())):
        read_in(training, put(tmp_path, data))
    with training.session.work() as work:
        work._database.run("UPDATE renewal SET content = ?", (content,))  # type: ignore[attr-defined]
        work.commit()
    training.reopen()
    assert training.session.books.for_year(2026).year == 2026
    with pytest.raises(EnvironmentFault) as caught:
        training.session.books.for_year(YEAR)
    assert (caught.value.code, dict(caught.value.params)) == ("codebook.unreadable", {"year": YEAR})
    assert training.session.places.all_for(YEAR) == []
    assert len(training.session.places.all_for(2026)) == 357


def test_two_vaults_do_not_see_each_other(training: World, real: World, tmp_path: Path) -> None:
    read_in(training, put(tmp_path, PUBLISHER.scope('"1": yes')))
    assert in_message(real, YEAR) == in_message(real, 2026)
    assert real.session.books.years() == training.app.door.books.years() == (2026,)
    assert training.session.books.edition(2026) is training.app.door.books.edition(2026)


@AGAIN
@given(spoil=st.data())
def test_no_package_whatever_moves_an_earlier_year(
    training: World, tmp_path: Path, spoil: st.DataObject
) -> None:
    """Signed by a key that is trusted, and changed at random places: read in whole, or refused in words."""
    before = earlier(training)
    files = shipped_files()
    edit(files, "book.yaml", 'year: "2026"\nfrom_year: "2019"', f'year: "{YEAR}"\nfrom_year: "{YEAR}"')
    for _ in range(spoil.draw(st.integers(1, 3))):
        name = spoil.draw(st.sampled_from(sorted(files)))
        text = files[name]
        at = spoil.draw(st.integers(0, len(text)))
        length = spoil.draw(st.sampled_from([0, 1, 1, 40]))
        files[name] = (
            text[:at]
            + spoil.draw(st.sampled_from(["", "x", '"', "\n", "9", "{", "&a ", "2019"]))
            + text[at + length :]
        )
    whole = spoil.draw(st.booleans())
    kept = files if whole else {"services.yaml": files["services.yaml"]}
    package = Package("codebook" if whole else SERVICE_LIST, YEAR, "Forlaget", MADE, kept)
    path = put(tmp_path, PUBLISHER.sign(written(package)))
    held = len(training.services.renewal.held())
    try:
        _, made = read_in(training, path)
    except Fault as fault:
        assert fault.code.startswith("codebook.")
        assert len(training.services.renewal.held()) == held
    else:
        assert training.services.renewal.held()[0] == made
        assert training.session.books.for_year(YEAR).year == YEAR
    assert earlier(training) == before
