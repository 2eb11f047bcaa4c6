"""What a seller sees of the own lots, and what people say of each other after a sale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from services.views.lots import CardView, SellerView
from services.views.photos import Photo

SELLER_TABS = ("drafts", "scheduled", "live", "ended")
LONGEST_REASON = 600
LONGEST_RATING = 600
REPORT_REASONS = ("forbidden", "untrue", "not_theirs", "outside", "offensive", "other")
RETRACTION_REASONS = ("typing_error", "description_changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A lot that somebody may report: not one's `own`, and once (`sent`)."""

    auction_id: int
    title: str
    own: bool
    sent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """A lot that is still being written; `name` is empty until it has one."""

    draft_id: int
    name: str
    changed_at: datetime
    product_id: int | None = None
    photo: Photo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLot:
    """A lot as its seller sees it: its card, and the figures others do not see.

    `net` is what the price of now would leave the seller, None without a bid, `rate` the seller's
    commission in percent. `way_out` is how it
    may be withdrawn (free, asked) or None; `asked` says that the house has been asked already.
    """

    card: CardView
    auction_type: str
    bidders: int
    watchers: int
    questions: int
    net: Decimal | None
    rate: Decimal
    reserve: Decimal | None
    editable: bool
    way_out: str | None
    asked: bool
    relisted_as: int | None
    can_relist: bool
    payment_id: int | None

    @property
    def auction_id(self) -> int:
        """Name the lot."""
        return self.card.auction_id


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLots:
    """One tab of a seller's lots with the counts of all tabs; `waiting` are questions in all."""

    tab: str
    counts: dict[str, int]
    waiting: int
    drafts: tuple[DraftLine, ...] = ()
    lots: tuple[OwnLot, ...] = ()
    page: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that happened to a lot. `kind` names it; amount, end and count as it has them."""

    at: datetime
    kind: str
    amount: Decimal | None = None
    until: datetime | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PricePoint:
    """A step of the price: when, and to how much."""

    at: datetime
    price: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLotPage:
    """Everything a seller sees of one own lot."""

    lot: OwnLot
    happenings: tuple[Happening, ...]
    prices: tuple[PricePoint, ...]
    opening: Decimal
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RetractionView:
    """What a bidder may take back of a lot: own amounts that would go, and those that would stay.

    `times` counts the own retractions of six months, of `most` that are allowed; `refusal` names
    why nothing can be taken back, None if something can.
    """

    auction_id: int
    title: str
    amounts: tuple[Decimal, ...]
    kept: tuple[Decimal, ...]
    times: int
    most: int
    ends_at: datetime
    refusal: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingView:
    """What somebody said after a sale: one to five stars, words, and the answer to them."""

    stars: int
    words: str
    at: datetime
    title: str
    reply: str | None = None
    replied_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingForm:
    """One side (buyer, seller) of a sale: what it may say, has said and has heard.

    `hidden` says that the own rating is not shown to anybody yet; `theirs` is there once it is.
    """

    payment_id: int
    title: str
    side: str
    done: bool
    can_rate: bool
    open_until: datetime | None
    mine: RatingView | None
    hidden: bool
    theirs: RatingView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerPage:
    """A seller as everybody may know one; `times` counts the ratings by their stars."""

    slug: str
    about: SellerView
    times: dict[int, int]
    ratings: tuple[RatingView, ...]
    lots: tuple[CardView, ...]
