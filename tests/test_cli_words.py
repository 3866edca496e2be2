"""What the command line says by itself: in the language of the command, and nothing of what was typed."""

from __future__ import annotations

import argparse
import re

import pytest

from kpr_desktop import cli
from kpr_desktop.bootstrap import Application
from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.commands.parser import said
from tests.test_cli import app

__all__ = ["app"]

ENGLISH = re.compile(
    r"\b(usage|options|positional|arguments?|show this|exit|error|invalid|required|expected|choose from|ambiguous"
    r"|could match|unrecognized|program's)\b"
)
"""Words of argparse that no Norwegian text of ours has."""
PHRASES = re.compile(
    r"usage:|positional arguments|show this help message|program's version|error:|argument -"
)
"""The same where ours are English too."""
SECRET = "Fjellbekk"
WRONG = {
    "cli.parser_missing": ["letter", "x"],
    "cli.parser_no_value": ["demo", "x", "--persons"],
    "cli.parser_not_a_choice": ["export", "x", "--format", SECRET],
    "cli.parser_not_a_number": ["demo", "x", "--persons", SECRET],
    "cli.parser_not_a_day": ["export", "x", "--format", "kpr-56", "--since", SECRET],
    "cli.parser_takes_no_value": ["demo", "x", f"--json={SECRET}"],
    "cli.parser_means_several": ["export", "x", "--format", "kpr-56", f"--p={SECRET}"],
    "cli.parser_unknown": ["demo", "x", f"--name={SECRET}", SECRET],
    "cli.parser_too_much": ["demo", "x", SECRET],
}


def english(text: str, language: str) -> set[str]:
    return set((PHRASES if language == "en" else ENGLISH).findall(text))


def start_of(texts: Texts, key: str) -> str:
    """The words of a text, gaps left open, as a shape."""
    return re.sub(
        r"\\\{\w+\\\}", ".+", re.escape(texts(key, **{gap: f"{{{gap}}}" for gap in texts.gaps(key)}))
    )


def end_of(argv: list[str], app: Application) -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main(argv, lambda: app)
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_the_search_for_english_finds_it(capsys: pytest.CaptureFixture[str]) -> None:
    plain = argparse.ArgumentParser()
    plain.add_argument("--year", type=int)
    with pytest.raises(SystemExit):
        plain.parse_args(["--year", "x"])
    assert {"usage", "error", "argument", "invalid"} <= english(capsys.readouterr().err, "nb")
    assert {"usage", "options", "show this", "exit"} <= english(plain.format_help(), "nb")
    assert {"usage:", "show this help message"} <= english(plain.format_help(), "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_of_every_command_is_in_one_language(
    language: str, app: Application, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = Texts.load(language)
    (commands,) = (a for a in cli._parser(texts)._actions if isinstance(a, argparse._SubParsersAction))
    assert len(commands.choices) > 15
    for name in ("", *commands.choices):
        assert end_of(["--language", language, *([name] if name else []), "--help"], app) == cli.DONE
        told = capsys.readouterr().out
        assert told.startswith(f"{texts('cli.parser_usage')} kpr")
        assert texts("cli.parser_help") in told
        assert f"\n{texts('cli.parser_options')}:\n" in told
        assert english(told, language) == set(), name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("key", "argv"), WRONG.items())
def test_a_wrong_use_is_told_in_one_language(
    language: str, key: str, argv: list[str], app: Application, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = Texts.load(language)
    assert end_of(["--language", language, *argv], app) == cli.WRONG_USE
    usage, _, last = capsys.readouterr().err.rstrip().rpartition("\n")
    program, _, sentence = last.partition(": ")
    assert program in ("kpr", f"kpr {argv[0]}")
    assert usage.startswith(f"{texts('cli.parser_usage')} {program}")
    assert re.match(start_of(texts, key), sentence), sentence
    assert "--help" in sentence
    assert SECRET not in usage + sentence
    assert english(sentence, language) == set()


def test_a_complaint_that_is_not_known_is_told_without_details() -> None:
    texts = Texts.load("nb")
    assert said(texts, f"conflict between {SECRET} and others") == "Kommandoen er ikke skrevet riktig."
