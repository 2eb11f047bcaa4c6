"""What moves while a lot is open: how it stands, what is offered, and what the house rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class BidKind(StrEnum):
    """Who placed a published bid: the person, the house for a maximum, or a buyer at once."""

    DIRECT = "direct"
    AUTO = "auto"
    BUY_NOW = "buy_now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a lot stands: `sequence` is that of the last intent accepted on it.

    Price, leader and maximum are there together or not at all, the price never above the
    maximum; anything else is a row no ruling wrote, and a `ValueError`. (docs/bidding rules 2.1)
    """

    open: bool
    ends_at: datetime
    price: Decimal | None = None
    leader: int | None = None
    leader_maximum: Decimal | None = None
    sequence: int = 0

    def __post_init__(self) -> None:
        together = (self.price is None, self.leader is None, self.leader_maximum is None)
        if any(together) and not all(together):
            raise ValueError("price, leader and maximum are there together or not at all")
        if (
            self.price is not None
            and self.leader_maximum is not None
            and self.price > self.leader_maximum
        ):
            raise ValueError("nobody leads above the maximum authorised")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a person authorises: up to `amount`, received at `arrival`, perhaps said twice."""

    bidder: int
    amount: Decimal
    arrival: datetime
    confirmed: bool = False
    buy_now: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bidder:
    """What is known of the person on this lot; the reasons name why a bid may not be heard.

    `held` is the active hold on this lot and `available` excludes it. (docs/bidding rules 2.10)
    """

    not_qualified: str | None = None
    impeded: str | None = None
    available: Decimal = Decimal(0)
    held: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One row of the public history."""

    bidder: int
    amount: Decimal
    kind: BidKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What an accepted offer does: the new standing and the rows to publish, in order.

    `commitment` is the whole hold of whoever leads now. `extended` says the end moved, `sold`
    that the lot was bought at once.
    """

    standing: Standing
    published: tuple[Published, ...]
    commitment: Decimal
    extended: bool
    sold: bool
