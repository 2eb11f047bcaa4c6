"""A chart is drawn to a round scale, and shows what it is given."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest

from components.charts import MOST_BARS, Bar, bars, columns, scale_to


def bar(value: int, label: str = "SP") -> Bar:
    return Bar(label=label, value=Decimal(value), written=f"R$ {value}")


@pytest.mark.parametrize(
    ("highest", "top"), [(1, 1), (9, 10), (87, 100), (101, 150), (1_234, 1_500), (99_999, 100_000)]
)
def test_a_scale_ends_just_above_the_highest_value(highest: int, top: int) -> None:
    lines = scale_to(Decimal(highest))
    assert lines[0] == 0
    assert lines[-1] == top
    assert len({after - before for before, after in itertools.pairwise(lines)}) == 1


def test_bars_are_as_long_as_their_values() -> None:
    drawn = bars("Por estado", [bar(100), bar(50, "RJ")])
    assert drawn.count("<rect") == 2
    assert '<rect width="100.0"' in drawn
    assert '<rect width="50.0"' in drawn


def test_only_the_largest_are_drawn_and_none_without_a_value() -> None:
    assert bars("x", [bar(0)]) == ""
    assert str(bars("x", [bar(1) for _ in range(40)])).count("<rect") == MOST_BARS


def test_what_somebody_wrote_is_no_markup() -> None:
    assert "<script>" not in bars("x", [bar(1, "<script>")])
    assert "<script>" not in columns("x", [bar(1, "<script>")])


def test_columns_stand_on_the_ground_and_name_no_more_than_fit() -> None:
    drawn = str(columns("Por dia", [bar(10)] * 90, scale=[bar(0), bar(10)]))
    assert drawn.count("<rect") == 90
    assert drawn.count('class="chart-figure__label"') <= 12
    assert 'y="0.0"' in drawn
    assert columns("x", [bar(0)]) == ""
