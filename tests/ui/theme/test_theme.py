from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontInfo, QImage, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import ResourceError
from kpr_desktop_ui.theme import Theme, Tokens, load_tokens
from kpr_desktop_ui.theme import theme as module
from kpr_desktop_ui.theme.style import style_sheet
from kpr_desktop_ui.theme.theme import load_fonts
from kpr_desktop_ui.theme.tokens import MODES
from kpr_desktop_ui.widgets import LineEdit

TEXT = resource("theme", "tokens.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('ink: "#17262b"', 'ink: "17262b"'),
        ('ink: "#17262b"', 'ink: "#17262B"'),
        ('ink: "#17262b"', 'tint: "#17262b"'),
        ("weight: 700", "weight: 650"),
        ("radius: 6", "radius: six"),
        ("  xs: 4\n", ""),
    ],
)
def test_a_wrong_token_file_is_refused_with_its_line(tmp_path: Path, old: str, new: str) -> None:
    file = tmp_path / "tokens.yaml"
    file.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ResourceError, match=r"theme/tokens\.yaml:\d+: "):
        load_tokens(file)


def test_there_is_no_other_palette(tokens: Tokens) -> None:
    with pytest.raises(ValueError, match="palette"):
        Theme(tokens, "sepia")


def test_no_theme_before_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Theme, "_current", None)
    with pytest.raises(RuntimeError):
        Theme.current()


def test_the_applied_theme_is_the_current_one(dress: Callable[..., Theme]) -> None:
    dark = dress("dark")
    assert Theme.current() is dark
    assert QApplication.palette().window().color() == dark.color("paper")


@pytest.mark.parametrize(("wanted", "given"), [(0.5, 1.0), (1.25, 1.25), (3.0, 2.0)])
def test_the_scale_stays_within_its_limits(tokens: Tokens, wanted: float, given: float) -> None:
    assert Theme(tokens, scale=wanted).scale == given


def test_fonts_and_lengths_follow_the_scale(dress: Callable[..., Theme]) -> None:
    plain, large = dress(scale=1.0), dress(scale=2.0)
    assert large.font("body").pixelSize() == 2 * plain.font("body").pixelSize() == 30
    assert (large.px(10), large.space("m")) == (20, 24)
    assert plain.font("heading").weight() == 700


def test_the_shipped_fonts_are_used() -> None:
    load_fonts()
    load_fonts()
    assert QFontInfo(Theme.current().font("body")).family() == "Noto Sans"
    assert QFontInfo(Theme.current().font("strong")).weight() == 600


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_every_gap_of_the_style_sheet_is_filled(tokens: Tokens, mode: str, scale: float) -> None:
    sheet = style_sheet(tokens, tokens.palettes[mode], scale)
    assert "{ink}" not in sheet
    assert sheet.count("{") == sheet.count("}") > 40
    colours = set(re.findall(r"#[0-9a-f]{6}", sheet))
    assert colours <= set(tokens.palettes[mode].values())


def test_icons_take_the_colour_asked_for() -> None:
    theme = Theme.current()
    image = theme.icon("lock", "red").pixmap(20, 20).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    drawn = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert theme.color("red").name() in drawn
    assert theme.icon("lock", "red") is theme.icon("lock", "red")


def test_a_placeholder_is_as_readable_as_other_text(qtbot: QtBot) -> None:
    line = LineEdit()
    qtbot.addWidget(line)
    line.ensurePolished()
    assert line.palette().color(QPalette.ColorRole.PlaceholderText) == Theme.current().color("muted")


def test_an_icon_that_is_not_there() -> None:
    with pytest.raises(FileNotFoundError):
        Theme.current().icon("unicorn")


class Hints(QObject):
    """What a desktop tells of itself: it can change its mind."""

    colorSchemeChanged = Signal(Qt.ColorScheme)  # noqa: N815 - Qt's name
    contrastPreferenceChanged = Signal(Qt.ContrastPreference)  # noqa: N815 - Qt's name

    def __init__(self, scheme: Qt.ColorScheme, contrast: Qt.ContrastPreference) -> None:
        super().__init__()
        self.scheme, self.contrast = scheme, contrast

    def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802 - Qt's name
        return self.scheme

    def accessibility(self) -> Hints:
        return self

    def contrastPreference(self) -> Qt.ContrastPreference:  # noqa: N802 - Qt's name
        return self.contrast


PLAIN, STRONG = Qt.ContrastPreference.NoPreference, Qt.ContrastPreference.HighContrast


@pytest.mark.parametrize(
    ("scheme", "contrast", "mode"),
    [
        (Qt.ColorScheme.Dark, PLAIN, "dark"),
        (Qt.ColorScheme.Light, PLAIN, "light"),
        (Qt.ColorScheme.Unknown, PLAIN, "light"),
        (Qt.ColorScheme.Light, STRONG, "contrast"),
        (Qt.ColorScheme.Unknown, STRONG, "contrast"),
        (Qt.ColorScheme.Dark, STRONG, "dark"),
    ],
)
def test_the_system_decides(
    monkeypatch: pytest.MonkeyPatch, scheme: Qt.ColorScheme, contrast: Qt.ContrastPreference, mode: str
) -> None:
    monkeypatch.setattr(module.QGuiApplication, "styleHints", lambda: Hints(scheme, contrast))
    assert Theme.system_mode() == mode


def test_the_system_may_change_its_mind_while_the_program_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    desktop, heard = Hints(Qt.ColorScheme.Light, PLAIN), []
    monkeypatch.setattr(module.QGuiApplication, "styleHints", lambda: desktop)
    Theme.on_system_change(lambda: heard.append(Theme.system_mode()))
    desktop.contrast = STRONG
    desktop.contrastPreferenceChanged.emit(STRONG)
    desktop.scheme = Qt.ColorScheme.Dark
    desktop.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert heard == ["contrast", "dark"]


def test_qt_tells_of_both() -> None:
    """The names above are Qt's own: this build of Qt has them."""
    hints = QApplication.styleHints()
    assert isinstance(hints.accessibility().contrastPreference(), Qt.ContrastPreference)
    Theme.on_system_change(lambda: None)
