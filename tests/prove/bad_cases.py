"""Input that nobody should type, and somebody will: three hundred pairs of a place and a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tests.support import numbers

TEXTS = (
    "<b>Fet</b> Fjell", '<img src="x.png">', "<a href='http://example.no'>lenke</a>", "<script>alert(1)</script>",
    "Ole < Kari", "<uavsluttet", "<b", "a<br>b", "<h1>Stor</h1>", "<!-- borte -->", "&amp;", "&lt;b&gt;", "&nbsp;&#65;",
    "&Snarvei &&", "{navn}", "{0} {}", "{", "}{", "%s %d %n", "%(name)s", "100 %", "$HOME `id`", "\\n \\x00 \\",
    "=1+1", "+SUM(A1:A9)", "@kommando", "-2+3", "'; DROP TABLE person; --", 'O"Brien', "O'Brien", "Robert'); --",
    "Áhkká Čáhci Đ Ŋ Š Ŧ Ž", "Łucja Żółć", "Иван Петров", "محمد أحمد", "李小龙", "नमस्ते क", "Åse Ærlig Øst",
    "A\u030anne", "e\u0301e\u0301", "Z\u0351\u036b\u0343\u036a\u0302a\u036b\u033d\u034f", "😀 Glad 👩‍👩‍👧", "🇳🇴 Flagg",
    "Ola\u202eNordmann", "\u2067Rett\u2069", "\u200fHøyre", "usynlig\u200bskille", "myk\u00adbinde", "\ufeffBom",
    "null\x00midt", "bjelle\x07", "fluktkode\x1b[31m rød", "tab\tulator", "linje\nskift", "vogn\r\nretur",
    "av\x7fog\x85til",
    "\u2028linje\u2029avsnitt", "ord" * 3333, "x" * 101, "lange ord " * 30, "\u00a0fast mellomrom", "  ytterst  ",
    "12345", "...", "-", "\u3164", "halv\ud83d", "\udc00par",
)  # fmt: skip
DATES = (
    "31.02.2020", "00.01.2000", "32.01.2000", "1.13.1999", "29.02.2023", "99.99.9999", "01.01.0001", "01.01.9999",
    "12/31/1999", "i dag", "1. mai", "١٤.٠٣.١٩٤٢", "14.03.42.", "-1.-1.-1", "14..03.1942", "1e3", "14.03.19 42",
    "<b>14.03.1942</b>", "14.03.1942\u202e", "\x00", "2020-13-01", "310220", "999999999999", "01.01.1799",
)  # fmt: skip
NUMBERS = (
    "1", "00000000000", "99999999999", "1234567890", "123456789012", "abcdefghijk", "31029012345", "0103421234x",
    "١٤٨٣٤٢١٢٣٤٥", "148342 12345", "<b>1</b>", "' OR 1=1", "\u202e14834212345", "1483421234\x00", "9" * 400,
    "-1", "1e11",
)  # fmt: skip
HOURS = ("-1", "0", "169", "1e3", "ti", "1,5,5", "∞", "NaN", "37:99", "<i>5</i>", "9" * 60, "5\u202e,5")
POSTAL = ("12345", "abcd", "<b>1", "१२३४", "1 23", "123\u200b4")
PHONES = ("ring meg", "<b>22</b>", "+", "١٢٣٤٥٦٧٨", "1" * 60, "22\x0033", "'; --")
EMAILS = ("uten krøllalfa", "<b>a@b.no</b>", "a@b", "a b@c.no", "a@b.no\n", "æ@ø.å")
LOGINS = ("K", "KARI NORDMANN", "kari<b>", "kari\x00", "a" * 60, "../../etc", "😀😀")


@dataclass(frozen=True)
class Case:
    """One text in one field of one place."""

    place: str
    field: str
    text: str


def _cases(place: str, field: str, texts: Iterable[str]) -> list[Case]:
    return [Case(place, field, text) for text in texts]


def all_cases() -> list[Case]:
    """Every case, in the order of the places."""
    real = (numbers.fnr(5, born=date(1950, 5, 17)), numbers.d_number(3))
    return [
        *_cases("first_run", "unit", TEXTS[:4] + TEXTS[43:46]),
        *_cases("first_run", "user_name", TEXTS[4:8] + TEXTS[46:50]),
        *_cases("first_run", "login", LOGINS),
        *_cases("person", "given_name", TEXTS),
        *_cases("person", "family_name", TEXTS[::5]),
        *_cases("person", "identity", NUMBERS + real),
        *_cases("person", "birth_date", DATES),
        *_cases("person", "death_date", DATES[::8]),
        *_cases("person", "user_number", TEXTS[::7]),
        *_cases("person", "line1", TEXTS[::6]),
        *_cases("person", "kin_name", TEXTS[1::6]),
        *_cases("person", "interpreter", TEXTS[2::20]),
        *_cases("person", "postal_code", POSTAL),
        *_cases("person", "phone", PHONES),
        *_cases("service", "provider_name", TEXTS[::7]),
        *_cases("service", "provider_number", NUMBERS[::3]),
        *_cases("service", "week_minutes", HOURS),
        *_cases("service", "start", DATES[::5]),
        *_cases("service", "note", TEXTS[3::9]),
        *_cases("note", "note", TEXTS[::3]),
        *_cases("row", "source", TEXTS[4::9]),
        *_cases("row", "date", DATES[2::8]),
        *_cases("search", "search", TEXTS[::4]),
        *_cases("office", "name", TEXTS[5::12]),
        *_cases("office", "line1", TEXTS[6::12]),
        *_cases("office", "email", EMAILS),
    ]
