"""Choosing a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

AskFolder = Callable[[QWidget, str, Path], Path | None]
"""Parent, title and where to begin; None when the person chose nothing."""


def ask_folder(parent: QWidget, title: str, start: Path) -> Path | None:
    """Let the person choose a folder in the desktop's own dialog."""
    from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - not before the first page has been painted

    chosen = QFileDialog.getExistingDirectory(parent, title, str(_existing(start)))
    return Path(chosen) if chosen else None


def _existing(path: Path) -> Path:
    return next((each for each in (path, *path.parents) if each.is_dir()), Path.home())
