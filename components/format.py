"""Money and time as people write and read them."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from math import ceil
from zoneinfo import ZoneInfo

from components.language import language
from components.words import say, written
from services.views import LARGEST as LARGEST
from services.views import NO_BREAK as NO_BREAK
from services.views import Feature
from services.views import parse_amount as parse_amount

HERE = ZoneInfo("America/Sao_Paulo")

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SWAP = str.maketrans(",.", ".,")


def parse_moment(text: str) -> datetime:
    """Read a date and time of a form's field, in Brasília. Raises ValueError."""
    read = datetime.fromisoformat(text)
    if read.tzinfo is not None:
        raise ValueError(text)
    return read.replace(tzinfo=HERE)


def money(amount: Decimal) -> str:
    """Write an amount: `R$ 1.234,56` in Portuguese, `R$ 1,234.56` in English."""
    digits = f"{abs(amount):,.2f}"
    if language.get() == "pt-BR":
        digits = digits.translate(_SWAP)
    return f"{'-' if amount < 0 else ''}R${NO_BREAK}{digits}"


def money_round(reais: int) -> str:
    """Write an amount of whole reais: `R$ 1.500`."""
    return f"R${NO_BREAK}{number(reais)}"


def number(value: int) -> str:
    """Write a whole number with the thousands apart."""
    digits = f"{value:,}"
    return digits.translate(_SWAP) if language.get() == "pt-BR" else digits


def decimal(value: Decimal) -> str:
    """Write a number with its decimals as they are: `1.234,5`, or `1,234.5` in English."""
    digits = f"{value:,}"
    return digits.translate(_SWAP) if language.get() == "pt-BR" else digits


def plain(value: Decimal) -> str:
    """Write a number without the zeros at its end: `5` of `5.00`."""
    whole = value.to_integral_value()
    return decimal(whole if value == whole else value.normalize())


def percent(value: Decimal) -> str:
    """Write a share of a hundred: `66,7 %`, or `66.7%` in English."""
    gap = NO_BREAK if language.get() == "pt-BR" else ""
    return f"{decimal(value)}{gap}%"


def feature_value(feature: Feature) -> str:
    """Write the value of a technical feature as its kind is read: `48.320 km`, `Sim`, a date.

    A number without a unit is a year or a code, and stays as it is.
    """
    text = feature.value
    if feature.kind == "yes_no":
        text = say("lot.yes" if text == "yes" else "lot.no")
    elif feature.kind == "date":
        text = day(datetime.combine(date.fromisoformat(text), time(12), HERE))
    elif feature.kind == "number" and feature.unit:
        text = _grouped(text)
    return f"{text}{NO_BREAK}{feature.unit}" if feature.unit else text


def _grouped(text: str) -> str:
    whole, point, fraction = text.partition(".")
    digits = f"{int(whole):,}" + (point + fraction)
    return digits.translate(_SWAP) if language.get() == "pt-BR" else digits


def moment(at: datetime) -> str:
    """Write date and time in Brasília, short: `26/11/2026 às 14h05`."""
    here = at.astimezone(HERE)
    if language.get() == "pt-BR":
        return f"{here:%d/%m/%Y às %Hh%M}"
    return f"{day(at)}, {here:%H:%M}"


def day(at: datetime) -> str:
    """Write the date in Brasília: `26/11/2026`, or `26 Nov 2026` in English."""
    here = at.astimezone(HERE)
    if language.get() == "pt-BR":
        return f"{here:%d/%m/%Y}"
    return f"{here.day} {_MONTHS[here.month - 1]} {here.year}"


def hour(at: datetime) -> str:
    """Write the time of day in Brasília: `14h05`, or `14:05` in English."""
    here = at.astimezone(HERE)
    return f"{here:%Hh%M}" if language.get() == "pt-BR" else f"{here:%H:%M}"


def until(ends_at: datetime, now: datetime) -> str:
    """Say how long is left, finer as the end comes near; at zero, that the result is awaited.

    The same words as `static/js/clock.js`: a started second counts as whole.
    """
    seconds = ceil((ends_at - now).total_seconds())
    if seconds <= 0:
        return say("clock.over")
    minutes, hours = seconds // 60, seconds // 3600
    if seconds > 86_400:
        days = hours // 24
        return say("clock.day" if days == 1 else "clock.days", days=days, hours=hours % 24)
    if hours >= 1:
        return say("clock.hours", hours=hours, minutes=f"{minutes % 60:02}")
    return f"{minutes}:{seconds % 60:02}"


written.register(Decimal, money)
written.register(datetime, moment)
