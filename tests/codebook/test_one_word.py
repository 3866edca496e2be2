"""One thing has one word, and a text that quotes a button quotes what stands on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.texts import Texts, read_area

OTHERS = {
    "nb": r"\b(utkast\w*|reservekopi\w*|kodeverk\w*)\b",
    "nn": r"\b(utkast\w*|reservekopi\w*|sikkerheitskopi\w*|blei|kodeverk\w*)\b",
    "en": r"\b(code set\w*|back-up\w*)\b",
}
"""Words that have another beside them: kladd, sikkerhetskopi/tryggingskopi, vart, kodebok."""
OFFICIAL = frozenset({"diagnoses.year", "interview.code_unknown"})
"""Of ICD-10, ICPC-2 and their like the official word is kodeverk."""
HEADS = (
    "assignment.column_state", "authorisation.column_state", "blocking.column_state", "consent.state",
    "control.earlier_state", "deletion.column_state", "desk.persons_why", "desk.step_state", "help.health_state",
    "person.column_state", "requests.column_state", "services.column_state", "submission.exports_column_state",
    "submission.status", "written.column_state",
)  # fmt: skip


def others(language: str, key: str, text: str) -> bool:
    """Whether a text uses a word that another stands for everywhere else."""
    return key not in OFFICIAL and re.search(OTHERS[language], text, re.IGNORECASE) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_word_for_one_thing(language: str) -> None:
    files = sorted(Path(resource("texts", language)).glob("*.yaml"))
    texts = {key: text for file in files for key, (text, _) in read_area(file).items()}
    assert len(texts) > 1500
    assert [key for key, text in texts.items() if others(language, key, text)] == []
    for folder in ("letters", "manual"):
        for file in Path(resource(folder)).glob(f"*.{language}.yaml"):
            rows = file.read_text(encoding="utf-8").splitlines()
            assert [row for row in rows if others(language, file.name, row)] == [], file.name


def test_another_word_is_seen() -> None:
    assert others("nb", "a.b", "Utkastet er lagret.")
    assert others("nn", "a.b", "Det blei lagra.")
    assert not others("nb", "diagnoses.year", "Skriv året kodeverket gjelder for.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_a_thing_stands_has_one_heading(language: str) -> None:
    """Not «Tilstand»: on a person's page that is taken for the person's health."""
    texts = Texts.load(language)
    assert {texts(key) for key in HEADS} == {"Status"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_recovery_sheet_quotes_the_button(language: str) -> None:
    texts = Texts.load(language)
    sheet = Path(resource("letters", f"recovery.{language}.yaml")).read_text(encoding="utf-8")
    assert texts("common.quoted", text=texts("recovery.use_link")) in sheet


def test_each_language_has_its_own_quotation_marks() -> None:
    told = [Texts.load(each)("common.quoted", text="a") for each in LANGUAGES]
    assert told == ["«a»", "«a»", "“a”"]
    english = [*Path(resource("texts", "en")).glob("*.yaml"), *Path(resource("letters")).glob("*.en.yaml")]
    assert [each.name for each in english if "«" in each.read_text(encoding="utf-8")] == []
    pages = Path(__file__).parents[2] / "ui"
    code = [each for each in pages.rglob("*.py") if re.search(r'f"[^"]*«', each.read_text(encoding="utf-8"))]
    assert code == [], "common.quoted"
