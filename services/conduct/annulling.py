"""Bids that count no longer: the lot is judged again without them, and says so in its history."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, text

from models import Status
from services.bid_rows import Person, lock_people
from services.bidding import Offer, Standing, Terms, commitment, extended_end, replay
from services.database import Transaction
from services.events import RoomChanged
from services.lots import Increments, terms_of
from services.notary.lines import chain_hash

LOCK = text("""
    select p.*, p.product_status_id = 2 as open
    from products p where product_id = :lot for no key update
""")
_SEATS = text("""
    select b.user_id, b.paddle, b.maximum, b.sequence, b.commitment, h.amount as held,
           (select x.shown_name from bids x
            where x.product_id = b.product_id and x.user_id = b.user_id
            order by x.sequence desc limit 1) as shown_name
    from bidders b
    left join holds h on h.product_id = b.product_id and h.user_id = b.user_id
                     and h.ended_at is null
    where b.product_id = :lot
""")
_INTENTS = text("""
    select i.user_id, i.sequence, i.maximum, i.arrived_at
    from bid_intents i
    where i.product_id = :lot and i.accepted and not exists (
        select from annulled_intents a
        where a.product_id = i.product_id and a.sequence = i.sequence)
    order by i.sequence
""")
_ANNULMENT = text("""
    insert into annulments (product_id, user_id, actor_id, kind, reason, note, sequence, times, at)
    values (:lot, :user, :actor, :kind, :reason, :note, :sequence, :times, :at)
    returning annulment_id
""")
_ANNULLED = text("""
    insert into annulled_intents (product_id, sequence, annulment_id, lapsed)
    select :lot, s, :annulment, s = any(cast(:lapsed as int[]))
    from unnest(cast(:sequences as int[])) s
""")
_PUBLISH = text("""
    insert into bids (bid_value, bid_datetime, user_id, product_id, sequence, intent_sequence, kind,
                      paddle, shown_name, hash)
    values (:value, :at, :user, :lot, :number, :intent, :kind, :paddle, :name, :hash)
""")
_SEAT = text("""
    update bidders set maximum = :maximum, sequence = :sequence
    where product_id = :lot and user_id = :user
""")
_RELEASE = text("""
    update holds set ended_at = :at, ending = 'released'
    where product_id = :lot and user_id = :user and ended_at is null
""")
_HOLD = text("""
    insert into holds (user_id, product_id, amount, opened_at) values (:user, :lot, :amount, :at)
    on conflict (product_id, user_id) where ended_at is null do update set amount = excluded.amount
""")
_HELD = text("update users set held = held + :more where user_id = :user")
_EXTEND = text("""
    insert into extensions (product_id, ends_from, ends_to, cause, sequence, at)
    values (:lot, :before, :after, 'retraction', :number, :at)
""")
_LOT = text("""
    update products set price = :price, leader_id = :leader, end_datetime = :ends_at,
        bid_count = :number, version = version + 1, chain_head = :head,
        annulled_count = (
            select count(*) from bids b
            where b.product_id = :lot and (b.kind in ('annulled', 'restated') or exists (
                select from annulled_intents a
                where a.product_id = b.product_id and a.sequence = b.intent_sequence)))
    where product_id = :lot returning version
""")
# Told are whose bids went, who leads again, and all others who bid, watch or sell.
_TELL = text("""
    insert into outbox (topic, unique_key, user_id, product_id, payload, created_at)
    select topic, topic || ':' || :annulment || ':' || user_id, user_id, :lot, '{}', :at
    from (
        select distinct on (user_id) user_id, topic from (
            select cast(:user as int) as user_id, cast(:own as varchar) as topic, 1 as rank
            union all
            select user_id, 'bids_lapsed', 2
            from unnest(cast(:lapsed as int[])) l (user_id)
            union all
            select cast(:again as int), 'leads_since', 3
            union all
            select user_id, cast(:others as varchar), 4 from bidders
            where product_id = :lot and maximum is not null
            union all
            select user_id, cast(:others as varchar), 4 from watches where product_id = :lot
            union all
            select user_id, cast(:others as varchar), 4 from products where product_id = :lot
        ) told where user_id is not null order by user_id, rank
    ) once
    on conflict (unique_key) do nothing
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Who takes whose bids back, and why; `times` counts the bidder's own retractions."""

    user_id: int
    actor_id: int
    kind: str
    reason: str
    note: str | None
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """An intent that counts."""

    user_id: int
    sequence: int
    maximum: Decimal
    arrived_at: datetime

    @property
    def offer(self) -> Offer:
        """Give it as the rules judge it."""
        return Offer(bidder=self.user_id, amount=self.maximum, arrival=self.arrived_at)


