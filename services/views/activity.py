"""What a person has going: bids under way and over, lots watched, offers, as only they see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from services.views.lots import CardView

TABS = ("bidding", "watching", "won", "lost", "offers")


@dataclass(frozen=True, slots=True, kw_only=True)
class MyBid:
    """A lot this person has bid on; the maximum is the own and nobody else's.

    `standing`: leading, outbid, waiting (the seller answers a bid below the reserve), won, lost or
    stopped. `cover` is what one tap offers, None where nothing can be offered now; `missing` is
    what the wallet lacks for it, `total` what the lot would cost with all fees.
    """

    card: CardView
    standing: str
    maximum: Decimal
    payment_id: int | None = None
    cover: Decimal | None = None
    commitment: Decimal = Decimal(0)
    total: Decimal = Decimal(0)
    missing: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferCard:
    """A second chance given to this person; `answer` is None while it waits."""

    offer_id: int
    card: CardView
    price: Decimal
    expires_at: datetime
    answer: str | None
    payment_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityView:
    """One tab of a person's activity, with how much is in each, and the money behind the bids.

    `committed` is set aside by leading bids, `available` free for more; `alerting` are the watched
    lots whose news are told.
    """

    tab: str
    counts: Mapping[str, int]
    committed: Decimal
    available: Decimal
    bids: tuple[MyBid, ...] = ()
    watched: tuple[CardView, ...] = ()
    alerting: frozenset[int] = frozenset()
    offers: tuple[OfferCard, ...] = ()
