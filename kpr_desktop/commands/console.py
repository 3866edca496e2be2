"""What a command says: words on the terminal, or one JSON object; and its exit code."""

from __future__ import annotations

import json
import sys
from typing import Any

from kpr_desktop.codebook.texts import Texts

DONE, PROBLEMS, WRONG_USE, CANNOT_OPEN = 0, 1, 2, 3


class Console:
    """Words on the terminal, or one JSON object for machines."""

    def __init__(self, texts: Texts, *, machine: bool) -> None:
        self.texts = texts
        self._machine = machine
        self.answer: dict[str, Any] = {}

    def say(self, key: str, **params: str | int) -> None:
        self.tell(self.texts(key, **params))

    def tell(self, text: str) -> None:
        if not self._machine:
            print(text)

    def problem(self, code: str, text: str, **extra: str) -> None:
        self.answer.setdefault("problems", []).append({"code": code, "text": text, **extra})
        if not self._machine:
            print(f"- {text}", file=sys.stderr)

    def warn(self, key: str) -> None:
        """What should be known and changes no exit code."""
        text = self.texts(key)
        self.answer.setdefault("warnings", []).append({"code": key, "text": text})
        if not self._machine:
            print(f"- {text}", file=sys.stderr)

    def end(self, code: int) -> int:
        if self._machine:
            self.answer["exit"] = code
            print(json.dumps(self.answer, ensure_ascii=False, indent=1))
        return code
