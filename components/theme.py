"""Colours, sizes and type of the house: the only file that holds a raw colour."""

from __future__ import annotations

from functools import cache

from nicegui import app

THEMES = ("system", "light", "dark", "hc-light", "hc-dark")

_ORDER = (
    "bg surface surface-2 divider border text muted subtle primary link primary-hover on-primary "
    "success success-bg warning warning-bg danger danger-bg info info-bg "
    "solid-success solid-warning solid-danger on-solid gold focus shadow-color scrim"
)


def _tokens(values: str) -> dict[str, str]:
    return dict(zip(_ORDER.split(), values.split(), strict=True))


TOKENS: dict[str, dict[str, str]] = {
    "light": _tokens(
        "#F6F8FB #FFFFFF #EDF1F6 #D5DCE6 #75829A #131D2B #45536A #566379 "
        "#0A4C86 #0A4C86 #073A68 #FFFFFF "
        "#12643E #E5F4EB #744700 #FFF3D6 #A61B14 #FDEBE9 #0B5673 #E2F2F9 "
        "#14713F #9A5B00 #B3261E #FFFFFF #7A5200 #0B5FCC rgb(16_24_40/.08) rgb(16_24_40/.5)"
    ),
    "dark": _tokens(
        "#0D1420 #152030 #1D2A3D #2C3A50 #74849C #E9EEF5 #B6C2D2 #9AA8BB "
        "#7FB8F2 #8FC3F7 #A5CEF7 #06213B "
        "#74D6A3 #11301F #F6C76E #382806 #FFA199 #3C1512 #83CFEC #0D2D3A "
        "#74D6A3 #F6C76E #FFA199 #06213B #E8C16A #9CC9FF rgb(0_0_0/.4) rgb(0_0_0/.6)"
    ),
    "hc-light": _tokens(
        "#FFFFFF #FFFFFF #F2F2F2 #000000 #000000 #000000 #1A1A1A #262626 "
        "#002F5F #002F7A #001F40 #FFFFFF "
        "#003D1F #FFFFFF #4A2C00 #FFFFFF #6E0000 #FFFFFF #003547 #FFFFFF "
        "#003D1F #4A2C00 #6E0000 #FFFFFF #4A2C00 #000000 rgb(0_0_0/0) rgb(0_0_0/.7)"
    ),
    "hc-dark": _tokens(
        "#000000 #000000 #0D0D0D #FFFFFF #FFFFFF #FFFFFF #F2F2F2 #E0E0E0 "
        "#9BD0FF #A8D4FF #C5E4FF #000000 "
        "#7CFFB2 #000000 #FFD75E #000000 #FFB3AD #000000 #9FE3FF #000000 "
        "#7CFFB2 #FFD75E #FFB3AD #000000 #FFD75E #FFFF00 rgb(0_0_0/0) rgb(0_0_0/.8)"
    ),
}

SIZES = {
    **{f"space-{step}": f"{px}px" for step, px in enumerate((4, 8, 12, 16, 24, 32, 48, 64), 1)},
    "radius": "6px",
    "radius-card": "10px",
    "text-caption": "0.8125rem",
    "text-small": "0.9375rem",
    "text-body": "1rem",
    "text-lead": "1.125rem",
    "text-h3": "1.375rem",
    "text-h2": "1.75rem",
    "text-h1": "2.25rem",
    "text-price": "2.5rem",
    "measure": "68ch",
    "page": "1200px",
    "header": "64px",
    "shadow": "0 1px 2px var(--shadow-color)",
    "shadow-2": "0 8px 24px var(--shadow-color), 0 1px 2px var(--shadow-color)",
    "ease": "150ms ease-out",
}


def is_dark(theme: str) -> bool | None:
    """Tell NiceGUI whether the page is dark; None leaves it to the visitor's system."""
    return {"light": False, "hc-light": False, "dark": True, "hc-dark": True}.get(theme)


@cache
def stylesheet(theme: str) -> str:
    """Write the tokens of a theme as CSS, for the head of the first HTML; no script, no flash.

    On paper every theme is the light one.
    """
    paper = f"@media print{{{_rule(_colours('light'))}}}"
    if theme in TOKENS:
        return _rule(SIZES) + _rule(_colours(theme)) + paper
    parts = [_rule(SIZES), _rule(_colours("light"))]
    for query, name in (
        ("(prefers-color-scheme: dark)", "dark"),
        ("(prefers-contrast: more)", "hc-light"),
        ("(prefers-contrast: more) and (prefers-color-scheme: dark)", "hc-dark"),
    ):
        parts.append(f"@media {query}{{{_rule(_colours(name))}}}")
    return "".join((*parts, paper))


def paint_quasar() -> None:
    """Set Quasar's own colours from the tokens, once at the start; they follow every theme."""
    app.colors(
        primary="var(--primary)",
        secondary="var(--muted)",
        accent="var(--gold)",
        dark="var(--surface)",
        dark_page="var(--bg)",
        positive="var(--solid-success)",
        negative="var(--solid-danger)",
        info="var(--info)",
        warning="var(--solid-warning)",
    )


def browser_colour(theme: str) -> str:
    """Give the colour a phone's browser paints its own bar with."""
    return TOKENS["dark" if is_dark(theme) else "light"]["surface"]


def _colours(name: str) -> dict[str, str]:
    scheme = "dark" if is_dark(name) else "light"
    contrast = name.startswith("hc-")
    return {
        **{token: value.replace("_", " ") for token, value in TOKENS[name].items()},
        "hairline": "2px" if contrast else "1px",
        "underline": "underline" if contrast else "none",
        "scheme": scheme,
    }


def _rule(values: dict[str, str]) -> str:
    body = "".join(f"--{name}:{value};" for name, value in values.items())
    return f":root{{{body}}}"
