"""Keys written in our code or texts, read alike whatever language Qt's own texts have."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence


def key_sequence(keys: str) -> QKeySequence:
    """`Ctrl+Return`, `Alt+1` … as Qt means them.

    QKeySequence(str) reads names as they are shown: where «Return» is shown as «Enter», it takes Enter for Return.
    """
    return QKeySequence.fromString(keys, QKeySequence.SequenceFormat.PortableText)
