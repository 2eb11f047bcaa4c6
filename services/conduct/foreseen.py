"""What annulling a bid would leave of its lot: price, leader, holds; told before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.bidding import commitment
from services.conduct.annulling import judge_again
from services.conduct.annulling_rows import BidUpon, Live


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """How a lot stands and how it would; without bids left there is no price and no leader.

    `freed` is what would be let go of who leads now.
    `gone` counts the bids behind the one annulled that go with it, `lapsed` are whose others would.
    """

    leader_before: int | None
    leader: int | None
    price: Decimal | None
    freed: Decimal
    gone: int
    lapsed: tuple[int, ...]


def foresee(upon: BidUpon, gone: Sequence[Live]) -> Foreseen:
    """Judge a lot again without these bids, and tell what would be; nothing is written."""
    standing, lapsed = judge_again(upon, {one.sequence for one in gone})
    before = upon.row["leader_id"]
    on_hold = Decimal(0) if before is None else upon.seats[before]["held"] or Decimal(0)
    due = Decimal(0)
    if standing.leader is not None and standing.leader_maximum is not None:
        due = commitment(upon.terms, standing.leader_maximum)
    stays = standing.leader is not None and standing.leader == before
    return Foreseen(
        leader_before=before,
        leader=standing.leader,
        price=standing.price,
        freed=max(Decimal(0), on_hold - due) if stays else on_hold,
        gone=len(gone),
        lapsed=tuple(sorted(lapsed)),
    )
