"""How a lot ends: sold, conditional, reserve not met or without bids, or bought at once."""

from __future__ import annotations

from enum import StrEnum

from services.bidding.standing import Standing
from services.bidding.terms import BuyNowPolicy, Terms


class Outcome(StrEnum):
    """What became of a lot (docs/bidding rules 2.1).

    Cancelling is a person's act, and a default the buyer's: no rule makes them of a standing.
    """

    SOLD = "sold"
    CONDITIONAL = "conditional"
    RESERVE_NOT_MET = "reserve_not_met"
    NO_BIDS = "no_bids"
    CANCELLED = "cancelled"
    DEFAULTED = "defaulted"


def decide(terms: Terms, standing: Standing) -> Outcome:
    """Return what the lot's last standing makes of it; whether it is time is the caller's to know.

    Below the reserve a conditional lot goes to its seller, who has two business days to accept.
    (docs/bidding rules 2.7)
    """
    if standing.price is None:
        return Outcome.NO_BIDS
    if reserve_met(terms, standing) is not False:
        return Outcome.SOLD
    return Outcome.CONDITIONAL if terms.conditional else Outcome.RESERVE_NOT_MET


def reserve_met(terms: Terms, standing: Standing) -> bool | None:
    """Tell whether the price reaches the reserve; `None` when the lot has none."""
    if terms.reserve is None:
        return None
    return standing.price is not None and standing.price >= terms.reserve


def can_buy_now(terms: Terms, standing: Standing) -> bool:
    """Tell whether the lot can still be bought at once.

    Until the first bid, or if so published until the reserve is met; a lot without reserve has
    it met by the first bid. (docs/bidding rules 2.7)
    """
    if not standing.open or terms.buy_now is None:
        return False
    if standing.price is None:
        return True
    return (
        terms.buy_now_policy is BuyNowPolicy.UNTIL_RESERVE_MET
        and reserve_met(terms, standing) is False
    )
