"""The soft close: a late bid leaves the others time to answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from services.bidding.terms import ExtendMode, Terms


def extended_end(terms: Terms, standing_ends_at: datetime, arrival: datetime) -> datetime:
    """Return the end after a published bid that arrived at `arrival`.

    It moves when the bid is in the last window, a whole window before the end included. It never
    moves back, nor past the hard end. (docs/bidding rules 2.5, CNJ 236 art. 21)
    """
    remaining = standing_ends_at - arrival
    if not timedelta(0) < remaining <= terms.window:
        return standing_ends_at
    if terms.extend_mode is ExtendMode.ADD:
        ends_at = standing_ends_at + terms.window
    else:
        ends_at = arrival + terms.window
    if terms.hard_end is not None:
        ends_at = min(ends_at, terms.hard_end)
    # An outage may already have moved the end past the hard end; a bid does not take it back.
    return max(ends_at, standing_ends_at)
