"""A log line of level WARNING or higher fails the test, unless the test says that it expects it.

`@pytest.mark.allow_log("pattern")` allows lines in which the regular expression is found (several marks: any of them).
The habit is qutebrowser's.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Generator
from typing import Any

import pytest


class UnexpectedLogLine(AssertionError):
    """Something was worth a warning to the program, and the test did not know."""


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[tuple[str, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        self.lines.append((message, f"{record.levelname} {record.name}: {message}"))


def _watch(item: pytest.Item) -> Generator[None, Any, Any]:
    collector = _Collector()
    logging.getLogger().addHandler(collector)
    try:
        result = yield
    finally:
        logging.getLogger().removeHandler(collector)
    allowed = [re.compile(mark.args[0]) for mark in item.iter_markers("allow_log")]
    unexpected = [
        text for message, text in collector.lines if not any(pattern.search(message) for pattern in allowed)
    ]
    if unexpected:
        raise UnexpectedLogLine("unexpected log lines:\n" + "\n".join(unexpected))
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, Any, Any]:
    return (yield from _watch(item))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    return (yield from _watch(item))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, Any, Any]:
    return (yield from _watch(item))
