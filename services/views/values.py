"""How instants and sums are told to screens, and how people write sums to the house."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

from services.errors import BadAmount

LARGEST = Decimal("9999999999.99")
NO_BREAK = "\N{NO-BREAK SPACE}"
_AMOUNT = re.compile(r"(\d{1,3}(\.\d{3})*|\d+)(,\d{1,2})?", re.ASCII)
_CURRENCY = re.compile(r"R\$[ \N{NO-BREAK SPACE}]?")


def parse_amount(text: str) -> Decimal:
    """Read an amount as Brazilians write it, `1.234,56`, with or without `R$`.

    Whatever could be meant in two ways raises `BadAmount`; so does more than 9.999.999.999,99.
    """
    bare = text.strip(f" {NO_BREAK}")
    if prefix := _CURRENCY.match(bare):
        bare = bare[prefix.end() :]
    if len(bare) > len("9.999.999.999,99") or not _AMOUNT.fullmatch(bare):
        raise BadAmount
    amount = Decimal(bare.replace(".", "").replace(",", ".")).quantize(Decimal("0.01"))
    if amount > LARGEST:
        raise BadAmount
    return amount


def milliseconds(moment: datetime) -> int:
    """Give an instant as epoch milliseconds, as browsers count."""
    return round(moment.timestamp() * 1000)


def microseconds(moment: datetime) -> int:
    """Count an instant's microseconds since 1970, exactly."""
    return int(moment.timestamp()) * 1_000_000 + moment.microsecond


def sum_of(amount: Decimal | None) -> str | None:
    """Write a sum of reais with two decimals; None where there is none."""
    return None if amount is None else f"{amount:.2f}"
