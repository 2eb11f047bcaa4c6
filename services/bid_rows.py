"""The rows of the bid path: read and locked in a fixed order, written in one message.

Core statements over whole batches; no row is an object of its own here, because this is the path
on which people wait for each other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from services.bidding import Published, Ruling, Standing, Terms, reserve_met
from services.desk import BidRequest
from services.notary.lines import chain_hash, commitment_of, new_salt
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
_PEOPLE = Prepared(
    "bid_people",
    ("int[]",),
    """
    select u.user_id, u.held, u.cpf, u.username, u.blocked_at, u.email_verified_at,
           coalesce(s.anonymous_mode, false) as anonymous,
           u.wallet + coalesce((select sum(e.amount) from ledger_entries e
                                where e.user_id = u.user_id and e.account = 'debt'), 0) as wallet
    from users u left join settings s on s.user_id = u.user_id
    where u.user_id = any($1) order by u.user_id for no key update of u
    """,
)
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


@dataclass(slots=True, kw_only=True)
class Person:
    """A bidder's wallet while a batch is judged; `held` moves with every ruling.

    What its owner owes the house is not in it.
    """

    user_id: int
    wallet: Decimal
    held: Decimal
    cpf: str | None
    shown_name: str | None
    not_qualified: str | None
    held_before: Decimal


@dataclass(slots=True, kw_only=True)
class Paddle:
    """A person's place on one lot: number, sealed maximum, the intent that gave it.

    `commitment` says who it is to whoever has the `salt`, which is there as it is first taken.
    """

    number: int
    maximum: Decimal
    sequence: int
    commitment: str | None = None
    salt: str | None = None


@dataclass(slots=True, kw_only=True)
class Intent:
    """What a person authorised and what it came to; `refusal` is the code, None if accepted."""

    request: BidRequest
    sequence: int
    refusal: str | None
    answer: Answer


@dataclass(slots=True, kw_only=True)
class OpenLot:
    """One auction while a batch is judged: the locked row's values, carried on bid by bid.

    `notice` is what a bidder declares to have read, None where nothing is declared.
    """

    auction_id: int
    seller_id: int
    seller_cpf: str | None
    terms: Terms
    standing: Standing
    paddles: dict[int, Paddle]
    hold: Decimal
    sequence: int
    bid_count: int
    bidder_count: int
    version: int
    chain_head: str | None
    leader_before: int | None
    hold_before: Decimal
    barred: frozenset[int] = frozenset()
    notice: int | None = None
    declared: set[int] = field(default_factory=set)
    declarations: list[BidRequest] = field(default_factory=list)
    seated_before: frozenset[int] = frozenset()
    met_before: bool | None = None
    changed: bool = False
    sold: bool = False
    intents: list[Intent] = field(default_factory=list)
    bids: list[dict[str, Any]] = field(default_factory=list)
    extensions: list[dict[str, Any]] = field(default_factory=list)
    raised: set[int] = field(default_factory=set)

    @property
    def displaced(self) -> int | None:
        """Name who led before the batch and does not any more; whoever led only within it is
        told so by the answer."""
        return None if self.leader_before == self.standing.leader else self.leader_before

    @property
    def told(self) -> Iterator[tuple[str, int | None]]:
        """Give what is to be told of the batch, and to whom; None is all whom the lot concerns."""
        leader = self.standing.leader
        if self.displaced is not None:
            yield "outbid", self.displaced
            if leader in self.seated_before:
                yield "leading_again", leader
        if self.met_before is False and reserve_met(self.terms, self.standing):
            yield "reserve_met", None
        if self.extensions:
            yield "extended", None

    def undeclared(self, request: BidRequest) -> bool:
        """Tell whether a person has still to declare; what the bid itself declares is taken."""
        if self.notice is None or request.user_id in self.declared:
            return False
        if not request.declared or request.notice not in (None, self.notice):
            return True
        self.declared.add(request.user_id)
        self.declarations.append(request)
        return False

    def accept(self, request: BidRequest, ruling: Ruling, people: Mapping[int, Person]) -> None:
        """Carry a ruling on: paddle, hold, published rows with their chain, end and leader."""
        before = self.standing
        self._seat(request, people[request.user_id])
        self._move_hold(ruling, people)
        for row in ruling.published:
            self._publish(row, request.arrival, people[row.bidder].shown_name)
        if ruling.extended:
            self.extensions.append(
                {
                    "from": before.ends_at,
                    "to": ruling.standing.ends_at,
                    "at": request.arrival,
                    "number": self.bid_count,
                }
            )
        self.standing = ruling.standing
        self.changed = True
        self.sold = self.sold or ruling.sold

    def _seat(self, request: BidRequest, person: Person) -> None:
        paddle = self.paddles.get(request.user_id)
        if paddle is None:
            self.bidder_count += 1
            salt = new_salt()
            paddle = Paddle(
                number=self.bidder_count,
                maximum=request.amount,
                sequence=0,
                salt=salt,
                commitment=commitment_of(
                    self.auction_id, self.bidder_count, document=person.cpf or "", salt=salt
                ),
            )
            self.paddles[request.user_id] = paddle
        paddle.maximum, paddle.sequence = request.amount, self.sequence
        self.raised.add(request.user_id)

    def _move_hold(self, ruling: Ruling, people: Mapping[int, Person]) -> None:
        if self.standing.leader is not None:
            people[self.standing.leader].held -= self.hold
        self.hold = ruling.commitment
        assert ruling.standing.leader is not None
        people[ruling.standing.leader].held += self.hold

    def _publish(self, row: Published, at: datetime, shown_name: str | None) -> None:
        self.bid_count += 1
        paddle = self.paddles[row.bidder]
        self.chain_head = chain_hash(
            self.chain_head,
            auction_id=self.auction_id,
            number=self.bid_count,
            value=row.amount,
            at=at,
            paddle=paddle.number,
            kind=row.kind,
            commitment=paddle.commitment,
        )
        self.bids.append(
            {
                "value": row.amount,
                "at": at,
                "user": row.bidder,
                "number": self.bid_count,
                "intent": paddle.sequence,
                "kind": row.kind.value,
                "paddle": paddle.number,
                "name": shown_name,
                "hash": self.chain_head,
            }
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
    rows = _PEOPLE.run(connection, sorted(set(people))).mappings()
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