@dataclass(slots=True, kw_only=True)
class BidUpon:
    """A locked lot with its bidders, their wallets and the intents that count."""

    row: Mapping[str, Any]
    terms: Terms
    seats: dict[int, Mapping[str, Any]]
    intents: list[Live]
    people: dict[int, Person]
    number: int
    head: str | None

    @property
    def lot(self) -> int:
        """Name the lot."""
        found: int = self.row["product_id"]
        return found

    def of(self, user_id: int) -> list[Live]:
        """Give one bidder's intents that count."""
        return [one for one in self.intents if one.user_id == user_id]


def lock_bid_upon(
    connection: Connection, row: Mapping[str, Any], increments: Increments
) -> BidUpon:
    """Read what a lot's bids are judged by, and lock the wallets of all its bidders by id.

    Should be called with the lot locked.
    """
    asked = {"lot": row["product_id"]}
    rows = connection.execute(_SEATS, asked).mappings()
    seats: dict[int, Mapping[str, Any]] = {seat["user_id"]: dict(seat) for seat in rows}
    people = lock_people(connection, seats)
    return BidUpon(
        row=row,
        terms=terms_of(row, increments.of(row, connection)),
        seats=seats,
        intents=[Live(**one) for one in connection.execute(_INTENTS, asked).mappings()],
        people=people,
        number=row["bid_count"],
        head=row["chain_head"],
    )


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
    standing, lapsed = _judge_again(upon, sequences)
    lapsing = [one for one in upon.intents if one.user_id in lapsed]
    left = [one for one in upon.intents if one not in gone and one not in lapsing]
    told = _write_annulment(connection, upon, [*gone, *lapsing], lapsing, why, at=at)
    _publish_annulled(connection, upon, gone, why, at=at)
    _seat_again(connection, upon, left, {one.user_id for one in (*gone, *lapsing)})
    if standing.leader is not None:
        _publish_restated(connection, upon, left, standing, at=at)
    _move_hold(connection, upon, standing, at=at)
    ends_at = row["end_datetime"]
    if row["product_status_id"] == Status.IN_OCCURRENCE:
        ends_at = extended_end(upon.terms, ends_at, at)
    if ends_at != row["end_datetime"]:
        moved = {"before": row["end_datetime"], "after": ends_at, "number": upon.number}
        connection.execute(_EXTEND, {"lot": upon.lot, "at": at, **moved})
    version = connection.execute(
        _LOT,
        {
            "lot": upon.lot,
            "price": standing.price,
            "leader": standing.leader,
            "ends_at": ends_at,
            "number": upon.number,
            "head": upon.head,
        },
    ).scalar_one()
    again = standing.leader if standing.leader != row["leader_id"] else None
    connection.execute(
        _TELL,
        {
            "annulment": told,
            "lot": upon.lot,
            "user": why.user_id,
            "own": "bids_retracted" if why.kind == "retraction" else "bid_annulled",
            "lapsed": sorted(lapsed),
            "again": again,
            "others": "price_again" if standing.price is not None else "no_bids_again",
            "at": at,
        },
    )
    work.announce(RoomChanged(auction_id=upon.lot, version=version))
    return tuple(sorted(lapsed))


