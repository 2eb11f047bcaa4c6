"""Bids that count no longer: the lot is judged again without them, and says so in its history."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from models import Status
from services.bidding import Standing, commitment, extended_end, replay
from services.conduct.annulling_rows import BidUpon
from services.conduct.annulling_writes import (
    Why,
    move_hold,
    publish_annulled,
    publish_restated,
    seat_again,
    tell,
    write_annulment,
    write_standing,
)
from services.database import Transaction
from services.events import RoomChanged
from services.moot import end_annulments


def annul(
    work: Transaction, upon: BidUpon, sequences: Collection[int], why: Why, *, at: datetime
) -> tuple[int, ...]:
    """Let these intents count no longer, and judge the others again, in their order.

    Whoever would lead again and cannot cover it any more, or may not bid any more, does not: those
    bids lapse too. History keeps every row, a row `annulled` and one `restated` say how the lot
    stands since. Holds follow. The end never moves back, and once forward within the last window.
    Returns whose bids lapsed. (docs/bidding rules 2.8)
    """
    connection, row = work.connection, upon.row
    gone = [one for one in upon.intents if one.sequence in sequences]
    standing, lapsed = judge_again(upon, sequences)
    lapsing = [one for one in upon.intents if one.user_id in lapsed]
    left = [one for one in upon.intents if one not in gone and one not in lapsing]
    annulment = write_annulment(connection, upon, [*gone, *lapsing], lapsing, why, at=at)
    publish_annulled(connection, upon, gone, why, at=at)
    seat_again(connection, upon, left, {one.user_id for one in (*gone, *lapsing)})
    if standing.leader is not None:
        publish_restated(connection, upon, left, standing, at=at)
    move_hold(connection, upon, standing, at=at)
    ends_at = row["end_datetime"]
    if row["product_status_id"] == Status.IN_OCCURRENCE:
        ends_at = extended_end(upon.terms, ends_at, at)
    version = write_standing(connection, upon, standing, ends_at=ends_at, at=at)
    tell(connection, upon, standing, why, annulment=annulment, lapsed=lapsed, at=at)
    end_annulments(work, [upon.lot], at=at)
    work.announce(RoomChanged(auction_id=upon.lot, version=version))
    return tuple(sorted(lapsed))


def judge_again(upon: BidUpon, sequences: Collection[int]) -> tuple[Standing, set[int]]:
    """Tell how a lot stands without these intents, and whose others lapse; writes nothing."""
    lapsed: set[int] = set()
    while True:
        left = [
            one
            for one in upon.intents
            if one.sequence not in sequences and one.user_id not in lapsed
        ]
        standing = replay(upon.terms, [one.offer for one in left])
        if standing.leader is None or _covers(upon, standing):
            return standing, lapsed
        lapsed.add(standing.leader)


def _covers(upon: BidUpon, standing: Standing) -> bool:
    """Tell whether a leader may lead again; one who leads already has all it takes."""
    assert standing.leader is not None and standing.leader_maximum is not None  # noqa: PT018
    if standing.leader == upon.row["leader_id"]:
        return True
    person = upon.people[standing.leader]
    if person.not_qualified is not None:
        return False
    return commitment(upon.terms, standing.leader_maximum) <= person.wallet - person.held
