"""The books that programs page through: the bids on a lot, and one person's own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from models import Status
from services.database import Database
from services.errors import NotFound
from services.views import BidRow, Label, OwnBid

MOST = 100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LOT = text("select product_status_id, bid_count from products where product_id = :auction")
_BIDS = text("""
    select sequence, paddle, shown_name, bid_value, kind, bid_datetime from bids
    where product_id = :auction and sequence < :before order by sequence desc limit :most
""")
_OWN = text("""
    select i.product_id, p.product_name, i.sequence, i.maximum, i.arrived_at, i.accepted, i.refusal,
           i.idempotency_key
    from bid_intents i join products p using (product_id)
    where i.user_id = :user
      and (cast(:at as timestamptz) is null
           or (i.arrived_at, i.product_id, i.sequence) < (:at, :lot, :sequence))
    order by i.arrived_at desc, i.product_id desc, i.sequence desc limit :most
""")


class Records:
    """Reads books a page at a time, newest first, each from where the last one ended."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def bids(self, auction_id: int, *, before: int | None, most: int) -> tuple[BidRow, ...]:
        """List the published bids of a lot, those numbered below `before`. Raises NotFound."""
        with self._database.transaction() as work:
            lot = work.connection.execute(_LOT, {"auction": auction_id}).one_or_none()
            if lot is None or lot.product_status_id == Status.DRAFT:
                raise NotFound
            first = lot.bid_count + 1 if before is None else before
            asked = {"auction": auction_id, "before": first, "most": min(most, MOST)}
            return tuple(
                BidRow(
                    number=row.sequence,
                    bidder=Label(paddle=row.paddle, name=row.shown_name),
                    value=row.bid_value,
                    kind=row.kind,
                    at=row.bid_datetime,
                )
                for row in work.connection.execute(_BIDS, asked)
            )

    def own_bids(
        self, user_id: int, *, before: str | None, most: int
    ) -> tuple[tuple[OwnBid, ...], str | None]:
        """List what a person has bid, taken or refused, and where the next page begins.

        `before` is what was given as that beginning; one that cannot be read is no beginning.
        """
        at, lot, sequence = _read(before)
        asked = {"user": user_id, "at": at, "lot": lot, "sequence": sequence}
        with self._database.transaction() as work:
            size = min(most, MOST)
            rows = work.connection.execute(_OWN, {**asked, "most": size + 1}).all()
        bids = tuple(
            OwnBid(
                auction_id=row.product_id,
                title=row.product_name,
                maximum=row.maximum,
                at=row.arrived_at,
                accepted=row.accepted,
                refusal=row.refusal,
                key=row.idempotency_key,
            )
            for row in rows[:size]
        )
        if len(rows) <= size:
            return bids, None
        last = rows[size - 1]
        micros = (last.arrived_at - _EPOCH) // timedelta(microseconds=1)
        return bids, f"{micros}-{last.product_id}-{last.sequence}"


def _read(place: str | None) -> tuple[datetime | None, int, int]:
    parts = (place or "").split("-")
    if len(parts) != 3 or not all(p.isascii() and p.isdigit() and len(p) < 17 for p in parts):
        return None, 0, 0
    micros, lot, sequence = map(int, parts)
    if max(lot, sequence) >= 2**31:
        return None, 0, 0
    return _EPOCH + timedelta(microseconds=micros), lot, sequence
