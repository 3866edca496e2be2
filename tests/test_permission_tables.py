"""The tables of who may do what leave no action of the rules out."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpr_desktop.codebook.rights import load_rights
from tests.prove import permissions
from tests.prove.permission_scene import ROLES


def test_every_action_has_its_rows_and_every_row_its_action() -> None:
    assert permissions.lacking() == []


@pytest.mark.parametrize(
    ("table", "old", "new", "told"),
    [
        (
            "permissions_actions.csv",
            "log.read,log_read log_users log_find_person log_verify\n",
            "",
            "log.read: no row",
        ),
        ("permissions_actions.csv", "vault.check,", "vault.chek,", "vault.chek: no such action"),
        ("permissions_duties.csv", "\nkey_change,", "\nkey_chnge,", "key.change: no row key_change"),
        ("permissions_duties.csv", "\nregister,", "\nenlist,", "row enlist: of no action"),
    ],
)
def test_a_row_that_is_not_there_is_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str, old: str, new: str, told: str
) -> None:
    for path in permissions.GOLDEN.glob("permissions*.csv"):
        text = path.read_text(encoding="utf-8")
        if path.name == table:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(permissions, "GOLDEN", tmp_path)
    assert told in permissions.lacking()
    assert permissions.main([]) == 1


def test_every_rule_is_changed_in_every_role() -> None:
    changed = [word for word, _, _ in permissions.changed_rules()]
    assert len(changed) == len(set(changed))
    actions = load_rights().actions
    assert set(permissions.DECIDED_BY) <= set(actions)
    for name in actions:
        roles = actions[permissions.DECIDED_BY[name]].roles if name in permissions.DECIDED_BY else set(ROLES)
        assert {f"{name} with or without {role}" for role in roles} <= set(changed)
    assert set(permissions.NOT_CAUGHT) <= set(changed)
