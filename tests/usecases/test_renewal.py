"""A new year's code book, services or places: looked at, read in, in force from its own year; nothing else moves."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from pathlib import Path

import pytest

from kpr_desktop.codebook.comparison import NEW, RENAMED, REWORDED, SCOPE, SERVICE, WITHDRAWN, Change
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.renewal import RenewalDesk
from tests.support.codebooks import (
    MADE,
    YEAR,
    Publisher,
    earlier,
    edit,
    in_message,
    put,
    read_in,
    shipped_files,
)
from tests.support.world import World, without_right
from tools import kprbok

PUBLISHER = Publisher()


@pytest.fixture
def desk(training: World) -> RenewalDesk:
    return training.services.renewal


def test_one_line_brings_a_service_type_into_the_message(training: World, tmp_path: Path) -> None:
    before, told = earlier(training), in_message(training, 2026)
    path = put(tmp_path, PUBLISHER.scope('"1": yes'))
    preview = training.services.renewal.preview(path)
    assert (preview.kind, preview.year, preview.trust, preview.made) == ("services", YEAR, "unknown", MADE)
    assert preview.publisher == PUBLISHER.name
    assert preview.fingerprint == hashlib.sha256(PUBLISHER.public).hexdigest()
    assert preview.changes == (Change(NEW, SCOPE, "1", after="Praktisk bistand: daglige gjøremål"),)
    assert training.services.renewal.held() == []
    assert training.session.books.years() == (2026,)
    _, made = read_in(training, path)
    for _ in range(2):
        book = training.session.books.for_year(YEAR)
        assert (book.year, book.from_year) == (YEAR, YEAR)
        assert in_message(training, YEAR) == in_message(training, YEAR + 5) == told | {"1"}
        assert in_message(training, 2026) == told
        assert earlier(training) == before
        training.reopen()
    assert training.services.renewal.held() == [made]


def test_it_is_logged_with_its_key(training: World, tmp_path: Path) -> None:
    path = put(tmp_path, PUBLISHER.scope('"1": yes'))
    preview, made = read_in(training, path)
    with training.session.work() as work:
        read, accepted = [
            each for each in work.records.log_entries(limit=4) if each.action.startswith("codebook.")
        ]
    assert read.subject == f"services {YEAR} sha256:{preview.sha256} key:{preview.fingerprint[:16]}"
    assert (accepted.action, accepted.subject) == ("codebook.accept_key", f"key:{preview.fingerprint}")
    assert (made.sha256, made.signer) == (hashlib.sha256(path.read_bytes()).hexdigest(), preview.fingerprint)
    again = training.services.renewal.preview(path)
    assert (again.trust, again.replaces) == ("accepted", made)


def test_a_new_key_must_be_accepted_by_its_fingerprint(desk: RenewalDesk, tmp_path: Path) -> None:
    path = put(tmp_path, PUBLISHER.scope('"1": yes'))
    preview = desk.preview(path)
    for accept in ("", preview.fingerprint[:16], preview.fingerprint.upper()):
        with pytest.raises(UserFault) as caught:
            desk.import_file(path, preview.sha256, accept=accept)
        assert (caught.value.code, caught.value.field) == ("codebook.key_unknown", "accept")
    assert desk.held() == []


def test_a_key_of_ours_needs_no_accepting(training: World, tmp_path: Path) -> None:
    held = training.services.renewal
    desk = RenewalDesk(training.session, held._signatures, {PUBLISHER.public: "Vi"}, held._before_risk)
    path = put(tmp_path, PUBLISHER.scope('"1": yes'))
    preview = desk.preview(path)
    assert (preview.trust, preview.publisher) == ("ours", "Vi")
    desk.import_file(path, preview.sha256)
    assert held.preview(path).trust == "unknown", "it was not written among the accepted ones"


def test_a_whole_code_book(training: World, tmp_path: Path) -> None:
    before = earlier(training)

    def change(files: dict[str, str]) -> None:
        edit(files, "services.yaml", 'nb: "Praktisk bistand: daglige gjøremål"', 'nb: "Praktisk hjelp"')
        edit(files, "services.yaml", "  class: period\n", '  class: period\n  valid_to: "2026"\n')

    path = put(tmp_path, PUBLISHER.book(change=change))
    preview, made = read_in(training, path)
    assert (preview.kind, made.kind) == ("codebook", "codebook")
    assert [(c.kind, c.what, c.code) for c in preview.changes] == [
        (RENAMED, SERVICE, "1"),
        (WITHDRAWN, SERVICE, "5"),
    ]
    assert (preview.changes[0].before, preview.changes[0].after) == (
        "Praktisk bistand: daglige gjøremål",
        "Praktisk hjelp",
    )
    training.reopen()
    book = training.session.books.for_year(YEAR)
    assert book.services["1"].label.nb == "Praktisk hjelp"
    assert not book.services["5"].valid_in(YEAR)
    assert earlier(training) == before


def test_what_is_new_and_reworded_is_told(desk: RenewalDesk, tmp_path: Path) -> None:
    def change(files: dict[str, str]) -> None:
        first = files["rules.yaml"].index("- code:")
        second = files["rules.yaml"].index("\n- code:", first) + 1
        rule = files["rules.yaml"][first:second]
        code = rule.splitlines()[0].split("code:")[1].strip().strip('"')
        new = (
            rule.replace(code, "ny_regel", 1).replace('nb: "', 'nb: "Nytt: ').replace('nn: "', 'nn: "Nytt: ')
        )
        files["rules.yaml"] += "\n" + new.replace('en: "', 'en: "New: ')
        edit(files, "scales.yaml", 'nb: "Det går uten vansker', 'nb: "Alt går uten vansker')

    changes = desk.preview(put(tmp_path, PUBLISHER.book(change=change))).changes
    assert [(c.kind, c.what, c.code) for c in changes] == [
        (REWORDED, "score", "9165 1"),
        (NEW, "rule", "ny_regel"),
    ]


def test_a_list_of_services_and_a_scope_upon_it(training: World, tmp_path: Path) -> None:
    files = shipped_files()
    new = files["services.yaml"].split('- code: "2"')[0].split('- code: "1"')[1]
    text = files["services.yaml"] + '\n- code: "31"' + new.replace("Praktisk bistand", "Digital hjelp")
    read_in(training, put(tmp_path, PUBLISHER.services({"services.yaml": text})))
    assert "31" in training.session.books.for_year(YEAR).services
    assert "31" not in training.session.books.for_year(2026).services
    assert in_message(training, YEAR) == in_message(training, 2026)
    read_in(training, put(tmp_path, PUBLISHER.scope('"31": yes', YEAR + 1)))
    read_in(training, put(tmp_path, PUBLISHER.scope('"1": yes', YEAR + 1)))
    assert in_message(training, YEAR + 1) == in_message(training, 2026) | {"1"}, (
        "the second instead of the first"
    )
    read_in(training, put(tmp_path, PUBLISHER.scope('"2": yes', YEAR + 2)))
    assert in_message(training, YEAR + 2) == in_message(training, 2026) | {"1", "2"}
    whole = PUBLISHER.services({"services.yaml": text, "scope.yaml": _scope(YEAR + 2, "31")}, YEAR + 2)
    read_in(training, put(tmp_path, whole))
    training.reopen()
    assert in_message(training, YEAR + 2) == in_message(training, 2026) | {"31"}
    assert in_message(training, YEAR) == in_message(training, 2026)


def _scope(year: int, code: str) -> str:
    return f'from_year: "{year}"\nin_message:\n  "{code}": yes\n'


def test_an_edition_stays_as_it_was_read_in(training: World, tmp_path: Path) -> None:
    """Whatever a later version of the program ships: the texts lie in the vault, whole."""
    read_in(training, put(tmp_path, PUBLISHER.scope('"1": yes')))
    kept = json.loads(training.services.renewal.held()[0].content)
    assert {name: text for name, text in kept.items() if name != "scope.yaml"} == shipped_files()


def test_only_an_administrator_with_the_passphrase_given_again(training: World, tmp_path: Path) -> None:
    path = put(tmp_path, PUBLISHER.scope('"1": yes'))
    preview = training.services.renewal.preview(path)
    assert training.session.rights.actions["codebook.import"].roles == {"administrator"}
    other = without_right(training.session, "codebook.import")
    desk = training.services.renewal.on(other)
    for act in (lambda: desk.preview(path), lambda: desk.import_file(path, preview.sha256)):
        with pytest.raises(UserFault, match=r"rights\.not_allowed"):
            act()
    training.session.grants.confirmed_at = None
    assert training.services.renewal.preview(path) == preview
    with pytest.raises(UserFault, match=r"access\.passphrase_needed"):
        training.services.renewal.import_file(path, preview.sha256, accept=preview.fingerprint)
    assert desk.held() == []


def test_the_file_that_was_looked_at_is_the_one_that_is_read_in(desk: RenewalDesk, tmp_path: Path) -> None:
    path = put(tmp_path, PUBLISHER.scope('"1": yes'))
    preview = desk.preview(path)
    put(tmp_path, PUBLISHER.scope('"2": yes'))
    with pytest.raises(UserFault, match=r"codebook\.other_file"):
        desk.import_file(path, preview.sha256, accept=preview.fingerprint)


def test_what_can_not_be_opened(desk: RenewalDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "borte", tmp_path, tmp_path / "pipe"):
        with pytest.raises(EnvironmentFault, match=r"codebook\.cannot_read"):
            desk.preview(path)
    path = put(tmp_path, b"{")

    def denied(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(EnvironmentFault, match=r"codebook\.cannot_read"):
        desk.preview(path)


def test_a_backup_comes_first(training: World, tmp_path: Path) -> None:
    path = put(tmp_path, PUBLISHER.scope('"1": yes'))

    def no_room() -> None:
        raise EnvironmentFault("vault.disk_full")

    held = training.services.renewal
    desk = RenewalDesk(training.session, held._signatures, {}, no_room)
    preview = desk.preview(path)
    with pytest.raises(EnvironmentFault, match=r"vault\.disk_full"):
        desk.import_file(path, preview.sha256, accept=preview.fingerprint)
    assert held.held() == []
    assert held.preview(path).trust == "unknown"
    assert training.session.books.years() == (2026,)


def test_a_package_as_a_publisher_makes_it(desk: RenewalDesk, tmp_path: Path) -> None:
    """The commands of docs/formats/kprbok-1.md: the tool writes the line, openssl signs it, the tool joins them."""
    folder = tmp_path / "2027"
    folder.mkdir()
    (folder / "scope.yaml").write_text(_scope(YEAR, "1"), encoding="utf-8")
    line, key, made, public, out = (
        str(tmp_path / name) for name in ("linje", "nokkel.pem", "signatur", "offentlig.der", "ferdig.kprbok")
    )
    kprbok.main([
        "line", str(folder), line, "--kind", "services", "--year", str(YEAR), "--publisher", "Forlaget",
        "--made", "2026-10-01",
    ])  # fmt: skip
    for command in (
        ["genpkey", "-algorithm", "ed25519", "-out", key],
        ["pkeyutl", "-sign", "-inkey", key, "-rawin", "-in", line, "-out", made],
        ["pkey", "-in", key, "-pubout", "-outform", "DER", "-out", public],
    ):
        subprocess.run(["openssl", *command], check=True, capture_output=True)
    kprbok.main(["join", line, made, public, out])
    preview = desk.preview(Path(out))
    assert (preview.trust, preview.publisher, preview.made) == ("unknown", "Forlaget", MADE)
    print_of_key = hashlib.sha256(Path(public).read_bytes()[-32:]).hexdigest()
    assert preview.fingerprint == print_of_key
    data = Path(out).read_bytes()
    with pytest.raises(UserFault, match=r"codebook\.not_signed_right"):
        desk.preview(put(tmp_path, data.replace(b'\\"1\\"', b'\\"2\\"')))
