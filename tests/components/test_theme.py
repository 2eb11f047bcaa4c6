"""Every pair of colours that meets on a screen can be told apart, in all four themes."""

import re
from itertools import product
from pathlib import Path

import pytest

from components.theme import TOKENS, is_dark, stylesheet

STATIC = Path(__file__).parents[2] / "static"
READ = ("text", "muted", "subtle", "link", "primary", "gold")
SPOKEN = ("success", "warning", "danger", "info")
GROUNDS = ("bg", "surface", "surface-2")
SEEN = ("border", "focus")


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


PAIRS = [
    *product((*READ, *SPOKEN), GROUNDS),
    *((name, f"{name}-bg") for name in SPOKEN),
    ("on-primary", "primary"),
    ("on-primary", "primary-hover"),
    *(("on-solid", f"solid-{name}") for name in ("success", "warning", "danger")),
    ("bg", "text"),
]


@pytest.mark.parametrize("theme", TOKENS)
def test_text_is_readable_on_every_ground(theme: str) -> None:
    colours = TOKENS[theme]
    least = 7.0 if theme.startswith("hc-") else 4.5
    weak = {
        (ink, ground): round(found, 2)
        for ink, ground in PAIRS
        if (found := contrast(colours[ink], colours[ground])) < least
    }
    assert not weak


@pytest.mark.parametrize("theme", TOKENS)
def test_borders_of_fields_and_the_focus_can_be_seen(theme: str) -> None:
    colours = TOKENS[theme]
    weak = {
        (line, ground)
        for line, ground in product(SEEN, GROUNDS)
        if contrast(colours[line], colours[ground]) < 3.0
    }
    assert not weak


def test_a_chosen_theme_is_written_alone_and_the_systems_follows_it() -> None:
    assert "prefers-color-scheme" not in stylesheet("dark")
    assert "--bg:#0D1420" in stylesheet("dark")
    system = stylesheet("system")
    assert system.index("--bg:#F6F8FB") < system.index("(prefers-color-scheme: dark)")
    assert system.index("(prefers-color-scheme: dark)") < system.index("--bg:#0D1420")
    assert stylesheet("no such theme") == system


@pytest.mark.parametrize("theme", ["system", "dark", "hc-dark", "light"])
def test_paper_is_always_light(theme: str) -> None:
    screen, _, paper = stylesheet(theme).partition("@media print")
    assert "--bg:#F6F8FB" in paper
    assert "--scheme:light" in paper
    assert "prefers" not in paper, "the last word is the paper's"
    assert screen


def test_nicegui_is_told_the_same_darkness() -> None:
    assert [is_dark(name) for name in ("system", "light", "dark", "hc-light", "hc-dark")] == [
        None,
        False,
        True,
        False,
        True,
    ]


@pytest.mark.parametrize("sheet", sorted((STATIC / "css").glob("*.css")), ids=lambda p: p.name)
def test_no_stylesheet_has_a_colour_of_its_own_or_an_unknown_name(sheet: Path) -> None:
    text = sheet.read_text(encoding="utf-8")
    assert not re.findall(r":[^;{}]*(#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\()", text)
    known = set(re.findall(r"--([\w-]+):", stylesheet("light") + text))
    assert not set(re.findall(r"var\(--([\w-]+)", text)) - known


def test_no_photo_is_ever_cropped_silently() -> None:
    sheets = [path.read_text("utf-8") for path in (STATIC / "css").glob("*.css")]
    assert sum("object-fit: contain" in sheet for sheet in sheets) > 5
    assert not [sheet for sheet in sheets if re.search(r"object-fit:\s*cover", sheet)]
