"""The look in use: tokens, one of the three palettes, and the text scale."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from kpr_desktop.codebook.resources import resource
from kpr_desktop_ui.theme.style import style_sheet
from kpr_desktop_ui.theme.tokens import MODES, Tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

_FIRST_FONTS = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSans-SemiBold.ttf")
_LATER_FONTS = ("DejaVuSans.ttf",)
_DRESSED = "dressed"
"""The property of a window that `Theme.dress` has put the style sheet on."""
_ROLES: dict[QPalette.ColorRole, str] = {
    QPalette.ColorRole.Window: "paper",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "panel",
    QPalette.ColorRole.AlternateBase: "paper",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.Button: "panel",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.ToolTipBase: "panel",
    QPalette.ColorRole.ToolTipText: "ink",
    QPalette.ColorRole.Accent: "accent",
}


class Theme:
    """Colours, fonts, lengths and icons for widgets.

    `mode` is light, dark or contrast; `scale` is the text scale, 1.0 to 2.0 (values outside are brought inside).
    Lengths in and out are pixels.
    """

    _current: ClassVar[Theme | None] = None
    """The theme last applied: the one value of the window that lives outside its objects, as the application's own
    style sheet and palette do."""

    def __init__(self, tokens: Tokens, mode: str = "light", scale: float = 1.0) -> None:
        if mode not in MODES:
            raise ValueError("no such palette")
        self.tokens = tokens
        self.mode = mode
        self.scale = min(2.0, max(1.0, scale))
        self._palette = tokens.palettes[mode]
        self.sheet = style_sheet(tokens, self._palette, self.scale)
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._colors: dict[str, QColor] = {}
        self._fonts: dict[str, QFont] = {}

    @classmethod
    def current(cls) -> Theme:
        """The theme last applied. Raises RuntimeError before the first `apply`."""
        if cls._current is None:
            raise RuntimeError("no theme has been applied")
        return cls._current

    @staticmethod
    def system_mode() -> str:
        """The palette that the desktop asks for: dark, contrast or light.

        Dark wins over high contrast, which is black on white here: whoever asks for both must not be dazzled.
        """
        hints = QGuiApplication.styleHints()
        if hints.colorScheme() is Qt.ColorScheme.Dark:
            return "dark"
        strong = hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast
        return "contrast" if strong else "light"

    @staticmethod
    def on_system_change(changed: Callable[[], None]) -> None:
        """Call `changed` whenever the desktop asks for other colours, while the program runs."""
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(changed)
        hints.accessibility().contrastPreferenceChanged.connect(changed)

    def apply(self, app: QApplication) -> None:
        """Be the look from now on; windows that have been dressed follow, with all that is in them."""
        load_fonts(_FIRST_FONTS)
        Theme._current = self
        palette = QPalette()
        for role, name in _ROLES.items():
            palette.setColor(role, self.color(name))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("disabled"))
        app.setPalette(palette)
        app.setFont(self.font("body"))
        for window in app.topLevelWidgets():
            if window.property(_DRESSED):
                self.dress(window)

    def dress(self, window: QWidget) -> None:
        """Put the style sheet on a window that has no parent; what is put into it, or opens above it, inherits it."""
        window.setProperty(_DRESSED, True)
        if window.styleSheet() != self.sheet:
            window.setStyleSheet(self.sheet)

    def px(self, pixels: float) -> int:
        """A length scaled with the text, in whole pixels."""
        return round(pixels * self.scale)

    def space(self, name: str) -> int:
        """A space of the grid (xs 4, s 8, m 12, l 16, xl 24, xxl 32), scaled."""
        return self.px(self.tokens.space[name])

    def color(self, name: str) -> QColor:
        """A colour of the palette in use. Raises KeyError for an unknown name."""
        if name not in self._colors:
            self._colors[name] = QColor(self._palette[name])
        return QColor(self._colors[name])

    def font(self, role: str = "body") -> QFont:
        """The font of a role: tiny, small, body, strong, heading, title, big, large, large_strong or question."""
        if role not in self._fonts:
            wanted = self.tokens.roles[role]
            font = QFont([self.tokens.family, self.tokens.fallback])
            font.setPixelSize(self.px(wanted.size))
            font.setWeight(QFont.Weight(wanted.weight))
            self._fonts[role] = font
        return QFont(self._fonts[role])

    def icon(self, name: str, color: str = "muted") -> QIcon:
        """An icon of the set (the file's name without its ending) in a colour of the palette. 20 px, scaled."""
        key = (name, color)
        if key not in self._icons:
            from kpr_desktop_ui.theme.icons import draw_icon  # noqa: PLC0415 - QtSvg and QIcon not before the first icon

            self._icons[key] = draw_icon(name, self.color(color), self.px(20))
        return self._icons[key]


_loaded: set[str] = set()
"""Font files that Qt has been given: an application's fonts are its own, as its style sheet is."""


def load_fonts(names: tuple[str, ...] = _LATER_FONTS) -> None:
    """Give Qt the shipped font files once. Without arguments the rest of them, after the first window is painted."""
    for name in names:
        if name not in _loaded:
            QFontDatabase.addApplicationFont(str(resource("fonts", name)))
            _loaded.add(name)
