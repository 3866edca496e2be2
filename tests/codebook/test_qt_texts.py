"""Qt's own texts in our languages: read strictly."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpr_desktop.codebook.qt_texts import load_qt_texts
from kpr_desktop.codebook.strict import ResourceError


def test_the_shipped_texts() -> None:
    bokmaal, nynorsk = load_qt_texts("nb"), load_qt_texts("nn")
    assert len(bokmaal) > 200
    assert bokmaal.keys() == nynorsk.keys()
    assert bokmaal["QPlatformTheme", "Open"] == "Åpne"
    assert nynorsk["QPlatformTheme", "Open"] == "Opne"
    assert bokmaal["QFileDialog", "Show "] == "Vis "
    assert load_qt_texts("en") == {}
    assert [key for key in bokmaal if bokmaal[key] == nynorsk[key] == key[1]] == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('"Hide %1": {nb: Skjul, nn: Skjul}', "the gaps are others than Qt's"),
        ('"&Undo": {nb: Angre, nn: "&Angre"}', "an underlined letter"),
        ('"&Undo": {nb: "&Angre"}', "missing key 'nn'"),
        ('"Open": {nb: Åpne, nn: Opne, en: Open}', "unknown key 'en'"),
    ],
)
def test_what_is_not_in_order_is_refused(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "qt_texts.yaml"
    path.write_text(f"Context:\n  {line}\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=f"qt_texts.yaml:2: .*{told}"):
        load_qt_texts("nn", path)
