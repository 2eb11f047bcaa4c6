"""The soft close: which bids move the end, and how far."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.bidding import ExtendMode, Standing, extended_end
from tests.services.bidding.lots import ENDS, Room, at, offer, terms
from tests.services.bidding.sampling import sampled

RESET_120: dict[str, Any] = {"extend_mode": ExtendMode.RESET, "window": timedelta(seconds=120)}
RESET_180: dict[str, Any] = {"extend_mode": ExtendMode.RESET, "window": timedelta(seconds=180)}
ADD_180: dict[str, Any] = {"extend_mode": ExtendMode.ADD, "window": timedelta(seconds=180)}
ADD_15: dict[str, Any] = {"extend_mode": ExtendMode.ADD, "window": timedelta(seconds=15)}


@pytest.mark.parametrize(
    ("lot", "bids", "ends"),
    [
        (
            RESET_120,
            ["13:57:59 A 20", "13:58:30 B 30", "14:00:10 A 40"],
            ["14:00:00", "14:00:30", "14:02:10"],
        ),
        (RESET_120, ["13:58:00 A 20"], ["14:00:00"]),
        (
            ADD_180,
            ["13:59:30 A 20", "13:59:35 B 30", "14:00:30 A 40"],
            ["14:03:00", "14:03:00", "14:06:00"],
        ),
        (ADD_180, ["13:57:00 A 20"], ["14:03:00"]),
        (ADD_180, ["13:56:59.999999 A 20"], ["14:00:00"]),
        (
            RESET_180,
            ["13:59:30 A 20", "13:59:35 B 30", "14:00:30 A 40"],
            ["14:02:30", "14:02:35", "14:03:30"],
        ),
        (RESET_120, ["14:00:00 A 20"], ["14:00:00"]),
        (ADD_180, ["14:00:00 A 20"], ["14:00:00"]),
        (RESET_120, ["13:00:00 A 50", "13:59:50 B 10.10"], ["14:00:00", "14:00:00"]),
        (RESET_120, ["13:00:00 A 50", "13:59:50 A 90"], ["14:00:00", "14:00:00"]),
        (RESET_120, ["13:00:00 A 50", "13:59:50 B 30"], ["14:00:00", "14:01:50"]),
        (
            RESET_120 | {"hard_end": at("14:02:30")},
            ["13:59:50 A 20", "14:01:40 B 30"],
            ["14:01:50", "14:02:30"],
        ),
        (
            RESET_120 | {"reserve": "100"},
            ["13:00:00 A 50", "13:59:50 A 120"],
            ["14:00:00", "14:01:50"],
        ),
        (ADD_15, ["13:59:44 A 20", "13:59:50 B 30"], ["14:00:00", "14:00:15"]),
        (RESET_120, ["13:00:00 A 50", "13:59:50 B 50"], ["14:00:00", "14:01:50"]),
        (
            RESET_120 | {"window": timedelta(0)},
            ["13:59:59.999999 A 20"],
            ["14:00:00"],
        ),
    ],
    ids=[
        "S01",
        "S02",
        "S03",
        "S03b",
        "S03c-just-outside",
        "S04",
        "S05-reset",
        "S05-add",
        "S06",
        "S07",
        "S08",
        "S09",
        "S10",
        "S11",
        "tie",
        "no-window",
    ],
)
def test_the_end_moves_as_in_the_worked_examples(
    lot: dict[str, Any], bids: list[str], ends: list[str]
) -> None:
    held = Room(terms(**lot))
    moved = []
    for bid in bids:
        clock, name, amount = bid.split()
        before = held.standing.ends_at
        ruling = held.hear(offer(name, amount, arrival=at(clock)))
        moved.append(held.standing.ends_at)
        assert ruling is None or ruling.extended == (before != held.standing.ends_at)

    assert moved == [at(end) for end in ends]


def test_s10_a_raise_that_crosses_the_reserve_stands_at_the_reserve() -> None:
    held = Room(terms(reserve="100", **RESET_120))
    held.hear(offer("A", "50"))
    held.hear(offer("A", "120", arrival=at("13:59:50")))

    assert held.rows == [("A", "10.00", "direct"), ("A", "100.00", "direct")]


def test_the_hard_end_counts_from_the_original_end_and_survives_many_extensions() -> None:
    held = Room(terms(hard_end=at("14:02:30"), **RESET_120))
    amount = 20
    for clock in ("13:59:50", "14:01:40", "14:02:00", "14:02:29"):
        amount *= 2
        held.hear(offer("AB"[amount // 40 % 2], str(amount), arrival=at(clock)))

    assert held.standing.ends_at == at("14:02:30")


def test_an_end_an_outage_moved_past_the_hard_end_is_not_taken_back() -> None:
    held = Room(
        terms(hard_end=at("14:02:30"), **ADD_180), Standing(open=True, ends_at=at("14:15:00"))
    )
    ruling = held.hear(offer("A", "20", arrival=at("14:14:00")))

    assert ruling is not None
    assert not ruling.extended
    assert held.standing.ends_at == at("14:15:00")


moments = st.timedeltas(min_value=timedelta(minutes=-10), max_value=timedelta(minutes=10)).map(
    lambda offset: ENDS + offset
)
windows = st.timedeltas(min_value=timedelta(0), max_value=timedelta(minutes=5))


@sampled
@given(
    mode=st.sampled_from(ExtendMode),
    window=windows,
    cap=st.none() | st.timedeltas(min_value=timedelta(0), max_value=timedelta(minutes=10)),
    ends_at=moments,
    before=st.timedeltas(min_value=timedelta(minutes=-1), max_value=timedelta(minutes=11)),
)
def test_the_end_never_moves_back_nor_past_the_hard_end(
    mode: ExtendMode,
    window: timedelta,
    cap: timedelta | None,
    ends_at: datetime,
    before: timedelta,
) -> None:
    hard_end = None if cap is None else ENDS + cap
    lot = terms(extend_mode=mode, window=window, hard_end=hard_end)
    arrival = ends_at - before
    moved = extended_end(lot, ends_at, arrival)

    assert moved >= ends_at
    if hard_end is not None:
        assert moved <= max(hard_end, ends_at)
    if not timedelta(0) < before <= window:
        assert moved == ends_at
    elif hard_end is None:
        remaining = moved - arrival
        if mode is ExtendMode.ADD:
            assert window < remaining <= 2 * window
        else:
            assert remaining == window


@sampled
@given(
    mode=st.sampled_from(ExtendMode),
    cap=st.none() | st.integers(min_value=0, max_value=600),
    seconds=st.lists(st.integers(min_value=-300, max_value=600), max_size=12).map(sorted),
)
def test_through_a_whole_sale_the_end_never_moves_back_and_the_cap_holds(
    mode: ExtendMode, cap: int | None, seconds: list[int]
) -> None:
    hard_end = None if cap is None else ENDS + timedelta(seconds=cap)
    held = Room(terms(extend_mode=mode, hard_end=hard_end))
    for count, second in enumerate(seconds):
        arrival = ENDS + timedelta(seconds=second)
        before = held.standing
        ruling = held.hear(offer("AB"[count % 2], str(20 + 10 * count), arrival=arrival))

        assert (ruling is None) == (arrival >= before.ends_at)
        assert held.standing.ends_at >= before.ends_at
        assert hard_end is None or held.standing.ends_at <= hard_end
