"""What is written of bids that count no longer: the act, its rows in the history, holds, news."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, text

from services.bidding import Standing, commitment
from services.conduct.annulling_rows import BidUpon, Live
from services.notary.lines import chain_hash

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


def write_annulment(
    connection: Connection,
    upon: BidUpon,
    gone: Sequence[Live],
    lapsing: Sequence[Live],
    why: Why,
    *,
    at: datetime,
) -> int:
    """Write down who let which bids count no longer, and why; returns the annulment's number.

    `lapsing` are those among `gone` whose bidders do not cover them any more.
    """
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


def publish_annulled(
    connection: Connection, upon: BidUpon, gone: Sequence[Live], why: Why, *, at: datetime
) -> None:
    """Add the history's row of the bids taken back, linked to the lot's record.

    It says no more than was public: of a bidder who did not lead the highest maximum, of the leader
    no more than the price.
    """
    highest = max(gone, key=lambda one: one.maximum)
    value = min(highest.maximum, upon.row["price"])
    intent = max(one.sequence for one in gone)
    _publish(connection, upon, why.user_id, value, intent, "annulled", at=at)


def publish_restated(
    connection: Connection,
    upon: BidUpon,
    left: Sequence[Live],
    standing: Standing,
    *,
    at: datetime,
) -> None:
    """Add the history's row of who leads since, and at what price."""
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


def seat_again(
    connection: Connection,
    upon: BidUpon,
    left: Sequence[Live],
    touched: Collection[int],
) -> None:
    """Leave bidders whose bids went the maximum that still counts, or their paddle alone."""
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


def move_hold(connection: Connection, upon: BidUpon, standing: Standing, *, at: datetime) -> None:
    """Let go what a former leader had on hold, and hold what who leads now would owe."""
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


def write_standing(
    connection: Connection, upon: BidUpon, standing: Standing, *, ends_at: datetime, at: datetime
) -> int:
    """Write the lot as it stands since, and its end if that moved; returns the lot's version."""
    before = upon.row["end_datetime"]
    if ends_at != before:
        moved = {"before": before, "after": ends_at, "number": upon.number}
        connection.execute(_EXTEND, {"lot": upon.lot, "at": at, **moved})
    version: int = connection.execute(
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
    return version


def tell(
    connection: Connection,
    upon: BidUpon,
    standing: Standing,
    why: Why,
    *,
    annulment: int,
    lapsed: Collection[int],
    at: datetime,
) -> None:
    """Leave word for all whom it concerns, each once and of what matters most to them."""
    connection.execute(
        _TELL,
        {
            "annulment": annulment,
            "lot": upon.lot,
            "user": why.user_id,
            "own": "bids_retracted" if why.kind == "retraction" else "bid_annulled",
            "lapsed": sorted(lapsed),
            "again": standing.leader if standing.leader != upon.row["leader_id"] else None,
            "others": "price_again" if standing.price is not None else "no_bids_again",
            "at": at,
        },
    )
