"""The outage rule: nobody loses a lot because the house was down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

_LAST_PART = timedelta(seconds=180)
_TOLERATED = timedelta(seconds=10)
_AT_LEAST = timedelta(minutes=10)


def end_after_outage(
    ends_at: datetime,
    window: timedelta,
    *,
    outages: Iterable[tuple[datetime, datetime]],
    now: datetime,
) -> datetime | None:
    """Return the new end of an open lot whose last part fell into outages, or None to leave it.

    The last part is the soft-close window, at least 180 s. Down for more than 10 s of it in all,
    or down at the very end: the lot goes on for two windows, at least 10 minutes, from `now`.
    An outage is a pair of when it began and when the house was up again.
    (docs/bidding rules 2.4; CNJ 236 art. 31)
    """
    begins = ends_at - max(window, _LAST_PART)
    missed = timedelta(0)
    down_at_end = False
    for down_from, up_at in outages:
        missed += max(timedelta(0), min(up_at, ends_at) - max(down_from, begins))
        down_at_end = down_at_end or down_from <= ends_at < up_at
    if missed <= _TOLERATED and not down_at_end:
        return None
    return now + max(2 * window, _AT_LEAST)
