"""What the buyer pays and the seller receives once the hammer has fallen."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from services.billing.money import round_half_up


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeSchedule:
    """The fees published with the lot: rates in percent of the hammer price, the fee in R$.

    A rate outside 0 to 100 or a negative fee is a `ValueError`.
    """

    buyer_rate: Decimal
    seller_rate: Decimal
    admin_fee: Decimal

    def __post_init__(self) -> None:
        if not (0 <= self.buyer_rate <= 100 and 0 <= self.seller_rate <= 100):
            raise ValueError("a rate is a percent of the hammer price, from 0 to 100")
        if not self.admin_fee >= 0 or self.admin_fee != round_half_up(self.admin_fee):
            raise ValueError("the fee is a sum of whole centavos, not negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """The sums of one sale: `total` is the buyer's, `seller_net` the seller's through the house.

    `by_guide` of the total is paid at the court, by its own guide.
    """

    hammer: Decimal
    commission: Decimal
    admin_fee: Decimal
    total: Decimal
    seller_commission: Decimal
    seller_net: Decimal
    by_guide: Decimal = Decimal(0)

    @property
    def to_house(self) -> Decimal:
        """Tell what the buyer pays through the house."""
        return self.total - self.by_guide


def bill(hammer: Decimal, schedule: FeeSchedule, *, judicial: bool = False) -> Bill:
    """Work out what a hammer price costs the buyer and leaves the seller.

    Shown in the bid box before the bid and again after it. (Decreto 7.962 art. 2 IV; docs/bidding
    rules 2.11) Of a judicial lot the price goes to the court, and only commission and fee pass
    through the house. (CNJ 236 art. 23)
    """
    commission = round_half_up(hammer * schedule.buyer_rate / 100)
    admin_fee = round_half_up(schedule.admin_fee)
    seller_rate = Decimal(0) if judicial else schedule.seller_rate
    seller_commission = round_half_up(hammer * seller_rate / 100)
    price = round_half_up(hammer)
    return Bill(
        hammer=price,
        commission=commission,
        admin_fee=admin_fee,
        total=round_half_up(hammer + commission + admin_fee),
        seller_commission=seller_commission,
        seller_net=Decimal(0) if judicial else price - seller_commission,
        by_guide=price if judicial else Decimal(0),
    )


def captured(total: Decimal, hold: Decimal) -> Decimal:
    """Return what of the hold pays the bill: all of it, but never more than is due."""
    return min(total, hold)
