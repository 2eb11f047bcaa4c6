"""Until when a sale is to be paid, and a conditional one to be answered."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

BRASILIA = ZoneInfo("America/Sao_Paulo")


def payment_due(closed_at: datetime, auction_type: str) -> datetime:
    """Return until when to pay: 24 h for official and judicial lots, else two business days.

    Business days end at 23:59:59 in Brasília. (docs/bidding rules 2.9)
    """
    if auction_type == "commercial":
        return end_of_business_day(closed_at, after=2)
    return closed_at + timedelta(hours=24)


def end_of_business_day(moment: datetime, *, after: int) -> datetime:
    """Return the last second of the business day that comes `after` others, in Brasília."""
    day = moment.astimezone(BRASILIA).date()
    while after:
        day += timedelta(days=1)
        if day.weekday() < 5:
            after -= 1
    return datetime.combine(day, time(23, 59, 59), tzinfo=BRASILIA).astimezone(moment.tzinfo)
