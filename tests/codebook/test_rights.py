"""The rights table is strict, and says what the program asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpr_desktop.codebook.model import Text
from kpr_desktop.codebook.rights import CITIZEN, Purpose, Rights, load_rights
from kpr_desktop.codebook.strict import ResourceError
from kpr_desktop.domain.access import Outside, Rule

TABLE = """
roles:
  clerk: {nb: Kontor, nn: Kontoret, en: Clerk}
clinical: [clerk]
purposes:
  care: {nb: Hjelp, nn: Hjelp, en: Care, basis: citizen, emergency: yes}
actions:
  person.read: {roles: [clerk], outside: reason, emergency: yes}
  person.count: {roles: [clerk], confirm: yes, leaves: no}
"""


def read(tmp_path: Path, table: str) -> Rights:
    path = tmp_path / "rights.yaml"
    path.write_text(table, encoding="utf-8")
    return load_rights(path)


def test_a_table_is_read(tmp_path: Path) -> None:
    rights = read(tmp_path, TABLE)
    assert rights.clinical == {"clerk"}
    assert rights.purposes["care"] == Purpose(Text("Hjelp", "Hjelp", "Care"), CITIZEN, emergency=True)
    assert rights.actions == {
        "person.read": Rule(frozenset({"clerk"}), Outside.REASON, emergency=True),
        "person.count": Rule(frozenset({"clerk"}), confirm=True),
    }


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("roles: [clerk], confirm", "roles: [boss], confirm", r":9: no such role: boss"),
        ("clinical: [clerk]", "clinical: [boss]", r":4: no such role: boss"),
        ("outside: reason", "outside: ask", r":8: 'ask' is none of"),
        ("basis: citizen", "basis: whim", r":6: 'whim' is none of"),
        ("confirm: yes", "confirm: perhaps", r":9: 'perhaps' is none of"),
        ("confirm: yes", "emergency: yes", r":9: this action concerns no single person"),
        ("confirm: yes", "despite_blocks: no", r":9: this action concerns no single person"),
        ("confirm: yes", "surprise: yes", r":9: unknown key 'surprise'"),
    ],
)
def test_a_table_that_is_not_in_order_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    assert old in TABLE
    with pytest.raises(ResourceError, match=rf"rights\.yaml{told}"):
        read(tmp_path, TABLE.replace(old, new))


def test_the_shipped_table() -> None:
    rights = load_rights()
    assert rights.allows(["submitter"], "export.make")
    assert not rights.allows(["auditor", "leader"], "export.make")
    with pytest.raises(KeyError):
        rights.allows(["submitter"], "export.everything")


def test_a_search_is_open_to_the_roles_that_may_open() -> None:
    actions = load_rights().actions
    assert actions["person.find"].roles == actions["person.read"].roles


def test_nothing_is_written_and_nothing_leaves_in_an_emergency() -> None:
    for name, rule in load_rights().actions.items():
        assert not rule.emergency or name in ("person.read", "person.reveal")
        leaving = ("submission.follow", "statistics.make", "overview.take", "letter.batch")
        assert rule.leaves == (name.startswith("export.") or name in leaving)
