"""What may be taken back while a lot is open: the lot by its seller, bids by their bidder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FAR_FROM_THE_END = timedelta(hours=12)
LATELY = timedelta(hours=1)
MOST_RETRACTIONS = 3
COUNTED_FOR = timedelta(days=183)
COMMERCIAL = "commercial"


class Way(StrEnum):
    """How a seller's lot leaves the sale: by the own word, or by the house's on request."""

    FREE = "free"
    ASKED = "asked"


class Reason(StrEnum):
    """What a bidder may take bids back for; others are none."""

    TYPING_ERROR = "typing_error"
    DESCRIPTION_CHANGED = "description_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An intent that counts: its number on the lot and when it arrived."""

    sequence: int
    arrival: datetime


def way_out(auction_type: str, *, undecided: bool, bid_on: bool) -> Way | None:
    """Tell how a seller may withdraw a lot, None if not at all.

    Before the first bid freely; with bids only through the house, for a serious reason. Official
    and judicial lots never: theirs is the auctioneer's and the court's word. (docs/bidding rules
    2.8; brazil 3.1)
    """
    if auction_type != COMMERCIAL or not undecided:
        return None
    return Way.ASKED if bid_on else Way.FREE


def retractable(given: Sequence[Given], *, ends_at: datetime, now: datetime) -> tuple[int, ...]:
    """Tell which of a bidder's intents may be taken back now, by their numbers.

    More than 12 hours before the end all of them; later only those of the last hour, that hour's
    first instant included. After the end none. (docs/bidding rules 2.8)
    """
    left = ends_at - now
    if left <= timedelta(0):
        return ()
    if left > FAR_FROM_THE_END:
        return tuple(one.sequence for one in given)
    return tuple(one.sequence for one in given if now - one.arrival <= LATELY)
