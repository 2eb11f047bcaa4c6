"""How a lot looks on its card: which badge, which price, which time; `listing.js` says the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from services.views import CardView

DECIDED = frozenset({"sold", "conditional", "reserve_not_met", "no_bids", "defaulted"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card at one instant."""

    view: CardView
    now: datetime

    @property
    def face(self) -> str:
        """Name the badge: live, closing, coming, suspended, canceled or what the lot came to."""
        match self.view.status:
            case "open":
                return "live" if self.now < self.view.ends_at else "closing"
            case "scheduled":
                return "coming"
            case "finished":
                outcome = self.view.outcome
                return outcome if outcome in DECIDED else "canceled"
            case "suspended":
                return "suspended"
            case _:
                return "canceled"

    @property
    def label(self) -> str:
        """Name what the amount is: opening price, current, hammer price or the highest bid."""
        if self.view.price is None:
            return "opening"
        return {"live": "current", "closing": "current", "sold": "hammer"}.get(self.face, "highest")

    @property
    def amount(self) -> Decimal:
        """Tell the amount to show; without a bid, the minimum of the first."""
        return self.view.minimum if self.view.price is None else self.view.price

    @property
    def time(self) -> str:
        """Name what the time on the card is: `opens`, `left` or `over`."""
        if self.face == "coming":
            return "opens"
        return "left" if self.face in ("live", "closing") else "over"

    @property
    def instant(self) -> datetime:
        """Tell the instant that time is about."""
        return self.view.starts_at if self.time == "opens" else self.view.ends_at

    @property
    def urgency(self) -> str:
        """Tell how near the end is, in the words of `clock.js`."""
        if self.time != "left":
            return "far"
        left = (self.view.ends_at - self.now).total_seconds()
        if left <= 0:
            return "over"
        steps = ((120, "last"), (600, "soon"), (3600, "hour"))
        return next((name for limit, name in steps if left <= limit), "far")
