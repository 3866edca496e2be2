from __future__ import annotations

import pytest

from kpr_desktop_ui.theme.tokens import CONTROL_PAIRS, MODES, SCORES, TEXT_PAIRS, Tokens


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_formula() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
def test_text_can_be_read(tokens: Tokens, mode: str, pair: tuple[str, str]) -> None:
    palette = tokens.palettes[mode]
    assert contrast(palette[pair[0]], palette[pair[1]]) >= 4.5


@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
def test_the_high_contrast_palette_is_higher(tokens: Tokens, pair: tuple[str, str]) -> None:
    palette = tokens.palettes["contrast"]
    assert contrast(palette[pair[0]], palette[pair[1]]) >= (4.5 if pair[1] == "score_4" else 7)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("pair", CONTROL_PAIRS, ids="-on-".join)
def test_controls_can_be_seen(tokens: Tokens, mode: str, pair: tuple[str, str]) -> None:
    palette = tokens.palettes[mode]
    assert contrast(palette[pair[0]], palette[pair[1]]) >= 3


@pytest.mark.parametrize("mode", MODES)
def test_scores_run_one_way_in_one_hue(tokens: Tokens, mode: str) -> None:
    light = [luminance(tokens.palettes[mode][f"score_{code}"]) for code in SCORES if code != "9"]
    assert light == sorted(light, reverse=mode != "dark")
    assert len(set(light)) == 5


def test_the_light_scores_are_those_that_were_decided(tokens: Tokens) -> None:
    decided = ["#e6f0f2", "#c5dde2", "#93bfc8", "#4d8f9c", "#0f5563"]
    assert [tokens.palettes["light"][f"score_{code}"] for code in "12345"] == decided
