"""The increment table: by how much a bid must rise above the price, tier by tier."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from services.bidding.money import centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class IncrementTable:
    """The steps published for a lot, as (lower bound of the price, step).

    The first bound is zero, bounds ascend and every step is positive, or `ValueError`. A bid need
    not sit on a grid of steps. (docs/bidding rules 2.2)
    """

    steps: tuple[tuple[Decimal, Decimal], ...]

    def __post_init__(self) -> None:
        steps = tuple((centavos(bound), centavos(step)) for bound, step in self.steps)
        if not steps or steps[0][0] != 0:
            raise ValueError("an increment table starts at a price of zero")
        if any(lower[0] >= upper[0] for lower, upper in pairwise(steps)):
            raise ValueError("the bounds of an increment table ascend")
        if any(step <= 0 for _, step in steps):
            raise ValueError("every step of an increment table is positive")
        object.__setattr__(self, "steps", steps)

    @classmethod
    def flat(cls, step: Decimal) -> IncrementTable:
        """Publish one step for every price, as judicial lots do (TJSP NSCGJ art. 265)."""
        return cls(steps=((Decimal(0), step),))

    def step_at(self, price: Decimal) -> Decimal:
        """Return the step of the tier with the greatest lower bound not above `price`."""
        return self.steps[bisect_right(self.steps, price, key=_bound) - 1][1]


def _bound(tier: tuple[Decimal, Decimal]) -> Decimal:
    return tier[0]


# Our own default in R$: no Brazilian standard exists. (docs/bidding rules 2.2)
DEFAULT_BRL = IncrementTable(
    steps=tuple(
        (Decimal(bound), Decimal(step))
        for bound, step in (
            (0, 1),
            (50, 2),
            (100, 5),
            (500, 10),
            (1_000, 20),
            (2_000, 50),
            (5_000, 100),
            (10_000, 200),
            (20_000, 500),
            (50_000, 1_000),
            (100_000, 2_000),
            (500_000, 5_000),
            (1_000_000, 10_000),
        )
    )
)
