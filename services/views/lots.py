"""Lots as they are shown: on cards, in listings and on their own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from services.billing.bills import Bill, FeeSchedule, bill
from services.views.photos import Photo
from services.views.values import milliseconds, sum_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One technical feature of a lot; `kind` (text, number, choice, yes_no, date) says how its
    value is written down: 1234.5, yes or no, 2026-11-23."""

    name: str
    value: str
    unit: str | None = None
    kind: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryView:
    """A category with how many lots it has in the listing asked for."""

    id: int
    name: str
    slug: str
    lots: int = 0
    photo: Photo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """A lot in a listing. `status`: scheduled, open, finished, canceled, suspended."""

    auction_id: int
    version: int
    title: str
    category: str
    photo: Photo | None
    city: str | None
    state: str | None
    status: str
    outcome: str | None
    price: Decimal | None
    minimum: Decimal
    bids: int
    starts_at: datetime
    ends_at: datetime
    reserve: str
    judicial: bool = False

    def as_message(self) -> dict[str, Any]:
        """Give what moves on a card: version, status, outcome, price, minimum, bids, end."""
        return {
            "auction": self.auction_id,
            "version": self.version,
            "status": self.status,
            "outcome": self.outcome,
            "price": sum_of(self.price),
            "minimum": sum_of(self.minimum),
            "bids": self.bids,
            "starts_ms": milliseconds(self.starts_at),
            "ends_ms": milliseconds(self.ends_at),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPage:
    """What the first page opens with: lots that end soonest, that begin next, and categories with
    live lots, each with a photo of one; `featured` is the live lot with the most bids, which is not
    among `ending` again, `newest` are live lots that are neither; `watched` are a
    person's own, still to be decided."""

    ending: tuple[CardView, ...]
    coming: tuple[CardView, ...]
    categories: tuple[CategoryView, ...]
    live: int
    featured: CardView | None = None
    newest: tuple[CardView, ...] = ()
    watched: tuple[CardView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Legal:
    """The court case behind a judicial lot, and what its notice says (CPC art. 886).

    `occupation` is vacant, occupied, unknown or not_applicable; a lot of before the house asked for
    notices has none, and None in all their places.
    """

    process_number: str
    court: str
    case_type: str
    plaintiff: str
    defendant: str
    judge_name: str
    extra_notes: str | None
    appraisal: Decimal | None = None
    minimum_percent: Decimal | None = None
    incapable: bool = False
    payment_terms: str | None = None
    goods_at: str | None = None
    visits: str | None = None
    second_date: datetime | None = None
    second_floor: Decimal | None = None
    burdens: str | None = None
    occupation: str | None = None
    debts: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerView:
    """Who sells, as far as others may know: of a private person who hides nothing but that.

    `since` is when a named seller joined; `sold` and `on_sale` count their lots; `registration` is
    a verified auctioneer's number at a board of trade.
    """

    name: str = ""
    company: bool = False
    since: datetime | None = None
    sold: int = 0
    on_sale: int = 0
    slug: str = ""
    stars: Decimal | None = None
    ratings: int = 0
    registration: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LotView:
    """The parts of a lot that do not move while it is on sale.

    `prose` is the description as it is shown, `description` its words alone. `branch` are the
    categories from the top down to the lot's own.
    """

    auction_id: int
    title: str
    description: str
    prose: Markup
    category: CategoryView
    photos: tuple[Photo, ...]
    features: tuple[Feature, ...]
    city: str | None
    state: str | None
    district: str | None
    seller: str
    auction_type: str
    opening_price: Decimal
    increments: tuple[tuple[Decimal, Decimal], ...]
    buyer_rate: Decimal
    admin_fee: Decimal
    hold_policy: str
    hold_value: Decimal
    confirm_above: int
    has_reserve: bool
    conditional: bool
    penalty_rate: Decimal = Decimal(5)
    estimate: tuple[Decimal, Decimal] | None = None
    legal: Legal | None = None
    hard_ends_at: datetime | None = None
    pickup: str | None = None
    branch: tuple[CategoryView, ...] = ()
    about_seller: SellerView = SellerView()

    def cost_at(self, hammer: Decimal) -> Bill:
        """Tell what a hammer price costs the buyer: commission, fee and all of it."""
        rates = {"buyer_rate": self.buyer_rate, "admin_fee": self.admin_fee}
        return bill(hammer, FeeSchedule(seller_rate=Decimal(0), **rates))


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Whether a person watches a lot, and how many do in all."""

    watched: bool = False
    watchers: int = 0

    def as_message(self) -> dict[str, Any]:
        """Give both facts."""
        return {"watched": self.watched, "watchers": self.watchers}
