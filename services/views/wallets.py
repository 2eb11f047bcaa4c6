"""A wallet as its owner sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """A movement of the wallet with the balance after it, and the lot it concerns."""

    at: datetime
    kind: str
    amount: Decimal
    balance: Decimal
    auction_id: int | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLine:
    """Money held on one lot while its owner leads there."""

    auction_id: int
    title: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletView:
    """A person's money: all of it, the part on hold, and how it came to be."""

    balance: Decimal
    held: Decimal
    holds: tuple[HoldLine, ...]
    lines: tuple[StatementLine, ...]

    @property
    def available(self) -> Decimal:
        """Tell what new bids may commit."""
        return self.balance - self.held
