"""A judicial lot paid in instalments, as CPC art. 895 allows: the parts, and what being late costs.

The commission is on the whole bid and paid at once; index and security are the court's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from services.billing.money import CENTAVO, round_half_up, shares

LEAST_DOWN = Decimal(25)
MOST_PARTS = 30
FINE = Decimal(10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is paid at once and what every month after, in reais, before any index."""

    down: Decimal
    parts: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        """Count the whole bid."""
        return sum(self.parts, self.down)


def plan(bid: Decimal, parts: int, *, down_percent: Decimal = LEAST_DOWN) -> Plan:
    """Divide a bid: at least 25 % at once, the rest in up to 30 months. (CPC art. 895 par. 1)

    The down payment is rounded up, for the law says "at least"; the first parts carry the odd
    centavos. Raises `ValueError` for less at once or more months.
    """
    if not LEAST_DOWN <= down_percent <= 100 or not 1 <= parts <= MOST_PARTS:
        raise ValueError("at least 25 % at once, and the rest in 1 to 30 months (CPC art. 895)")
    down = (bid * down_percent / 100).quantize(CENTAVO, ROUND_CEILING)
    return Plan(down=down, parts=shares(bid - down, parts))


def fine(overdue: Decimal, to_come: Sequence[Decimal]) -> Decimal:
    """Return what being late costs: 10 % of the part overdue and of all parts to come.

    (CPC art. 895 par. 4)
    """
    return round_half_up((overdue + sum(to_come, Decimal(0))) * FINE / 100)
