"""The parser of the command line, with all that argparse says by itself put into the language of the command."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from functools import partial
from typing import Any, NoReturn

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.commands.console import WRONG_USE

_SAID: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(shape, re.DOTALL), key)
    for shape, key in (
        (r"the following arguments are required: (?P<what>.+)", "cli.parser_missing"),
        (r"argument (?P<what>.+?): expected one argument", "cli.parser_no_value"),
        (
            r"argument (?P<what>.+?): invalid choice: .*\(choose from (?P<choices>.+)\)",
            "cli.parser_not_a_choice",
        ),
        (r"argument (?P<what>.+?): invalid int value: .*", "cli.parser_not_a_number"),
        (r"argument (?P<what>.+?): invalid fromisoformat value: .*", "cli.parser_not_a_day"),
        (r"argument (?P<what>.+?): ignored explicit argument .*", "cli.parser_takes_no_value"),
        (
            r"ambiguous option: (?P<what>[^ =]+)\S* could match (?P<choices>.+)",
            "cli.parser_means_several",
        ),
    )
)
"""What argparse writes in English, and the text that says it. What was typed as a value is never said again."""
_UNKNOWN = "unrecognized arguments: "


class Parser(argparse.ArgumentParser):
    """Speaks the language of `texts`; so do the parsers of the commands below it. Options may follow as argparse's."""

    def __init__(self, texts: Texts, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=partial(_Help, texts), **options)
        self._texts = texts
        self._positionals.title = texts("cli.parser_arguments")
        self._optionals.title = texts("cli.parser_options")
        self.add_argument("-h", "--help", action="help", help=texts("cli.parser_help"))

    def error(self, message: str) -> NoReturn:
        """Tell what is wrong and how to find out more; ends the program with code 2."""
        self.print_usage(sys.stderr)
        more = self._texts("cli.parser_more", command=f"{self.prog} --help")
        self.exit(WRONG_USE, f"{self.prog}: {said(self._texts, message)} {more}\n")


def said(texts: Texts, message: str) -> str:
    """A complaint of argparse as a sentence; one that is not known is told without its details."""
    if message.startswith(_UNKNOWN):
        names = [each.partition("=")[0] for each in message.removeprefix(_UNKNOWN).split() if each[0] == "-"]
        return texts("cli.parser_unknown", what=" ".join(names)) if names else texts("cli.parser_too_much")
    for shape, key in _SAID:
        if found := shape.fullmatch(message):
            return texts(key, **found.groupdict())
    return texts("cli.parser_wrong")


class _Help(argparse.HelpFormatter):
    def __init__(self, texts: Texts, prog: str) -> None:
        super().__init__(prog)
        self._usage_word = texts("cli.parser_usage")

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, f"{self._usage_word} " if prefix is None else prefix)
