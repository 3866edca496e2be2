"""The rights table is strict, and says what the program asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpr_desktop.codebook.rights import load_rights
from kpr_desktop.codebook.strict import ResourceError

TABLE = """
roles:
  clerk: {nb: Kontor, nn: Kontoret, en: Clerk}
actions:
  person.read: [clerk]
  person.write: [boss]
"""


def test_a_role_nobody_has_named_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "rights.yaml"
    path.write_text(TABLE, encoding="utf-8")
    with pytest.raises(ResourceError, match=r"rights\.yaml:6: no such role: boss"):
        load_rights(path)


def test_the_shipped_table() -> None:
    rights = load_rights()
    assert rights.allows(["submitter"], "export.make")
    assert not rights.allows(["auditor", "leader"], "export.make")
    with pytest.raises(KeyError):
        rights.allows(["submitter"], "export.everything")
