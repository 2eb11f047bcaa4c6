"""How the row of an auction becomes the values its rules are judged by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, text

from models import Status
from services.bidding import (
    BelowReserve,
    BuyNowPolicy,
    ExtendMode,
    HoldPolicy,
    IncrementTable,
    Standing,
    Terms,
)
from services.billing import FeeSchedule

STATUS_WORDS = {
    Status.DRAFT: "draft",
    Status.NOT_STARTED: "scheduled",
    Status.IN_OCCURRENCE: "open",
    Status.FINISHED: "finished",
    Status.CANCELED: "canceled",
    Status.SUSPENDED: "suspended",
}
_STEPS = text("select table_name, lower_bound, step from increment_steps order by 1, 2")


class Increments:
    """The published increment tables; one that is not known yet is read from the database."""

    def __init__(self) -> None:
        self._tables: dict[str, IncrementTable] = {}

    def of(self, row: Mapping[str, Any], connection: Connection) -> IncrementTable:
        """Give the table a lot's bids rise by: its own flat increment, or the one it names."""
        if row["increment"] is not None:
            return _flat(row["increment"])
        if row["increments"] not in self._tables:
            self._read(connection)
        return self._tables[row["increments"]]

    def _read(self, connection: Connection) -> None:
        steps: dict[str, list[tuple[Decimal, Decimal]]] = {}
        for table, lower_bound, step in connection.execute(_STEPS):
            steps.setdefault(table, []).append((lower_bound, step))
        self._tables = {name: IncrementTable(steps=tuple(rows)) for name, rows in steps.items()}


@lru_cache(maxsize=512)
def _flat(step: Decimal) -> IncrementTable:
    return IncrementTable.flat(step)


def terms_of(row: Mapping[str, Any], increments: IncrementTable) -> Terms:
    """Give the terms published about a lot."""
    return Terms(
        opening_price=row["min_bid"],
        increments=increments,
        opens_at=row["start_datetime"],
        original_ends_at=row["original_end_datetime"],
        reserve=row["reserve"],
        below_reserve=BelowReserve(row["below_reserve"]),
        buy_now=row["buy_now"],
        buy_now_policy=BuyNowPolicy(row["buy_now_policy"]),
        extend_mode=ExtendMode(row["extend_mode"]),
        window=timedelta(seconds=row["soft_close_seconds"]),
        hard_end=row["hard_end_datetime"],
        conditional=row["conditional"],
        hold_policy=HoldPolicy(row["hold_policy"]),
        hold_value=row["hold_value"],
        confirm_above=Decimal(row["confirm_above"]),
    )


def standing_of(row: Mapping[str, Any], leader_maximum: Decimal | None) -> Standing:
    """Give how a lot stands; the leader's sealed maximum comes from its own table."""
    return Standing(
        open=row["product_status_id"] == Status.IN_OCCURRENCE,
        ends_at=row["end_datetime"],
        price=row["price"],
        leader=row["leader_id"],
        leader_maximum=leader_maximum,
        sequence=row["sequence"],
    )


def fees_of(row: Mapping[str, Any]) -> FeeSchedule:
    """Give the fees published with a lot."""
    return FeeSchedule(
        buyer_rate=row["buyer_rate"], seller_rate=row["seller_rate"], admin_fee=row["admin_fee"]
    )
