"""The simulator's own time, which can be moved forward; days are Brasília's."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

BRASILIA = ZoneInfo("America/Sao_Paulo")


class Clock:
    """Runs with the machine's clock, `ahead` seconds before it."""

    def __init__(self, real: Callable[[], float] = time.time) -> None:
        self._real = real
        self.ahead = 0.0
        self._pinned: datetime | None = None

    def now(self) -> datetime:
        """Tell the time, aware, in UTC."""
        return self._pinned or datetime.fromtimestamp(self._real() + self.ahead, UTC)

    def advance(self, by: timedelta) -> None:
        """Move forward."""
        self.ahead += by.total_seconds()

    @contextmanager
    def at(self, instant: datetime) -> Iterator[None]:
        """Stand still at an instant that has come, to do what was due then."""
        self._pinned = instant
        try:
            yield
        finally:
            self._pinned = None

    def today(self) -> date:
        """Tell Brasília's day."""
        return self.now().astimezone(BRASILIA).date()

    def stamp(self) -> str:
        """Write the time as events carry it: Brasília's, without an offset."""
        return self.now().astimezone(BRASILIA).strftime("%Y-%m-%d %H:%M:%S")


def at_night(day: date) -> datetime:
    """Tell when the nightly work of a day is done: 03:01 in Brasília."""
    return datetime(day.year, day.month, day.day, 3, 1, tzinfo=BRASILIA).astimezone(UTC)


def business_day(day: date) -> date:
    """Give the day itself, or the Monday after it; holidays count as days, as Asaas's own did."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def business_days_after(day: date, count: int) -> date:
    """Count business days on."""
    for _ in range(count):
        day = business_day(day + timedelta(days=1))
    return day


def plus_months(day: date, count: int) -> date:
    """Give the same day of a later month, or its last one."""
    month = day.month - 1 + count
    first = date(day.year + month // 12, month % 12 + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first.replace(day=1) + timedelta(days=day.day - 1), following - timedelta(days=1))
