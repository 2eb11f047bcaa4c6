"""Rounding and sharing: no centavo appears and none is lost."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

CENTAVO = Decimal("0.01")


def round_half_up(amount: Decimal) -> Decimal:
    """Round to the centavo, half a centavo upwards. (docs/bidding rules 2.11, M02)"""
    return amount.quantize(CENTAVO, ROUND_HALF_UP)


def shares(total: Decimal, n: int) -> tuple[Decimal, ...]:
    """Share `total` among `n`: the first shares carry the odd centavos, and they sum to the whole.

    Raises `ValueError` for fewer than one share, a negative sum or a fraction of a centavo.
    """
    units = total / CENTAVO
    if n < 1 or units < 0 or units != int(units):
        raise ValueError(f"cannot share {total} among {n}")
    each, odd = divmod(int(units), n)
    return tuple((each + (place < odd)) * CENTAVO for place in range(n))
