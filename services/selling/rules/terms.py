"""On which conditions a lot is sold: prices, increments, what late bids do, what is held."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from services.people.fields import parse_yes
from services.selling.rules.reading import Fields, parse_count, parse_percent

HOLD_POLICIES = ("full_max", "percent_of_max", "fixed_deposit", "none")
EXTEND_MODES = ("reset", "add")
WINDOW_MINUTES = {"commercial": 2, "official": 3, "judicial": 3}
MOST_WINDOW = 60
LEAST_COMMISSION, MOST_COMMISSION = Decimal(5), Decimal(20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The conditions as they are published; `increment` is the lot's own step, if it has one."""

    opening: Decimal
    reserve: Decimal | None
    buy_now: Decimal | None
    estimate: tuple[Decimal, Decimal] | None
    increment: Decimal | None
    extend_mode: str
    window_seconds: int
    hold_policy: str
    hold_value: Decimal
    conditional: bool
    commission: Decimal | None


def read_terms(fields: Fields, *, auction_type: str) -> Terms | None:
    """Read the conditions; what is wrong is kept, and None then.

    A judicial lot has no hidden reserve and is not bought at once; its bids rise by one step,
    told beforehand (TJSP NSCGJ art. 265).
    """
    before = len(fields.reading.problems)
    judicial = auction_type == "judicial"
    opening = fields.money("min_bid", required=True)
    reserve, buy_now = fields.money("reserve"), fields.money("buy_now")
    if judicial:
        for name in ("reserve", "buy_now"):
            if fields.has(name):
                fields.refuse(name, f"{name}.judicial")
    if opening is not None:
        if reserve is not None and reserve <= opening:
            fields.refuse("reserve", "reserve.low", opening=opening)
        if buy_now is not None and buy_now <= opening:
            fields.refuse("buy_now", "buy_now.low", opening=opening)
    if reserve is not None and buy_now is not None and reserve > buy_now:
        fields.refuse("buy_now", "buy_now.below_reserve", reserve=reserve)
    estimate = _estimate(fields)
    increment = _increment(fields, opening, judicial=judicial)
    hold_policy, hold_value = _hold(fields)
    window = _window(fields, auction_type)
    commission = _commission(fields, auction_type)
    mode = fields.one_of("extend_mode", EXTEND_MODES, usual="add" if judicial else "reset")
    if len(fields.reading.problems) > before or opening is None or window is None:
        return None
    return Terms(
        opening=opening,
        reserve=reserve,
        buy_now=buy_now,
        estimate=estimate,
        increment=increment,
        extend_mode=mode,
        window_seconds=window * 60,
        hold_policy=hold_policy,
        hold_value=hold_value or Decimal(0),
        conditional=parse_yes(fields.given("conditional")) and not judicial,
        commission=commission,
    )


def _estimate(fields: Fields) -> tuple[Decimal, Decimal] | None:
    low, high = fields.money("estimate_low"), fields.money("estimate_high")
    for name, other in (("estimate_low", "estimate_high"), ("estimate_high", "estimate_low")):
        if fields.has(other) and not fields.has(name):
            fields.refuse(name, "estimate.half")
    if low is None or high is None:
        return None
    if low > high:
        fields.refuse("estimate_high", "estimate.order")
    return low, high


def _increment(fields: Fields, opening: Decimal | None, *, judicial: bool) -> Decimal | None:
    usual = "own" if judicial or fields.has("increment") else "brl"
    way = fields.one_of("increments", ("brl", "own"), usual=usual)
    if judicial and way != "own":
        fields.refuse("increment", "increment.judicial")
    if way != "own":
        return None
    step = fields.money("increment", required=True)
    if step is not None and opening is not None and step > opening * 10:
        fields.refuse("increment", "increment.vast")
    return step


def _window(fields: Fields, auction_type: str) -> int | None:
    least = 3 if auction_type == "judicial" else 1  # CNJ 236 art. 21
    if not fields.has("soft_close_minutes"):
        return WINDOW_MINUTES.get(auction_type, 2)
    return fields.take(parse_count, "soft_close_minutes", least=least, most=MOST_WINDOW)


def _hold(fields: Fields) -> tuple[str, Decimal | None]:
    policy = fields.one_of("hold_policy", HOLD_POLICIES, usual="full_max")
    if policy == "fixed_deposit":
        return policy, fields.money("hold_value", required=True)
    if policy == "percent_of_max":
        bounds = {"least": Decimal(1), "most": Decimal(100)}
        return policy, fields.take(parse_percent, "hold_value", **bounds)
    return policy, Decimal(0)


def _commission(fields: Fields, auction_type: str) -> Decimal | None:
    """Read the buyer's commission an auctioneer sets; five percent at least (CNJ 236 art. 7)."""
    if auction_type == "commercial" or not fields.has("commission"):
        return None
    bounds = {"least": LEAST_COMMISSION, "most": MOST_COMMISSION}
    return fields.take(parse_percent, "commission", **bounds)
