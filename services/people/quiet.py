"""When somebody is not to be disturbed, and when the daily digest is due; Brasília's time."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.errors import BadField

BRASILIA = ZoneInfo("America/Sao_Paulo")
DIGEST_HOUR = 8
Hours = tuple[int, int]


def parse_hours(begin: int, end: int) -> Hours:
    """Read quiet hours. Raises BadField if they begin when they end, or are no hours of a day."""
    if begin == end or not (0 <= begin <= 23 and 0 <= end <= 23):
        raise BadField("quiet_until", "same_hour")
    return begin, end


def quiet_until(now: datetime, hours: Hours | None) -> datetime:
    """Tell when something may be told that can wait: `now`, or at the end of the quiet hours.

    `hours` are whole ones of the day, from and until; they may go past midnight.
    """
    if hours is None:
        return now
    begin, end = hours
    here = now.astimezone(BRASILIA)
    quiet = begin <= here.hour < end if begin < end else here.hour >= begin or here.hour < end
    if not quiet:
        return now
    ends = here.replace(hour=end, minute=0, second=0, microsecond=0)
    return (ends if ends > here else ends + timedelta(days=1)).astimezone(now.tzinfo)


def last_digest(now: datetime) -> datetime:
    """Tell when the last daily digest was due: what was gathered before it goes out."""
    here = now.astimezone(BRASILIA)
    due = here.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return (due if due <= here else due - timedelta(days=1)).astimezone(now.tzinfo)
