"""What is published about a lot before its first bid, and never changes while it is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from services.bidding.increments import IncrementTable
from services.bidding.money import centavos


class ExtendMode(StrEnum):
    """How a late bid moves the end (docs/bidding rules 2.5).

    RESET leaves one whole window; ADD adds one (CNJ 236 art. 21, literally).
    """

    RESET = "reset"
    ADD = "add"


class BelowReserve(StrEnum):
    """What the price is while no maximum reaches the reserve (docs/bidding rules 2.3)."""

    SECOND_PRICE = "second_price"
    FULL_MAX = "full_max"


class BuyNowPolicy(StrEnum):
    """Until when the lot can be bought at once (docs/bidding rules 2.7)."""

    UNTIL_FIRST_BID = "until_first_bid"
    UNTIL_RESERVE_MET = "until_reserve_met"


class HoldPolicy(StrEnum):
    """What part of a maximum is held in the leader's wallet (docs/bidding rules 2.10)."""

    NONE = "none"
    FIXED_DEPOSIT = "fixed_deposit"
    PERCENT_OF_MAX = "percent_of_max"
    FULL_MAX = "full_max"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The conditions of sale of one lot; terms that contradict each other are a `ValueError`.

    `hold_value` is the fixed deposit in R$ or the percent of the maximum. A zero `window` means
    the end never moves. `confirm_above` times the minimum bid is what must be said twice.
    """

    opening_price: Decimal
    increments: IncrementTable
    opens_at: datetime
    original_ends_at: datetime
    reserve: Decimal | None = None
    below_reserve: BelowReserve = BelowReserve.SECOND_PRICE
    buy_now: Decimal | None = None
    buy_now_policy: BuyNowPolicy = BuyNowPolicy.UNTIL_FIRST_BID
    extend_mode: ExtendMode = ExtendMode.RESET
    window: timedelta = timedelta(seconds=120)
    hard_end: datetime | None = None
    conditional: bool = False
    hold_policy: HoldPolicy = HoldPolicy.FULL_MAX
    hold_value: Decimal = Decimal(0)
    confirm_above: Decimal = Decimal(5)

    def __post_init__(self) -> None:
        for name in ("opening_price", "reserve", "buy_now"):
            amount = getattr(self, name)
            if amount is not None:
                object.__setattr__(self, name, _positive(name, amount))
        self._check_prices()
        self._check_times()
        self._check_hold()

    def _check_prices(self) -> None:
        if self.buy_now is not None:
            if self.buy_now <= self.opening_price:
                raise ValueError("buying at once costs more than the opening price")
            if self.reserve is not None and self.reserve > self.buy_now:
                raise ValueError("buying at once never costs less than the reserve")
        if not self.confirm_above >= 1:
            raise ValueError("a minimum bid is never asked twice: confirm_above is 1 or more")

    def _check_times(self) -> None:
        for moment in (self.opens_at, self.original_ends_at, self.hard_end):
            if moment is not None and moment.utcoffset() is None:
                raise ValueError("times are aware")
        if self.opens_at >= self.original_ends_at:
            raise ValueError("an auction opens before it ends")
        if self.hard_end is not None and self.hard_end < self.original_ends_at:
            raise ValueError("the hard end is not before the original end")
        if self.window < timedelta(0):
            raise ValueError("the window of the soft close is not negative")

    def _check_hold(self) -> None:
        if self.hold_policy is HoldPolicy.FIXED_DEPOSIT:
            object.__setattr__(self, "hold_value", _positive("hold_value", self.hold_value))
        elif self.hold_policy is HoldPolicy.PERCENT_OF_MAX and not 0 < self.hold_value <= 100:
            raise ValueError("the percent held is above 0 and at most 100")


def _positive(name: str, amount: Decimal) -> Decimal:
    whole = centavos(amount)
    if whole <= 0:
        raise ValueError(f"{name} is positive: {amount}")
    return whole
