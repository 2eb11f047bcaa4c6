"""Every vector of the published engine, step by step."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from services.bidding import (
    BelowReserve,
    ExtendMode,
    IncrementTable,
    Standing,
    minimum_bid,
)
from tests.services.bidding.lots import EARLY, Room, at, offer, terms

VECTORS = json.loads(Path(__file__).parents[2].joinpath("vectors/engine.json").read_text("utf-8"))
SCRIPTS = [vector for vector in VECTORS if "script" in vector]
CLOSINGS = [vector for vector in VECTORS if "window_s" in vector]


def test_no_vector_is_left_out() -> None:
    assert len(SCRIPTS) + len(CLOSINGS) == len(VECTORS) == 36


@pytest.mark.parametrize("vector", SCRIPTS, ids=lambda vector: vector["id"])
def test_the_price_and_the_history_are_those_of_the_vector(vector: dict[str, Any]) -> None:
    reserve = Decimal(vector["reserve"])
    room = Room(
        terms(
            vector["start"],
            reserve=reserve or None,
            below_reserve=BelowReserve(vector["below_reserve"]),
            increments=IncrementTable(
                steps=tuple((Decimal(bound), Decimal(step)) for bound, step in vector["table"])
            ),
        )
    )
    trace = []
    for second, (name, amount) in enumerate(vector["script"]):
        heard = room.hear(offer(name, amount, arrival=EARLY + timedelta(seconds=second)))
        outcome = f"{room.standing.price} {room.leader}" if heard else f"REJECT {room.refused[-1]}"
        trace.append(f"{name} {amount} -> {outcome}")

    assert trace == vector["trace"]
    assert str(room.standing.price) == vector["price"]
    assert room.leader == vector["leader"]
    assert str(minimum_bid(room.terms, room.standing.price)) == vector["min_next"]
    assert room.rows == [tuple(row) for row in vector["log"]]


@pytest.mark.parametrize("vector", CLOSINGS, ids=lambda vector: vector["id"])
def test_the_end_moves_as_in_the_vector(vector: dict[str, Any]) -> None:
    published = terms(
        extend_mode=ExtendMode(vector["mode"]),
        window=timedelta(seconds=vector["window_s"]),
        original_ends_at=at(vector["ends_at"]),
        hard_end=vector["hard_end"] and at(vector["hard_end"]),
    )
    room = Room(published, Standing(open=True, ends_at=at(vector["ends_at"])))
    for line in vector["trace"]:
        step, expected_end = line.split(" -> ends ")
        clock, name, amount, outcome = step.split(" ", 3)
        before = room.standing.ends_at
        ruling = room.hear(offer(name, amount, arrival=at(clock)))

        assert outcome == ("ok" if ruling else f"REJECT {room.refused[-1]}")
        assert room.standing.ends_at == at(expected_end)
        assert ruling is None or ruling.extended == (before != at(expected_end))

    assert room.standing.ends_at == at(vector["ends_at_final"])
    assert (room.standing.price and str(room.standing.price)) == vector["price"]
    assert room.leader == vector["leader"]
