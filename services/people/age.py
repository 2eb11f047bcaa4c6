"""Who is of age: bids are for people of eighteen (Código Civil, art. 5)."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.errors import BadField

OF_AGE = 18
_OLDEST = 130
_BRASILIA = ZoneInfo("America/Sao_Paulo")
_WRITTEN = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})|([0-9]{2})/?([0-9]{2})/?([0-9]{4})")


def day_in_brasilia(now: datetime) -> date:
    """Give the calendar's day in Brasília at an instant."""
    return now.astimezone(_BRASILIA).date()


def age_on(born: date, day: date) -> int:
    """Count whole years of life; who was born on 29 February has a birthday on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def parse_birth_date(text: str, *, today: date, field: str = "birth_date") -> date:
    """Read a date of birth, as 17/05/1985 or 1985-05-17, of somebody of age. Raises BadField."""
    written = text.strip()
    if not written:
        raise BadField(field, "missing")
    found = _WRITTEN.fullmatch(written)
    if found is None:
        raise BadField(field, "date.shape")
    year, month, day, *turned = found.groups()
    if year is None:
        day, month, year = turned
    try:
        born = date(int(year), int(month), int(day))
    except ValueError:
        raise BadField(field, "date.shape") from None
    age = age_on(born, today)
    if born > today or age > _OLDEST:
        raise BadField(field, "birth_date.impossible")
    if age < OF_AGE:
        raise BadField(field, "birth_date.minor", years=OF_AGE)
    return born
