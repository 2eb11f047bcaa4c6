"""What follows a sale that fell through, or a bid below the reserve, as those concerned see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from services.views.photos import Photo


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerUp:
    """A bidder behind the winner: rank from 2, paddle, and the price of each policy."""

    rank: int
    paddle: int
    own_highest: Decimal
    replay: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferLine:
    """An offer as the seller sees it; `answer` is None while it stands."""

    paddle: int
    price: Decimal
    made_at: datetime
    expires_at: datetime
    answer: str | None
    answered_at: datetime | None
    payment_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AftermathView:
    """A lot of the seller's that waits for a decision. `next` is whom an offer would go to now."""

    auction_id: int
    title: str
    photo: Photo | None
    auction_type: str
    outcome: str
    price: Decimal | None
    reserve: Decimal | None
    closed_at: datetime
    days: int
    answer_by: datetime | None = None
    seller_net: Decimal | None = None
    next: RunnerUp | None = None
    recommended: str = "own_highest"
    offers: tuple[OfferLine, ...] = ()
    relisted_as: int | None = None
    can_relist: bool = False

    @property
    def standing(self) -> OfferLine | None:
        """Give the offer that waits for its answer."""
        return next((offer for offer in self.offers if offer.answer is None), None)

    @property
    def accepted(self) -> OfferLine | None:
        """Give the offer that was accepted, if its sale still stands."""
        taken = (o for o in self.offers if o.answer == "accepted" and o.payment_id is not None)
        return next(taken, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """A second chance as the person sees it to whom it is given; the bill is in R$."""

    id: int
    auction_id: int
    title: str
    photo: Photo | None
    price: Decimal
    commission: Decimal
    admin_fee: Decimal
    total: Decimal
    made_at: datetime
    expires_at: datetime
    now: datetime
    answer: str | None
    payment_id: int | None
    penalty_rate: Decimal

    @property
    def stands(self) -> bool:
        """Tell whether it can be answered still; the deadline is exclusive."""
        return self.answer is None and self.now < self.expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscrepancyView:
    """Something the books and the gateway do not agree on, since when, and until when."""

    id: int
    kind: str
    subject: str
    ours: str
    theirs: str
    found_at: datetime
    seen_at: datetime
    ended_at: datetime | None
    alarming: bool
