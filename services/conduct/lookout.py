"""The lookout: goes over lots that were bid on or decided, and writes down what looks like abuse.

It runs beside the house, never in a bid's transaction; it takes no lock a bid waits for, changes
nothing but `flags`, and decides nothing about anybody (LGPD art. 20; bidding rules 2.14).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, text
from sqlalchemy.exc import DBAPIError

from models import Status
from services.bidding import (
    Habit,
    OnSaleAgain,
    PublicRow,
    TakenOff,
    bids_for_one_seller,
    newcomers_leading_late,
    nibblers,
    shielded,
    sold_all_the_same,
    takes_off_by_habit,
)
from services.bidding.suspicion import LAST_MINUTES, SAME_THING_FOR
from services.conduct.acquaintance import newness_of, traits_of
from services.database import Database
from services.lots import Increments
from services.people.ties import ties_between
from services.ports import Clock

BATCH = 50
LOOKED_BACK = timedelta(days=2)  # how long after its end a lot is still gone over after a start
_DUE = text(f"""
    select product_id, version, end_datetime, closed_at is not null as closed from products
    where bid_count > 0 and (
        product_status_id = {Status.IN_OCCURRENCE:d}
        or product_status_id in ({Status.FINISHED:d}, {Status.CANCELED:d})
           and closed_at > :since and end_datetime > :since)
    order by product_id
""")  # noqa: S608  numbers of ours
_LOT = text("select * from products where product_id = :lot")
_ROWS = text("""
    select user_id as bidder, bid_value as amount, bid_datetime as at, kind
    from bids where product_id = :lot order by sequence
""")
# Somebody's bids by their own hand, everywhere; a lot that was cancelled could not be won.
_HABITS = text("""
    select b.user_id, count(*) as bids, count(*) filter (where p.user_id = :seller) as on_seller,
           count(distinct p.product_id) filter (
               where p.user_id = :seller and p.outcome in ('sold', 'reserve_not_met', 'defaulted')
           ) as lots,
           count(distinct p.product_id) filter (
               where p.user_id = :seller and p.outcome = 'sold' and p.leader_id = b.user_id
           ) as wins
    from bids b join products p on p.product_id = b.product_id
    where b.user_id = any(:bidders) and b.kind in ('direct', 'buy_now')
    group by b.user_id
""")
_TAKEN_BACK = text("""
    select a.user_id, max(i.maximum) as maximum
    from annulments a
    join annulled_intents x on x.annulment_id = a.annulment_id and not x.lapsed
    join bid_intents i on i.product_id = x.product_id and i.sequence = x.sequence
    where a.product_id = :lot and a.kind = 'retraction' and a.user_id <> :winner
    group by a.user_id
""")
_TAKEN_OFF = text("""
    select w.product_id, w.user_id, w.decided_at as at, p.price,
           array(select user_id from bidders b where b.product_id = w.product_id) as bidders
    from withdrawals w join products p on p.product_id = w.product_id
    where w.granted and w.bids > 0 and w.decided_at > :since order by w.decided_at
""")
_AGAIN = text(f"""
    select s.product_id, s.start_datetime as starts_at, s.min_bid as opening,
           case when s.outcome = 'sold' then s.leader_id end as buyer
    from products s join products p on p.user_id = s.user_id and p.product_id < s.product_id
    where p.product_id = :lot and s.product_status_id <> {Status.DRAFT:d}
      and (s.relisted_of = p.product_id
           or lower(s.product_name) = lower(p.product_name) and s.category_id = p.category_id)
    order by s.product_id
""")  # noqa: S608  a number of ours
_RAISE = text("""
    insert into flags (kind, unique_key, user_id, product_id, facts, raised_at)
    values (:kind, :key, :user, :lot, cast(:facts as jsonb), :now)
    on conflict (unique_key) do nothing
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sign:
    """Something to be raised about somebody; `about` makes it once."""

    kind: str
    about: tuple[object, ...]
    user_id: int
    facts: Mapping[str, object]


class Lookout:
    """Raises each flag once, however many processes look and however often."""

    def __init__(self, database: Database, clock: Clock, increments: Increments) -> None:
        self._database = database
        self._clock = clock
        self._increments = increments
        self._seen: dict[int, tuple[int, bool]] = {}

    def look(self) -> int:
        """Go over at most fifty lots that have changed or come into their last minutes.

        Returns how many it was; each lot is a transaction of its own. Withdrawn lots are gone over
        once no other is left.
        """
        now = self._clock.now()
        due = self._due(now)
        for lot, mark in due[:BATCH]:
            self._seen[lot] = mark
            try:
                self._go_over(lot, now)
            except DBAPIError:
                del self._seen[lot]  # the books were away: it is looked at again
                raise
        if not due:
            self._go_over_withdrawn(now)
        return min(len(due), BATCH)

    def _due(self, now: datetime) -> list[tuple[int, tuple[int, bool]]]:
        with self._database.transaction() as work:
            rows = work.connection.execute(_DUE, {"since": now - LOOKED_BACK}).all()
        marks = {
            row.product_id: (row.version, row.closed or now >= row.end_datetime - LAST_MINUTES)
            for row in rows
        }
        self._seen = {lot: mark for lot, mark in self._seen.items() if lot in marks}
        return [(lot, mark) for lot, mark in marks.items() if self._seen.get(lot) != mark]

    def _go_over(self, auction_id: int, now: datetime) -> None:
        with self._database.transaction() as work:
            connection = work.connection
            lot = connection.execute(_LOT, {"lot": auction_id}).mappings().one()
            found = connection.execute(_ROWS, {"lot": auction_id}).mappings()
            rows = [PublicRow(**row) for row in found]
            bidders = sorted({row.bidder for row in rows})
            signs = [
                *_tied(connection, lot, bidders),
                *_late(connection, lot, rows, bidders, now),
                *self._nibbled(connection, lot, rows),
            ]
            if lot["outcome"] in ("sold", "reserve_not_met", "defaulted"):
                signs += _for_one_seller(connection, lot, bidders)
            if lot["outcome"] == "sold":
                signs += _shielding(connection, lot)
            _raise(connection, signs, lot=auction_id, now=now)

    def _nibbled(
        self, connection: Connection, lot: RowMapping, rows: list[PublicRow]
    ) -> Iterable[_Sign]:
        for one in nibblers(rows, self._increments.of(dict(lot), connection)):
            yield _Sign(
                kind="nibbling",
                about=(lot["product_id"], one.bidder, one.defender),
                user_id=one.bidder,
                facts={"defender": one.defender, "bids": one.bids, "seller": lot["user_id"]},
            )

    def _go_over_withdrawn(self, now: datetime) -> None:
        # A thing is the same for ninety days, and may still be sold long after it came back.
        since = {"since": now - 2 * SAME_THING_FOR}
        with self._database.transaction() as work:
            rows = work.connection.execute(_TAKEN_OFF, since).mappings().all()
            for row in rows:
                times = [one["at"] for one in rows if one["user_id"] == row["user_id"]]
                again = work.connection.execute(_AGAIN, {"lot": row["product_id"]}).mappings()
                signs = _taken_off(row, [dict(one) for one in again], times)
                _raise(work.connection, signs, lot=row["product_id"], now=now)


