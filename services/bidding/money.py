"""Sums of money: whole centavos of reais, within what a lot can be sold for."""

from __future__ import annotations

from decimal import Decimal

CENTAVO = Decimal("0.01")
LARGEST_SUM = Decimal("9999999999.99")


def centavos(amount: Decimal) -> Decimal:
    """Write `amount` with two places and its value untouched.

    Raises `ValueError` when it is no number, has a fraction of a centavo or, either way of zero,
    is larger than R$ 9,999,999,999.99.
    """
    # The size is asked before the quantising, which cannot hold more digits than the context.
    if not amount.is_finite() or abs(amount) > LARGEST_SUM:
        raise ValueError(f"not a sum of money: {amount}")
    whole = amount.quantize(CENTAVO)
    if whole != amount:
        raise ValueError(f"a fraction of a centavo: {amount}")
    return whole
