"""A sale as its buyer, its seller and the house see it, from the hammer to what is freed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeView:
    """A charge that stands; what pays it is there as soon as the gateway has given it."""

    way: str
    value: Decimal
    due_on: date
    ready: bool
    code: str = ""
    line: str = ""
    invoice_url: str = ""
    slip_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyView:
    """The other side of a paid sale, to be reached for the delivery."""

    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryView:
    """How far the delivery has come; until `confirm_by` the buyer may object."""

    confirm_by: datetime
    handed_over_at: datetime | None = None
    how: str = ""
    received_at: datetime | None = None
    received_by: str = ""
    disputed_at: datetime | None = None
    dispute: str = ""
    ruling: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleView:
    """One sale. `role` is who looks: buyer, seller or house.

    `state`: to_pay, late, analysis (the gateway looks), checked (the house looks), guide (the
    court's price is missing), paid, handed_over, disputed, frozen, done, returned, reversed or
    defaulted. `left` is to be paid through the house, `free` what the buyer's wallet can pay of
    it; `share` the seller's. Codes and what is free are the buyer's alone.
    """

    payment_id: int
    auction_id: int
    title: str
    photo: str | None
    role: str
    state: str
    judicial: bool
    hammer: Decimal
    commission: Decimal
    admin_fee: Decimal
    total: Decimal
    from_wallet: Decimal
    by_charge: Decimal
    by_guide: Decimal
    left: Decimal
    share: Decimal
    opened_at: datetime
    due_at: datetime
    paid_at: datetime | None = None
    guide_paid_at: datetime | None = None
    free: Decimal = NOTHING
    from_wallet_now: Decimal = NOTHING
    charge: ChargeView | None = None
    refusal: str = ""
    other: PartyView | None = None
    delivery: DeliveryView | None = None

    @property
    def payable(self) -> bool:
        """Tell whether the buyer can pay something now."""
        return self.state == "to_pay" and self.left > 0

    @property
    def undone(self) -> bool:
        """Tell whether nothing of the sale stands."""
        return self.state in ("defaulted", "returned", "reversed")

    @property
    def sellers_commission(self) -> Decimal:
        """Count what the house keeps of the seller's price."""
        return NOTHING if self.judicial or self.undone else self.hammer - self.share


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesView:
    """All that somebody bought, or sold, the newest first; sums of what is not undone."""

    role: str
    sales: tuple[SaleView, ...]

    def sum_of(self, name: str, *states: str) -> Decimal:
        """Add up one amount of the sales that stand, or of those in `states`."""
        return sum(
            (
                getattr(sale, name)
                for sale in self.sales
                if (sale.state in states if states else not sale.undone)
            ),
            NOTHING,
        )
