"""Sums of money as machines write them: `1234.5`, a string or a number, read without guessing."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from services.errors import BadAmount

_SUM = re.compile(r"\d{1,10}(\.\d{1,2})?", re.ASCII)


class BadSum(BadAmount):
    """A sum that is not written as machines write them."""

    key = "error.bad_sum"


def read_sum(value: Any) -> Decimal:
    """Read a sum of reais with two decimals at most. Raises BadAmount.

    A number is read by how it is written, never by what it is near to; yes and no are no numbers.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise BadSum
    written = value if isinstance(value, str) else repr(value)
    if not _SUM.fullmatch(written):
        raise BadSum
    return Decimal(written).quantize(Decimal("0.01"))
