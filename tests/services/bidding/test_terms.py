"""The terms of a lot, and a standing that no ruling wrote."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.bidding import HoldPolicy, Standing
from tests.services.bidding.lots import ENDS, at, terms


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ({"buy_now": "10.00"}, "opening price"),
        ({"buy_now": "9.99"}, "opening price"),
        ({"buy_now": "50.00", "reserve": "50.01"}, "reserve"),
        ({"reserve": "0"}, "positive"),
        ({"reserve": "-1"}, "positive"),
        ({"reserve": "10.001"}, "fraction"),
        ({"reserve": "Infinity"}, "not a sum"),
        ({"reserve": "10000000000.00"}, "not a sum"),
        ({"opens_at": ENDS}, "opens before"),
        ({"opens_at": ENDS + timedelta(seconds=1)}, "opens before"),
        ({"hard_end": ENDS - timedelta(seconds=1)}, "hard end"),
        ({"window": timedelta(seconds=-1)}, "window"),
        ({"confirm_above": "0.99"}, "asked twice"),
        ({"hold_policy": HoldPolicy.FIXED_DEPOSIT}, "positive"),
        ({"hold_policy": HoldPolicy.FIXED_DEPOSIT, "hold_value": "0.001"}, "fraction"),
        ({"hold_policy": HoldPolicy.PERCENT_OF_MAX}, "percent"),
        ({"hold_policy": HoldPolicy.PERCENT_OF_MAX, "hold_value": "100.01"}, "percent"),
    ],
    ids=str,
)
def test_terms_that_contradict_each_other_are_not_published(
    published: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        terms("10", **published)


@pytest.mark.parametrize("opening", ["0", "-10", "10.005", "NaN", "1E+30"])
def test_a_lot_opens_at_a_sum_of_money(opening: str) -> None:
    with pytest.raises(ValueError, match=r"positive|fraction|not a sum"):
        terms(opening)


@pytest.mark.parametrize("moment", ["opens_at", "original_ends_at", "hard_end"])
def test_a_time_without_its_zone_is_not_published(moment: str) -> None:
    naive: dict[str, Any] = {moment: datetime(2026, 3, 10, 14)}  # noqa: DTZ001

    with pytest.raises(ValueError, match="aware"):
        terms(**naive)


def test_terms_at_their_very_limits_are_published() -> None:
    lot = terms(
        "10",
        buy_now="10.01",
        reserve="10.01",
        hard_end=ENDS,
        opens_at=ENDS - timedelta(microseconds=1),
        window=timedelta(0),
        confirm_above="1",
        hold_policy=HoldPolicy.PERCENT_OF_MAX,
        hold_value="100",
    )

    assert (lot.reserve, lot.buy_now) == (Decimal("10.01"), Decimal("10.01"))


@pytest.mark.parametrize(
    "row",
    [
        {"price": Decimal(10)},
        {"leader": 1},
        {"leader_maximum": Decimal(10)},
        {"price": Decimal(10), "leader": 1},
        {"price": Decimal(11), "leader": 1, "leader_maximum": Decimal(10)},
    ],
)
def test_a_standing_that_no_ruling_wrote_is_not_judged(row: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"together|leads above"):
        Standing(open=True, ends_at=at("14:00:00"), **row)