def _judge_again(upon: BidUpon, sequences: Collection[int]) -> tuple[Standing, set[int]]:
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


def _write_annulment(
    connection: Connection,
    upon: BidUpon,
    gone: Sequence[Live],
    lapsing: Sequence[Live],
    why: Why,
    *,
    at: datetime,
) -> int:
    number: int = connection.execute(
        _ANNULMENT,
        {
            "lot": upon.lot,
            "user": why.user_id,
            "actor": why.actor_id,
            "kind": why.kind,
            "reason": why.reason,
            "note": why.note,
            "sequence": upon.number + 1,
            "times": why.times,
            "at": at,
        },
    ).scalar_one()
    values = {
        "lot": upon.lot,
        "annulment": number,
        "sequences": [one.sequence for one in gone],
        "lapsed": [one.sequence for one in lapsing],
    }
    connection.execute(_ANNULLED, values)
    return number


def _publish_annulled(
    connection: Connection, upon: BidUpon, gone: Sequence[Live], why: Why, *, at: datetime
) -> None:
    # Of a bidder who did not lead all was public; of the leader no more than the price was.
    highest = max(gone, key=lambda one: one.maximum)
    value = min(highest.maximum, upon.row["price"])
    intent = max(one.sequence for one in gone)
    _publish(connection, upon, why.user_id, value, intent, "annulled", at=at)


def _publish_restated(
    connection: Connection,
    upon: BidUpon,
    left: Sequence[Live],
    standing: Standing,
    *,
    at: datetime,
) -> None:
    assert standing.leader is not None and standing.price is not None  # noqa: PT018
    own = [one for one in left if one.user_id == standing.leader]
    intent = max(own, key=lambda one: (one.maximum, one.sequence)).sequence
    _publish(connection, upon, standing.leader, standing.price, intent, "restated", at=at)


def _publish(
    connection: Connection,
    upon: BidUpon,
    user_id: int,
    value: Decimal,
    intent: int,
    kind: str,
    *,
    at: datetime,
) -> None:
    seat = upon.seats[user_id]
    upon.number += 1
    upon.head = chain_hash(
        upon.head,
        auction_id=upon.lot,
        number=upon.number,
        value=value,
        at=at,
        paddle=seat["paddle"],
        kind=kind,
        commitment=seat["commitment"],
    )
    connection.execute(
        _PUBLISH,
        {
            "value": value,
            "at": at,
            "user": user_id,
            "lot": upon.lot,
            "number": upon.number,
            "intent": intent,
            "kind": kind,
            "paddle": seat["paddle"],
            "name": seat["shown_name"],
            "hash": upon.head,
        },
    )


def _seat_again(
    connection: Connection,
    upon: BidUpon,
    left: Sequence[Live],
    touched: Collection[int],
) -> None:
    for user in sorted(touched):
        own = [one for one in left if one.user_id == user]
        highest = max(own, key=lambda one: (one.maximum, one.sequence), default=None)
        values = {
            "lot": upon.lot,
            "user": user,
            "maximum": None if highest is None else highest.maximum,
            "sequence": 0 if highest is None else highest.sequence,
        }
        connection.execute(_SEAT, values)


def _move_hold(connection: Connection, upon: BidUpon, standing: Standing, *, at: datetime) -> None:
    before = upon.row["leader_id"]
    held = Decimal(0) if before is None else upon.seats[before]["held"] or Decimal(0)
    due = Decimal(0)
    if standing.leader is not None and standing.leader_maximum is not None:
        due = commitment(upon.terms, standing.leader_maximum)
    if held and (standing.leader != before or not due):
        connection.execute(_RELEASE, {"lot": upon.lot, "user": before, "at": at})
        connection.execute(_HELD, {"user": before, "more": -held})
        held = Decimal(0)
    if due and due != held:
        values = {"lot": upon.lot, "user": standing.leader, "amount": due, "at": at}
        connection.execute(_HOLD, values)
        connection.execute(_HELD, {"user": standing.leader, "more": due - held})
