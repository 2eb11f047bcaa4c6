"""How instants and sums are told to screens."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal


def milliseconds(moment: datetime) -> int:
    """Give an instant as epoch milliseconds, as browsers count."""
    return round(moment.timestamp() * 1000)


def microseconds(moment: datetime) -> int:
    """Count an instant's microseconds since 1970, exactly."""
    return int(moment.timestamp()) * 1_000_000 + moment.microsecond


def sum_of(amount: Decimal | None) -> str | None:
    """Write a sum of reais with two decimals; None where there is none."""
    return None if amount is None else f"{amount:.2f}"
