"""Several lots in one sale: when each closes, what an extension moves, and a bid for them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum


class Staggering(StrEnum):
    """Which lots an extension moves: its own, the later ones too, or the whole group."""

    INDEPENDENT = "independent"
    CASCADE = "cascade"
    GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """When one lot of the sale closes; a hard end, where published, holds for it as well."""

    ends_at: datetime
    open: bool = True
    hard_end: datetime | None = None


def staggered_ends(base: datetime, step: timedelta, lots: int) -> tuple[datetime, ...]:
    """Return the original ends of the lots: the first at `base`, each next one `step` later."""
    return tuple(base + place * step for place in range(lots))


def extend_closings(
    mode: Staggering, closings: Sequence[Closing], *, place: int, ends_at: datetime
) -> tuple[Closing, ...]:
    """Return the closings, in order of sale, after the lot at `place` was extended to `ends_at`.

    CASCADE moves every later lot by as much, so that the order is kept; GROUP keeps every lot
    open at least as long. Closed lots stay closed, no end moves back, and no lot but the extended
    one, already judged, passes its hard end. (docs/bidding rules 2.6)
    """
    moved_by = ends_at - closings[place].ends_at
    if moved_by < timedelta(0):
        raise ValueError("an extension never moves the end back")

    def moved(at: int, closing: Closing) -> Closing:
        if at == place:
            return replace(closing, ends_at=ends_at)
        if mode is Staggering.CASCADE and at > place:
            return _moved_to(closing, closing.ends_at + moved_by)
        if mode is Staggering.GROUP:
            return _moved_to(closing, ends_at)
        return closing

    return tuple(moved(at, closing) for at, closing in enumerate(closings))


def _moved_to(closing: Closing, ends_at: datetime) -> Closing:
    if not closing.open:
        return closing
    if closing.hard_end is not None:
        ends_at = min(ends_at, closing.hard_end)
    return replace(closing, ends_at=max(ends_at, closing.ends_at))


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisedLot:
    """A lot of a judicial sale: what it was appraised at and its highest bid, if any."""

    appraisal: Decimal
    highest_bid: Decimal | None = None


def global_minimum(lots: Iterable[AppraisedLot]) -> Decimal:
    """Return the least that takes all lots together and is preferred to bids on each.

    The highest bid of each lot, or its appraisal where there is none. (CPC art. 893)
    """
    return sum(
        (lot.appraisal if lot.highest_bid is None else lot.highest_bid for lot in lots),
        Decimal("0.00"),
    )
