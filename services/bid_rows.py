"""The rows of the bid path: read and locked in a fixed order.

Core statements over whole batches; no row is an object of its own here, because this is the path
on which people wait for each other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, RowMapping

from services.desk import BidRequest
from services.open_lot import Paddle, Person
from services.prepared import BY_INDEX, Prepared, run_all
from services.views import Answer

_AUCTIONS = Prepared(
    "bid_auctions",
    ("int[]",),
    """
    select p.product_id, p.user_id, p.product_status_id, p.leader_id, p.price, p.min_bid,
           p.reserve, p.below_reserve, p.buy_now, p.buy_now_policy, p.conditional, p.increments,
           p.increment, p.start_datetime, p.original_end_datetime, p.end_datetime,
           p.hard_end_datetime, p.extend_mode, p.soft_close_seconds, p.hold_policy, p.hold_value,
           p.confirm_above, p.sequence, p.bid_count, p.bidder_count, p.version, p.chain_head,
           p.relisted_of, p.auction_type, p.notice,
           s.cpf as seller_cpf
    from products p join users s on s.user_id = p.user_id
    where p.product_id = any($1) order by p.product_id for no key update of p
    """,
)
_PERSON = """
    select u.user_id, u.held, u.cpf, u.username, u.blocked_at, u.email_verified_at,
           coalesce(s.anonymous_mode, false) as anonymous,
           u.wallet + coalesce((select sum(e.amount) from ledger_entries e
                                where e.user_id = u.user_id and e.account = 'debt'), 0) as wallet
    from users u left join settings s on s.user_id = u.user_id
    where u.user_id = any($1) order by u.user_id
"""
_PEOPLE = Prepared("bid_people", ("int[]",), f"{_PERSON} for no key update of u")
_LOOK = Prepared("bid_people_look", ("int[]",), _PERSON)
_BIDDERS = Prepared(
    "bid_bidders",
    ("int[]", "int[]"),
    """
    select b.product_id, b.user_id, b.paddle, b.maximum, b.sequence, b.commitment,
           h.amount as held
    from unnest($1, $2) asked (product_id, user_id)
    join bidders b using (product_id, user_id)
    left join holds h on h.product_id = b.product_id and h.user_id = b.user_id
                     and h.ended_at is null
    """,
)
_ANSWERS = Prepared(
    "bid_answers",
    ("int[]", "int[]", "varchar[]"),
    """
    select i.product_id, i.user_id, i.idempotency_key, i.answer
    from unnest($1, $2, $3) asked (product_id, user_id, idempotency_key)
    join bid_intents i using (product_id, user_id, idempotency_key)
    """,
)


_BARRED = Prepared(
    "bid_barred",
    ("int[]",),
    """
    with recursive line (lot, before) as (
        select product_id, relisted_of from products where product_id = any($1)
        union all
        select line.lot, p.relisted_of from line join products p on p.product_id = line.before
    )
    select line.lot, s.user_id from line join strikes s on s.product_id = line.before
    where s.waived_at is null
    """,
)


def lock_auctions(connection: Connection, auctions: Iterable[int]) -> dict[int, Mapping[str, Any]]:
    """Begin a batch: lock the rows of auctions in id order and read them."""
    call = (_AUCTIONS, [sorted(set(auctions))])
    rows = run_all(connection, [call], first=BY_INDEX).mappings()
    return {row["product_id"]: dict(row) for row in rows}


def read_barred(
    connection: Connection, rows: Mapping[int, Mapping[str, Any]]
) -> dict[int, frozenset[int]]:
    """Read who may not bid on lots put on sale again: who did not pay for them before (CPC 897)."""
    again = [number for number, row in rows.items() if row["relisted_of"] is not None]
    barred: dict[int, set[int]] = {}
    if again:
        for row in _BARRED.run(connection, again):
            barred.setdefault(row.lot, set()).add(row.user_id)
    return {number: frozenset(people) for number, people in barred.items()}


def lock_people(connection: Connection, people: Iterable[int]) -> dict[int, Person]:
    """Lock wallets in id order, after the auctions, and read who their owners are."""
    return _persons(_PEOPLE.run(connection, sorted(set(people))).mappings())


def look_at_people(connection: Connection, people: Iterable[int]) -> dict[int, Person]:
    """Read what `lock_people` does, for a forecast; nothing is locked."""
    return _persons(_LOOK.run(connection, sorted(set(people))).mappings())


def _persons(rows: Iterable[RowMapping]) -> dict[int, Person]:
    return {
        row["user_id"]: Person(
            user_id=row["user_id"],
            wallet=row["wallet"],
            held=row["held"],
            held_before=row["held"],
            cpf=row["cpf"],
            shown_name=None if row["anonymous"] else row["username"],
            not_qualified=_missing(dict(row)),
        )
        for row in rows
    }


def _missing(row: Mapping[str, Any]) -> str | None:
    if row["blocked_at"] is not None:
        return "blocked"
    if row["email_verified_at"] is None:
        return "email_unverified"
    return "incomplete" if row["cpf"] is None else None


def read_paddles(
    connection: Connection, pairs: Sequence[tuple[int, int]]
) -> tuple[dict[tuple[int, int], Paddle], dict[tuple[int, int], Decimal]]:
    """Read the places of people on lots, and the active holds of those who lead."""
    auctions, people = [a for a, _ in pairs], [p for _, p in pairs]
    paddles, holds = {}, {}
    for row in _BIDDERS.run(connection, auctions, people):
        pair = (row.product_id, row.user_id)
        paddles[pair] = Paddle(
            number=row.paddle,
            maximum=row.maximum,
            sequence=row.sequence,
            commitment=row.commitment,
        )
        if row.held is not None:
            holds[pair] = row.held
    return paddles, holds


def read_answers(
    connection: Connection, requests: Sequence[BidRequest]
) -> dict[tuple[int, int, str], Answer]:
    """Read the answers already given to these idempotency keys."""
    rows = _ANSWERS.run(
        connection,
        [r.auction_id for r in requests],
        [r.user_id for r in requests],
        [r.key for r in requests],
    )
    return {(r.product_id, r.user_id, r.idempotency_key): as_answer(r.answer) for r in rows}


def as_json(answer: Answer) -> str:
    """Write an answer down as it will be given again."""
    return json.dumps(answer.as_message(), ensure_ascii=False)


def as_answer(message: Mapping[str, Any]) -> Answer:
    """Read an answer as it was written down."""
    price = message["price"]
    return Answer(**{**message, "price": None if price is None else Decimal(price)})
