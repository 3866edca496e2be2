from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from kpr_desktop.domain.notification import EventKind
from kpr_desktop.exports.naming import file_name, yearly_file_name
from tests.exports.samples import CONTACTS, WINTER, extract, guid, message, whole_extract

AT = datetime(2026, 11, 23, 9, 5, 7, tzinfo=WINTER)


def test_a_practice_file_says_so_in_its_name() -> None:
    assert re.fullmatch(r"kpr56_4201_20261123-090507_[0-9a-f]{8}\.ovelse\.xml", file_name(message(), AT))
    assert re.fullmatch(
        r"yearly1-2026_4201_20270104-120000_[0-9a-f]{8}\.ovelse\.json", yearly_file_name(extract())
    )


def test_a_real_file_does_not() -> None:
    assert re.fullmatch(r"kpr56_4201_20261123-090507_[0-9a-f]{8}\.xml", file_name(message(local_id=""), AT))
    assert re.fullmatch(
        r"yearly1-2026_4201_20270104-120000_[0-9a-f]{8}\.json", yearly_file_name(extract(practice=False))
    )


def test_names_differ_when_contents_or_times_do() -> None:
    other = message((EventKind.START,))
    names = {file_name(message(), AT), file_name(other, AT), file_name(message(), AT.replace(microsecond=1))}
    assert len(names) == 3
    assert yearly_file_name(extract()) != yearly_file_name(whole_extract())
    assert file_name(message(), AT) == file_name(message(), AT)


def test_nothing_personal_and_no_path_gets_into_a_name() -> None:
    name = file_name(replace(message(), municipality="../42/01٣ Blid"), AT)
    assert name.startswith("kpr56_4201_")
    parts = [part for contact in CONTACTS for part in contact.name.split()]
    assert not any(part in name for part in [*parts, "20814549217", guid(100)])