def _raise(connection: Connection, signs: Iterable[_Sign], *, lot: int, now: datetime) -> None:
    written = [
        {
            "kind": sign.kind,
            "key": ":".join(map(str, (sign.kind, *sign.about))),
            "user": sign.user_id,
            "lot": lot,
            "facts": json.dumps(dict(sign.facts)),
            "now": now,
        }
        for sign in signs
    ]
    if written:
        connection.execute(_RAISE, written)


def _tied(connection: Connection, lot: RowMapping, bidders: list[int]) -> Iterable[_Sign]:
    """Find bidders who share something with the seller; more to share is a flag of its own."""
    seller = lot["user_id"]
    traits = traits_of(connection, [seller, *bidders], lot=lot["product_id"])
    for bidder in bidders:
        if ties := sorted(ties_between(traits[seller], traits[bidder])):
            yield _Sign(
                kind="tied_to_seller",
                about=(seller, bidder, "+".join(ties)),
                user_id=bidder,
                facts={"seller": seller, "ties": ties},
            )


def _late(
    connection: Connection,
    lot: RowMapping,
    rows: list[PublicRow],
    bidders: list[int],
    now: datetime,
) -> Iterable[_Sign]:
    ends_at = min(lot["end_datetime"], lot["closed_at"] or lot["end_datetime"])
    people = newness_of(connection, bidders, lot=lot["product_id"])
    for bidder in newcomers_leading_late(rows, people, ends_at, now):
        person = people[bidder]
        facts = {
            "seller": lot["user_id"],
            "days": max(0, (ends_at - person.joined_at).days),
            "purchases": person.purchases,
        }
        about = (lot["product_id"], bidder)
        yield _Sign(kind="newcomer_leads_late", about=about, user_id=bidder, facts=facts)


def _for_one_seller(connection: Connection, lot: RowMapping, bidders: list[int]) -> Iterable[_Sign]:
    seller = lot["user_id"]
    for row in connection.execute(_HABITS, {"seller": seller, "bidders": bidders}):
        habit = Habit(bids=row.bids, on_seller=row.on_seller, lots=row.lots, wins=row.wins)
        if bids_for_one_seller(habit):
            yield _Sign(
                kind="always_one_seller",
                about=(seller, row.user_id),
                user_id=row.user_id,
                facts={
                    "seller": seller,
                    "bids": habit.on_seller,
                    "of": habit.bids,
                    "lots": habit.lots,
                },
            )


def _shielding(connection: Connection, lot: RowMapping) -> Iterable[_Sign]:
    """Find who took back a bid nobody would top, and shares something with whoever then won."""
    winner, number = lot["leader_id"], lot["product_id"]
    asked = {"lot": number, "winner": winner}
    taken_back = [
        row.user_id
        for row in connection.execute(_TAKEN_BACK, asked)
        if shielded(row.maximum, lot["price"])
    ]
    if not taken_back:
        return
    traits = traits_of(connection, [winner, *taken_back], lot=number)
    for bidder in taken_back:
        if ties := sorted(ties_between(traits[winner], traits[bidder])):
            yield _Sign(
                kind="bid_shielding",
                about=(number, bidder),
                user_id=bidder,
                facts={"winner": winner, "ties": ties, "seller": lot["user_id"]},
            )


def _taken_off(
    row: RowMapping, again: list[dict[str, Any]], times: list[datetime]
) -> Iterable[_Sign]:
    number, seller = row["product_id"], row["user_id"]
    lot = TakenOff(at=row["at"], price=row["price"], bidders=frozenset(row["bidders"]))
    for one in again:
        other = one.pop("product_id")
        resale = OnSaleAgain(**one)
        if sign := sold_all_the_same(lot, resale):
            facts: dict[str, object] = {"seller": seller, "sign": sign, "again": other}
            if sign == "sold_to_bidder":
                facts["buyer"] = resale.buyer
            yield _Sign(
                kind="cancel_and_sell",
                about=(number, other, sign),
                user_id=seller,
                facts=facts,
            )
    if takes_off_by_habit(times, lot.at):
        yield _Sign(
            kind="cancel_and_sell",
            about=(number, "habit"),
            user_id=seller,
            facts={"seller": seller, "sign": "habit"},
        )
