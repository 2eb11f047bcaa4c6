"""What a decision writes: holds let go or captured, winners, outcomes, and who is to be told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, text

from models import Status
from services.bidding import Outcome
from services.decisions import Decision
from services.handlers.noting import note_closed

_HOLDS = text("""
    update holds h set ended_at = :at, ending = e.ending, captured = e.captured
    from unnest(cast(:auctions as int[]), cast(:users as int[]), cast(:endings as varchar[]),
                cast(:captured as numeric[])) e (product_id, user_id, ending, captured)
    where h.product_id = e.product_id and h.user_id = e.user_id and h.ended_at is null
""")
_HELD = text("""
    update users u set held = u.held - freed.amount
    from (select user_id, sum(amount) as amount
          from unnest(cast(:users as int[]), cast(:amounts as numeric[])) rows (user_id, amount)
          group by user_id) freed
    where u.user_id = freed.user_id
""")
_WINNERS = text("""
    update bids b set winner = true
    from products p
    where p.product_id = any(:auctions) and b.product_id = p.product_id
      and b.sequence = p.bid_count
""")
_DECISIONS = text("""
    update products p
    set product_status_id = :finished, outcome = d.outcome, closed_at = coalesce(p.closed_at, :at),
        version = d.version, answer_by = d.answer_by
    from unnest(cast(:auctions as int[]), cast(:outcomes as varchar[]), cast(:versions as int[]),
                cast(:answers as timestamptz[])) d (product_id, outcome, version, answer_by)
    where p.product_id = d.product_id
""")
_ACTIVE = text("""
    update users u set active_auction_number = u.active_auction_number - closed.lots
    from (select user_id, count(*) as lots from unnest(cast(:sellers as int[])) s (user_id)
          group by user_id) closed
    where u.user_id = closed.user_id
""")
_OUTBOX = text("""
    insert into outbox (topic, unique_key, user_id, product_id, payload, created_at)
    select topic, topic || ':' || product_id || ':' || user_id, user_id, product_id, '{}', :at
    from (
        select case when d.outcome = 'sold' then 'sold' else 'not_sold' end as topic,
               p.user_id, p.product_id
        from products p join unnest(cast(:auctions as int[]), cast(:outcomes as varchar[]))
             d (product_id, outcome) using (product_id)
        where d.outcome <> 'conditional'
        union all
        select case when d.outcome = 'sold' and b.user_id = p.leader_id then 'won' else 'lost' end,
               b.user_id, p.product_id
        from products p join unnest(cast(:auctions as int[]), cast(:outcomes as varchar[]))
             d (product_id, outcome) using (product_id)
        join bidders b using (product_id)
        where b.maximum is not null and d.outcome <> 'conditional'
    ) told
    on conflict (unique_key) do nothing
""")

_RELEASED = text("""
    insert into outbox (topic, unique_key, user_id, product_id, payload, created_at)
    select 'released', 'released:' || lot || ':' || person, person, lot, '{}', :at
    from unnest(cast(:auctions as int[]), cast(:users as int[])) freed (lot, person)
    on conflict (unique_key) do nothing
""")
_CONDITIONAL = text("""
    insert into outbox (topic, unique_key, user_id, product_id, payload, created_at)
    select topic, topic || ':' || product_id || ':' || user_id, user_id, product_id, '{}', :at
    from (
        select 'to_answer' as topic, user_id, product_id from products
        where product_id = any(:offered)
        union all
        select 'awaits_answer', leader_id, product_id from products where product_id = any(:offered)
        union all
        select 'answer_refused', leader_id, product_id from products
        where product_id = any(:refused)
    ) told
    on conflict (unique_key) do nothing
""")


def free_holds(connection: Connection, decisions: Sequence[Decision], at: datetime) -> None:
    """End every hold once: captured where the lot is sold, released otherwise.

    A conditional sale keeps its hold until the seller has answered.
    """
    freed = [d for d in decisions if d.held and d.outcome is not Outcome.CONDITIONAL]
    if not freed:
        return
    connection.execute(
        _HOLDS,
        {
            "at": at,
            "auctions": [d.auction_id for d in freed],
            "users": [d.row["leader_id"] for d in freed],
            "endings": ["captured" if d.bill else "released" for d in freed],
            "captured": [d.paid if d.bill else Decimal(0) for d in freed],
        },
    )
    connection.execute(
        _HELD,
        {"users": [d.row["leader_id"] for d in freed], "amounts": [d.held for d in freed]},
    )


def set_winners(connection: Connection, sold: Sequence[Decision]) -> None:
    """Mark the last published bid of each sold auction; the table lets an auction have one."""
    if sold:
        connection.execute(_WINNERS, {"auctions": [d.auction_id for d in sold]})


def write_decisions(connection: Connection, decisions: Sequence[Decision], at: datetime) -> None:
    """Write outcomes and versions, and give sellers back their place for another lot.

    Who hears of lots that close hears of each once, with the outcome it had then.
    """
    connection.execute(
        _DECISIONS,
        {
            "finished": Status.FINISHED,
            "at": at,
            "auctions": [d.auction_id for d in decisions],
            "outcomes": [d.outcome.value for d in decisions],
            "versions": [d.version for d in decisions],
            "answers": [d.answer_by for d in decisions],
        },
    )
    closed = [d for d in decisions if d.row["closed_at"] is None]
    outcomes = [d.outcome.value for d in closed]
    note_closed(connection, [d.auction_id for d in closed], outcomes, at)
    connection.execute(_ACTIVE, {"sellers": [d.row["user_id"] for d in closed]})


def tell_outcomes(connection: Connection, decisions: Sequence[Decision], at: datetime) -> None:
    """Write who is to be told: the winner, the seller, and every other bidder, each once.

    Of a bid below the reserve its seller and bidder are told that it waits, and if it was refused;
    whose hold is let go without a sale is told so.
    """
    offered = [d.auction_id for d in decisions if d.outcome is Outcome.CONDITIONAL]
    refused = [
        d.auction_id
        for d in decisions
        if d.row["outcome"] == Outcome.CONDITIONAL and d.outcome is Outcome.RESERVE_NOT_MET
    ]
    if offered or refused:
        connection.execute(_CONDITIONAL, {"at": at, "offered": offered, "refused": refused})
    released = [
        d
        for d in decisions
        if d.held
        and d.bill is None
        and d.outcome is not Outcome.CONDITIONAL
        and d.auction_id not in refused  # the refusal tells of it
    ]
    if released:
        people = [d.row["leader_id"] for d in released]
        asked = {"at": at, "auctions": [d.auction_id for d in released], "users": people}
        connection.execute(_RELEASED, asked)
    connection.execute(
        _OUTBOX,
        {
            "at": at,
            "auctions": [d.auction_id for d in decisions],
            "outcomes": [d.outcome.value for d in decisions],
        },
    )
