"""Colours, type, spaces and icons: the one place where the look of the program is decided."""

from kpr_desktop_ui.theme.theme import Theme
from kpr_desktop_ui.theme.tokens import Tokens, load_tokens

__all__ = ["Theme", "Tokens", "load_tokens"]
