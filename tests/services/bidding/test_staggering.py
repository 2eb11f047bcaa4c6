"""Several lots in one sale."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from services.bidding import (
    AppraisedLot,
    Closing,
    Staggering,
    extend_closings,
    global_minimum,
    staggered_ends,
)
from tests.services.bidding.lots import at

MINUTE = timedelta(seconds=60)
THREE = tuple(Closing(ends_at=end) for end in staggered_ends(at("14:00:00"), MINUTE, 3))


def clocks(closings: tuple[Closing, ...]) -> list[str]:
    return [f"{closing.ends_at:%H:%M:%S}" for closing in closings]


def test_each_lot_closes_a_step_after_the_one_before() -> None:
    ends = staggered_ends(at("14:00:00"), timedelta(seconds=20), 4)

    assert [f"{end:%H:%M:%S}" for end in ends] == ["14:00:00", "14:00:20", "14:00:40", "14:01:00"]


@pytest.mark.parametrize(
    ("mode", "ends"),
    [
        (Staggering.INDEPENDENT, ["14:03:00", "14:01:00", "14:02:00"]),
        (Staggering.CASCADE, ["14:03:00", "14:04:00", "14:05:00"]),
        (Staggering.GROUP, ["14:03:00", "14:03:00", "14:03:00"]),
    ],
)
def test_the_first_lot_extended_by_three_minutes_moves_the_others_as_published(
    mode: Staggering, ends: list[str]
) -> None:
    assert clocks(extend_closings(mode, THREE, place=0, ends_at=at("14:03:00"))) == ends


@pytest.mark.parametrize(
    ("mode", "ends"),
    [
        (Staggering.INDEPENDENT, ["14:00:00", "14:01:30", "14:02:00"]),
        (Staggering.CASCADE, ["14:00:00", "14:01:30", "14:02:30"]),
        (Staggering.GROUP, ["14:01:30", "14:01:30", "14:02:00"]),
    ],
)
def test_an_extension_in_the_middle_moves_later_lots_in_cascade_and_all_in_a_group(
    mode: Staggering, ends: list[str]
) -> None:
    assert clocks(extend_closings(mode, THREE, place=1, ends_at=at("14:01:30"))) == ends


@pytest.mark.parametrize("mode", [Staggering.CASCADE, Staggering.GROUP])
def test_a_lot_already_closed_is_not_opened_again(mode: Staggering) -> None:
    sale = (THREE[0], Closing(ends_at=at("14:01:00"), open=False), THREE[2])

    moved = extend_closings(mode, sale, place=0, ends_at=at("14:03:00"))
    assert moved[1] == sale[1]
    assert moved[2].ends_at > sale[2].ends_at


@pytest.mark.parametrize("mode", [Staggering.CASCADE, Staggering.GROUP])
def test_another_lots_extension_does_not_pass_a_published_hard_end(mode: Staggering) -> None:
    capped = Closing(ends_at=at("14:01:00"), hard_end=at("14:02:15"))

    moved = extend_closings(mode, (THREE[0], capped), place=0, ends_at=at("14:03:00"))
    assert clocks(moved) == ["14:03:00", "14:02:15"]


def test_a_lot_an_outage_moved_past_its_hard_end_is_not_taken_back() -> None:
    late = Closing(ends_at=at("14:15:00"), hard_end=at("14:02:15"))

    moved = extend_closings(Staggering.CASCADE, (THREE[0], late), place=0, ends_at=at("14:03:00"))
    assert clocks(moved) == ["14:03:00", "14:15:00"]


def test_an_extension_that_moves_back_is_nobodys_rule() -> None:
    with pytest.raises(ValueError, match="back"):
        extend_closings(Staggering.GROUP, THREE, place=1, ends_at=at("14:00:59"))


def test_m06_a_bid_for_all_lots_covers_each_highest_bid_or_appraisal() -> None:
    lots = [
        AppraisedLot(appraisal=Decimal("100000.00"), highest_bid=Decimal("110000.00")),
        AppraisedLot(appraisal=Decimal("80000.00")),
        AppraisedLot(appraisal=Decimal("50000.00"), highest_bid=Decimal("60000.00")),
    ]

    assert str(global_minimum(lots)) == "250000.00"


def test_a_bid_below_the_appraisal_still_counts_as_the_lots_highest() -> None:
    lot = AppraisedLot(appraisal=Decimal("100.00"), highest_bid=Decimal("60.00"))

    assert global_minimum([lot]) == Decimal("60.00")
