"""On which days nothing may be auctioned by an official auctioneer."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

SUNDAY = 6
# Leis 662/1949, 6.802/1980, 10.607/2002 and 14.759/2023.
_FIXED = ((1, 1), (4, 21), (5, 1), (9, 7), (10, 12), (11, 2), (11, 15), (11, 20), (12, 25))
# Carnival's Monday and Tuesday, Good Friday and Corpus Christi, on which courts and boards of
# trade are closed too, by their days from Easter.
_FROM_EASTER = (-48, -47, -2, 60)


def is_day_of_rest(day: date) -> bool:
    """Tell whether it is a Sunday or a national holiday (Decreto 21.981/1932 art. 36).

    States and towns have holidays of their own, which are not known here.
    """
    return day.weekday() == SUNDAY or day in holidays(day.year)


@lru_cache(maxsize=64)
def holidays(year: int) -> frozenset[date]:
    """List the national holidays of a year."""
    sunday = easter(year)
    moving = {sunday + timedelta(days=days) for days in _FROM_EASTER}
    return frozenset({date(year, month, day) for month, day in _FIXED} | moving)


def easter(year: int) -> date:
    """Work out Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    century, rest = divmod(year, 100)
    leap, moon = divmod(century, 4)
    skipped = (century - (century + 8) // 25 + 1) // 3
    golden = year % 19
    epact = (19 * golden + century - leap - skipped + 15) % 30
    weekday = (32 + 2 * moon + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
