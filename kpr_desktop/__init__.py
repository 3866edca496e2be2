"""The core of KPR Desktop: register, interview, letters and exports, with no window toolkit in it."""

from __future__ import annotations

__version__ = "0.1.0"
