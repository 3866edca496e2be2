"""Packages and place lists that must be refused: each with the code of the reason. Nothing of them may be kept."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from kpr_desktop.codebook.klass import LARGEST as LARGEST_KLASS
from kpr_desktop.codebook.package import (
    LARGEST,
    LARGEST_FILE,
    SERVICE_LIST,
    Package,
    canonical,
    sealed,
    written,
)
from tests.support.codebooks import (
    KLASS_HEAD,
    MADE,
    YEAR,
    Publisher,
    book_package,
    districts,
    edit,
    klass,
    municipalities,
    shipped_files,
)

Edit = Callable[[dict[str, str]], None]


@dataclass(frozen=True)
class Bad:
    """One file, and why it is refused (the fault's code)."""

    name: str
    data: bytes
    code: str


def all_bad(publisher: Publisher) -> list[Bad]:
    """Every kind of wrong file that we know of."""
    found = [
        *_seals(publisher),
        *_contents(publisher),
        *_files(publisher),
        *_books(publisher),
        *_scopes(publisher),
    ]
    return [Bad(name, data, f"codebook.{code}") for name, data, code in [*found, *_klass()]]


_Case = tuple[str, bytes, str]


def _scope_content() -> dict[str, object]:
    text = f'from_year: "{YEAR}"\nin_message:\n  "1": yes\n'
    made = Package(SERVICE_LIST, YEAR, "Forlaget", MADE, {"scope.yaml": text})
    told: dict[str, object] = json.loads(written(made))
    return told


def _seals(publisher: Publisher) -> Iterator[_Case]:
    good = publisher.scope('"1": yes')
    signed, seal, _ = good.split(b"\n")
    told = json.loads(seal)
    other = Publisher()
    flipped = bytearray(good)
    flipped[120] ^= 1
    yield "one bit", bytes(flipped), "not_signed_right"
    yield "another's key", sealed(signed, other.public, publisher.key.sign(signed)), "not_signed_right"
    yield "another's signature", sealed(signed, publisher.public, other.key.sign(signed)), "not_signed_right"
    yield (
        "signed with the line feed",
        sealed(signed, publisher.public, publisher.key.sign(signed + b"\n")),
        ("not_signed_right"),
    )
    yield "a blank more", good.replace(b"{", b"{ ", 1), "not_signed_right"
    yield "zero key", sealed(signed, bytes(32), publisher.key.sign(signed)), "not_signed_right"
    yield "zero signature", sealed(signed, publisher.public, bytes(64)), "not_signed_right"
    yield "no signature", signed + b"\n", "unsigned"
    yield "no second line", signed, "unsigned"
    yield "cut in the signature", good[:-40], "bad_seal"
    yield "cut in the content", good[:150], "unsigned"
    yield "three lines", good + b"{}\n", "bad_seal"
    yield "windows lines", good.replace(b"\n", b"\r\n"), "not_package"
    yield "byte order mark", b"\xef\xbb\xbf" + good, "not_package"
    yield "blank first", b"\n" + good, "not_package"
    yield (
        "short key",
        signed + b"\n" + canonical(told | {"key": base64.b64encode(bytes(31)).decode()}),
        "bad_seal",
    )
    yield (
        "long signature",
        signed + b"\n" + canonical(told | {"signature": base64.b64encode(bytes(65)).decode()}),
        "bad_seal",
    )
    yield "key is no base64", signed + b"\n" + canonical(told | {"key": "æ" * 44}), "bad_seal"
    yield "key is a number", signed + b'\n{"key":1,"signature":2}\n', "bad_seal"
    yield "more in the signature", signed + b"\n" + canonical(told | {"role": "x"}), "bad_seal"
    yield "signature is a list", signed + b"\n[]\n", "bad_seal"
    yield "a long signature line", signed + b"\n" + b" " * 400 + seal, "bad_seal"
    yield "too large", b"{" + b" " * LARGEST, "too_large"


def _contents(publisher: Publisher) -> Iterator[_Case]:
    good = _scope_content()

    def made(**parts: object) -> bytes:
        return publisher.sign(canonical(good | parts))

    text = canonical(good)
    yield "no JSON", publisher.sign(b"{no"), "form"
    yield "not UTF-8", publisher.sign(b'{"format":"\xff"}'), "form"
    yield "nested deep", publisher.sign(b'{"format":' + b"[" * 100_000), "form"
    yield "a number", publisher.sign(b'{"format":1}'), "form"
    yield "not a number", publisher.sign(b'{"format":NaN}'), "form"
    yield "a huge number", publisher.sign(b'{"format":1' + b"0" * 10_000 + b"}"), "form"
    yield "another format", made(format="kprbok 2"), "other_format"
    yield "keys in another order", publisher.sign(json.dumps(dict(reversed(good.items()))).encode()), "form"
    yield "the same key twice", publisher.sign(text[:-1] + b',"year":"2027"}'), "form"
    yield "one key less", publisher.sign(canonical({k: v for k, v in good.items() if k != "made"})), "form"
    yield "one key more", made(run="rm"), "form"
    yield "another kind", made(kind="places"), "form"
    yield "kind is a map", made(kind={}), "form"
    for year in ("27", "2027 ", "1999", "２０２７", "20271", "", {}):
        yield f"year {year!r}", made(year=year), "form"
    for publisher_name in ("", " x", "x" * 81, "a\u202eb", "a\nb", {}):
        yield f"publisher {publisher_name!r}"[:30], made(publisher=publisher_name), "form"
    for day in ("2026-13-01", "20261001", "i går", "", {}):
        yield f"made {day!r}", made(made=day), "form"
    yield "no files", made(files={}), "form"
    yield "files is a text", made(files="x"), "form"
    yield "a file is a map", made(files={"scope.yaml": {}}), "form"
    yield "half a letter", publisher.sign(canonical(good | {"files": {"scope.yaml": "\ud800"}})), "form"
    for year, code in (("2026", "begun"), ("2021", "begun"), ("2099", "too_far")):
        scope = f'from_year: "{year}"\nin_message:\n  "1": yes\n'
        yield f"for {year}", made(year=year, files={"scope.yaml": scope}), code


def _files(publisher: Publisher) -> Iterator[_Case]:
    package = book_package("Forlaget", YEAR)

    def made(files: dict[str, str]) -> bytes:
        return publisher.sign(written(replace(package, files=files)))

    for name in (
        "../book.yaml", "/etc/passwd", "C:\\book.yaml", "variables/../book.yaml", "variables/v21.yaml", "BOOK.YAML",
        "variables/v01.yaml/", "scope.yaml", "book.yaml\0", "run.py", "", "x" * 5000,
    ):  # fmt: skip
        yield f"file {name[:20]!r}", made({**package.files, name: "x: y\n"}), "wrong_files"
    for name in ("book.yaml", "rules.yaml", "services.yaml"):
        yield f"without {name}", made({k: v for k, v in package.files.items() if k != name}), "wrong_files"
    yield "a very long file", made({**package.files, "rules.yaml": "#" * (LARGEST_FILE + 1)}), "too_large"
    yield "a service list with a code book in it", publisher.services({"book.yaml": "x: y\n"}), "wrong_files"
    heap = io.BytesIO()
    with zipfile.ZipFile(heap, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("book.yaml", "0" * 10_000_000)
    yield "a zip", heap.getvalue(), "klass_not_text"


def _books(publisher: Publisher) -> Iterator[_Case]:
    for name, change, code in (*_edits(), *_wrong_words()):
        yield name, publisher.book(change=change), code


def at(file: str, old: str, new: str) -> Edit:
    """A file with something else in one place."""
    return lambda files: edit(files, file, old, new)


def without(file: str) -> Edit:
    """A book without a file."""
    return lambda files: files.pop(file) and None


def text(file: str, content: str) -> Edit:
    """A book with another file instead of its own."""
    return lambda files: files.update({file: content})


def _edits() -> Iterator[tuple[str, Edit, str]]:
    """No YAML of ours, and wrong years."""
    bombs = "a: &a [x, x]\nb: &b [*a, *a, *a, *a]\n"
    yield "a YAML bomb", text("services.yaml", bombs), "not_whole"
    yield "YAML nested deep", text("services.yaml", "- " * 500 + "x\n"), "not_whole"
    yield "a tag", text("services.yaml", "!!python/object/apply:os.system [ls]\n"), "not_whole"
    yield "two documents", text("services.yaml", "a: b\n---\na: b\n"), "not_whole"
    yield "no YAML", text("rules.yaml", "{{{{"), "not_whole"
    yield "an empty file", text("rules.yaml", ""), "not_whole"
    yield "cut", lambda files: files.update({"rules.yaml": files["rules.yaml"][:-90]}), "not_whole"
    yield "another year inside", at("book.yaml", f'year: "{YEAR}"', 'year: "2029"'), "not_whole"
    yield "from an earlier year", at("book.yaml", f'from_year: "{YEAR}"', 'from_year: "2026"'), "from_year"
    yield "from a later year", at("book.yaml", f'from_year: "{YEAR}"', 'from_year: "2028"'), "from_year"
    yield (
        "a year of many digits",
        at("book.yaml", f'from_year: "{YEAR}"', f'from_year: "{"9" * 5000}"'),
        "not_whole",
    )


def _wrong_words() -> Iterator[tuple[str, Edit, str]]:
    """Good YAML that says something wrong."""
    yield "an unknown key", at("services.yaml", "class: hours", "klass: hours"), "not_whole"
    yield "an unknown class", at("services.yaml", "class: hours", "class: days"), "not_whole"
    yield "a code twice", at("services.yaml", 'code: "2"', 'code: "1"'), "not_whole"
    yield "no English", at("services.yaml", ', en: "Practical help with daily tasks"', ""), "not_whole"
    yield "empty English", at("services.yaml", '"Practical help with daily tasks"', '""'), "not_whole"
    yield (
        "a direction mark",
        at("services.yaml", "Practical help with", "Practical\\u202e help with"),
        "not_whole",
    )
    yield "a label too long", at("services.yaml", "Practical help with daily tasks", "x" * 300), "not_whole"
    yield "an undeclared source", at("services.yaml", 'source: "S1, S2, S17c"', 'source: "S999"'), "not_whole"
    yield "a certainty that is not shipped", at("services.yaml", "certainty: A", "certainty: C"), "not_whole"
    yield "a variable less", without("variables/v07.yaml"), "not_whole"
    yield (
        "a variable in another's file",
        lambda files: files.update({"variables/v02.yaml": files["variables/v01.yaml"]}),
        "not_whole",
    )
    yield "an unknown check", at("rules.yaml", "check: ", "check: no_such_"), "not_whole"
    yield "an unknown scale", at("variables/v01.yaml", "scale: ", "scale: x"), "not_whole"
    yield "an official name changed", at("variables/v01.yaml", 'official: "', 'official: "Ny '), "not_whole"
    yield "a service gone", _no_service, "lost"
    yield "a code gone", _no_code, "lost"
    yield "a strange code", at("services.yaml", '- code: "29"', '- code: "../29"'), "not_whole"
    yield (
        "a strange list",
        at("codelists.yaml", "codes:\n", 'codes:\n  - code: "a b"\n    label: {nb: A, nn: B, en: C}\n'),
        ("not_whole"),
    )
    yield "a pattern that is none", _pattern("(("), "bad_pattern"
    yield "a very long pattern", _pattern("x" * 121), "bad_pattern"
    yield "not translated", _untranslated, "not_translated"
    yield "two scores alike", _alike_scores, "same_words"
    yield "two rules alike", _alike_rules, "same_words"


def _no_service(files: dict[str, str]) -> None:
    parts = files["services.yaml"].split('- code: "')
    kept = [each for each in parts if not each.startswith('5"')]
    assert len(kept) == len(parts) - 1
    files["services.yaml"] = '- code: "'.join(kept)


def _no_code(files: dict[str, str]) -> None:
    edit(files, "codelists.yaml", 'code: "9"', 'code: "8"')


def _pattern(pattern: str) -> Edit:
    def change(files: dict[str, str]) -> None:
        lines = files["rules.yaml"].splitlines(keepends=True)
        place = next(i for i, line in enumerate(lines) if "pattern:" in line)
        head, _, rest = lines[place].partition("pattern: ")
        quote = rest[0]
        end = rest.index(quote, 1)
        lines[place] = f"{head}pattern: {quote}{pattern}{rest[end:]}"
        files["rules.yaml"] = "".join(lines)

    return change


def _untranslated(files: dict[str, str]) -> None:
    lines = files["rules.yaml"].splitlines(keepends=True)
    place = next(i for i, line in enumerate(lines) if line.strip().startswith("nb: ") and len(line) > 90)
    english = next(i for i in range(place, place + 4) if lines[i].strip().startswith("en: "))
    lines[english] = lines[place].replace("nb: ", "en: ", 1)
    files["rules.yaml"] = "".join(lines)


def _alike_scores(files: dict[str, str]) -> None:
    lines = files["scales.yaml"].splitlines(keepends=True)
    places = [i for i, line in enumerate(lines) if line.strip().startswith("card: {")][:2]
    lines[places[1]] = lines[places[0]]
    files["scales.yaml"] = "".join(lines)


def _alike_rules(files: dict[str, str]) -> None:
    first = files["rules.yaml"].index("- code:")
    second = files["rules.yaml"].index("\n- code:", first) + 1
    rule = files["rules.yaml"][first:second]
    code = rule.splitlines()[0].split("code:")[1].strip().strip('"')
    files["rules.yaml"] += "\n" + rule.replace(code, "kopi", 1)


def _scopes(publisher: Publisher) -> Iterator[_Case]:
    for name, text in (
        ("unknown type", f'from_year: "{YEAR}"\nin_message:\n  "999": yes\n'),
        ("neither yes nor no", f'from_year: "{YEAR}"\nin_message:\n  "1": maybe\n'),
        ("a type twice", f'from_year: "{YEAR}"\nin_message:\n  "1": yes\n  "1": no\n'),
        ("no type", f'from_year: "{YEAR}"\nin_message: {{}}\n'),
        ("no scope", f'from_year: "{YEAR}"\n'),
        ("another year", 'from_year: "2026"\nin_message:\n  "1": yes\n'),
        ("a list", "- a\n"),
        ("empty", ""),
    ):
        yield f"scope: {name}", publisher.services({"scope.yaml": text}), "not_whole"
    files = shipped_files()
    _no_service(files)
    yield (
        "a list of services with one gone",
        publisher.services({"services.yaml": files["services.yaml"]}),
        "lost",
    )


def _klass() -> Iterator[_Case]:
    good = municipalities()

    def row(place: int, cell: int, text: str) -> bytes:
        rows = [list(each) for each in good]
        rows[place][cell] = text
        return klass(rows)

    yield "klass: nothing", b"", "klass_columns"
    yield "klass: blanks", b" \n \n", "klass_columns"
    yield "klass: a picture", b"\x89PNG\r\n\x1a\n\0\0", "klass_not_text"
    yield (
        "klass: wrong letters",
        klass(good).decode().encode().replace("æ".encode(), "Ã¦".encode(), 1),
        "klass_not_text",
    )
    yield "klass: too large", b"x" * (LARGEST_KLASS + 1), "klass_too_large"
    yield "klass: too many lines", KLASS_HEAD.encode() + b"\n" * 10_100, "klass_too_large"
    yield "klass: other columns", klass(good, KLASS_HEAD.replace("name", "navn", 1)), "klass_columns"
    yield "klass: a column twice", klass(good, KLASS_HEAD.replace("notes", "name")), "klass_columns"
    yield "klass: an unknown column", klass(good, KLASS_HEAD.replace("notes", "fnr")), "klass_columns"
    yield (
        "klass: a spare column twice",
        klass(good, KLASS_HEAD.replace("notes", "shortName")),
        "klass_columns",
    )
    yield "klass: a cell less", klass(good).replace(b";;;2024-01-01;\n", b";;;2024-01-01\n", 1), "klass_line"
    yield "klass: an open quote", klass(good).replace(b";1;", b';"1;', 1), "klass_line"
    yield "klass: letters in the number", row(3, 0, "11a3"), "klass_code"
    yield "klass: foreign digits", row(3, 0, "１１０３"), "klass_code"
    yield "klass: five digits", row(3, 0, "11031"), "klass_code"
    yield "klass: another's parent", row(3, 1, "99"), "klass_code"
    yield "klass: no level", row(3, 2, ""), "klass_code"
    yield "klass: no name", row(3, 3, ""), "klass_name"
    yield "klass: a formula", row(3, 3, "=1+1"), "klass_name"
    yield "klass: a very long name", row(3, 3, "X" * 81), "klass_name"
    yield "klass: a direction mark", row(3, 3, "Sand\u202enes"), "klass_name"
    yield "klass: a number twice", klass([*good, good[3]]), "klass_twice"
    yield "klass: no day", row(3, 6, "2024-02-31"), "klass_day"
    yield "klass: a day in words", row(3, 7, "i fjor"), "klass_day"
    yield "klass: ended", row(3, 7, "2027-01-01"), "klass_not_then"
    yield "klass: begins later", row(3, 6, "2027-07-01"), "klass_not_then"
    yield "klass: cut", klass(good[:200]), "klass_few"
    yield "klass: a head alone", klass([]), "klass_few"
    homeless = [*districts(), ["999801", "9998", "2", "Ingensteds", "", "", "", ""]]
    yield "klass: a homeless district", klass(homeless), "klass_homeless"
