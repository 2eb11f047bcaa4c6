"""What has been decided about an auction, before it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from services.bidding import Outcome
from services.billing import Bill


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """How one auction ends: its outcome, its row, the bill if it is sold, what the hold pays."""

    outcome: Outcome
    row: Mapping[str, Any]
    bill: Bill | None
    held: Decimal
    paid: Decimal
    version: int
    answer_by: datetime | None

    @property
    def auction_id(self) -> int:
        """Name the auction."""
        number: int = self.row["product_id"]
        return number
