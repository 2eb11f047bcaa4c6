"""The tokens of the look as the gallery lists them, with the contrast of what is read or seen."""

from __future__ import annotations

import re
from dataclasses import dataclass

from components.templates import ROOT
from components.theme import SIZES, TOKENS

READ, SEEN = 4.5, 3.0
SPOKEN = ("success", "warning", "danger", "info")
PAIRS = (
    *((ink, "surface", READ) for ink in ("text", "muted", "subtle", "link", "gold")),
    ("on-primary", "primary", READ),
    ("on-primary", "primary-hover", READ),
    *((name, f"{name}-bg", READ) for name in SPOKEN),
    *(("on-solid", f"solid-{name}", READ) for name in SPOKEN[:3]),
    ("border", "surface", SEEN),
    ("focus", "surface", SEEN),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """An ink on a ground in one theme."""

    ink: str
    ground: str
    ratio: float


def colours() -> dict[str, dict[str, str]]:
    """Give every opaque colour by token, then by theme."""
    names = [name for name, value in TOKENS["light"].items() if value.startswith("#")]
    return {name: {theme: TOKENS[theme][name] for theme in TOKENS} for name in names}


def pairs() -> list[tuple[str, str, float, dict[str, Contrast]]]:
    """Give what stands on what, the least contrast it may have, and the one it has by theme."""
    return [
        (
            ink,
            ground,
            least,
            {
                theme: Contrast(
                    ink=tokens[ink],
                    ground=tokens[ground],
                    ratio=contrast(tokens[ink], tokens[ground]),
                )
                for theme, tokens in TOKENS.items()
            },
        )
        for ink, ground, least in PAIRS
    ]


def sizes(prefix: str) -> dict[str, str]:
    """Give the sizes whose names begin so, as they are written."""
    return {name: size for name, size in SIZES.items() if name.startswith(prefix)}


def icon_names() -> list[str]:
    """List every icon there is, as their template names them."""
    drawn = (ROOT / "templates" / "icons.html").read_text(encoding="utf-8")
    return re.findall(r'name == "([\w-]+)"', drawn)


def contrast(one: str, other: str) -> float:
    """Measure the contrast of two colours as WCAG does, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(part: float) -> float:
    # Floats, as in WCAG's own formula: a power of light, shown to two places.
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
