"""Codes that cameras and scanners read, drawn without a colour of their own: QR and bar code."""

from __future__ import annotations

from io import BytesIO

import segno
from markupsafe import Markup

# Five elements a digit, wide or narrow; digits go in pairs, one in bars, one in spaces.
_WIDE = ("00110", "10001", "01001", "11000", "00101", "10100", "01100", "00011", "10010", "01010")
_NARROW_UNITS, _WIDE_UNITS, _QUIET, _TALL = 1, 3, 10, 60


def qr_code(content: str) -> Markup:
    """Draw a QR code."""
    drawn = BytesIO()
    segno.make_qr(content, error="l").save(
        drawn,
        kind="svg",
        xmldecl=False,
        svgns=True,
        border=4,
        omitsize=True,
        svgclass="qr",
        lineclass="qr__dark",
        draw_transparent=False,
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704  drawn by the house from numbers


def bar_code(digits: str) -> Markup:
    """Draw an even number of digits as Interleaved 2 of 5, as banks print boletos.

    Raises ValueError for anything else.
    """
    bars, at = [], _QUIET
    for dark, units in _elements(digits):
        if dark:
            bars.append(f"M{at} 0h{units}v{_TALL}h-{units}z")
        at += units
    box = f"0 0 {at + _QUIET} {_TALL}"
    drawn = (
        f'<svg class="bars" viewBox="{box}" preserveAspectRatio="none" aria-hidden="true"'
        f' focusable="false"><path class="bars__dark" d="{"".join(bars)}"/></svg>'
    )
    return Markup(drawn)  # noqa: S704  drawn by the house from numbers


def _elements(digits: str) -> list[tuple[bool, int]]:
    if not digits or len(digits) % 2 or not (digits.isascii() and digits.isdigit()):
        raise ValueError("Interleaved 2 of 5 holds an even number of digits")
    narrow, wide = _NARROW_UNITS, _WIDE_UNITS
    drawn = [(True, narrow), (False, narrow), (True, narrow), (False, narrow)]
    for one, other in zip(digits[::2], digits[1::2], strict=True):
        for bar, space in zip(_WIDE[int(one)], _WIDE[int(other)], strict=True):
            drawn.append((True, wide if bar == "1" else narrow))
            drawn.append((False, wide if space == "1" else narrow))
    return [*drawn, (True, wide), (False, narrow), (True, narrow)]
