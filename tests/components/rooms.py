"""Rooms as the tests of this folder need them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from services.views import BidRow, PublicRoom

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def room_at(version: int, *, rows: tuple[BidRow, ...] = (), auction_id: int = 7) -> PublicRoom:
    return PublicRoom(
        auction_id=auction_id,
        version=version,
        status="open",
        outcome=None,
        price=Decimal(version),
        minimum=Decimal(version + 1),
        quick=(),
        bids=version,
        leader=None,
        reserve="none",
        buy_now=None,
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=1),
        original_ends_at=NOW + timedelta(hours=1),
        window_seconds=120,
        extend_mode="reset",
        rows=rows,
    )
