"""What a seller sees while a lot is being written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from services.catalogue.features import FeatureRule
from services.errors import BadField
from services.views.catalogue import CategoryNode
from services.views.lots import CardView, CategoryView, LotView
from services.views.photos import Photo

STEPS = ("category", "details", "photos", "price", "place", "review")
FIRST_STEP = STEPS[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftView:
    """A lot as far as it is written: `fields` by the names of the form, as they were typed.

    `product_id` is the lot it changes, or became; `step` where its owner left off.
    """

    id: int
    step: str
    fields: Mapping[str, str] = field(default_factory=dict)
    product_id: int | None = None
    published: bool = False
    created_at: datetime
    changed_at: datetime

    @property
    def name(self) -> str:
        """Name it as its owner has so far; empty if not yet."""
        return " ".join(self.fields.get("product_name", "").split())[:255]


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """The bill at one price that a form names; `field` is which."""

    field: str
    price: Decimal
    total: Decimal
    commission: Decimal
    seller_commission: Decimal
    seller_net: Decimal
    by_guide: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CostsView:
    """What a lot costs and leaves, and its first bids; `step` is the increment at the opening."""

    lines: tuple[CostLine, ...]
    first_bids: tuple[Decimal, ...]
    step: Decimal | None
    buyer_rate: Decimal
    seller_rate: Decimal
    admin_fee: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingView:
    """A draft with all that its form shows: what may be chosen, what is wrong, how it would look.

    `lot` is there once prices, times and category can be read. `open` if it changes a lot that has
    begun; `official` if its owner may sell officially. `steps` tells on which step a field stands,
    `marks` by step what its fields held when they were shown; `case_types` are the kinds of court
    case there are, `usual_case` that of most.
    """

    draft: DraftView
    categories: tuple[CategoryNode, ...]
    branch: tuple[CategoryView, ...]
    rules: tuple[FeatureRule, ...]
    auction_type: str
    official: bool
    case_types: tuple[str, ...]
    usual_case: str
    open: bool
    photos: tuple[Photo, ...]
    problems: tuple[BadField, ...]
    costs: CostsView
    card: CardView
    lot: LotView | None
    starts_at: datetime | None
    ends_at: datetime | None
    window_seconds: int
    extend_mode: str
    buy_now: Decimal | None
    steps: Mapping[str, str]
    marks: Mapping[str, str]
    now: datetime
