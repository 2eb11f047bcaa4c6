"""Charts as plain SVG in the colours of the page; whatever one shows also stands in a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from markupsafe import Markup

from components.templates import render

MOST_BARS = 12
WIDTH, HEIGHT, FOOT = 720, 220, 28
_WIDEST = 64
_STEPS = tuple(Decimal(step) for step in ("1", "2", "2.5", "5", "10"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One value of a chart, and how it is written."""

    label: str
    value: Decimal
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A bar with its place on the sheet."""

    bar: Bar
    x: float
    y: float
    width: float
    height: float
    named: bool = True


def bars(title: str, values: Sequence[Bar]) -> Markup:
    """Draw the largest values as lying bars, one under another; nothing without values."""
    shown = [bar for bar in values if bar.value > 0][:MOST_BARS]
    top = max((bar.value for bar in shown), default=Decimal(1))
    drawn = [(bar, max(0.5, round(float(100 * bar.value / top), 1))) for bar in shown]
    return render("chart_bars.html", title=title, drawn=drawn) if drawn else Markup()


def columns(title: str, values: Sequence[Bar], *, scale: Sequence[Bar] = ()) -> Markup:
    """Draw values as standing columns, in their order, over the lines of a `scale`."""
    if not any(bar.value > 0 for bar in values):
        return Markup()
    top = max((line.value for line in scale), default=max(bar.value for bar in values))
    tall = HEIGHT - FOOT
    step = WIDTH / len(values)
    wide = min(step * 0.7, _WIDEST)
    named = max(1, -(-len(values) // 12))
    drawn = [
        Drawn(
            bar=bar,
            x=round(number * step + (step - wide) / 2, 1),
            y=round(tall - float(tall * bar.value / top), 1),
            width=round(wide, 1),
            height=round(float(tall * bar.value / top), 1),
            named=number % named == 0,
        )
        for number, bar in enumerate(values)
    ]
    lines = [(round(tall - float(tall * line.value / top), 1), line.written) for line in scale]
    return render(
        "chart_columns.html", title=title, drawn=drawn, lines=lines, width=WIDTH, height=HEIGHT
    )


def scale_to(highest: Decimal, *, lines: int = 4) -> tuple[Decimal, ...]:
    """Choose round values from nothing up to at least `highest`, about so many of them."""
    if highest <= 0:
        return (Decimal(0), Decimal(1))
    rough = highest / lines
    magnitude = Decimal(10) ** rough.adjusted()
    step = next(size * magnitude for size in _STEPS if size * magnitude >= rough)
    return tuple(step * number for number in range(ceil(highest / step) + 1))
