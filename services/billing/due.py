"""Until when a sale is to be paid, a conditional one answered, and what was bought looked at."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

BRASILIA = ZoneInfo("America/Sao_Paulo")
# How long a buyer may look at what was handed over, and wait where nothing was said of it.
LOOK_DAYS, SILENT_DAYS = 7, 15
REMINDED_AT = (Fraction(0), Fraction(1, 2), Fraction(9, 10))


def payment_due(closed_at: datetime, auction_type: str) -> datetime:
    """Return until when to pay: 24 h for official and judicial lots, else two business days.

    Business days end at 23:59:59 in Brasília. (docs/bidding rules 2.9)
    """
    if auction_type == "commercial":
        return end_of_business_day(closed_at, after=2)
    return closed_at + timedelta(hours=24)


def reminders_due(opened_at: datetime, due: datetime, now: datetime) -> int:
    """Count the reminders due by now: at once, at half of the time to pay, and at nine tenths."""
    gone, whole = now - opened_at, due - opened_at
    return sum(gone * part.denominator >= whole * part.numerator for part in REMINDED_AT)


def end_of_day(moment: datetime, *, after: int) -> datetime:
    """Return the last second of the day that comes `after` others, in Brasília."""
    day = moment.astimezone(BRASILIA).date() + timedelta(days=after)
    return datetime.combine(day, time(23, 59, 59), tzinfo=BRASILIA).astimezone(moment.tzinfo)


def end_of_business_day(moment: datetime, *, after: int) -> datetime:
    """Return the last second of the business day that comes `after` others, in Brasília."""
    day = moment.astimezone(BRASILIA).date()
    while after:
        day += timedelta(days=1)
        if day.weekday() < 5:
            after -= 1
    return datetime.combine(day, time(23, 59, 59), tzinfo=BRASILIA).astimezone(moment.tzinfo)
