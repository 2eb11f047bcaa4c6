"""Judicial lots in instalments (CPC art. 895), by the examples of the rules."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from services.billing.instalments import fine, plan

D = Decimal


def test_m03_a_quarter_at_once_and_thirty_equal_parts() -> None:
    bought = plan(D("200000.00"), 30)
    assert bought.down == D("50000.00")
    assert bought.parts == (D("5000.00"),) * 30


def test_m04_what_is_inexact_is_rounded_up_at_once_and_shared_to_the_centavo_after() -> None:
    bought = plan(D("100001.00"), 30)
    assert bought.down == D("25000.25")
    assert Counter(bought.parts) == {D("2500.03"): 15, D("2500.02"): 15}
    assert bought.total == D("100001.00")
    odd = plan(D("10.01"), 3)
    assert (odd.down, odd.total) == (D("2.51"), D("10.01")), "never less than a quarter"


def test_m05_late_costs_a_tenth_of_what_is_overdue_and_of_what_is_to_come() -> None:
    parts = plan(D("200000.00"), 30).parts
    assert fine(parts[10], parts[11:]) == D("10000.00")


@pytest.mark.parametrize(("parts", "percent"), [(0, 25), (31, 25), (12, 24), (12, 101)])
def test_the_law_leaves_no_room_for_less_at_once_or_more_months(parts: int, percent: int) -> None:
    with pytest.raises(ValueError, match="895"):
        plan(D("1000.00"), parts, down_percent=D(percent))
