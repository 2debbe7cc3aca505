"""The configuration beside dashboard.py."""

import tomllib
from itertools import combinations
from math import dist

import pytest

from maturity.settings import PROJECT

CONFIG = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours by WCAG 2.1: (lighter + 0.05) / (darker + 0.05)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`: 0.2126 R + 0.7152 G + 0.0722 B of the linear channels."""
    return weigh((0.2126, 0.7152, 0.0722), linear(colour))


def linear(colour: str) -> list[float]:
    """The channels of `#rrggbb` as amounts of light."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]


def weigh(shares: tuple[float, ...], values: list[float]) -> float:
    return sum(share * value for share, value in zip(shares, values, strict=True))


def lab(light: list[float]) -> list[float]:
    """CIE L*a*b* of linear sRGB light: distances of about 2 are just visible side by side."""
    rows = ((0.4339, 0.3762, 0.1899), (0.2126, 0.7152, 0.0722), (0.0177, 0.1095, 0.8728))
    x, y, z = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in
               (weigh(row, [min(max(part, 0), 1) for part in light]) for row in rows))  # fmt: skip
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]


# How the two common colour-blindnesses see linear sRGB (Machado, Oliveira, Fernandes 2009, severity 1.0).
EYES = {
    "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == 21


def test_the_server_stays_on_this_machine_and_sends_nothing_out() -> None:
    server = CONFIG["server"]

    assert server["address"] == "127.0.0.1"
    assert server["allowedHosts"] == ["127.0.0.1", "localhost"]
    assert server["maxUploadSize"] == 20
    assert not CONFIG["browser"]["gatherUsageStats"]
    assert CONFIG["client"]["showErrorDetails"] == "none"


def test_texts_and_links_have_the_contrast_of_wcag_aa() -> None:
    """4.5:1 for text, on the page and on the grey of the sidebar."""
    theme = CONFIG["theme"]
    pairs = [
        (theme[text], theme[ground])
        for text in ("textColor", "primaryColor", "linkColor")
        for ground in ("backgroundColor", "secondaryBackgroundColor")
    ]

    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


def test_ten_chart_colours_stand_out_from_the_page() -> None:
    """3:1 for graphics; Streamlit ignores a list of fewer than ten."""
    colours = CONFIG["theme"]["chartCategoricalColors"]

    assert len(set(colours)) == 10
    assert [colour for colour in colours if contrast(colour, CONFIG["theme"]["backgroundColor"]) < 3] == []


@pytest.mark.parametrize("eye", EYES)
def test_any_two_chart_colours_stay_apart(eye: str) -> None:
    seen = [
        lab([weigh(row, linear(colour)) for row in EYES[eye]]) for colour in CONFIG["theme"]["chartCategoricalColors"]
    ]

    assert min(dist(one, other) for one, other in combinations(seen, 2)) > 20
