"""When a lot is sold: from when to when, and by which days the law lets it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.selling.rules.calendar import is_day_of_rest
from services.selling.rules.reading import BRASILIA, Fields, parse_count, parse_instant

SHORTEST, LONGEST = timedelta(minutes=10), timedelta(days=90)
FARTHEST = timedelta(days=365)
NOTICE = timedelta(days=5)
_LATE = timedelta(minutes=5)  # who chose a minute that has passed while writing means now
MOST_MINUTES = int(LONGEST.total_seconds()) // 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """From when to when a lot takes bids."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """When the lot that is being changed began, or is to."""

    starts_at: datetime
    open: bool


def read_times(
    fields: Fields, *, now: datetime, official: bool, begun: Begun | None
) -> Times | None:
    """Read start and end; what is wrong is kept. `duration` counts minutes.

    A lot that is open keeps its start. For `official` lots no sooner than five days after opening
    (CNJ 236 art. 11; CPC art. 887; IN DREI 52 art. 87), and on no day of rest.
    """
    starts = begun.starts_at if begun and begun.open else _start(fields, now)
    if starts is None:
        return None
    name, ends = _end(fields, starts)
    if ends is None:
        return None
    if ends <= starts:
        fields.refuse(name, "times.backwards")
    elif ends - max(starts, now) < SHORTEST:
        fields.refuse(name, "times.short", minutes=int(SHORTEST.total_seconds()) // 60)
    elif ends - starts > LONGEST:
        fields.refuse(name, "times.long", days=LONGEST.days)
    elif official and ends - starts < NOTICE:
        fields.refuse(name, "times.five_days")
    elif official:
        refuse_rest(fields, name, ends)
    return Times(starts_at=starts, ends_at=ends)


def refuse_rest(fields: Fields, name: str, at: datetime) -> None:
    """Keep that an instant falls on a Sunday or holiday in Brasília, if it does."""
    day = at.astimezone(BRASILIA).date()
    if is_day_of_rest(day):
        fields.refuse(name, "times.rest", day=day.strftime("%d/%m/%Y"))


def _start(fields: Fields, now: datetime) -> datetime | None:
    usual = "at" if fields.has("start_datetime") else "now"
    if fields.one_of("starts", ("now", "at"), usual=usual) == "now":
        return now
    starts = fields.take(parse_instant, "start_datetime")
    if starts is None:
        return None
    if starts < now - _LATE:
        fields.refuse("start_datetime", "times.past")
    elif starts > now + FARTHEST:
        fields.refuse("start_datetime", "times.far", days=FARTHEST.days)
    return max(starts, now)


def _end(fields: Fields, starts: datetime) -> tuple[str, datetime | None]:
    if fields.has("end_datetime") and fields.has("duration") and not fields.has("ends"):
        fields.refuse("duration", "times.both")
    usual = "at" if fields.has("end_datetime") else "after"
    if fields.one_of("ends", ("after", "at"), usual=usual) == "at":
        return "end_datetime", fields.take(parse_instant, "end_datetime")
    minutes = fields.take(parse_count, "duration", least=1, most=MOST_MINUTES)
    return "duration", None if minutes is None else starts + timedelta(minutes=minutes)
