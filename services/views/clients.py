"""API clients and the people behind them, as far as others may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

SCOPES = ("read", "wallet-read", "bid", "watch", "sell-read")
LIFETIMES = (30, 90, 365)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAs:
    """How others know somebody on a lot: by name, by paddle, or as nobody in particular."""

    paddle: int | None = None
    name: str | None = None

    def as_message(self) -> dict[str, Any]:
        """Give paddle and name."""
        return {"paddle": self.paddle, "name": self.name}


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiTokenView:
    """A personal API token as its owner sees it: all but what it is."""

    id: int
    name: str
    ending: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = None
    expired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewApiToken:
    """A token just made: `secret` is shown this once and kept by nobody but its owner."""

    secret: str
    name: str
    scopes: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnBid:
    """What a person has bid, as only they see it: up to how much, and what became of it."""

    auction_id: int
    title: str
    maximum: Decimal
    at: datetime
    accepted: bool
    refusal: str | None
    key: str
